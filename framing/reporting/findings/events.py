"""Coverage and sameness: no shared event, an event told alike, style within its own spread."""

from __future__ import annotations

import polars as pl

from framing.records.numerals import plural
from framing.reporting.desk import Desk
from framing.reporting.findings.names import contested, own_articles
from framing.reporting.findings.phrases import finding, listed
from framing.reporting.model import Finding, Link
from framing.reporting.sections.style import spreads, style_sentence

_Practice = tuple[frozenset[str], bool, frozenset[str]]


def no_event_finding(desk: Desk) -> Finding | None:
    """Why nothing is compared."""
    design = desk.inputs.design
    n = plural(desk.measured.height, "article")
    if not design.pairs:
        alone = next((side.name for side in design.sides if side.n_articles), "")
        return finding(
            desk,
            "coverage",
            [f"The {n} are all of group {alone}: there is nobody to compare with."],
        )
    if not design.shared_events:
        of = f"the {n} of {plural(len(desk.outlets), 'outlet')}"
        named = desk.measured["event"].drop_nulls().n_unique()
        why = f"{of} tell {plural(named, 'event')}" if named else f"none is named for {of}"
        return finding(
            desk, "coverage",
            [f"No event is shared by all groups: {why}, so other words may only mean other "
             "topics; read them, do not compare them."],
        )  # fmt: skip
    present = [side for side in design.sides if side.n_articles]
    few = min(present, key=lambda side: (side.n_distinct, side.name))
    return finding(
        desk, "coverage",
        [f"{few.name} has {plural(few.n_distinct, 'distinct article')}, too few to compare: these "
         "are readings of single articles."],
    )  # fmt: skip


def even_event_finding(desk: Desk) -> Finding | None:
    """An event on which all outlets do the same, where they differ on others."""
    practices = _practices(desk)
    shared = desk.inputs.design.shared_events
    same = [e for e, by in practices.items() if e in shared and len(set(by.values())) == 1]
    if not same or len(same) == len(practices):
        return None
    event = max(same, key=lambda e: (len(practices[e]), e))
    sides, together, wordings = next(iter(practices[event].values()))
    n = len(practices[event])
    every = f"all {n} outlets" if n > 2 else "both outlets"
    rows = desk.inputs.names.mentions.filter(
        (pl.col("event") == event) & (pl.col("gloss") == "symmetric")
    )
    parts: list[str | Link] = [
        f"On “{desk.event_names.get(event, event)}” no difference in naming or fact wording is "
        "found: "
    ]
    said: list[list[str | Link]] = []
    if together:
        words = f"{every} give the sides' names in one breath"
        title = f"Both names in one breath: {desk.event_names.get(event, event)}"
        if not rows.filter(pl.col("voice") != "outlet").is_empty():
            words += ", here or there in indirect speech"
        said.append([desk.cite(words, rows, title)])
    if not sides:
        said.append(["none uses one side's name by itself in its own words"])
    if not wordings:
        said.append(["none uses a loaded wording of the codebook"])
    if not said:
        said.append([f"{every} use the same names and wordings"])
    return finding(desk, "same", [*parts, *listed(said), "."])


def _practices(desk: Desk) -> dict[str, dict[str, _Practice]]:
    """For each event and outlet with a text of its own: sides named, both at once, wordings."""
    own = own_articles(desk).drop_nulls("event").select("article", "outlet", "event")
    names = desk.names.filter(
        (pl.col("voice") == "outlet") & pl.col("entity").is_in(contested(desk))
    ).join(own.select("article"), on="article", how="semi")
    facts = desk.inputs.facts.filter((pl.col("voice") == "outlet") & (pl.col("status") == "told"))
    facts = facts.join(own.select("article"), on="article", how="semi")
    alone = (pl.col("use") == "own") & pl.col("side").is_in(desk.labels.sides)
    found: dict[str, dict[str, _Practice]] = {}
    for event, outlet in own.select("event", "outlet").unique().sort("event", "outlet").iter_rows():
        here = (pl.col("event") == event) & (pl.col("outlet") == outlet)
        mine = names.filter(here)
        found.setdefault(event, {})[outlet] = (
            frozenset(mine.filter(alone)["side"]),
            not given_together(desk, event, outlet).is_empty(),
            frozenset(facts.filter(here)["wording"]),
        )
    return found


def given_together(desk: Desk, event: str, outlet: str) -> pl.DataFrame:
    """Names given together, also inside indirect speech, whose words are nobody's for certain."""
    return desk.inputs.names.mentions.filter(
        (pl.col("event") == event) & (pl.col("outlet") == outlet) & (pl.col("gloss") == "symmetric")
    )


def style_finding(desk: Desk) -> Finding | None:
    """That readability does not differ; a difference of style never leads."""
    between, within = spreads(desk, "flesch_kincaid_grade")
    if between is None or within is None or between > within:
        return None
    return finding(desk, "style", [style_sentence(desk)])
