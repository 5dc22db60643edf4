"""Attributions as tables: who says what, on which side, with which cue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import polars as pl

from framing.annotate.attribution import Attribution
from framing.annotate.spans import Annotated, annotation_id, sentence_at
from framing.annotate.speakers import find_actors, without_topics
from framing.records.codebook import Codebook
from framing.records.tables import ATTRIBUTIONS, SPANS, table


def build_attributions(
    annotated: Sequence[Annotated], codebook: Codebook
) -> tuple[pl.DataFrame, pl.DataFrame, list[list[str]]]:
    """Attributions and their spans as tables, and the ids by document.

    Returns
    -------
    tuple
        Schema ``ATTRIBUTIONS`` (``start``, ``end`` are the first and last character of the
        content), schema ``SPANS`` (parts ``source``, ``cue``, ``content``, or ``object`` for what
        an attitude is about, ``quote``: what stands within quotation marks), ids per document in
        the order of its attributions.
    """
    ids = [[_id(one, attribution) for attribution in one.attributions] for one in annotated]
    flat = [attribution for one in annotated for attribution in one.attributions]
    by_name, by_phrase, described = (
        find_actors([without_topics(phrase) for phrase in phrases], codebook.actors)
        for phrases in (
            [a.speaker for a in flat],
            [a.source_text for a in flat],
            [a.described for a in flat],
        )
    )
    issuers = find_actors(
        [_issuer(one, a) for one in annotated for a in one.attributions], codebook.actors
    )
    rows: list[dict[str, object]] = []
    spans: list[tuple[object, ...]] = []
    at = 0
    for one, names in zip(annotated, ids, strict=True):
        for attribution, name in zip(one.attributions, names, strict=True):
            actor = by_name[at] or by_phrase[at] or issuers[at] or described[at]
            at += 1
            text = one.document.text
            start, end = attribution.content[0][0], attribution.content[-1][1]
            rows.append(
                {
                    "id": name,
                    "article": one.document.article,
                    "speaker": attribution.speaker or None,
                    "source_text": attribution.source_text,
                    "actor": actor.id if actor else None,
                    "side": (actor.side or None) if actor else None,
                    "source_form": attribution.source_form or None,
                    "source_type": attribution.source_type
                    or (actor.source_type if actor else "")
                    or None,
                    "cue": attribution.cue_lemma or None,
                    "cue_class": attribution.cue_class or None,
                    "quotation": attribution.quotation,
                    "content_words": _n_words(one, attribution),
                    "start": start,
                    "end": end,
                    "text": " … ".join(text[first:last] for first, last in attribution.content),
                    "rule": attribution.rule,
                    "parent": None if attribution.parent is None else names[attribution.parent],
                }
            )
            spans += _spans(name, one, attribution)
    return (
        table(rows, ATTRIBUTIONS),
        pl.DataFrame(spans, schema=SPANS, orient="row"),
        ids,
    )


def _id(one: Annotated, attribution: Attribution) -> str:
    start, end = attribution.content[0][0], attribution.content[-1][1]
    return annotation_id("attributions", one.document.article, start, end, attribution.rule)


def _issuer(one: Annotated, attribution: Attribution) -> str:
    """For "the statement": the words that brought it up, "the ministry said in a statement".

    Empty for other sources and for joint documents, which speak for nobody alone.
    """
    if attribution.source_type != "document" or not attribution.source:
        return ""
    text = one.document.text
    noun = re.escape(attribution.source_text.split()[-1])
    first_mention = rf"\b(?:an?|its|his|her|their)\s+(?:[\w-]+\s+)?{noun}\b"
    found = list(re.finditer(first_mention, text[: attribution.source[0][0]], re.IGNORECASE))
    if not found or "joint" in found[-1].group().lower():
        return ""
    return text[sentence_at(one.document, found[-1].start()).start : found[-1].start()]


def _n_words(one: Annotated, attribution: Attribution) -> int:
    starts = one.document.starts
    return sum(
        bisect_left(starts, last) - bisect_left(starts, first)
        for first, last in attribution.content
    )


def _spans(name: str, one: Annotated, attribution: Attribution) -> list[tuple[object, ...]]:
    parts = {
        "source": attribution.source,
        "cue": (attribution.cue,) if attribution.cue else (),
        "object" if attribution.attitude else "content": attribution.content,
        "quote": _marked(one, attribution),
    }
    return [
        (name, one.document.article, part, k, start, end)
        for part, pieces in parts.items()
        for k, (start, end) in enumerate(pieces)
    ]


def _marked(one: Annotated, attribution: Attribution) -> list[tuple[int, int]]:
    """What stands within quotation marks in the content of an attribution that quotes."""
    if attribution.quotation in ("indirect", "attitude"):
        return []
    begin, stop = attribution.content[0][0] - 1, attribution.content[-1][1] + 1
    return [
        (quote.start, quote.end)
        for quote in one.quotes
        if begin <= quote.start
        and quote.end <= stop
        and any(a - 1 <= quote.start and quote.end <= b + 1 for a, b in attribution.content)
    ]
