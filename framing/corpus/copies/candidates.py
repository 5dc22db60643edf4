"""Which pairs of articles may be copies: those that share triples of words all along.

A pair is kept for how much of the shorter text, cut into stretches, has a triple that the other
text has, too: an edited copy keeps some nearly everywhere, an inset all in one place.

Not MinHash: it estimates what two whole texts share, which edits halve and cuts halve again. On
719 real articles LSH of rensa (128 signatures, 32 bands) finds 0.04 of those with 20 % of words
replaced by words in fives, 0.35 in threes, 0.87 of halves; counting triples finds all.
"""

from __future__ import annotations

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
_ARTICLE, _STRETCH = 28, 8  # bits of two articles and a stretch packed into one number of 64


def find_candidates(texts: Texts) -> tuple[Ints, Ints]:
    """Pairs ``(a, b)``, a before b, that are worth an alignment; sorted.

    Raises
    ------
    ValueError
        More than 268 million articles.
    """
    if len(texts.sizes) > 1 << _ARTICLE:
        raise ValueError(f"{len(texts.sizes)} articles; allowed: up to {1 << _ARTICLE} at once")
    if texts.starts[-1] < N_GRAM:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    grams, docs, stretch = _sample(texts)
    n_stretches = _count_stretches(docs, stretch, len(texts.sizes))
    keys = _pair_up(grams, docs, stretch, texts.sizes)
    pairs, counts = np.unique(keys >> np.uint64(_STRETCH), return_counts=True)
    a = (pairs >> np.uint64(_ARTICLE)).astype(np.int64)
    b = (pairs & np.uint64((1 << _ARTICLE) - 1)).astype(np.int64)
    of = n_stretches[np.where(texts.sizes[a] <= texts.sizes[b], a, b)]
    kept = counts >= np.maximum(LEAST_SHARE * of, np.minimum(of, 2))
    return a[kept], b[kept]


def _sample(texts: Texts) -> tuple[NDArray[np.uint64], Ints, Ints]:
    """Sampled triples by hash, then article: hash, article, stretch; each once an article."""
    sizes = texts.sizes
    width = np.maximum(LEAST_WORDS, -(-sizes // STRETCHES))
    parts = []
    # Whole articles a chunk, about as many words each.
    bounds = np.unique(
        np.append(
            np.searchsorted(texts.starts, np.arange(0, texts.starts[-1], _CHUNK), side="left"),
            [0, len(sizes)],
        )
    )
    for first, last in pairwise(bounds):
        begin, end = texts.starts[first], texts.starts[last]
        grams = hash_grams(texts.words[begin:end], n=N_GRAM)
        doc = np.repeat(np.arange(first, last), sizes[first:last])
        place = np.arange(begin, end) - texts.starts[doc]
        kept = place <= sizes[doc] - N_GRAM
        kept &= (grams % np.uint64(SAMPLE) == 0) | (sizes[doc] < SHORT)
        doc, place = doc[kept], place[kept]
        parts.append((grams[kept], doc, place // width[doc]))
    grams, doc, stretch = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(grams, kind="stable")
    grams, doc, stretch = grams[order], doc[order], stretch[order]
    once = np.ones(len(grams), dtype=bool)
    once[1:] = (grams[1:] != grams[:-1]) | (doc[1:] != doc[:-1])
    return grams[once], doc[once], stretch[once]


def _count_stretches(docs: Ints, stretch: Ints, n: int) -> Ints:
    """How many stretches of each article have a triple at all."""
    found = np.zeros((n, STRETCHES), dtype=bool)
    found[docs, stretch] = True
    counts: Ints = found.sum(axis=1)
    return counts


def _pair_up(
    grams: NDArray[np.uint64], docs: Ints, stretch: Ints, sizes: Ints
) -> NDArray[np.uint64]:
    """Each carrier of a triple with the carriers before it: distinct (a, b, stretch).

    Pairs would grow with the square of carriers: each is paired with the nearest before it alone.
    Versions of one text share many triples, so that they hang together all the same.
    """
    first = np.flatnonzero(np.append(True, grams[1:] != grams[:-1]))
    carriers = np.diff(np.append(first, len(grams)))
    shared = np.repeat(carriers > 1, carriers)
    many = np.repeat(carriers > MANY, carriers)[shared]
    grams, docs, stretch = grams[shared], docs[shared], stretch[shared]
    size = sizes[docs]
    parts = [np.zeros(0, dtype=np.uint64)]
    for back in range(1, NEAR + 1):
        same = grams[back:] == grams[:-back]
        if back > FAR:
            same &= ~many[back:]
        later = np.flatnonzero(same) + back
        earlier = later - back
        where = np.where(size[earlier] <= size[later], stretch[earlier], stretch[later])
        a, b = docs[earlier].astype(np.uint64), docs[later].astype(np.uint64)
        pair = a << np.uint64(_ARTICLE) | b
        parts.append(pair << np.uint64(_STRETCH) | where.astype(np.uint64))
    keys = np.sort(np.concatenate(parts))
    return keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys
