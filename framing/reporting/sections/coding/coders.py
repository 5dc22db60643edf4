"""Who coded how much, and how far coders agreed before any discussion."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.compare.coding.validity.labelled import FATES
from framing.records.coding import INDEPENDENT
from framing.reporting.desk import Desk
from framing.reporting.formats import capital, interval, number, of, visible
from framing.reporting.glossary import explain
from framing.reporting.inputs import Coded
from framing.reporting.messages import N_, _, below
from framing.reporting.model import Table, Text
from framing.reporting.sections.coding.units import about, passages
from framing.reporting.sections.common import counted, one

_FATES = dict(
    zip(
        FATES,
        (
            N_("adjudicated"), N_("agreed"), N_("one coder"), N_("coders differ"),
            N_("not coded"), N_("no longer found"),
        ),
        strict=True,
    )
)  # fmt: skip


def coders_table(desk: Desk) -> Table:
    """One row a variable: units, coders, how labels were settled."""
    all_rows = {id(coded): passages(coded) for coded in desk.inputs.coded}
    there = set(pl.concat([rows["settled"] for rows in all_rows.values()]))
    fates = {fate: said for fate, said in _FATES.items() if fate in there}
    out: list[tuple[Text, ...]] = []
    for coded in desk.inputs.coded:
        rows = all_rows[id(coded)]
        own = coded.sample.codes.filter(pl.col("phase") == INDEPENDENT)
        cells: list[Text] = [
            (about(desk, coded),),
            (of(coded.sample.units.height, coded.sample.n_frame),),
            (number(own["coder"].n_unique()),),
        ]
        for fate, said in fates.items():
            title = f"{about(desk, coded)}: {_(said)}"
            cells.append(counted(desk, rows.filter(pl.col("settled") == fate), title))
        cells.append(_alike(desk, coded, rows))
        out.append(tuple(cells))
    heads = [capital(_(said)) for said in fates.values()]
    columns = (_("Variable"), _("Drawn"), _("Coders"), *heads, _("All coders alike"))
    note = _(
        "Drawn: of all units that could be. Alike: of the units that two or more coded before any "
        "discussion."
    )
    numeric = tuple(range(1, len(columns)))
    return Table(
        "t-coders", _("What was coded, and how labels were settled"), columns, tuple(out),
        numeric, note, folded=False, explained=explain("coded_by_hand", *numeric),
    )  # fmt: skip


def agreement_tables(desk: Desk) -> list[Table]:
    """One row a variable that two coders coded: alpha and AC1; none in tier reading."""
    out: list[tuple[Text, ...]] = []
    for coded in desk.inputs.coded:
        whole = coded.agreement.filter(pl.col("label").is_null() & pl.col("coder").is_null())
        found = {row["statistic"]: row for row in whole.iter_rows(named=True)}
        alpha = found.get("alpha_ordinal" if coded.sample.variable.ordinal else "alpha")
        if alpha is None:
            continue
        cells = (
            about(desk, coded), number(alpha["n_coders"]), number(alpha["n"]),
            number(alpha["n_articles"]), _coefficient(alpha), below(alpha["convention"] or ""),
            _coefficient(found.get("AC1")), below(alpha["flag"] or ""),
        )  # fmt: skip
        out.append(tuple((cell,) for cell in cells))
    if not out or desk.is_reading:
        return []
    columns = (
        _("Variable"), _("Coders"), _("Units"), _("Articles"), _("Alpha"), _("Convention"),
        _("AC1"), _("Note"),
    )  # fmt: skip
    note = _(
        "Of codes given before any discussion. Alpha is ordinal where labels stand in order. The "
        "convention is Krippendorff's: .80 and above carries conclusions, .667 to .80 tentative "
        "ones."
    )
    explained = (
        *explain("coded_by_hand", 1, 2),
        (3, "n_articles"),
        (4, "alpha"),
        (5, "alpha"),
        (6, "ac1"),
    )
    return [Table("t-agreement", _("How far coders agreed"), columns, tuple(out), (1, 2, 3, 4, 6),
                  note, folded=False, explained=explained)]  # fmt: skip


def _coefficient(row: dict[str, Any] | None) -> str:
    """A coefficient of agreement with its interval, where it has one."""
    if row is None or row["estimate"] is None:
        return "–"
    return f"{number(row['estimate'], 2)} {interval(row['low'], row['high'], 2)}".strip()


def _alike(desk: Desk, coded: Coded, rows: pl.DataFrame) -> Text:
    """In how many of the units with several independent codes all of them are one label."""
    several = (
        coded.sample.codes.filter(pl.col("phase") == INDEPENDENT)
        .group_by("unit")
        .agg(n=pl.col("coder").n_unique(), labels=pl.col("label").n_unique())
        .filter(pl.col("n") > 1)
    )
    if several.is_empty():
        return ("–",)
    alike = several.filter(pl.col("labels") == 1)
    title = _("{what}: all coders alike").format(what=about(desk, coded))
    own = rows.filter(pl.col("unit").is_in(alike["unit"].implode()))
    return one(desk.cite(of(alike.height, several.height), own, visible(title)))
