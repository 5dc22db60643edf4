"""Where a passage stands among attributions: in whose words, and in which voice."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass

from framing.annotate.attribution import Attribution, Quote
from framing.annotate.documents import Document, Sentence

POSSESSIVES = ("'s", "\u2019s")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its attributions and quotation marks; ``agency`` only for wire copy."""

    document: Document
    attributions: list[Attribution]
    quotes: list[Quote]
    agency: str


def innermost(annotated: Annotated, start: int, end: int) -> int | None:
    """Index of the narrowest attribution whose content covers a span; None where none does.

    Attitudes are no speech: what somebody supports is told in the outlet's words.
    """
    best, width = None, 0
    for k, attribution in enumerate(annotated.attributions):
        if attribution.attitude:
            continue
        if any(first <= start and end <= last for first, last in attribution.content):
            size = sum(last - first for first, last in attribution.content)
            if best is None or size < width:
                best, width = k, size
    return best


def is_quoted(annotated: Annotated, start: int, end: int) -> bool:
    """Whether a span stands inside quotation marks."""
    return any(quote.start <= start and end <= quote.end for quote in annotated.quotes)


def voice_at(annotated: Annotated, start: int, end: int, role: str) -> str:
    """``source`` in reported content, else ``caption``, ``wire`` or ``outlet``.

    Agency copy is the body; its headline and standfirst are the carrier's own.
    """
    if innermost(annotated, start, end) is not None:
        return "source"
    if role == "caption":
        return "caption"
    return "wire" if annotated.agency and role == "body" else "outlet"


def sentence_at(document: Document, start: int) -> Sentence:
    """The sentence that holds a character."""
    starts = [sentence.start for sentence in document.sentences]
    return document.sentences[max(bisect_right(starts, start) - 1, 0)]


def characters(document: Document, first: int, last: int) -> tuple[int, int]:
    """Characters of words ``first:last``, without a possessive at the end."""
    start, end = document.starts[first], document.ends[last - 1]
    if document.text[start:end].endswith(POSSESSIVES):
        end -= 2
    return start, end


def annotation_id(layer: str, article: str, start: int, end: int, rule: str) -> str:
    """The id of an annotation: a hash of what makes it that one."""
    key = f"{layer}\x1f{article}\x1f{start}\x1f{end}\x1f{rule}"
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()
