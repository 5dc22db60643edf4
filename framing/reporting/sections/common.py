"""What more than one section needs: rows per outlet, estimates looked up, count figures."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import FEW, number, share_of
from framing.reporting.messages import _, n_
from framing.reporting.model import Figure, Link, Text

MAX_LISTED = 200  # rows of a list in the page; the CSV has all

COUNTS = {
    "outlet": pl.String, "group": pl.String, "colour": pl.String, "mark": pl.String,
    "row": pl.String, "part": pl.String, "look": pl.String, "n": pl.Int64,
}  # fmt: skip
SHARES = {
    "label": pl.String, "unit": pl.String, "colour": pl.String, "mark": pl.String,
    "estimate": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64,
    "n_total": pl.Int64, "n_eff": pl.Float64, "n_total_eff": pl.Float64, "n_articles": pl.Int64,
    "panel": pl.String,
}  # fmt: skip


def of_outlet(rows: pl.DataFrame, outlet: str) -> pl.DataFrame:
    """The mentions of one outlet."""
    return rows.filter(pl.col("outlet") == outlet)


def one(cell: Link | str) -> Text:
    """A cell of one part."""
    return (cell,)


def counted(desk: Desk, rows: pl.DataFrame, title: str) -> Text:
    """How many, opening them; a dash for none (not found, which is not the same as zero of)."""
    return one(desk.cite(number(rows.height), rows, title)) if rows.height else ("–",)


def estimate_row(shares: pl.DataFrame, **where: str | None) -> dict[str, Any] | None:
    """The one estimate with these values, if there is one."""
    for column, value in where.items():
        shares = shares.filter(pl.col(column).eq_missing(pl.lit(value, dtype=pl.String)))
    return next(shares.iter_rows(named=True), None)


def share_text(row: dict[str, Any] | None) -> str:
    """An estimate as it may be said: count, and share only with its interval."""
    if row is None:
        return _("not applicable")
    bounds = (row["low"], row["high"])
    sums = (row["n_eff"], row["n_total_eff"])
    return share_of(row["n"], row["n_total"], row["estimate"], bounds, sums)


def few_note(desk: Desk) -> str:
    """Why outlets have counts and no share."""
    few = [o for o, _group in desk.outlets if desk.n_articles(o) < FEW]
    if desk.is_reading:
        return _("Counts only: this tier has readings, no shares and no comparison.")
    if not few:
        return ""
    said = _("Outlets with fewer than {n} distinct articles have counts and no interval.")
    return said.format(n=FEW)


def outlets_of(group: str) -> str:
    """The outlets of a group, as the group's rows are called."""
    return _("outlets of {group}").format(group=group)


def more_rows(n: int, table: str) -> str:
    """Where the rows stand that the page has no room for; empty where it has them all."""
    if n <= 0:
        return ""
    said = n_("{n} more row is in {file}.", "{n} more rows are in {file}.", n)
    return said.format(n=number(n), file=f"tables/{table}.csv")


def count_figure(
    desk: Desk, rows: list[dict[str, object]], *, id: str, title: str, unit: str, note: str = ""
) -> Figure:
    """A figure of stacked counts, a bar an outlet."""
    data = pl.DataFrame(rows, schema=COUNTS, orient="row")
    each = "; ".join(_counts(*row) for row in data.group_by("row", maintain_order=True)
                     .agg("part", "n").iter_rows())  # fmt: skip
    alt = _("{title}. Stacked bars, {unit} per outlet: {each}.").format(
        title=title, unit=unit, each=each
    )
    return Figure(
        id, "counts", title, alt, note + desk.source_note(), data.with_columns(unit=pl.lit(unit))
    )


def _counts(row: str, parts: list[str], ns: list[int]) -> str:
    """What a bar shows, in words."""
    said = ", ".join(f"{part} {n}" for part, n in zip(parts, ns, strict=True))
    return f"{row} {sum(ns)} ({said})"


def look_of(desk: Desk, outlet: str, group: str) -> dict[str, object]:
    """Colour and mark of an outlet as columns of a figure's data."""
    house = desk.house
    return {
        "outlet": outlet, "group": group, "colour": house.colours[outlet],
        "mark": house.marks[group][0],
    }  # fmt: skip


def share_figure(
    desk: Desk, shares: pl.DataFrame, panels: dict[str, pl.DataFrame], *, id: str, title: str
) -> Figure | None:
    """Shares with intervals by outlet and group; None where nothing carries an interval."""
    rows: list[dict[str, object]] = []
    for panel, found in panels.items():
        for row in found.filter(pl.col("unit").is_in(["outlet", "group"])).iter_rows(named=True):
            is_group = row["unit"] == "group"
            label = outlets_of(row["group"]) if is_group else row["outlet"]
            rows.append(
                {
                    **{k: row[k] for k in SHARES if k in row},
                    "label": label,
                    "panel": panel,
                    "colour": "#222222" if is_group else desk.house.colours[row["outlet"]],
                    "mark": desk.house.marks[row["group"]][0],
                }
            )
    data = pl.DataFrame(rows, schema=SHARES, orient="row")
    if desk.is_reading or data["low"].null_count() == data.height:
        return None
    said = [
        _("{name}, {unit}: {share}").format(name=r["panel"], unit=r["label"], share=share_text(r))
        for r in data.drop_nulls("low").iter_rows(named=True)
    ]
    alt = _("{title}. Dots with intervals. {each}.").format(title=title, each="; ".join(said))
    source = _("n/N are weighted. Hollow: counts only, no interval. {source}").format(
        source=desk.source_note()
    )
    return Figure(id, "shares", title, alt, source, data)
