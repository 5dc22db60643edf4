"""Where in a stream of words a pattern can match at all: an index from words to sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.codebook.patterns import first_words, literal_words
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
        return [int(k) for k in self.ids]

    @cached_property
    def sentences(self) -> NDArray[np.int64]:
        """For each word the number of its sentence."""
        number: NDArray[np.int64] = np.unique(self.limits, return_inverse=True)[1]
        return number


class Postings:
    """An index of the words that some patterns spell out.

    Most words that a pattern can begin with stand in sentences that lack its other words
    ("the" of "[the] soviet union"); only what is left is matched word by word.
    """

    def __init__(self, patterns: Sequence[Pattern], stream: WordStream) -> None:
        self._sentences = stream.sentences
        self._n_sentences = int(self._sentences.max(initial=-1)) + 1
        self._fitting = _find_fitting(patterns, stream.vocabulary)
        self._places = _find_places(self._fitting, stream)
        self._masks: dict[Word, NDArray[np.bool_]] = {}

    def ids_of(self, word: Word) -> Sequence[int]:
        """Ids of the types that fit a word of the patterns, whatever their spelling."""
        return self._fitting[_type(word)]

    def starts(self, pattern: Pattern) -> list[int]:
        """Indices, ascending, at which a match can begin."""
        words = dict.fromkeys(first_words(pattern))
        found = [places for word in words if (places := self._places[_type(word)]).size]
        if not found:
            return []
        index = np.unique(np.concatenate(found)) if len(found) > 1 else found[0]
        mask = self._allows(pattern.items)
        kept = index if mask is None else index[mask[self._sentences[index]]]
        return [int(k) for k in kept]

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
            mask[self._sentences[self._places[word]]] = True
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


def _find_places(
    fitting: dict[Word, list[int]], stream: WordStream
) -> dict[Word, NDArray[np.int64]]:
    """Word -> indices, ascending, of the words in the stream that fit it."""
    wanted = np.zeros(len(stream.vocabulary), dtype=bool)
    wanted[[k for ids in fitting.values() for k in ids]] = True
    index = np.flatnonzero(wanted[stream.ids])
    ids = stream.ids[index]
    order = np.argsort(ids, kind="stable")
    ids, index = ids[order], index[order]
    found = {}
    for word, own in fitting.items():
        bounds = zip(np.searchsorted(ids, own), np.searchsorted(ids, own, "right"), strict=True)
        parts = [index[low:high] for low, high in bounds]
        found[word] = np.sort(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)
    return found
