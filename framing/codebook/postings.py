"""Where in a stream of words a pattern can match at all: an index from words to sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.codebook.shape import first_words, literal_words
from framing.records.patterns import Choice, Item, Pattern, Word

LAST = chr(0x10FFFF)  # no word goes beyond


@dataclass(frozen=True, eq=False)
class WordStream:
    """The words of a partition in one row.

    ``ids`` points each word to ``vocabulary`` (sorted types); ``limits`` gives for each word the
    index after the last word a match may reach (the end of its sentence). ``surface`` gives the
    spelling at an index.
    """

    vocabulary: Sequence[str]
    ids: NDArray[np.int64]
    limits: NDArray[np.int64]
    surface: Callable[[int], str]

    @cached_property
    def numbers(self) -> list[int]:
        """``ids`` as Python integers, which are quicker to look up one by one."""
        numbers: list[int] = self.ids.tolist()
        return numbers

    @cached_property
    def ends(self) -> list[int]:
        """``limits`` as Python integers."""
        ends: list[int] = self.limits.tolist()
        return ends

    @cached_property
    def sentences(self) -> NDArray[np.int64]:
        """For each word the number of its sentence; words between sentences have one, too."""
        new = np.diff(self.limits, prepend=self.limits[:1]) != 0
        return np.cumsum(new)

    @cached_property
    def by_type(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Indices of all words, type after type, and where the words of each type begin."""
        n = len(self.vocabulary)
        # NumPy sorts small integers by radix.
        small = self.ids.astype(np.uint16) if n <= 1 << 16 else self.ids
        begins = np.concatenate([[0], np.cumsum(np.bincount(self.ids, minlength=n))])
        return np.argsort(small, kind="stable"), begins

    def places(self, types: Iterable[int]) -> NDArray[np.int64]:
        """Indices, ascending, of the words of some types, which are all different."""
        order, begins = self.by_type
        parts = [order[begins[k] : begins[k + 1]] for k in types]
        if len(parts) == 1:
            return parts[0]
        return np.sort(np.concatenate(parts)) if parts else order[:0]


class Postings:
    """An index of the words that some patterns spell out.

    Most words that a pattern can begin with stand in sentences that lack its other words
    ("the" of "[the] soviet union"); only what is left is matched word by word.
    """

    def __init__(
        self,
        patterns: Sequence[Pattern],
        stream: WordStream,
        *,
        within: NDArray[np.bool_] | None = None,
    ) -> None:
        self._stream = stream
        self._within = within
        self._sentences = stream.sentences
        self._n_sentences = int(self._sentences.max(initial=-1)) + 1
        self._fitting = _find_fitting(patterns, stream.vocabulary)
        self._masks: dict[Word, NDArray[np.bool_]] = {}

    def ids_of(self, word: Word) -> Sequence[int]:
        """Ids of the types that fit a word of the patterns, whatever their spelling."""
        return self._fitting[_type(word)]

    def starts(self, pattern: Pattern) -> list[int]:
        """Indices, ascending, at which a match can begin."""
        words = dict.fromkeys(first_words(pattern))
        index = self._stream.places({k for word in words for k in self.ids_of(word)})
        if not index.size:
            return []
        mask = self._allows(pattern.items)
        if mask is not None:
            index = index[mask[self._sentences[index]]]
        if self._within is not None:
            index = index[self._within[index]]
        found: list[int] = index[self._stream.limits[index] > index].tolist()
        return found

    def _allows(self, items: tuple[Item, ...]) -> NDArray[np.bool_] | None:
        """Which sentences hold a word of every part that must be there; None: all do."""
        allowed: NDArray[np.bool_] | None = None
        for item in items:
            if isinstance(item, Word):
                mask: NDArray[np.bool_] | None = self._holds(item)
            elif isinstance(item, Choice) and not item.optional:
                mask = _any(self._allows(option) for option in item.options)
            else:
                continue
            if mask is not None:
                allowed = mask if allowed is None else allowed & mask
        return allowed

    def _holds(self, word: Word) -> NDArray[np.bool_]:
        """Which sentences hold a word."""
        word = _type(word)
        if word not in self._masks:
            mask = np.zeros(self._n_sentences, dtype=bool)
            mask[self._sentences[self._stream.places(self._fitting[word])]] = True
            self._masks[word] = mask
        return self._masks[word]


def _any(masks: Iterator[NDArray[np.bool_] | None]) -> NDArray[np.bool_] | None:
    joined: NDArray[np.bool_] | None = None
    for mask in masks:
        if mask is None:
            return None
        joined = mask if joined is None else joined | mask
    return joined


def _type(word: Word) -> Word:
    """The word without its demanded spelling, which the index does not know."""
    return Word(word.text, word.prefix, word.suffix) if word.exact else word


def _find_fitting(patterns: Sequence[Pattern], vocabulary: Sequence[str]) -> dict[Word, list[int]]:
    """Word -> ids of the types that fit it."""
    place = {word: k for k, word in enumerate(vocabulary)}
    spelled = {_type(word) for pattern in patterns for word in literal_words(pattern)}
    fitting: dict[Word, list[int]] = {}
    for word in sorted(spelled, key=lambda w: (w.text, w.prefix, w.suffix)):
        if word.prefix and not word.suffix:  # the vocabulary is sorted
            low = bisect_left(vocabulary, word.text)
            fitting[word] = list(range(low, bisect_left(vocabulary, word.text + LAST, low)))
        elif word.suffix:
            fitting[word] = [k for text, k in place.items() if word.matches(text)]
        else:
            fitting[word] = [place[word.text]] if word.text in place else []
    return fitting
