"""Shares of a label by hand, by the tool, and corrected, side by side."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.compare.coding.corrected.shares import CORRECTED, HAND, MACHINE
from framing.compare.coding.corrected.table import MIN_ARTICLES, MIN_CODED, MIN_RARER
from framing.reporting.desk import Desk
from framing.reporting.formats import (
    capital,
    interval,
    number,
    of,
    percent,
    percent_interval,
    visible,
)
from framing.reporting.glossary import explain
from framing.reporting.inputs import Coded
from framing.reporting.messages import N_, _, below
from framing.reporting.model import Figure, Table, Text
from framing.reporting.sections.coding.units import about, label_of, passages
from framing.reporting.sections.common import SHARES, counted, one, outlets_of

Row = dict[str, Any]
_METHODS = {HAND: N_("by hand"), MACHINE: N_("by the tool"), CORRECTED: N_("corrected")}
_MARKS = {HAND: "o", MACHINE: "s", CORRECTED: "D"}


def estimates_tables(desk: Desk, coded: Coded) -> list[Table]:
    """What coders found; then three estimates, and their differences, where there are any."""
    kinds = ["outlet"] if desk.is_reading else ["group", "outlet"]
    rows = coded.corrected.filter(pl.col("unit").is_in(kinds))
    if rows.is_empty():
        return []
    found = [_counts(desk, coded, rows)]
    told = pl.col("estimate").is_not_null()
    if desk.is_reading:
        return found
    if rows.filter(told).height:
        found.append(_shares(desk, coded, rows))
    apart = coded.corrected.filter((pl.col("unit") == "difference") & told)
    if apart.height:
        found.append(_differences(desk, coded, apart))
    return found


def _sides(desk: Desk) -> list[tuple[str, str, str]]:
    """Groups and outlets: what kind it is, its name, what it is called; no groups in reading."""
    groups = [] if desk.is_reading else sorted({group for _outlet, group in desk.outlets})
    outlets = [("outlet", outlet, visible(outlet)) for outlet, _group in desk.outlets]
    return [*(("group", group, outlets_of(group)) for group in groups), *outlets]


def _counts(desk: Desk, coded: Coded, rows: pl.DataFrame) -> Table:
    """A row a side, a column a label: how many of the settled units have it."""
    settled = passages(coded).drop_nulls("label")
    names = {label: label_of(desk, coded, label) for label in coded.sample.variable.labels}
    out, why = [], []
    for unit, name, said in _sides(desk):
        here = settled.filter(pl.col(unit) == name)
        of_side = rows.filter((pl.col("unit") == unit) & (pl.col(unit) == name))
        if here.is_empty():
            continue
        before, after = f"{about(desk, coded)}, {said}", _("by the coders")
        title = f"{before}: {_('all labels')}, {after}"
        cells: list[Text] = [(said,), counted(desk, here, title)]
        for label, called in names.items():
            own = here.filter(pl.col("label") == label)
            cells.append(counted(desk, own, f"{before}: {called}, {after}"))
        why += of_side.filter(pl.col("estimate").is_null())["flag"].to_list()
        out.append(tuple(cells))
    columns = (
        _("Outlets"),
        _("Settled units"),
        *names.values(),
    )
    numeric = tuple(range(1, len(columns)))
    return Table(
        f"t-coded-{coded.sample.id}", _("{what}: what the coders found").format(
            what=about(desk, coded)
        ),
        columns, tuple(out), numeric, "" if desk.is_reading else _why_not(why),
        explained=explain("coded_by_hand", *numeric),
    )  # fmt: skip


def _why_not(flags: list[str | None]) -> str:
    """Why sides have counts alone."""
    if not any(flags):
        return ""
    return _(
        "Shares are corrected from {coded} coded units of {articles} articles a side on, with the "
        "label and its absence coded {rarer} times: others have counts alone."
    ).format(coded=MIN_CODED, articles=MIN_ARTICLES, rarer=MIN_RARER)


def _shares(desk: Desk, coded: Coded, rows: pl.DataFrame) -> Table:
    """A row a label and side that has estimates: the three of them."""
    out: list[tuple[Text, ...]] = []
    settled = passages(coded).drop_nulls("label")
    named = {(unit, name): said for unit, name, said in _sides(desk)}
    keyed = rows.with_columns(
        name=pl.when(pl.col("unit") == "group").then("group").otherwise("outlet")
    )
    told = keyed.filter(pl.col("estimate").is_not_null().any().over("unit", "name", "label"))
    for (unit, name, label), own in told.group_by(["unit", "name", "label"], maintain_order=True):
        said, first = named[str(unit), str(name)], own.row(0, named=True)
        here = settled.filter((pl.col(str(unit)) == name) & (pl.col("label") == label))
        name = label_of(desk, coded, str(label))
        title = f"{about(desk, coded)}, {said}: {name}, {_('by the coders')}"
        count = desk.cite(of(first["n_label"], first["n_coded"]), here, visible(title))
        by = {row["method"]: row for row in own.iter_rows(named=True)}
        cells: list[Text] = [(name,), (said,), one(count)]
        cells += [one(_share(by.get(method))) for method in _METHODS]
        flags = dict.fromkeys(below(flag) for flag in own["flag"] if flag)
        out.append((*cells, ("; ".join(flags),)))
    columns = (
        _("Label"), _("Outlets"), _("Coded"), *(_heading(method) for method in _METHODS), _("Note"),
    )  # fmt: skip
    note = _(
        "Coded: units with the label, of all that are settled; shares are weighted by how units "
        "were drawn. Corrected: the tool's share of all units, set right by the coded ones. The "
        "error of coders is in no interval."
    )
    title = _("{what}: shares by hand, by the tool, and corrected").format(what=about(desk, coded))
    return Table(
        f"t-corrected-{coded.sample.id}", title, columns, tuple(out), (2, 3, 4, 5), note,
        folded=False, explained=((2, "coded_by_hand"), *explain("corrected", 3, 4, 5)),
    )  # fmt: skip


def _heading(method: str) -> str:
    return capital(_(_METHODS[method]))


def _differences(desk: Desk, coded: Coded, rows: pl.DataFrame) -> Table:
    """Differences of two groups, or two outlets, by each method, in percentage points."""
    out: list[tuple[Text, ...]] = []
    groups = set(coded.units["group"])
    for (label, a, b), own in rows.group_by(["label", "side_a", "side_b"], maintain_order=True):
        by = {row["method"]: row for row in own.iter_rows(named=True)}
        a, b = (outlets_of(str(side)) if side in groups else str(side) for side in (a, b))
        said = _("{a} minus {b}").format(a=a, b=b)
        cells: list[Text] = [(label_of(desk, coded, str(label)),), (visible(said),)]
        cells += [one(_points(by.get(method))) for method in _METHODS]
        flags = dict.fromkeys(below(flag) for flag in own["flag"] if flag)
        out.append((*cells, ("; ".join(flags),)))
    columns = (_("Label"), _("Sides"), *(_heading(method) for method in _METHODS), _("Note"))
    title = _("{what}: differences by hand, by the tool, and corrected, in percentage points")
    return Table(
        f"t-corrected-differences-{coded.sample.id}", title.format(what=about(desk, coded)),
        columns, tuple(out), (2, 3, 4), explained=explain("corrected", 2, 3, 4),
    )  # fmt: skip


def estimates_figure(desk: Desk, coded: Coded) -> Figure | None:
    """Three estimates a group with their intervals, a panel a label; None where none has any."""
    groups = coded.corrected.filter((pl.col("unit") == "group") & pl.col("estimate").is_not_null())
    has_any = ((pl.col("method") == CORRECTED) & pl.col("low").is_not_null()).any()
    told = groups.filter(has_any.over("label"))
    if desk.is_reading or told.is_empty():
        return None
    rows: list[dict[str, object]] = []
    for row in told.sort("label", "group").iter_rows(named=True):
        is_all = row["method"] == MACHINE
        whole = row["n"] if is_all else row["n_coded"]
        part = row["estimate"] * whole if is_all else row["n_label"]
        rows.append(
            {
                **dict.fromkeys(SHARES),
                "label": f"{outlets_of(row['group'])}, {_(_METHODS[row['method']])}",
                "unit": "group",
                "colour": "#222222",
                "mark": _MARKS[row["method"]],
                **{c: row[c] for c in ("estimate", "low", "high")},
                "n_eff": float(part),
                "n_total_eff": float(whole),
                "n_articles": row["n_articles"],
                "panel": label_of(desk, coded, row["label"]),
            }
        )
    data = pl.DataFrame(rows, schema=SHARES, orient="row")
    title = _("{what}: by hand, by the tool, and corrected").format(what=about(desk, coded))
    said = "; ".join(
        f"{drawn['panel']}, {drawn['label']}: {_share(row)}"
        for drawn, row in zip(rows, told.sort("label", "group").iter_rows(named=True), strict=True)
    )
    source = _(
        "n/N: by hand and corrected coded units, by the tool all units. Hollow: no interval. "
        "{source}"
    )
    return Figure(
        f"f-corrected-{coded.sample.id}", "shares", title,
        _("{title}. Dots with intervals. {each}.").format(title=title, each=said),
        source.format(source=desk.source_note()), data,
    )  # fmt: skip


def _share(row: Row | None) -> str:
    """A share with its interval; that of the tool has none where it labels every unit."""
    if row is None or row["estimate"] is None:
        return "–"
    if row["low"] is None:
        return percent(row["estimate"]) if row["method"] == MACHINE else "–"
    return f"{percent(row['estimate'])} {percent_interval(row['low'], row['high'])}"


def _points(row: Row | None) -> str:
    if row is None or row["estimate"] is None:
        return "–"
    if row["low"] is None:
        return number(100 * row["estimate"]) if row["method"] == MACHINE else "–"
    return f"{number(100 * row['estimate'])} {interval(100 * row['low'], 100 * row['high'], 0)}"
