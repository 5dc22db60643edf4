"""The same fact in each outlet's words: wording, grammar, agent stated or not, as text."""

from __future__ import annotations

import polars as pl

from framing.reporting.charts.facts import facts_figures
from framing.reporting.desk import Desk
from framing.reporting.formats import visible
from framing.reporting.glossary import explain
from framing.reporting.labels import VOICES
from framing.reporting.model import Section, Table, Text

MAX_ROWS = 40


def build_facts(desk: Desk) -> Section:
    """One table a fact; the sentences themselves are what is shown."""
    rows = desk.inputs.facts
    if rows.is_empty():
        return Section("facts", "The same fact", ("No fact of the codebook is told.",))
    tables = tuple(
        _table(desk, fact, rows.filter(pl.col("fact") == fact))
        for fact in desk.labels.facts
        if not rows.filter(pl.col("fact") == fact).is_empty()
    )
    outlets = rows["outlet"].n_unique()
    lead = (
        f"{rows.height:,} sentences of {outlets} outlets tell a fact of the codebook; here each "
        "stands in its own words."
    )
    return Section(
        "facts",
        "The same fact, in each outlet's words",
        (lead,),
        figures=tuple(facts_figures(desk)),
        tables=tables,
        reading="Compare the verb, who does it, and whether anybody is said to do it: “was "
        "seized”, “X seized”, “the seizure of”.",
        method="Verbs, nouns and patterns of the codebook, read with the clause around them. "
        "Grammar: active, passive, nominal (“the seizure of”), middle (“changed hands”: what was "
        "acted on is the subject, and no agent can be named). An agent is “not stated” "
        "when the clause names none. Acts that are denied or only proposed are listed "
        "as such and counted nowhere.",
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
                (VOICES.get(row["voice"], row["voice"]),),
                (desk.cite(f"“{words}”", alone, f"{row['outlet']}: {row['text']}"),),
                (row["grammar"] + ("" if row["status"] == "told" else f", {row['status']}"),),
                (visible(row["agent"] or "not stated"),),
                (visible(row["recipient"] or "not stated"),),
                (visible(" ".join(row["sentence"].split())),),
            )
        )
    more = rows.height - len(out)
    note = f"{more:,} more rows are in tables/facts.csv." if more > 0 else ""
    columns = ("Outlet", "Voice", "Words", "Grammar", "Agent", "Recipient", "Sentence")
    return Table(
        f"t-facts-{fact}",
        desk.labels.facts[fact],
        columns,
        tuple(out),
        note=note,
        folded=False,
        explained=explain("fact_wording", 2, 3, 4),
    )
