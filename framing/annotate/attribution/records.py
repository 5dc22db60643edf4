"""Records of attribution: quotations, and who says what with which cue."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """A pair of quotation marks: ``text[start:end]`` are the characters inside the marks.

    ``closed`` is false where the paragraph ends before the mark does; ``paragraph`` is the
    number of the paragraph the quote stands in. A quotation over several paragraphs, each
    opened anew, is several quotes.
    """

    start: int
    end: int
    opener: str
    closed: bool
    paragraph: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source and what it is made to say.

    Attributes
    ----------
    source, content
        Character spans, sorted; a content can be discontinuous. The marks around a direct
        quotation are not part of it.
    cue
        Characters of the cue that governs the content, maybe in another sentence; None where
        the source is known from its neighbourhood alone.
    quotation
        ``direct``, ``indirect`` or ``mixed`` (a paraphrase with quoted words in it).
    speaker
        The fullest name the article gives the source.
    source_text
        The source as it stands.
    source_form
        How the source is given: ``name``, ``title`` ("the minister"), ``institution``,
        ``document``, ``pronoun``, ``plural`` (several without a name: "the two leaders"),
        ``unnamed`` ("a senior official", "experts", "sources"), or empty where nothing is given
        (a quotation that stands alone) or told.
    source_type
        ``official``, ``expert``, ``business``, ``citizen``, ``document``, ``media``,
        ``unnamed``, or empty where nothing tells.
    cue_lemma, cue_class
        Entry of the cue in the codebook and its class.
    rule
        Name of the rule that found it.
    parent
        Index of the attribution whose content holds this one; None at the top.
    described
        What stands beside the speaker's name, at any mention ("Sakhalin governor"); else empty.
    """

    source: tuple[Span, ...]
    cue: Span | None
    content: tuple[Span, ...]
    quotation: str
    speaker: str
    source_text: str
    source_form: str
    source_type: str
    cue_lemma: str
    cue_class: str
    rule: str
    parent: int | None
    described: str = ""

    @property
    def attitude(self) -> bool:
        """Whether the content is no words of the source, but what it wants or supports."""
        return self.quotation == "attitude"
