"""The same fact in each outlet's words and grammar, by rules."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.annotate.documents import Document, Partition
from framing.annotate.hits import hits_by_document
from framing.annotate.spans import (
    Annotated,
    annotation_id,
    characters,
    innermost,
    sentence_at,
    voice_at,
)
from framing.codebook.matching import Hit, keep_longest
from framing.records.codebook import Codebook
from framing.records.patterns import Pattern
from framing.records.tables import FACTS, table

_BE = frozenset(["be", "is", "are", "was", "were", "been", "being"])


def find_facts(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    attribution_ids: Sequence[Sequence[str]],
) -> pl.DataFrame:
    """Mentions of the codebook's facts with wording, grammar, agent and recipient.

    The span is that of the pattern's ``act``, else of the whole pattern. ``grammar`` is
    ``nominal`` for a noun followed by "of", ``active`` when the agent stands before the verb
    with no form of "be" between them, else ``passive``; an empty ``agent`` is one that is not
    stated there.

    Returns
    -------
    DataFrame
        Schema ``FACTS``, sorted by article and start.
    """
    entries: list[tuple[str, str]] = []
    patterns: list[Pattern] = []
    for fact in codebook.facts:
        for wording in fact.wordings:
            entries += [(fact.id, wording.id)] * len(wording.patterns)
            patterns += wording.patterns
    rows: list[dict[str, object]] = []
    everything = hits_by_document(partition, patterns)
    for one, hits, ids in zip(annotated, everything, attribution_ids, strict=True):
        for fact in codebook.facts:
            own = [hit for hit in hits if entries[hit.pattern][0] == fact.id]
            rows += [_row(one, hit, *entries[hit.pattern], ids) for hit in keep_longest(own)]
    return table(rows, FACTS).sort("article", "start", "rule")


def _row(
    one: Annotated, hit: Hit, fact: str, wording: str, ids: Sequence[str]
) -> dict[str, object]:
    document = one.document
    slots = {role: characters(document, first, last) for role, first, last in hit.slots}
    start, end = slots.get("act") or characters(document, hit.first, hit.last)
    sentence = sentence_at(document, start)
    parent = innermost(one, start, end)
    rule = f"{fact}.{wording}"
    return {
        "id": annotation_id("facts", document.article, start, end, rule),
        "article": document.article,
        "fact": fact,
        "wording": wording,
        "grammar": _grammar(document, hit),
        "agent": document.text[slice(*slots["agent"])] if "agent" in slots else None,
        "recipient": document.text[slice(*slots["recipient"])] if "recipient" in slots else None,
        "voice": voice_at(one, start, end, sentence.role),
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "sentence": document.text[sentence.start : sentence.end],
        "rule": rule,
        "parent": None if parent is None else ids[parent],
    }


def _grammar(document: Document, hit: Hit) -> str:
    slots = {role: (first, last) for role, first, last in hit.slots}
    first, last = slots.get("act", (hit.first, hit.last))
    if last < hit.last and document.words[last] == "of":
        return "nominal"
    before = slots.get("agent", (first, first))
    between = document.words[before[1] : first]
    return "active" if before[0] < first and not _BE.intersection(between) else "passive"
