"""Whose side a speaker is on: by the actors of the codebook."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import regex

from framing.codebook.matching import find_hits
from framing.codebook.postings import WordStream
from framing.language.words import WORD, fold
from framing.records.codebook import Actor

# What somebody is sent to or knows about is not whom they speak for.
_TOPIC = re.compile(
    r"\b(?:on|against|about|towards?|versus) [^,;]*?(?=\s(?:at|for|of|from|in|with)\s|[,;]|$)"
)
_SENT = re.compile(
    r"(?<=\b)(ambassador|envoy|mission|embassy|delegate|visitor|representative|consul)"
    r" (?:to|with|in) [^,;]*?(?=\s(?:at|for|of|from)\s|[,;]|$)",
    re.IGNORECASE,
)


def without_topics(phrase: str) -> str:
    """A phrase without nations that do not stand behind it: "expert on Russia", "envoy to Japan".

    "Japan's ambassador to Russia" keeps the first of its two.
    """
    return _SENT.sub(r"\1", _TOPIC.sub("", phrase)).strip()


def find_actors(phrases: Sequence[str], actors: Sequence[Actor]) -> list[Actor | None]:
    """For each phrase the actor it names: the longest name, of equals the last; None for nobody.

    The last of equals, since titles stand before names: "Russian counterpart of Japan's Kono".
    """
    distinct = [phrase for phrase in dict.fromkeys(phrases) if phrase]
    known = dict(zip(distinct, _find(distinct, actors), strict=True))
    return [known.get(phrase) for phrase in phrases]


def _find(phrases: Sequence[str], actors: Sequence[Actor]) -> list[Actor | None]:
    patterns = [pattern for actor in actors for pattern in actor.patterns]
    owners = [actor for actor in actors for _ in actor.patterns]
    stream, starts = _as_stream(phrases)
    found: list[Actor | None] = [None] * len(phrases)
    best: dict[int, tuple[int, int]] = {}
    for hit in find_hits(patterns, stream):
        k = bisect_right(starts, hit.first) - 1
        rank = (hit.last - hit.first, hit.first)
        if rank >= best.get(k, (0, -1)):
            best[k] = rank
            found[k] = owners[hit.pattern]
    return found


def _as_stream(phrases: Sequence[str]) -> tuple[WordStream, list[int]]:
    """Phrases in one row, each a sentence of its own, and where each begins."""
    find = regex.compile(WORD).findall
    words = [find(phrase) for phrase in phrases]
    surfaces = [word for own in words for word in own]
    ends = np.cumsum([0, *(len(own) for own in words)])
    folded = {word: fold(word) for word in sorted(set(surfaces))}
    vocabulary = sorted(set(folded.values()))
    place = {word: k for k, word in enumerate(vocabulary)}
    ids = np.array([place[folded[word]] for word in surfaces], dtype=np.int64)
    limits = np.repeat(ends[1:], np.diff(ends)).astype(np.int64)
    return WordStream(vocabulary, ids, limits, surfaces.__getitem__), ends[:-1].tolist()
