"""Whose side a speaker is on: by the actors of the codebook."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex

from framing.codebook.matching import find_hits
from framing.codebook.postings import WordStream
from framing.language.words import WORD, fold
from framing.records.codebook import Actor


def find_actors(phrases: Sequence[str], actors: Sequence[Actor]) -> list[Actor | None]:
    """For each phrase the actor it names: the longest name, of equals the last; None for nobody.

    The last of equals, since titles stand before names: "Russian counterpart of Japan's Kono".
    """
    patterns = [pattern for actor in actors for pattern in actor.patterns]
    owners = [actor for actor in actors for _ in actor.patterns]
    surfaces: list[str] = []
    bounds: list[tuple[int, int]] = []
    for phrase in phrases:
        words = regex.findall(WORD, phrase)
        bounds.append((len(surfaces), len(surfaces) + len(words)))
        surfaces += words
    types = [fold(word) for word in surfaces]
    vocabulary = sorted(set(types))
    place = {word: k for k, word in enumerate(vocabulary)}
    limits = np.zeros(len(types), dtype=np.int64)
    for first, last in bounds:
        limits[first:last] = last
    ids = np.array([place[word] for word in types], dtype=np.int64)
    found: list[Actor | None] = [None] * len(phrases)
    best: dict[int, tuple[int, int]] = {}
    starts = np.array([first for first, _ in bounds])
    for hit in find_hits(patterns, WordStream(vocabulary, ids, limits, surfaces.__getitem__)):
        k = int(np.searchsorted(starts, hit.first, side="right")) - 1
        rank = (hit.last - hit.first, hit.first)
        if rank >= best.get(k, (0, -1)):
            best[k] = rank
            found[k] = owners[hit.pattern]
    return found
