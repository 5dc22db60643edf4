"""The exact check: which words of two articles stand in the same passages.

Places where both have the same two words in a row are laid out by how far they are apart
(``b - a``); places equally far apart and near each other are one passage, whose single words are
then compared one by one. So passages may be replaced in part, left out, added or moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.corpus.copies.texts import Ints, Texts, hash_grams, spread

# Set on the even half of scripts/scores/copies.py (--half even).
PAIR = 2  # words in a row: with 30 % replaced in one text 49 % of pairs survive, of triples 34 %
GAP = 8  # words without two equal ones in a row that a passage bridges
LEAST_EQUAL = 4  # words of a passage: three in a row are often an idiom
LEAST_DENSE = 0.4  # of the words of a passage are the same
# A pair of words that stands more often in a text meets its like one by one, not all of them: else
# a text that repeats itself takes quadratic time.
_OFTEN = 4
_BATCH = 2_000_000  # words aligned at once: bounds memory, changes nothing found


@dataclass(frozen=True, slots=True)
class Passages:
    """Stretches of ``size`` words of pair ``pair``, from ``a`` in one text and ``b`` in the other.

    Places count words from the beginning of an article; ``n_equal`` words are the same.
    """

    pair: Ints
    a: Ints
    b: Ints
    size: Ints
    n_equal: Ints


def align_pairs(texts: Texts, *, a: Ints, b: Ints) -> pl.DataFrame:
    """How much of each article of a pair stands in common passages.

    Parameters
    ----------
    texts
        From ``build_texts``.
    a, b
        Numbers of the articles of each pair.

    Returns
    -------
    DataFrame
        ``a``, ``b``, ``equal`` (the same words in the same passages), ``reach_a``, ``reach_b``
        (words of either text inside them, replaced ones included).
    """
    frames = [
        _measure(texts, a[part], b[part], find_passages(texts, a=a[part], b=b[part]))
        for part in split_work(texts.sizes[a] + texts.sizes[b])
    ]
    schema = dict.fromkeys(("a", "b", "equal", "reach_a", "reach_b"), pl.Int64)
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def split_work(costs: Ints, most: int = _BATCH) -> list[slice]:
    """Pairs in parts of about as many words each, so that memory stays bounded."""
    number = np.cumsum(costs) // most
    edges = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(costs)]
    return [slice(x, y) for x, y in pairwise(edges) if y > x]


def find_passages(texts: Texts, *, a: Ints, b: Ints) -> Passages:
    """The passages that the articles of each pair ``(a, b)`` share, by pair and place."""
    pair, place_a, place_b = _meet(texts, a, b)
    apart = place_b - place_a
    order = np.lexsort((place_a, apart, pair))
    pair, place_a, apart = pair[order], place_a[order], apart[order]
    new = np.ones(len(pair), dtype=bool)
    new[1:] = (pair[1:] != pair[:-1]) | (apart[1:] != apart[:-1])
    new[1:] |= place_a[1:] - place_a[:-1] > PAIR + GAP
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(pair)) - 1 if len(first) else first
    pair, start, apart = pair[first], place_a[first], apart[first]
    size = place_a[last] + PAIR - start
    same = _same_words(texts, a[pair], b[pair], start, apart, size)
    ends = np.cumsum(size)
    total = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(same)])
    n_equal = total[ends] - total[ends - size]
    kept = (n_equal >= LEAST_EQUAL) & (n_equal >= LEAST_DENSE * size)
    return Passages(pair[kept], start[kept], (start + apart)[kept], size[kept], n_equal[kept])


def _same_words(
    texts: Texts, a: Ints, b: Ints, start: Ints, apart: Ints, size: Ints
) -> NDArray[np.bool_]:
    left = spread(texts.starts[a] + start, size)
    right = spread(texts.starts[b] + start + apart, size)
    same: NDArray[np.bool_] = texts.words[left] == texts.words[right]
    return same


def _meet(texts: Texts, a: Ints, b: Ints) -> tuple[Ints, Ints, Ints]:
    """Where both articles of a pair have the same two words: pair, place in a, place in b."""
    left, right = _word_pairs(texts, a), _word_pairs(texts, b)
    met = left.join(right.select("key", place_b="place"), on="key", maintain_order="left_right")
    return met["pair"].to_numpy(), met["place"].to_numpy(), met["place_b"].to_numpy()


_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def _word_pairs(texts: Texts, docs: Ints) -> pl.DataFrame:
    """Every two words in a row: ``pair``, ``place`` and a key that holds pair and words.

    Keys are hashes: where two should meet by chance, the words themselves are compared later.
    """
    sizes = texts.sizes[docs]
    at = spread(texts.starts[docs], sizes)
    place = spread(np.zeros(len(docs), dtype=np.int64), sizes)
    pair = np.repeat(np.arange(len(docs)), sizes)
    whole = place <= sizes[pair] - PAIR
    pair, place = pair[whole], place[whole]
    key = hash_grams(texts.words[at], n=PAIR)[whole]
    key += (pair.astype(np.uint64) + np.uint64(1)) * _FACTOR
    key += _times(key) * _FACTOR * _FACTOR
    return pl.DataFrame({"pair": pair, "key": key, "place": place})


def _times(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """How often what stands often has stood before; 0 for all else."""
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    first = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))
    count = np.diff(np.append(first, len(ranked)))
    rank = spread(np.zeros(len(first), dtype=np.int64), count)
    rank[np.repeat(count <= _OFTEN, count)] = 0
    times = np.zeros(len(key), dtype=np.uint64)
    times[order] = rank.astype(np.uint64)
    return times


def _measure(texts: Texts, a: Ints, b: Ints, found: Passages) -> pl.DataFrame:
    same = _same_words(texts, a[found.pair], b[found.pair], found.a, found.b - found.a, found.size)
    columns = {"a": a, "b": b}
    equal = []
    for side, docs, place in (("a", a, found.a), ("b", b, found.b)):
        sizes = texts.sizes[docs]
        ends = np.cumsum(sizes)
        at = spread((ends - sizes)[found.pair] + place, found.size)
        columns[f"reach_{side}"] = _marked(at, ends, sizes)
        equal.append(_marked(at[same], ends, sizes))
    columns["equal"] = np.minimum(*equal)
    return pl.DataFrame(columns).select("a", "b", "equal", "reach_a", "reach_b")


def _marked(at: Ints, ends: Ints, sizes: Ints) -> Ints:
    """How many different places of each stretch are named."""
    marks = np.zeros(int(ends[-1]) + 1, dtype=np.int64)
    marks[at + 1] = 1
    total: Ints = np.cumsum(marks)
    named: Ints = total[ends] - total[ends - sizes]
    return named
