"""What a carrier changed: its words beside those of the earliest carrier, one to one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
import polars as pl

from framing.corpus.copies.alignment import Passages, find_passages, split_work
from framing.corpus.copies.texts import Ints, Texts, Words, build_texts

# Words of a gap whose single words are matched, too: in longer ones equal words are chance.
_SMALL = 12

SAME, ADDED, REMOVED, REPLACED = "same", "added", "removed", "replaced"


@dataclass(frozen=True, slots=True)
class Change:
    """Words ``before`` of the earlier text and ``after`` of the later one, as ranges of places."""

    change: str
    before: tuple[int, int]
    after: tuple[int, int]


def match_carriers(tokens: pl.DataFrame, pairs: pl.DataFrame) -> dict[str, Ints]:
    """For each article the place in ``unit`` of each of its words, or -1 where it has none.

    Parameters
    ----------
    tokens
        Columns ``article``, ``type``: running text in reading order.
    pairs
        Columns ``article``, ``unit``; each article once.
    """
    named = pl.concat([pairs["article"], pairs["unit"]]).unique().sort()
    some = tokens.select("article", "type").filter(pl.col("article").is_in(named.implode()))
    texts = build_texts(some, pl.DataFrame({"article": named, "date": [""] * len(named)}))
    number = {name: k for k, name in enumerate(texts.names)}
    first = np.array([number[name] for name in pairs["unit"]], dtype=np.int64)
    later = np.array([number[name] for name in pairs["article"]], dtype=np.int64)
    places = match_pairs(texts, a=first, b=later)
    return {str(texts.names[int(b)]): place for b, place in zip(later, places, strict=True)}


def match_pairs(texts: Texts, *, a: Ints, b: Ints) -> Iterator[Ints]:
    """For each pair of articles the place in ``a`` of each word of ``b``, or -1."""
    for part in split_work(texts.sizes[a] + texts.sizes[b]):
        found = find_passages(texts, a=a[part], b=b[part])
        for k, (one, other) in enumerate(zip(a[part], b[part], strict=True)):
            words = texts.words[texts.starts[one] : texts.starts[one + 1]]
            others = texts.words[texts.starts[other] : texts.starts[other + 1]]
            yield _match(words, others, found, k)


def _match(words: Words, others: Words, found: Passages, pair: int) -> Ints:
    """Words of the longest common passages first, each once on either side."""
    place = np.full(len(others), -1, dtype=np.int64)
    free = np.ones(len(words), dtype=bool)
    here = np.flatnonzero(found.pair == pair)
    order = np.lexsort((found.b[here], found.a[here], -found.n_equal[here]))
    for k in here[order]:
        a = np.arange(found.a[k], found.a[k] + found.size[k])
        b = a - found.a[k] + found.b[k]
        good = (words[a] == others[b]) & free[a] & (place[b] < 0)
        place[b[good]] = a[good]
        free[a[good]] = False
    _fill(place, words, others)
    return place


def _fill(place: Ints, words: Words, others: Words) -> None:
    """Single words kept within a short gap between matched ones, which no passage holds."""
    edges = np.flatnonzero(np.append(place, len(words)) >= 0)
    left = -1
    for right in edges.tolist():
        first = int(place[left]) + 1 if left >= 0 else 0
        last = int(place[right]) if right < len(place) else len(words)
        if 0 < right - left - 1 <= _SMALL and 0 < last - first <= _SMALL:
            gap = SequenceMatcher(
                None, words[first:last].tolist(), others[left + 1 : right].tolist(), autojunk=False
            )
            for a, b, size in gap.get_matching_blocks():
                at = np.arange(size)
                # A passage that moved here from elsewhere may have taken them.
                free = ~np.isin(first + a + at, place)
                place[(left + 1 + b + at)[free]] = (first + a + at)[free]
        left = right


def find_changes(place: Ints, n_words: int) -> list[Change]:
    """The later text from its beginning as kept, added, removed and replaced words.

    Parameters
    ----------
    place
        From ``match_carriers``.
    n_words
        Words of the earlier text.

    >>> [change.change for change in find_changes(np.array([0, -1, 2]), 4)]
    ['same', 'replaced', 'same', 'removed']
    """
    gone = _gone(place, n_words)
    found = []
    for start, end in _stretches(place):
        kept = place[start] >= 0
        before = gone.pop(start, (0, 0))
        if kept:
            if before != (0, 0):
                found.append(Change(REMOVED, before, (start, start)))
            found.append(Change(SAME, (int(place[start]), int(place[end - 1]) + 1), (start, end)))
        else:
            kind = ADDED if before == (0, 0) else REPLACED
            found.append(Change(kind, before, (start, end)))
    n = len(place)
    return [*found, *(Change(REMOVED, gone[at], (n, n)) for at in sorted(gone))]


def _stretches(place: Ints) -> Iterator[tuple[int, int]]:
    """Words kept in a row, and words without a match in a row."""
    if not len(place):
        return
    kept = place >= 0
    same = np.where(kept[1:], place[1:] == place[:-1] + 1, ~kept[:-1]) & (kept[1:] == kept[:-1])
    edges = [0, *(np.flatnonzero(~same) + 1).tolist(), len(place)]
    yield from pairwise(edges)


def _gone(place: Ints, n_words: int) -> dict[int, tuple[int, int]]:
    """Stretches of the earlier text that are not there, by the place where they would stand."""
    kept = np.full(n_words + 1, -1, dtype=np.int64)
    there = np.flatnonzero(place >= 0)
    kept[place[there]] = there
    gone: dict[int, tuple[int, int]] = {}
    missing = np.flatnonzero(kept[:n_words] < 0)
    breaks = np.flatnonzero(np.diff(missing) > 1) + 1
    for stretch in np.split(missing, breaks) if len(missing) else ():
        start, end = int(stretch[0]), int(stretch[-1]) + 1
        # The opening goes to the opening; no other stretch can stand there.
        at = int(kept[start - 1]) + 1 if start else 0
        gone[at] = (start, end)
    return gone
