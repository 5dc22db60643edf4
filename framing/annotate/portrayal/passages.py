"""Sentences that name somebody, their words laid out in one row of arrays."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from framing.annotate.attribution import Attribution
from framing.annotate.documents import Document, Sentence
from framing.annotate.portrayal.lexicon import Lexicon
from framing.annotate.spans import Annotated, characters

Codes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_BREAK = re.compile(r"[,;:()\u2013\u2014\"\u201c\u201d\u00ab\u00bb\r\n]|--| - |\.\s")
_STEM = 5  # letters
_PARTICIPLE = ("ed", "n", "t")


@dataclass(frozen=True, slots=True)
class Place:
    """Words ``first:last`` of a document, which name somebody, and the sentence they stand in."""

    document: int
    sentence: Sentence
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Passages:
    """Places in sentences; each sentence stands once in the row of words.

    Attributes
    ----------
    words, stems
        A number for each word and for its first five letters; names share one number, so that
        who is named decides nothing.
    classes
        Row a word, column a class of the lexicon.
    names, breaks, quoted, participles
        Whether a word is a name, follows a mark that parts clauses, stands in quotation marks,
        may be a participle.
    first, last, begin, end
        For each place its words and those of its sentence.
    circumstances
        Rows (place, number): who speaks here, with which cue.
    """

    words: Codes
    stems: Codes
    classes: Flags
    names: Flags
    breaks: Flags
    quoted: Flags
    participles: Flags
    first: Ints
    last: Ints
    begin: Ints
    end: Ints
    circumstances: tuple[Ints, Codes]


@lru_cache(maxsize=200_000)
def number_of(text: str) -> int:
    """A number of 64 bits for a string, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


NAME, NUMERAL = number_of("<name>"), number_of("<numeral>")


def build_passages(
    annotated: Sequence[Annotated], places: Sequence[Place], *, common: Codes, lexicon: Lexicon
) -> Passages:
    """Lay out the sentences of places.

    Parameters
    ----------
    annotated
        The documents that places count.
    places
        Who is named where, in any order.
    common
        Sorted numbers of words that are no names also where they are capitalised.
    lexicon
        Classes of words.
    """
    row = _Row([], [], [], [], {})
    first, last, begin, end = [], [], [], []
    at: list[int] = []
    codes: list[int] = []
    for k, place in enumerate(places):
        one = annotated[place.document]
        sentence = place.sentence
        start = row.add(place.document, one, sentence, place.last)
        stop = start + max(sentence.last, place.last) - sentence.first
        begin.append(start)
        end.append(stop)
        first.append(start + place.first - sentence.first)
        last.append(start + place.last - sentence.first)
        found = circumstances(one, place)
        at += [k] * len(found)
        codes += [number_of(text) for text in found]
    words, stems, classes, names, participles = _words(row, common, lexicon)
    return Passages(
        words=words,
        stems=stems,
        classes=classes,
        names=names,
        breaks=np.array(row.breaks, dtype=bool),
        quoted=np.array(row.quoted, dtype=bool),
        participles=participles,
        first=np.array(first, dtype=np.int64),
        last=np.array(last, dtype=np.int64),
        begin=np.array(begin, dtype=np.int64),
        end=np.array(end, dtype=np.int64),
        circumstances=(np.array(at, dtype=np.int64), np.array(codes, dtype=np.uint64)),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    types: list[str]
    capital: list[bool]
    breaks: list[bool]
    quoted: list[bool]
    known: dict[tuple[int, int, int], int]

    def add(self, number: int, one: Annotated, sentence: Sentence, last: int) -> int:
        """Append the words of a sentence, unless they are there; returns where they begin."""
        document, stop = one.document, max(sentence.last, last)
        key = (number, sentence.first, stop)
        if key in self.known:
            return self.known[key]
        begin = self.known[key] = len(self.types)
        self.types.extend(document.words[sentence.first : stop])
        surfaces = document.surfaces[sentence.first : stop]
        self.capital.extend(word[0].isupper() for word in surfaces)
        self.breaks.extend(_breaks(document, sentence.first, stop))
        quoted = [False] * (stop - sentence.first)
        for quote in one.quotes:
            if quote.start < sentence.end and sentence.start < quote.end:
                a = max(bisect_left(document.starts, quote.start), sentence.first)
                b = min(bisect_left(document.starts, quote.end), stop)
                quoted[a - sentence.first : b - sentence.first] = [True] * max(b - a, 0)
        self.quoted.extend(quoted)
        return begin


def _breaks(document: Document, first: int, last: int) -> list[bool]:
    """Whether a mark that parts clauses stands before each word; always before the first."""
    text = document.text
    gaps = zip(document.ends[first : last - 1], document.starts[first + 1 : last], strict=True)
    return [True, *(b - a > 1 and bool(_BREAK.search(text, a, b)) for a, b in gaps)]


def _words(row: _Row, common: Codes, lexicon: Lexicon) -> tuple[Codes, Codes, Flags, Flags, Flags]:
    """Numbers of words and stems, classes, what is a name and what may be a participle."""
    vocabulary = sorted(set(row.types))
    place = {word: k for k, word in enumerate(vocabulary)}
    ids = np.array([place[word] for word in row.types], dtype=np.int64)
    numbers = np.array([number_of(word) for word in vocabulary], dtype=np.uint64)
    is_common = np.isin(numbers, common)
    is_number = np.array([word[0].isnumeric() for word in vocabulary], dtype=bool)
    stems = [number_of(f"stem {word[:_STEM]}") for word in vocabulary]
    classes = np.zeros((len(vocabulary), len(lexicon.classes)), dtype=bool)
    for k, word in enumerate(vocabulary):
        classes[k, list(lexicon.words.get(word, ()))] = True
    ends = np.array([word.endswith(_PARTICIPLE) for word in vocabulary], dtype=bool)
    names = np.array(row.capital, dtype=bool) & ~is_common[ids]
    numbers[is_number] = NUMERAL
    words = np.where(names, np.uint64(NAME), numbers[ids])
    of_stems = np.where(names, np.uint64(NAME), np.array(stems, dtype=np.uint64)[ids])
    return words, of_stems, classes[ids] & ~names[:, None], names, ends[ids]


def circumstances(one: Annotated, place: Place) -> list[str]:
    """What attributions say of a place: whether it is their source or in their content."""
    start, end = characters(one.document, place.first, place.last)
    found: set[str] = set()
    for attribution in one.attributions:
        for a, b in attribution.source:
            if a < end and start < b:
                found.update(_told("speaker", attribution))
        for a, b in attribution.content:
            if a <= start < b:
                found.update(_told("content", attribution))
    return sorted(found) or ["nobody"]


def _told(role: str, attribution: Attribution) -> tuple[str, ...]:
    told = (attribution.cue_class, attribution.quotation, attribution.cue_lemma)
    return (role, *(f"{role} {what}" for what in told))
