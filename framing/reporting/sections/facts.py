"""The same fact in each outlet's words: wording, grammar, agent stated or not, as text."""

from __future__ import annotations

import polars as pl

from framing.reporting.charts.facts import facts_figures
from framing.reporting.desk import Desk
from framing.reporting.formats import counted_outlets, number, visible
from framing.reporting.glossary import explain
from framing.reporting.labels import voice_label
from framing.reporting.messages import _, below, n_
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import more_rows

MAX_ROWS = 40


def build_facts(desk: Desk) -> Section:
    """One table a fact; the sentences themselves are what is shown."""
    rows = desk.inputs.facts
    if rows.is_empty():
        return Section("facts", _("The same fact"), (_("No fact of the codebook is told."),))
    tables = tuple(
        _table(desk, fact, rows.filter(pl.col("fact") == fact))
        for fact in desk.labels.facts
        if not rows.filter(pl.col("fact") == fact).is_empty()
    )
    outlets = rows["outlet"].n_unique()
    lead = n_(
        "{n} sentence of {outlets} tells a fact of the codebook; here it stands in its own words.",
        "{n} sentences of {outlets} tell a fact of the codebook; here each stands in its own "
        "words.",
        rows.height,
    ).format(n=number(rows.height), outlets=counted_outlets(outlets))
    return Section(
        "facts",
        _("The same fact, in each outlet's words"),
        (lead,),
        figures=tuple(facts_figures(desk)),
        tables=tables,
        reading=_(
            "Compare the verb, who does it, and whether anybody is said to do it: “was seized”, “X "
            "seized”, “the seizure of”."
        ),
        method=_(
            "Verbs, nouns and patterns of the codebook, read with the clause around them. Grammar: "
            "active, passive, nominal (“the seizure of”), middle (“changed hands”: what was acted "
            "on is the subject, and no agent can be named). An agent is “not stated” when the "
            "clause names none. Acts that are denied or only proposed are listed as such and "
            "counted nowhere."
        ),
    )


def _table(desk: Desk, fact: str, rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    ordered = rows.sort("group", "outlet", "article", "start")
    for row in ordered.head(MAX_ROWS).iter_rows(named=True):
        alone = rows.filter(pl.col("id") == row["id"])
        words = visible(row["text"])
        out.append(
            (
                (visible(row["outlet"]),),
                (voice_label(row["voice"]),),
                (desk.cite(f"“{words}”", alone, f"{row['outlet']}: {row['text']}"),),
                (_grammar(row["grammar"], row["status"]),),
                (visible(row["agent"] or _("not stated")),),
                (visible(row["recipient"] or _("not stated")),),
                (visible(" ".join(row["sentence"].split())),),
            )
        )
    note = more_rows(rows.height - len(out), "facts")
    columns = (
        _("Outlet"), _("Voice"), _("Words"), _("Grammar"), _("Agent"), _("Recipient"),
        _("Sentence"),
    )  # fmt: skip
    return Table(
        f"t-facts-{fact}",
        desk.labels.facts[fact],
        columns,
        tuple(out),
        note=note,
        folded=False,
        explained=explain("fact_wording", 2, 3, 4),
    )


def _grammar(grammar: str, status: str) -> str:
    """How a fact is told, and what keeps it from being counted."""
    said = below(grammar)
    return said if status == "told" else f"{said}, {below(status)}"
