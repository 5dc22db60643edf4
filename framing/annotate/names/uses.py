"""Uses of phrases as arrays to measure: whose, about what, and the words around each."""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.annotate.names.flow import BLANK, Flags, Floats, Flow, Ints
from framing.annotate.names.phrases import Phrases

WINDOW = 6  # words on either side that keep a phrase company


def words_beside(flow: Flow, phrases: Phrases, *, reach: int) -> tuple[Ints, Ints]:
    """Types before and after each use, from the nearest outward; -1 beyond the run.

    Articles, numbers and words like "new" right before a phrase are stepped over: "over the four
    disputed islands" and "over the islands" are one slot.
    """
    skipped = np.zeros(len(flow.vocabulary), dtype=bool)
    for kind in ("determiners", "numbers", "lead"):
        skipped |= flow.types_in(kind)
    home = flow.run[phrases.first]
    at = phrases.first - 1
    for _ in range(2):
        step = _inside(flow, at, home)
        step[step] = skipped[flow.word[at[step]]]
        at = at - step
    return (
        _walk(flow, at, home, step=-1, reach=reach),
        _walk(flow, phrases.last, home, step=1, reach=reach),
    )


def _inside(flow: Flow, at: Ints, home: Ints) -> Flags:
    """Whether places are words of these runs."""
    found = (at >= 0) & (at < len(flow.word))
    found[found] = flow.run[at[found]] == home[found]
    return found


def _walk(flow: Flow, start: Ints, home: Ints, *, step: int, reach: int) -> Ints:
    out = np.full((len(start), reach), -1, dtype=np.int64)
    for k in range(reach):
        at = start + k * step
        good = _inside(flow, at, home)
        out[good, k] = flow.word[at[good]]
    return out


def rarity(flow: Flow, n_articles: int) -> Floats:
    """Per type, 1 where one article has it, to 0 where all have; 0 for function words."""
    n_docs = int(flow.doc.max(initial=0)) + 1
    cells = np.unique(flow.word * n_docs + flow.doc)
    df = np.bincount(cells // n_docs, minlength=len(flow.vocabulary))
    found: Floats = np.log((n_articles + 1) / np.maximum(df, 1)) / np.log(n_articles + 1)
    return np.where(flow.types_in("function"), 0.0, found)


def words_around(flow: Flow, phrases: Phrases, *, worth: Floats) -> Any:
    """Uses by types, sparse: the worth of the words around each, less with their distance."""
    from scipy.sparse import csr_matrix

    home = flow.run[phrases.first]
    rows, columns, weights = [], [], []
    for distance in range(1, WINDOW + 1):
        for at in (phrases.first - distance, phrases.last - 1 + distance):
            near = np.flatnonzero(_inside(flow, at, home))
            word = flow.word[at[near]]
            near, word = near[worth[word] > 0], word[worth[word] > 0]
            rows.append(near)
            columns.append(word)
            weights.append(worth[word] / np.sqrt(distance))
    shape = (len(phrases.first), len(flow.vocabulary))
    cells = (np.concatenate(rows), np.concatenate(columns))
    return csr_matrix((np.concatenate(weights), cells), shape=shape)


def bare_names(flow: Flow, phrases: Phrases) -> Flags:
    """Per phrase: a name that seldom stands after an article, as places and persons do."""
    listed = ("the", "a", "an")
    articles = np.fromiter((t in listed for t in flow.vocabulary), bool, len(flow.vocabulary))
    led = _inside(flow, phrases.first - 1, flow.run[phrases.first])
    led[led] = articles[flow.word[phrases.first[led] - 1]]
    led &= flow.gap[phrases.first - 1] == BLANK
    n = np.maximum(np.bincount(phrases.phrase, minlength=len(phrases.words)), 1)
    share = np.bincount(phrases.phrase[led], minlength=len(phrases.words)) / n
    bare: Flags = phrases.is_name & (share < 0.3)
    return bare
