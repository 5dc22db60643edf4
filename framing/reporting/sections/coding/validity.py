"""The tool's labels against the settled ones: by label, by group and outlet, and whether unlike."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.compare.coding.validity.cells import (
    ACCURACY,
    ERROR,
    F1,
    MACRO_F1,
    PRECISION,
    RECALL,
    SURPLUS,
)
from framing.reporting.desk import Desk
from framing.reporting.formats import interval, number, of, percent, percent_interval, visible
from framing.reporting.glossary import explain
from framing.reporting.inputs import Coded
from framing.reporting.messages import _, below
from framing.reporting.messages.tell import tell
from framing.reporting.model import Table, Text
from framing.reporting.sections.coding.units import about, both, label_of
from framing.reporting.sections.common import counted, estimate_row, more_rows, one, outlets_of

Row = dict[str, Any]
MOST_PAIRS = 6  # of groups, told in sentences


def label_table(desk: Desk, coded: Coded) -> Table:
    """A row a label: how many units have it by the tool, by the coders, by both; scores."""
    rows, out = both(coded), []
    for label in coded.sample.variable.labels:
        tool, said = pl.col("tool") == label, pl.col("label") == label
        name = label_of(desk, coded, label)
        what = f"{about(desk, coded)}, {name}"
        cells: list[Text] = [(name,)]
        for where, title in (
            (tool, _("{what}: by the tool")),
            (said, _("{what}: by the coders")),
            (tool & said, _("{what}: by both")),
            (tool & ~said, _("{what}: by the tool alone")),
            (said & ~tool, _("{what}: by the coders alone")),
        ):
            cells.append(counted(desk, rows.filter(where), title.format(what=what)))
        if not desk.is_reading:
            found = {m: _score(coded, label, m) for m in (PRECISION, RECALL, F1, SURPLUS)}
            cells += [one(_share(found[PRECISION])), one(_share(found[RECALL]))]
            cells += [one(_unit(found[F1])), one(_points(found[SURPLUS]))]
        out.append(tuple(cells))
    columns = [
        _("Label"), _("By the tool"), _("By the coders"), _("By both"), _("By the tool alone"),
        _("By the coders alone"),
    ]  # fmt: skip
    explained = explain("coded_by_hand", 1, 2, 3, 4, 5)
    if not desk.is_reading:
        columns += [_("Precision"), _("Recall"), _("F1"), _("Tool minus coders")]
        explained += ((6, "precision"), (7, "recall"), (8, "f1"), (9, "surplus"))
    note = "" if desk.is_reading else _(
        "Counts of units as coded; shares are weighted by how the units were drawn and stand only "
        "with their interval. Tool minus coders: the label's share by the tool minus that by the "
        "coders, in percentage points."
    )  # fmt: skip
    return Table(
        f"t-validity-{coded.sample.id}", _("{what}: the tool's labels and the coders'").format(
            what=about(desk, coded)
        ),
        tuple(columns), tuple(out), tuple(range(1, len(columns))), note, folded=False,
        explained=explained,
    )  # fmt: skip


def side_table(desk: Desk, coded: Coded) -> Table:
    """A row a group and an outlet: right and wrong, accuracy, macro-F1."""
    rows, out = both(coded), []
    groups = [] if desk.is_reading else sorted({group for _outlet, group in desk.outlets})
    sides = [("group", group, outlets_of(group)) for group in groups]
    sides += [("outlet", outlet, visible(outlet)) for outlet, _group in desk.outlets]
    for unit, name, said in sides:
        here = rows.filter(pl.col(unit) == name)
        if here.is_empty():
            continue
        is_right = pl.col("tool") == pl.col("label")
        right, wrong = here.filter(is_right), here.filter(~is_right)
        what = f"{about(desk, coded)}, {said}"
        title = _("{what}: the tool's label is the coders'").format(what=what)
        cells: list[Text] = [
            (said,),
            one(desk.cite(of(right.height, here.height), right, title)),
            counted(desk, wrong, _("{what}: the tool's label is another").format(what=what)),
            (number(here["article"].n_unique()),),
        ]
        if not desk.is_reading:
            accuracy = _of_side(coded, unit, name, ACCURACY)
            cells += [one(_share(accuracy)), one(_unit(_of_side(coded, unit, name, MACRO_F1)))]
            cells.append((below(accuracy["flag"] if accuracy else ""),))
        out.append(tuple(cells))
    columns = [_("Outlets"), _("Right"), _("Wrong"), _("Articles")]
    explained = (*explain("coded_by_hand", 1, 2), (3, "n_articles"))
    if not desk.is_reading:
        columns += [_("Accuracy"), _("Macro-F1"), _("Note")]
        explained += ((4, "accuracy"), (5, "macro_f1"))
    title = _("{what}: where the tool is right").format(what=about(desk, coded))
    return Table(
        f"t-validity-sides-{coded.sample.id}", title, tuple(columns), tuple(out),
        tuple(range(1, min(len(columns), 6))), explained=explained,
    )  # fmt: skip


def differences_notes(desk: Desk, coded: Coded) -> list[Text]:
    """Whether the tool errs more in outlets of one group than of another, a note a pair."""
    if desk.is_reading:
        return []
    found: list[Text] = []
    wrong = both(coded).filter(pl.col("tool") != pl.col("label"))
    rows = coded.differences.filter(pl.col("measure") == ERROR)
    told = rows.sort(pl.col("low").is_null(), maintain_order=True).head(MOST_PAIRS)
    for row in told.iter_rows(named=True):
        a, b = (_wrong(desk, coded, wrong, row, end) for end in "ab")
        more, less = (a, b) if (row["estimate"] or 0) > 0 else (b, a)
        sides = {"a": a, "b": b, "more": more, "less": less}
        found.append(tell(_template(row), variable=about(desk, coded), **_places(row), **sides))
    if left := more_rows(rows.height - told.height, "validity_differences"):
        found.append((left,))
    return found


def _template(row: Row) -> str:
    if row["low"] is None:
        return _("{variable}: the tool errs in {a} and in {b}; no difference is told ({why}).")
    if row["low"] <= 0 <= row["high"]:
        return _(
            "{variable}: the tool errs in {a} and in {b}; no difference is shown, {size} "
            "percentage points {bounds}{test}."
        )
    return _(
        "{variable}: the tool errs more in {more} than in {less}, by {size} percentage points "
        "{bounds}{test}: this bends their comparison."
    )


def _places(row: Row) -> dict[str, str]:
    if row["low"] is None:
        return {"why": below(row["flag"])}
    shown = [100 * row[column] for column in ("estimate", "low", "high")]
    if row["low"] > 0 or row["high"] < 0:
        shown = [abs(shown[0]), *sorted(map(abs, shown[1:]))]
    test = f"; p = {row['p']:.2g}" if row["p"] is not None else ""
    return {"size": number(shown[0]), "bounds": interval(shown[1], shown[2], 0), "test": test}


def _wrong(desk: Desk, coded: Coded, wrong: pl.DataFrame, row: Row, end: str) -> Text:
    """How many units of a side are wrong, opening them."""
    side = str(row[f"side_{end}"])
    own = wrong.filter(pl.col("group") == side)
    title = _("{what}: the tool's label is another")
    title = title.format(what=f"{about(desk, coded)}, {outlets_of(side)}")
    link = desk.cite(of(own.height, row[f"n_units_{end}"]), own, title)
    return tell(_("{n} units of {outlets}"), n=link, outlets=outlets_of(side))


def _score(coded: Coded, label: str, measure: str) -> Row | None:
    return estimate_row(coded.validity, unit="all", label=label, measure=measure)


def _of_side(coded: Coded, unit: str, name: str, measure: str) -> Row | None:
    where = {"unit": unit, unit: name, "measure": measure}
    return estimate_row(coded.validity.filter(pl.col("label").is_null()), **where)


def _share(row: Row | None) -> str:
    """A share only with its interval; counts stand beside it."""
    if row is None or row["low"] is None:
        return "–"
    return f"{percent(row['estimate'])} {percent_interval(row['low'], row['high'])}"


def _unit(row: Row | None) -> str:
    """A score from 0 to 1 with its interval."""
    if row is None or row["low"] is None:
        return "–"
    return f"{number(row['estimate'], 2)} {interval(row['low'], row['high'], 2)}"


def _points(row: Row | None) -> str:
    """A difference of shares in percentage points."""
    if row is None or row["low"] is None:
        return "–"
    return f"{number(100 * row['estimate'])} {interval(100 * row['low'], 100 * row['high'], 0)}"
