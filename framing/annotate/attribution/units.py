"""A sentence laid out for reading: words outside quotations, a quotation as one item."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from framing.annotate.attribution.lexicon import Lexicon
from framing.annotate.attribution.records import Quote
from framing.annotate.documents import Document, Sentence

_CLOSES = re.compile(r"[”’»\"']+ ?[:,]")
MARK = '"'  # the "word" of an item that is a whole quotation


class Unit:
    """One sentence, or several that a quotation holds together.

    ``words[k]``, ``surfaces[k]``, ``starts[k]``, ``ends[k]`` describe item k; a quotation is
    one item with the word ``MARK`` and ``quotes[k]`` its number (-1 for a word). ``breaks[k]``
    is what stands before item k: a blank, or one of ``, ; : - ( ) .`` ``sentences`` are the
    numbers of its first and last sentence.
    """

    __slots__ = (
        "breaks", "ends", "grammar", "lexicon", "n", "paragraph", "quotes", "role", "sentences",
        "starts", "surfaces", "text", "words",
    )  # fmt: skip

    def __init__(
        self,
        document: Document,
        lexicon: Lexicon,
        *,
        quotes: list[tuple[int, Quote]],
        sentences: list[Sentence],
    ) -> None:
        self.text = document.text
        self.lexicon = lexicon
        self.grammar = lexicon.grammar
        self.role = sentences[0].role
        self.paragraph = sentences[0].paragraph
        self.sentences = sentences[0].number, sentences[-1].number
        first, last = sentences[0].first, sentences[-1].last
        self.words = document.words[first:last]
        self.surfaces = document.surfaces[first:last]
        self.starts = document.starts[first:last]
        self.ends = document.ends[first:last]
        self.quotes = [-1] * len(self.words)
        for number, quote in reversed(quotes):
            self._fold(number, quote)
        self.n = len(self.words)
        self.breaks = self._breaks({s.start for s in sentences[1:]})

    def _fold(self, number: int, quote: Quote) -> None:
        """Put one item in the place of the words of a quotation."""
        a, b = bisect_left(self.starts, quote.start), bisect_left(self.starts, quote.end)
        width = len(quote.opener)
        self.words[a:b] = [MARK]
        self.surfaces[a:b] = [MARK]
        self.starts[a:b] = [quote.start - width]
        self.ends[a:b] = [quote.end + width * quote.closed]
        self.quotes[a:b] = [number]

    def _breaks(self, sentence_starts: set[int]) -> list[str]:
        text, starts, ends, words = self.text, self.starts, self.ends, self.words
        breaks = [" "] * len(starts)
        gaps = [text[a:b] for a, b in zip(ends, starts[1:], strict=False)]
        for k in [k for k, gap in enumerate(gaps, 1) if gap != " " or words[k - 1] is MARK]:
            if gaps[k - 1] != " ":
                breaks[k] = _classify(gaps[k - 1], starts[k] in sentence_starts)
            if words[k - 1] is MARK and breaks[k] == " ":
                inner = text[ends[k - 1] - 2 : ends[k - 1]].rstrip("\"”»'’")[-1:]
                breaks[k] = "," if inner == "," else "." if inner and inner in ".!?" else " "
        return breaks

    def span(self, a: int, b: int) -> tuple[int, int]:
        """Characters of the items from a to b (b not included)."""
        return self.starts[a], self.ends[b - 1]

    def is_capital(self, k: int) -> bool:
        """True where item k is a word with a capital (or number-like "G20")."""
        return self.surfaces[k][:1].isupper()

    def has_possessive(self, k: int) -> bool:
        """True where item k ends in a possessive 's."""
        return self.surfaces[k][-2:] in ("'s", "’s")

    def is_time(self, k: int) -> bool:
        """True where item k tells a time and is no part of a name ("The New York Times")."""
        word = self.words[k]
        return word in self.grammar["calendar"] or (
            word in self.grammar["times"] and not self.is_capital(k)
        )

    def is_verb(self, k: int) -> bool:
        """True where item k looks like a finite verb: closed class, cue or -ed."""
        word = self.words[k]
        if word in self.grammar["auxiliaries"]:
            return True
        if k and self.words[k - 1] in self.grammar["determiners"]:
            return False
        if word in self.lexicon.forms:
            return self.lexicon.forms[word][1] != "base" and not self.is_capital(k)
        return word[-2:] == "ed" and len(word) > 4 and not self.is_capital(k)

    def has_verb(self, a: int, b: int) -> bool:
        """True where some item from a to b looks like a finite verb."""
        return any(self.is_verb(k) for k in range(a, b))


def _classify(gap: str, at_sentence: bool) -> str:
    for mark in ";:,":
        if mark in gap:
            return mark
    if "—" in gap or "–" in gap or "--" in gap or " - " in gap or "―" in gap:
        return "-"
    if "(" in gap or "[" in gap:
        return "("
    if ")" in gap or "]" in gap:
        return ")"
    if at_sentence or "!" in gap or "?" in gap or "…" in gap:
        return "."
    return "." if ".." in gap else " "


def _goes_on(text: str, sentences: list[Sentence], k: int) -> bool:
    """True where a sentence was cut at an abbreviation or a mark: "Reid (D-Nev.) told"."""
    after = sentences[k + 1]
    if _CLOSES.match(text, after.start):
        return after.segment == sentences[k].segment  # "'Open it!': Kono"
    return (
        (text[after.start].islower() or text[after.start] in "),")
        and after.segment == sentences[k].segment
        and text[sentences[k].end - 1] in ".)\"”’'»"
    )


def find_units(document: Document, quotes: list[Quote], lexicon: Lexicon) -> Iterator[Unit]:
    """Units that hold a cue, a colon in a title, or a quotation; the rest is not looked at."""
    cues, sentences, text = lexicon.cues, document.sentences, document.text
    hits = [k for k, word in enumerate(document.words) if word in cues]
    at_hit, at_quote, k = 0, 0, 0
    while k < len(sentences):
        head = sentences[k]
        last, end = k, head.end
        inside: list[tuple[int, Quote]] = []
        while True:
            while at_quote < len(quotes) and quotes[at_quote].start <= end:
                inside.append((at_quote, quotes[at_quote]))
                at_quote += 1
            if last + 1 >= len(sentences) or not (
                (inside and inside[-1][1].end > end) or _goes_on(text, sentences, last)
            ):
                break
            last += 1
            end = sentences[last].end
        tail = sentences[last]
        while at_hit < len(hits) and hits[at_hit] < head.first:
            at_hit += 1
        cued = at_hit < len(hits) and hits[at_hit] < tail.last
        if inside or cued or (head.role == "title" and ":" in text[head.start : tail.end]):
            yield Unit(document, lexicon, quotes=inside, sentences=sentences[k : last + 1])
        k = last + 1
