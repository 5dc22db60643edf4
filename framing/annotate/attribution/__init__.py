"""Attribution: who says what, in which quotation, with which cue."""

from __future__ import annotations

from framing.annotate.attribution.assemble import assemble
from framing.annotate.attribution.lexicon import (
    Cue,
    Lexicon,
    build_lexicon,
    load_lexicon,
    with_cues,
)
from framing.annotate.attribution.quotes import find_quotes
from framing.annotate.attribution.records import Attribution, Quote
from framing.annotate.documents import Document

_SPOKEN = ("direct", "mixed")

__all__ = [
    "Attribution",
    "Cue",
    "Lexicon",
    "Quote",
    "build_lexicon",
    "find_attributions",
    "find_quotes",
    "find_scare_quotes",
    "load_lexicon",
    "with_cues",
]


def find_attributions(
    document: Document, lexicon: Lexicon, *, quotes: list[Quote] | None = None
) -> list[Attribution]:
    """All attributions of an article, in the order of their contents.

    Only sentences with a cue, a quotation mark or, in titles, a colon are examined.

    Parameters
    ----------
    document
        The article, from ``build_documents``.
    lexicon
        Cues, source nouns and closed classes; ``load_lexicon()`` for those of the base codebook.
    quotes
        From ``find_quotes``, where the caller has them already.

    Notes
    -----
    Rules over closed classes, capitals and the cue lexicon; no tagger and no parser. Pronouns
    take the nearest speaker or subject that fits, which is a guess.
    """
    return assemble(document, find_quotes(document) if quotes is None else quotes, lexicon)


def find_scare_quotes(document: Document, attributions: list[Attribution]) -> list[Quote]:
    """Quotations that nobody is made to say.

    They stand outside of every content, or are a few words in an indirect one. All others of
    ``find_quotes`` belong to an attribution whose quotation is direct or mixed.
    """
    spoken = [span for a in attributions if a.quotation in _SPOKEN for span in a.content]
    return [
        quote
        for quote in find_quotes(document)
        if not any(start <= quote.start and quote.end <= end for start, end in spoken)
    ]
