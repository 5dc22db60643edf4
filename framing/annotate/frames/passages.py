"""Passages that indicate a frame element, and wordings that a list asks to look at."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.annotate.documents import Partition
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
from framing.records.tables import INDICATORS, LISTED, table


def find_indicators(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    attribution_ids: Sequence[Sequence[str]],
) -> pl.DataFrame:
    """Passages that indicate a variable of a frame element (Entman 1993).

    An indicator retrieves a passage; whether the article uses a frame is for a reader to say.
    Within a variable the longest hit wins; of two variables one passage may indicate both.

    Returns
    -------
    DataFrame
        Schema ``INDICATORS``, sorted by article and start. ``frames`` names the codebook's
        combinations that the variable is part of, joined by ``; ``. No row means that no
        pattern matched, not that the element is absent.

    References
    ----------
    Entman, R. (1993). Framing: toward clarification of a fractured paradigm. Journal of
    Communication 43(4). doi:10.1111/j.1460-2466.1993.tb01304.x
    """
    members = {
        v.key: "; ".join(f.id for f in codebook.frames if v.key in f.elements)
        for v in codebook.variables
    }
    groups: list[Group] = [
        (
            v.patterns,
            {"element": v.element, "indicator": v.id, "frames": members[v.key] or None},
            [f"{v.key}.{k}" for k, _ in enumerate(v.patterns, start=1)],
        )
        for v in codebook.variables
    ]
    rows = _passages(partition, annotated, "indicators", groups, attribution_ids)
    return table(rows, INDICATORS).sort("article", "start", "rule")


def find_listed(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    attribution_ids: Sequence[Sequence[str]],
) -> pl.DataFrame:
    """Wordings of the codebook's lists of euphemisms and metaphors, to read and never to score.

    Returns
    -------
    DataFrame
        Schema ``LISTED``, sorted by article and start; ``rule`` is the list and the pattern.
    """
    groups: list[Group] = [
        (
            tuple(entry.pattern for entry in x.entries),
            {"kind": x.kind, "list": x.id},
            [f"{x.id}: {entry.pattern.source}" for entry in x.entries],
        )
        for x in codebook.lists
    ]
    rows = _passages(partition, annotated, "listed", groups, attribution_ids)
    notes = {
        f"{x.id}: {entry.pattern.source}": entry.note or None
        for x in codebook.lists
        for entry in x.entries
    }
    return table([{**row, "note": notes[str(row["rule"])]} for row in rows], LISTED).sort(
        "article", "start", "rule"
    )


Group = tuple[tuple[Pattern, ...], dict[str, str | None], list[str]]


def _passages(
    partition: Partition,
    annotated: Sequence[Annotated],
    layer: str,
    groups: Sequence[Group],
    attribution_ids: Sequence[Sequence[str]],
) -> list[dict[str, object]]:
    """A row a hit; within a group hits do not overlap."""
    patterns = [pattern for own, _, _ in groups for pattern in own]
    home = [(g, k) for g, (own, _, _) in enumerate(groups) for k in range(len(own))]
    rows = []
    everything = hits_by_document(partition, patterns)
    for one, hits, ids in zip(annotated, everything, attribution_ids, strict=True):
        by_group: dict[int, list[Hit]] = {}
        for hit in hits:
            by_group.setdefault(home[hit.pattern][0], []).append(hit)
        for g, own in sorted(by_group.items()):
            _, columns, rules = groups[g]
            for hit in keep_longest(own):
                rule = rules[home[hit.pattern][1]]
                rows.append({**columns, **_row(one, hit, layer, rule, ids)})
    return rows


def _row(one: Annotated, hit: Hit, layer: str, rule: str, ids: Sequence[str]) -> dict[str, object]:
    document = one.document
    start, end = characters(document, hit.first, hit.last)
    sentence = sentence_at(document, start)
    parent = innermost(one, start, end)
    return {
        "id": annotation_id(layer, document.article, start, end, rule),
        "article": document.article,
        "voice": voice_at(one, start, end, sentence.role),
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "sentence": document.text[sentence.start : sentence.end],
        "rule": rule,
        "parent": None if parent is None else ids[parent],
    }
