"""Which pairs of articles may be copies: those that share triples of words all along.

A pair is kept for how much of the shorter text, cut into stretches, has a triple that the other
text has, too: an edited copy keeps some nearly everywhere, an inset all in one place.

Not MinHash: it estimates what two whole texts share, which edits halve and cuts halve again. On
719 real articles LSH of rensa (128 signatures, 32 bands) finds 0.04 of those with 20 % of words
replaced by words in fives, 0.35 in threes, 0.87 of halves; counting triples finds all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.corpus.copies.texts import N_GRAM, Ints, Texts, hash_grams

# Set on the even half of scripts/scores/copies.py (--half even).
SAMPLE = 4  # one triple in so many is looked at, chosen by its hash
SHORT = 256  # in articles of fewer words every triple is
STRETCHES = 24  # of an article: a passage fills few of them, an edited copy keeps triples in most
LEAST_WORDS = 4  # of a stretch: room for two triples, also where a text is short
LEAST_SHARE = 0.25  # of the stretches of the shorter text
# A carrier of a triple is paired with so many before it; with fewer where many carry the triple:
# a phrase then, or one text so common that its versions meet in other triples.
NEAR, FAR, MANY = 8, 2, 32
_CHUNK = 4_000_000  # words hashed at once: bounds memory, changes nothing found
# Bits of two articles and a mark packed into one number of 64. A mark holds a stretch and how many
# stretches of the article have to be shared: of 24 a quarter, which is 6.
_ARTICLE, _MARK, _STRETCH = 28, 8, 5

# A sampled triple: its hash, the article that has it, the words of that, and a mark.
TRIPLE = np.dtype([("gram", "<u8"), ("article", "<u4"), ("size", "<u4"), ("mark", "u1")])
Triples = NDArray[np.void]
Keys = NDArray[np.uint64]


def find_candidates(texts: Texts) -> tuple[Ints, Ints]:
    """Pairs ``(a, b)``, a before b, that are worth an alignment; sorted.

    Raises
    ------
    ValueError
        More than 268 million articles.
    """
    check_number(len(texts.sizes))
    return judge_pairs(pair_up(sample_triples(texts)))


def check_number(n_articles: int) -> None:
    """Refuse more articles than can be numbered.

    Raises
    ------
    ValueError
        More than 268 million.
    """
    if n_articles > 1 << _ARTICLE:
        raise ValueError(f"{n_articles} articles; allowed: up to {1 << _ARTICLE} at once")


def sample_triples(texts: Texts) -> Triples:
    """Sampled triples (``TRIPLE``), each once an article, by hash, then article."""
    sizes = texts.sizes
    parts = [np.zeros(0, dtype=TRIPLE)]
    # Whole articles a chunk, about as many words each.
    bounds = np.unique(
        np.append(
            np.searchsorted(texts.starts, np.arange(0, texts.starts[-1], _CHUNK), side="left"),
            [0, len(sizes)],
        )
    )
    for first, last in pairwise(bounds):
        parts.append(_sample(texts, first, last))
    rows = np.concatenate(parts)
    del parts
    return rows[np.argsort(rows["gram"], kind="stable")]


def _sample(texts: Texts, first: int, last: int) -> Triples:
    """Sampled triples of the articles from ``first`` to before ``last``, by article."""
    sizes = texts.sizes
    begin, end = texts.starts[first], texts.starts[last]
    grams = hash_grams(texts.words[begin:end], n=N_GRAM)
    doc = np.repeat(np.arange(first, last), sizes[first:last])
    place = np.arange(begin, end) - texts.starts[doc]
    kept = place <= sizes[doc] - N_GRAM
    kept &= (grams % np.uint64(SAMPLE) == 0) | (sizes[doc] < SHORT)
    grams, doc, place = grams[kept], doc[kept], place[kept]
    order = np.lexsort((grams, doc))
    grams, doc, place = grams[order], doc[order], place[order]
    once = np.ones(len(grams), dtype=bool)
    once[1:] = (grams[1:] != grams[:-1]) | (doc[1:] != doc[:-1])
    grams, doc, place = grams[once], doc[once], place[once]
    stretch = place // np.maximum(LEAST_WORDS, -(-sizes // STRETCHES))[doc]
    rows = np.empty(len(grams), dtype=TRIPLE)
    rows["gram"], rows["article"], rows["size"] = grams, doc, sizes[doc]
    rows["mark"] = _count_needed(doc - first, stretch, last - first)[doc - first] << _STRETCH
    rows["mark"] |= stretch.astype(np.uint8)
    return rows


def _count_needed(docs: Ints, stretch: Ints, n: int) -> NDArray[np.uint8]:
    """How many stretches of each article another one has to have, of those with a triple at all."""
    found = np.zeros((n, STRETCHES), dtype=bool)
    found[docs, stretch] = True
    counts = found.sum(axis=1)
    needed = np.maximum(np.ceil(LEAST_SHARE * counts), np.minimum(counts, 2))
    small: NDArray[np.uint8] = needed.astype(np.uint8)
    return small


def pair_up(rows: Triples) -> Keys:
    """Each carrier of a triple with the carriers before it: packed pairs and marks, sorted.

    Pairs would grow with the square of carriers: each is paired with the nearest before it alone.
    Versions of one text share many triples, so that they hang together all the same.

    Parameters
    ----------
    rows
        Schema ``TRIPLE``, by hash, then article; all rows of each hash that they have.
    """
    first = find_firsts(rows["gram"])
    carriers = np.diff(np.append(first, len(rows)))
    rows, carriers = rows[np.repeat(carriers > 1, carriers)], carriers[carriers > 1]
    many = np.repeat(carriers > MANY, carriers)
    grams, docs, size, mark = (np.ascontiguousarray(rows[name]) for name in TRIPLE.names or ())
    parts = [np.zeros(0, dtype=np.uint64)]
    for back in range(1, NEAR + 1):
        same = grams[back:] == grams[:-back]
        if back > FAR:
            same &= ~many[back:]
        later = np.flatnonzero(same) + back
        earlier = later - back
        shorter = np.where(size[earlier] <= size[later], mark[earlier], mark[later])
        a, b = docs[earlier].astype(np.uint64), docs[later].astype(np.uint64)
        pair = a << np.uint64(_ARTICLE) | b
        parts.append(pair << np.uint64(_MARK) | shorter.astype(np.uint64))
    return merge_keys(parts)


def merge_keys(parts: Sequence[Keys]) -> Keys:
    """Packed pairs and marks of several parts, each once, sorted."""
    keys = np.sort(np.concatenate(parts))
    return keys[find_firsts(keys)]


def first_key(article: int) -> int:
    """The lowest key of a pair whose earlier article is this one."""
    return article << (_ARTICLE + _MARK)


def judge_pairs(keys: Keys) -> tuple[Ints, Ints]:
    """Pairs that share as many stretches as they need.

    Parameters
    ----------
    keys
        From ``pair_up``: all of each pair that they have.
    """
    pairs = keys >> np.uint64(_MARK)
    first = find_firsts(pairs)
    needed = (keys[first] & np.uint64((1 << _MARK) - 1)) >> np.uint64(_STRETCH)
    kept = pairs[first][np.diff(np.append(first, len(pairs))) >= needed]
    a = (kept >> np.uint64(_ARTICLE)).astype(np.int64)
    b = (kept & np.uint64((1 << _ARTICLE) - 1)).astype(np.int64)
    return a, b


def find_firsts(values: Keys) -> Ints:
    """The first place of each stretch of equal values."""
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    return np.flatnonzero(new)
