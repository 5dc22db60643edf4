"""Agenda or wording: what a difference in names is made of."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import interval, join, number, percent, slug
from framing.reporting.glossary import explain
from framing.reporting.messages import _, below
from framing.reporting.model import Figure, Section, Table, Text
from framing.reporting.sections.common import outlets_of

ITEMS = 4  # names of a pair in the figure, the largest differences first
_EXPLAINED = (
    *explain("share_own", 1, 2), (3, "difference"), (4, "agenda"), (5, "wording"),
    (6, "unmatched"), (7, "shared_events"),
)  # fmt: skip
_UNMATCHED = ("unmatched_a", "unmatched_b", "no_event_a", "no_event_b")


def build_split(desk: Desk) -> Section:
    """A table and a figure for each pair of groups that share an event."""
    rows = desk.inputs.splits
    told = rows.filter(pl.col("wording").is_not_null())
    code = _code(desk)
    if desk.is_reading or told.is_empty():
        return Section("split", _("Agenda or wording"), (_why_not(desk, rows),), code=code)
    pairs = told.select("side_a", "side_b").unique(maintain_order=True).rows()
    lead = _(
        "On the events that both sides cover a difference is split in two: agenda (they give "
        "these events other room) and wording (they write otherwise about the same event). What "
        "only one side covers is kept apart."
    )
    return Section(
        "split",
        _("Agenda or wording"),
        (lead,),
        figures=tuple(_figure(desk, told, *pair) for pair in pairs),
        tables=tuple(_table(desk, told, *pair) for pair in pairs),
        reading=_(
            "The parts of a row add up to its difference. A part whose interval holds 0 is not "
            "told from chance. Wording is not motive: read the passages."
        ),
        method=_(
            "Kitagawa (1955, doi:10.1080/01621459.1955.10501299) with the weights of both sides, "
            "on shared events; unmatched events after Ñopo (2008, doi:10.1162/rest.90.2.290). "
            "{how}; articles are drawn within outlets, the events stay as they are."
        ).format(how=_how(told)),
        code=code,
    )


def _why_not(desk: Desk, rows: pl.DataFrame) -> str:
    if desk.is_reading:
        return _("Differences are not split: there are too few articles or no shared event.")
    if rows.is_empty():
        return _("Differences are not split: no contested name stands in own words on both sides.")
    why = [below(flag) for flag in sorted(set(rows["flag"]) - {""})]
    return _("Differences are not split: {why}.").format(why=join(why))


def _how(rows: pl.DataFrame) -> str:
    return "; ".join(f"{below(kind)}, {below(weights)}" for kind, weights in
                     rows.select("kind", "weights").unique().sort("kind").rows())  # fmt: skip


def _code(desk: Desk) -> str:
    groups = sorted({group for _outlet, group in desk.outlets})[:2]
    sides = ("--group", groups[0], "--versus", groups[-1]) if len(groups) == 2 else ()
    return desk.command("decompose", *sides) if sides else ""


def _label(desk: Desk, row: dict[str, Any]) -> str:
    key = (str(row["within"]), str(row["item"]))
    return desk.labels.names.get(key, key[1])


def _points(row: dict[str, Any], part: str) -> str:
    """A part in percentage points, with its interval where it has one."""
    value, low, high = (row[part + end] for end in ("", "_low", "_high"))
    if value is None:
        return "–"
    if low is None:
        return number(100 * value)
    return f"{number(100 * value)} {interval(100 * low, 100 * high, 0)}"


def _of(rows: pl.DataFrame, a: str, b: str) -> pl.DataFrame:
    here = (pl.col("side_a") == a) & (pl.col("side_b") == b)
    return rows.filter(here)


def _table(desk: Desk, rows: pl.DataFrame, a: str, b: str) -> Table:
    out: list[tuple[Text, ...]] = []
    for row in _of(rows, a, b).iter_rows(named=True):
        rest = sum(row[part] or 0.0 for part in _UNMATCHED)
        cells = (
            _label(desk, row),
            f"{percent(row['rate_a'])} ({number(row['n_a'])})",
            f"{percent(row['rate_b'])} ({number(row['n_b'])})",
            _points(row, "difference"),
            _points(row, "agenda"),
            _points(row, "wording"),
            number(100 * rest),
            f"{row['n_events_shared']}",
            below(row["flag"] or ""),
        )
        out.append(tuple((cell,) for cell in cells))
    columns = (
        _("Name"), *(_("Own words, {group} (n)").format(group=side) for side in (a, b)),
        _("Difference"), _("Agenda"), _("Wording"), _("Unmatched"), _("Shared events"), _("Note"),
    )  # fmt: skip
    note = _(
        "Share of a name among the names of the same thing in own words; differences and parts in "
        "percentage points. Unmatched: events that one side alone covers, and articles without one."
    )
    title = _("Outlets of {a} against outlets of {b}: agenda and wording").format(a=a, b=b)
    return Table(f"t-split-{slug(a)}-{slug(b)}", title, columns, tuple(out), tuple(range(1, 8)),
                 note, explained=_EXPLAINED)  # fmt: skip


def _figure(desk: Desk, rows: pl.DataFrame, a: str, b: str) -> Figure:
    chosen = (
        _of(rows, a, b).sort(-pl.col("difference").abs().round(9), "within", "item").head(ITEMS)
    )
    lines = [
        {
            "label": _label(desk, row), "part": part, "estimate": row[part],
            "low": row[f"{part}_low"], "high": row[f"{part}_high"],
        }
        for row in chosen.iter_rows(named=True)
        for part in ("difference", "agenda", "wording")
    ]  # fmt: skip
    schema = {"label": pl.String, "part": pl.String, "estimate": pl.Float64, "low": pl.Float64,
              "high": pl.Float64}  # fmt: skip
    n_a, n_b = (max(chosen[f"n_articles_{end}"], default=0) for end in "ab")
    data = pl.DataFrame(lines, schema=schema, orient="row").with_columns(
        a=pl.lit(outlets_of(a)), b=pl.lit(outlets_of(b)),
        n_a=pl.lit(n_a), n_b=pl.lit(n_b),
    )  # fmt: skip
    title = _("Agenda or wording: outlets of {a} against outlets of {b}").format(a=a, b=b)
    told = _("{name}: difference {difference}, agenda {agenda}, wording {wording}")
    said = "; ".join(
        told.format(
            name=_label(desk, row),
            **{part: _points(row, part) for part in ("difference", "agenda", "wording")},
        )
        for row in chosen.iter_rows(named=True)
    )
    alt = _("{title}. Dots with intervals, percentage points. {each}.").format(
        title=title, each=said
    )
    source = _("Hollow: no interval. {source}").format(source=desk.source_note())
    key = f"f-split-{slug(a)}-{slug(b)}"
    return Figure(key, "split", title, alt, source, data)
