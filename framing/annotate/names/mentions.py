"""Contested names: which one, whose, and used or only mentioned."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.annotate.documents import Partition, Sentence
from framing.annotate.hits import hits_by_document
from framing.annotate.names.glosses import Mention, Owner, find_glosses
from framing.annotate.spans import (
    Annotated,
    annotation_id,
    characters,
    innermost,
    is_quoted,
    sentence_at,
    voice_at,
)
from framing.codebook.matching import Hit, keep_longest
from framing.codebook.patterns import compile_pattern
from framing.records.codebook import Codebook, Entity, Wording
from framing.records.patterns import Pattern
from framing.records.tables import NAMES, table


def find_names(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    attribution_ids: Sequence[Sequence[str]],
) -> pl.DataFrame:
    """Mentions of contested names.

    The longest match wins and no word counts twice. Mode: ``quoted`` inside quotation marks,
    ``glossed`` when mentioned as somebody's name, ``paraphrased`` inside indirect speech, else
    ``own``.

    Returns
    -------
    DataFrame
        Schema ``NAMES``, sorted by article and start.
    """
    entries, patterns = _lexicon(codebook)
    first_actor = len(patterns)
    sides = [actor.side for actor in codebook.actors for _ in actor.patterns if actor.side]
    patterns += [p for actor in codebook.actors for p in actor.patterns if actor.side]
    for side in codebook.sides:  # "called X in Sorinia" names the side, if no actor of it
        sides.append(side)
        patterns.append(compile_pattern(side))
    rows: list[dict[str, object]] = []
    everything = hits_by_document(partition, patterns)
    for one, hits, parents in zip(annotated, everything, attribution_ids, strict=True):
        names = keep_longest([hit for hit in hits if hit.pattern < first_actor])
        kept = [hit for hit in names if entries[hit.pattern]]
        owners = [
            Owner(hit.first, hit.last, sides[hit.pattern - first_actor])
            for hit in hits
            if hit.pattern >= first_actor
        ]
        rows += _rows(one, kept, owners, entries, parents)
    return table(rows, NAMES)


def _lexicon(codebook: Codebook) -> tuple[list[tuple[Entity, Wording] | None], list[Pattern]]:
    """Patterns of all wordings, then of other names (None), which only take words away."""
    entries: list[tuple[Entity, Wording] | None] = []
    patterns: list[Pattern] = []
    for entity in codebook.entities:
        for wording in entity.wordings:
            entries += [(entity, wording)] * len(wording.patterns)
            patterns += wording.patterns
    for entity in codebook.entities:
        entries += [None] * len(entity.other)
        patterns += entity.other
    return entries, patterns


def _rows(
    one: Annotated,
    hits: list[Hit],
    owners: list[Owner],
    entries: list[tuple[Entity, Wording] | None],
    parents: Sequence[str],
) -> list[dict[str, object]]:
    document = one.document
    by_sentence: dict[int, list[Hit]] = {}
    sentences: dict[int, Sentence] = {}
    for hit in hits:
        sentence = sentence_at(document, document.starts[hit.first])
        by_sentence.setdefault(sentence.number, []).append(hit)
        sentences[sentence.number] = sentence
    rows: list[dict[str, object]] = []
    for number, group in by_sentence.items():
        sentence = sentences[number]
        pairs = [entry for hit in group if (entry := entries[hit.pattern])]
        mentions = [
            Mention(hit.first, hit.last, entity.id, wording.side)
            for hit, (entity, wording) in zip(group, pairs, strict=True)
        ]
        glosses = find_glosses(document, sentence, mentions, owners)
        for k, (hit, (entity, wording)) in enumerate(zip(group, pairs, strict=True)):
            start, end = characters(document, hit.first, hit.last)
            gloss, owner = glosses.get(k, ("", ""))
            parent = innermost(one, start, end)
            rule = f"{entity.id}.{wording.id}"
            rows.append(
                {
                    "id": annotation_id("names", document.article, start, end, rule),
                    "article": document.article,
                    "entity": entity.id,
                    "name": wording.id,
                    "side": wording.side,
                    "mode": _mode(one, start, end, gloss, parent),
                    "gloss": gloss or _slashed(one, mentions, k) or None,
                    "gloss_owner": owner or None,
                    "voice": voice_at(one, start, end, sentence.role),
                    "start": start,
                    "end": end,
                    "text": document.text[start:end],
                    "rule": rule,
                    "parent": None if parent is None else parents[parent],
                }
            )
    return rows


def _mode(one: Annotated, start: int, end: int, gloss: str, parent: int | None) -> str:
    if is_quoted(one, start, end):
        return "quoted"
    if gloss:
        return "glossed"
    return "own" if parent is None else "paraphrased"


def _slashed(one: Annotated, mentions: list[Mention], k: int) -> str:
    """``symmetric`` for two sides' names joined by a slash: used, but in one breath."""
    document, this = one.document, mentions[k]
    for other in mentions:
        if other.entity == this.entity and other.side != this.side:
            first, second = sorted((this, other), key=lambda m: m.first)
            between = document.text[document.ends[first.last - 1] : document.starts[second.first]]
            if between.strip() == "/":
                return "symmetric"
    return ""
