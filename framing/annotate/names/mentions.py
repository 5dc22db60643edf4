"""Contested names: which one, whose, and used or only mentioned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import polars as pl

from framing.annotate.documents import Document, Partition, Sentence
from framing.annotate.hits import hits_by_document
from framing.annotate.names.bounds import goes_on
from framing.annotate.names.glosses import find_glosses
from framing.annotate.names.lexicon import Entry, build_lexicon
from framing.annotate.names.records import Gloss, Mention, Owner
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
from framing.records.codebook import NEUTRAL, Codebook
from framing.records.tables import NAMES, table

Row = dict[str, object]
_NO_GLOSS = Gloss("", "")
_BEFORE_SCARED = frozenset(("the", "a", "socalled"))


def find_names(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    attribution_ids: Sequence[Sequence[str]],
) -> pl.DataFrame:
    """Mentions of contested names.

    The longest match wins, no word counts twice, and the beginning of a longer proper name
    counts for nothing. Mode: ``quoted`` inside quotation marks, ``glossed`` when mentioned as
    somebody's name, ``paraphrased`` inside indirect speech, else ``own``.

    Returns
    -------
    DataFrame
        Schema ``NAMES``, sorted by article and start. ``scare``: the marks hold the name and
        nothing else, or "so-called" stands before it. ``pair``: the id of the other side's name
        that is given in the same breath. ``first``: the first mention of its entity below the
        headline (with its pair).
    """
    lexicon = build_lexicon(codebook)
    rows: list[Row] = []
    everything = hits_by_document(partition, lexicon.patterns)
    for one, hits, parents in zip(annotated, everything, attribution_ids, strict=True):
        names = keep_longest([hit for hit in hits if hit.pattern < len(lexicon.entries)])
        if not names:
            continue
        owners = [
            Owner(hit.first, hit.last, lexicon.sides[hit.pattern - len(lexicon.entries)])
            for hit in hits
            if hit.pattern >= len(lexicon.entries)
        ]
        rows += _rows(one, names, owners, lexicon.entries, parents)
    return table(rows, NAMES)


def _rows(
    one: Annotated,
    hits: list[Hit],
    owners: list[Owner],
    entries: Sequence[Entry | None],
    parents: Sequence[str],
) -> list[Row]:
    document = one.document
    stops = {owner.first for owner in owners}
    placed = [(hit, sentence_at(document, document.starts[hit.first])) for hit in hits]
    rows: list[Row] = []
    told: set[object] = set()
    for _, group in groupby(placed, key=lambda pair: pair[1].number):
        kept = [
            (hit, entry, sentence)
            for hit, sentence in group
            if (entry := entries[hit.pattern]) and not goes_on(document, sentence, hit.last, stops)
        ]
        if not kept:
            continue
        sentence = kept[0][2]
        mentions = [Mention(h.first, h.last, e.entity, e.side) for h, e, _ in kept]
        glosses = find_glosses(document, sentence, mentions, owners)
        here = [
            _row(one, mention, entry, sentence, glosses.get(k, _NO_GLOSS), parents)
            for k, (mention, (_, entry, _)) in enumerate(zip(mentions, kept, strict=True))
        ]
        _pair(here, glosses)
        if sentence.role in ("standfirst", "body"):
            _mark_first(here, told)
        rows += here
    return rows


def _row(
    one: Annotated,
    mention: Mention,
    entry: Entry,
    sentence: Sentence,
    gloss: Gloss,
    parents: Sequence[str],
) -> Row:
    document = one.document
    start, end = characters(document, mention.first, mention.last)
    parent = innermost(one, start, end)
    quoted = is_quoted(one, start, end)
    if quoted and not gloss.owner:  # marks round a name that is nobody's in particular: no gloss
        gloss = Gloss("", "", distance=gloss.distance)
    reported = "own" if parent is None else "paraphrased"
    rule = f"{entry.entity}.{entry.name}"
    return {
        "id": annotation_id("names", document.article, start, end, rule),
        "article": document.article,
        "entity": entry.entity,
        "name": entry.name,
        "side": entry.side,
        "mode": "quoted" if quoted else "glossed" if gloss.kind and not gloss.used else reported,
        "gloss": gloss.kind or None,
        "gloss_owner": gloss.owner or None,
        "scare": _is_scared(one, mention, parent) or (gloss.distance and not quoted),
        "pair": None,
        "first": False,
        "voice": voice_at(one, start, end, sentence.role),
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "rule": rule,
        "parent": None if parent is None else parents[parent],
    }


def _is_scared(one: Annotated, mention: Mention, parent: int | None) -> bool:
    """Marks round a name alone, or round it and "so-called": they quote no statement."""
    if parent is not None and one.attributions[parent].quotation == "direct":
        return False
    document = one.document
    start, end = document.starts[mention.first], document.ends[mention.last - 1]
    for quote in one.quotes:
        if quote.start <= start and end <= quote.end + 1:
            before = _words_between(document, quote.start, mention.first)
            rest = document.text[end : quote.end]
            return before <= _BEFORE_SCARED and not any(c.isalnum() for c in rest)
    return False


def _words_between(document: Document, start: int, last: int) -> set[str]:
    found = set()
    at = last - 1
    while at >= 0 and document.starts[at] >= start:
        found.add(document.words[at])
        at -= 1
    return found


def _pair(rows: list[Row], glosses: dict[int, Gloss]) -> None:
    """Names of two sides that a gloss gives together point to each other."""
    for k in glosses:
        others = [
            j
            for j, row in enumerate(rows)
            if row["entity"] == rows[k]["entity"]
            and row["side"] != rows[k]["side"]
            and NEUTRAL not in (row["side"], rows[k]["side"])
        ]
        if others:
            j = min(others, key=lambda other: abs(other - k))
            rows[k]["pair"] = rows[j]["id"]
            rows[j]["pair"] = rows[j]["pair"] or rows[k]["id"]


def _mark_first(rows: list[Row], told: set[object]) -> None:
    """The first mention of each entity, and the name that is given with it."""
    for row in rows:
        if row["entity"] not in told:
            told.add(row["entity"])
            for other in rows:
                if other is row or row["pair"] == other["id"] or other["pair"] == row["id"]:
                    other["first"] = True
