"""Phrases of a lexicon found in all words at once: a trie over the numbers of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Found(NamedTuple):
    """Places of phrases, by first word: number of the phrase, first word, and one past the last."""

    phrase: Ints
    first: Ints
    end: Ints


def find_phrases(
    phrases: Sequence[Sequence[str]], vocabulary: pl.Series, ids: Ints, limits: Ints
) -> Found:
    """Every place of every phrase, those within and across others included.

    Parameters
    ----------
    phrases
        Words (types) of each, at least one.
    vocabulary
        Types, sorted.
    ids
        For each word of the texts its place in ``vocabulary``.
    limits
        For each word the index after the last one that a phrase may reach.

    >>> words = pl.Series(["a", "b"])
    >>> where = np.array([0, 1, 0, 1]), np.array([4, 4, 4, 4])
    >>> find_phrases([["a"], ["b", "a"]], words, *where).first.tolist()
    [0, 1, 2]
    """
    number = {word: k for k, word in enumerate(vocabulary)}
    size = len(vocabulary) + 1
    steps: list[dict[int, int]] = []  # at each depth: state times size plus word -> next state
    ends: dict[int, list[int]] = {}
    n_states = 1
    for which, phrase in enumerate(phrases):
        words = [number.get(word, -1) for word in phrase]
        if -1 in words or not words:
            continue
        state = 0
        for depth, word in enumerate(words):
            if depth == len(steps):
                steps.append({})
            step = steps[depth].setdefault(state * size + word, n_states)
            n_states += step == n_states
            state = step
        ends.setdefault(state, []).append(which)
    return _walk(steps, ends, n_states, size=size, ids=ids, limits=limits)


def _walk(
    steps: list[dict[int, int]],
    ends: dict[int, list[int]],
    n_states: int,
    *,
    size: int,
    ids: Ints,
    limits: Ints,
) -> Found:
    n_ends = np.zeros(n_states, dtype=np.int64)
    n_ends[list(ends)] = [len(which) for which in ends.values()]
    start = np.cumsum(n_ends) - n_ends
    listed = np.array([k for state in sorted(ends) for k in ends[state]], dtype=np.int64)
    place = np.arange(len(ids))
    state = np.zeros(len(ids), dtype=np.int64)
    rows: list[tuple[Ints, Ints, Ints]] = []
    for depth, step in enumerate(steps):
        inside = place + depth < limits[place]
        place, state = place[inside], state[inside]
        keys = np.array(sorted(step), dtype=np.int64)
        following = np.array([step[key] for key in keys.tolist()], dtype=np.int64)
        key = state * size + ids[place + depth]
        at = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        known = keys[at] == key
        place, state = place[known], following[at[known]]
        n = n_ends[state]
        within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
        first = np.repeat(place, n)
        rows.append((listed[np.repeat(start[state], n) + within], first, first + depth + 1))
    if not rows:
        none = np.zeros(0, dtype=np.int64)
        return Found(none, none, none)
    phrase, first, end = (np.concatenate(column) for column in zip(*rows, strict=True))
    order = np.lexsort((phrase, end, first))
    return Found(phrase[order], first[order], end[order])
