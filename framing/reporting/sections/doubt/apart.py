"""How different at all: whether a reader could tell whose text it is."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import commas, counts_of, number, visible
from framing.reporting.glossary import explain
from framing.reporting.messages import _, below
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import outlets_of

TERMS = 15
_WHOLE = "divergence"
_EXPLAINED = (
    *explain("divergence", 1, 2), *explain("null_shuffled", 3, 4), (5, "p_value"),
    (6, "unit"), (7, "shared_events"), (8, "attainable_p"),
)  # fmt: skip


def build_apart(desk: Desk) -> Section:
    """The divergence of groups beside what chance gives, and what carries it."""
    rows = desk.inputs.apart
    found = rows.filter((pl.col("measure") == _WHOLE) & pl.col("estimate").is_not_null())
    code = desk.command("divergence")
    if desk.is_reading or found.is_empty():
        why = sorted(set(rows.filter(pl.col("measure") == _WHOLE)["flag"]) - {""})
        said = _("Not measured: too few articles, or no shared event.")
        if why:
            said = _("Not measured: too few articles, or no shared event ({why}).")
            said = said.format(why="; ".join(map(below, why)))
        return Section("apart", _("How different at all"), (said,), code=code)
    return Section(
        "apart",
        _("How different at all"),
        (_lead(found.row(0, named=True)),),
        ((_removed(rows),),),
        tables=(_table(found), _terms(rows)),
        reading=_(
            "How sure one could be of whose text it is after one word drawn at random; small "
            "numbers are usual, since most words are nobody's. What matters is whether it lies "
            "above what shuffled labels give."
        ),
        method=_(
            "Leave-out estimate (Gentzkow, Shapiro & Taddy 2019, doi:10.3982/ECTA16566): each text "
            "is judged by the rates of the others, so that chance alone gives no difference. The "
            "null shuffles labels of articles within events."
        ),
        code=code,
    )


def _lead(row: dict[str, Any]) -> str:
    """The whole beside its null, in words that claim no more."""
    value, null, chance = row["estimate"], row["null_high"], row["chance"]
    said = _(
        "From one word drawn at random a reader would give the right group a probability of "
        "{value}; without any difference it is {chance}."
    ).format(value=number(value, 3), chance=number(chance, 3))
    if null is None:
        return said
    beside = (
        _("Shuffled labels give up to {null} in 95 of 100 cases: the texts differ by more than "
          "that.")
        if value > null
        else _("Shuffled labels give up to {null} in 95 of 100 cases: a difference is not shown.")
    )  # fmt: skip
    return f"{said} {beside.format(null=number(null, 3))}"


def _table(rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    for row in rows.iter_rows(named=True):
        p = "" if row["p"] is None else number(row["p"], 3)
        cells = (
            visible(below(row["what"])), number(row["estimate"], 4), number(row["chance"], 4),
            number(row["null_mean"], 4), number(row["null_high"], 4), p,
            counts_of(row["where"] or ""),
            str(row["n_events"]), below("; ".join(filter(None, (row["p_method"], row["flag"])))),
        )  # fmt: skip
        out.append(tuple((cell,) for cell in cells))
    columns = (
        _("Between"), _("Divergence"), _("No difference"), _("Shuffled, mean"),
        _("Shuffled, 95 %"), _("p"), _("Distinct articles"), _("Shared events"), _("Note"),
    )  # fmt: skip
    return Table("t-apart", _("How different groups are at all"), columns, tuple(out),
                 tuple(range(1, 6)), explained=_EXPLAINED)  # fmt: skip


def _terms(rows: pl.DataFrame) -> Table:
    found = rows.filter(pl.col("measure") == "term").head(TERMS)
    out = [((visible(row["what"]),), (outlets_of(row["side"]),), (str(row["n"]),),
            (counts_of(row["where"] or ""),)) for row in found.iter_rows(named=True)]  # fmt: skip
    note = _(
        "In the order of what a word adds to the divergence of all groups; to read, not to test."
    )
    columns = (_("Word"), _("More in"), _("n"), _("In distinct articles"))
    title = _("Words that tell groups apart")
    return Table("t-apart-words", title, columns, tuple(out), (2,), note,
                 explained=((2, "mentions"), (3, "articles")))  # fmt: skip


def _removed(rows: pl.DataFrame) -> str:
    """What was taken out first, since it would give the outlet away."""
    gone = rows.filter((pl.col("measure") == "removed") & (pl.col("n") > 0))
    said = commas(
        [f"{below(row['what'])} ({number(row['n'])})" for row in gone.iter_rows(named=True)]
    )
    told = _("Taken out first, since it gives an outlet away (words): {what}.")
    return told.format(what=said or _("nothing"))
