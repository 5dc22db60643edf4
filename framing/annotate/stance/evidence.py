"""Why a stance is what it is: one row a piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.annotate.documents import Document
from framing.annotate.spans import characters
from framing.annotate.stance.holders import Holder
from framing.annotate.stance.reading import FLIP, Cause, Place, Reading
from framing.codebook.matching import Hit
from framing.codebook.tracing import Step
from framing.records.codebook import StanceRule
from framing.records.patterns import Pattern

PARTS = ("pattern", "words", "side", "negation", "doubt", "mood", "hedge", "holder", "lost")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with all that is known of it before it meets the others.

    ``stated`` is the position of the words themselves, ``position`` what negation left of it.
    """

    target: str
    hit: Hit
    rule: StanceRule
    steps: tuple[Step, ...]
    place: Place
    reading: Reading
    holder: Holder
    stated: str
    position: str


def explain(row: Row, found: Found, losers: Sequence[tuple[StanceRule, Hit, str]]) -> list[Row]:
    """The evidence of one stance, in the order in which it was weighed."""
    document = found.place.document
    pieces = pattern_pieces(document, found.rule.pattern, found.steps, found.hit)
    if found.rule.position != found.stated:
        effect = f'"{found.rule.position}", said by {found.holder.side}: {found.stated}'
        pieces.append((Cause("side", 0, 0, "sides of the target"), effect))
    else:
        pieces[0] = (pieces[0][0], f"{found.stated}, {found.rule.kind}")
    pieces += reading_pieces(found.reading, found.stated)
    pieces.append((found.holder.cause, f"{found.holder.name} ({found.holder.voice})"))
    for rule, hit, why in losers:
        span = characters(document, hit.first, hit.last)
        cause = Cause("lost", *span, rule.pattern.source, rule.pattern.where)
        pieces.append((cause, f"{rule.position}, {why}"))
    return evidence_rows(row, document, pieces)


def pattern_pieces(
    document: Document, pattern: Pattern, steps: Sequence[Step], hit: Hit
) -> list[tuple[Cause, str]]:
    """The pattern, then which words matched which part of it."""
    span = characters(document, hit.first, hit.last)
    pieces = [(Cause("pattern", *span, pattern.source, pattern.where), "")]
    for step in steps:
        start, end = document.starts[step.first], document.ends[step.last - 1]
        pieces.append((Cause("words", start, end, step.part), ""))
    return pieces


def evidence_rows(
    row: Row, document: Document, pieces: Sequence[tuple[Cause, str]], *, first: int = 0
) -> list[Row]:
    """Pieces as rows of schema ``EVIDENCE``."""
    return [
        {
            "id": row["id"],
            "article": row["article"],
            "k": k,
            "part": cause.part,
            "start": cause.start,
            "end": cause.end,
            "text": document.text[cause.start : cause.end],
            "what": cause.what,
            "where": cause.where,
            "effect": effect,
        }
        for k, (cause, effect) in enumerate(pieces, first)
    ]


def reading_pieces(reading: Reading, stated: str) -> list[tuple[Cause, str]]:
    """Each negation and what the position is after it, then mood and hedge."""
    now, pieces = stated, []
    for cause in reading.negations:
        before, now = now, FLIP.get(now, now)
        pieces.append((cause, f"turns {before} into {now}" if now != before else "changes nothing"))
    if reading.mood_cause:
        pieces.append((reading.mood_cause, f"{reading.mood}: counted in no share"))
    if reading.hedge:
        pieces.append((replace(reading.hedge, part="hedge"), "hedged: still counted"))
    return pieces
