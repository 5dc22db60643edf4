"""Wordings that a codebook might list: phrases that outlets use for one thing, from the texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.annotate.names.flow import Flow, build_flow
from framing.annotate.names.links import KINDS, Link, find_links, find_places
from framing.annotate.names.persons import find_persons
from framing.annotate.names.phrases import Phrases, find_phrases
from framing.annotate.names.uses import bare_names, rarity, words_around, words_beside
from framing.compare.wordings import cluster_pairs, weigh_pairs
from framing.counts.numbering import number_strings
from framing.engine.run import Run
from framing.errors import UsageError
from framing.measures.substitution import REACH, Uses, company, find_shared_slots
from framing.records.scope import Scope

Ints = NDArray[np.int64]
LEAST_WORDS = 150  # in scope: with less there is nothing to compare


@dataclass(frozen=True, slots=True)
class Wordings:
    """All between the words of a run and a table of suggestions.

    ``pairs`` is the table of ``weigh_pairs``; ``clusters`` are phrases, the best cluster first;
    ``basis`` says what was compared.
    """

    flow: Flow
    phrases: Phrases
    uses: Uses
    links: list[Link]
    slots: pl.DataFrame
    pairs: pl.DataFrame
    clusters: list[list[int]]
    basis: str


def find_wordings(run: Run, scope: Scope, *, n: int) -> Wordings:
    """Phrases of a scope, the pairs that may be two wordings of one thing, and up to n clusters.

    Raises
    ------
    UsageError
        Fewer than two outlets or ``LEAST_WORDS`` words: nothing to compare.
    """
    events, basis = _events(run, scope)
    flow = build_flow(run.weighted_tokens(scope), run.measured)
    if len(flow.word) < LEAST_WORDS:
        raise UsageError(
            f"{len(flow.word)} words in scope; allowed: at least {LEAST_WORDS}. Import more "
            "articles or widen the scope"
        )
    speakers = run.layers.attributions["speaker"].drop_nulls().unique().sort()
    places = find_places(flow)
    ends = np.array([place.end for place in places], dtype=np.int64)
    begins = np.array([place.begin for place in places], dtype=np.int64)
    phrases = find_phrases(flow, persons=find_persons(flow, speakers), linked=(ends, begins))
    links = find_links(flow, places, phrase=phrases.phrase, first=phrases.first, last=phrases.last)
    doc = flow.doc[phrases.first]
    outlets = number_strings(run.measured["outlet"])[1].to_numpy()
    beside = words_beside(flow, phrases, reach=REACH)
    uses = Uses(phrases.phrase, events[doc], outlets[doc], doc, *beside)
    rare = rarity(flow, run.measured.height)
    slots = find_shared_slots(uses, worth=np.where(rare > 0, 0.2 + 0.8 * rare, 0.0))
    words = [frozenset(types) for types in phrases.words]
    pairs = weigh_pairs(
        uses,
        slots=slots,
        company=company(uses, bag=words_around(flow, phrases, worth=rare)),
        links=_link_rows(links, phrases, flow),
        words=words,
        bare=bare_names(flow, phrases),
        run=flow.run[phrases.first],
    )
    clusters = cluster_pairs(pairs, words=words, n=n)
    return Wordings(flow, phrases, uses, links, slots, pairs, clusters, basis)


def _events(run: Run, scope: Scope) -> tuple[Ints, str]:
    """The number of the event of each measured article, and a word on what is compared.

    Without an event that two outlets cover all articles are one; else an article without event is
    compared with none.
    """
    here = run.articles_in(scope)
    if here["outlet"].n_unique() < 2:
        known = ", ".join(here["outlet"].unique().sort()) or "none"
        raise UsageError(
            f"articles in English of {here['outlet'].n_unique()} outlet ({known}); allowed: at "
            "least two, whose wordings can be compared"
        )
    covered = here.drop_nulls("event").group_by("event").agg(pl.col("outlet").n_unique())
    shared = covered.filter(pl.col("outlet") > 1).height
    if not shared:
        why = "no event is covered by two outlets" if covered.height else "no article has an event"
        return np.zeros(run.measured.height, dtype=np.int64), (
            f"{why}: all {here.height} articles are compared with each other, which finds less and "
            "errs more; see `framing events STUDY --suggest`"
        )
    own = pl.coalesce("event", pl.format("\0{}", "article"))
    numbers = number_strings(run.measured.select(own).to_series())[1].to_numpy()
    n_without = here["event"].null_count()
    basis = f"compared within {shared} event{'s' * (shared != 1)} that two outlets or more cover"
    if n_without:
        basis += f"; {n_without} of {here.height} articles have no event and are only counted"
    return numbers, basis


def _link_rows(links: list[Link], phrases: Phrases, flow: Flow) -> pl.DataFrame:
    rows = []
    for link in links:
        a, b = sorted((int(phrases.phrase[link.x]), int(phrases.phrase[link.y])))
        first = phrases.first[link.x]
        rows.append((a, b, KINDS[link.kind], int(flow.doc[first]), int(flow.run[first])))
    schema = {
        "p": pl.Int64,
        "q": pl.Int64,
        "says": pl.Float64,
        "article": pl.Int64,
        "run": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
