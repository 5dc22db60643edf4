"""Where a passage stands among attributions: in whose words, and in which voice."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from framing.annotate.attribution import Attribution, Quote
from framing.annotate.documents import Document, Sentence

POSSESSIVES = ("'s", "\u2019s")


@dataclass(frozen=True, eq=False)
class Annotated:
    """A document with its attributions and quotation marks; ``agency`` only for wire copy."""

    document: Document
    attributions: list[Attribution]
    quotes: list[Quote]
    agency: str

    @cached_property
    def contents(self) -> list[tuple[int, int, int]]:
        """What is said: first and last character and attribution, the narrowest first.

        Attitudes are no speech: what somebody supports is told in the outlet's words.
        """
        found = []
        for k, attribution in enumerate(self.attributions):
            if not attribution.attitude:
                size = sum(last - first for first, last in attribution.content)
                found += [(size, k, first, last) for first, last in attribution.content]
        return [(first, last, k) for _, k, first, last in sorted(found)]


def innermost(annotated: Annotated, start: int, end: int) -> int | None:
    """Index of the narrowest attribution whose content covers a span; None where none does."""
    for first, last, k in annotated.contents:
        if first <= start and end <= last:
            return k
    return None


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
    at = bisect_right(document.sentences, start, key=lambda sentence: sentence.start)
    return document.sentences[max(at - 1, 0)]


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
