"""Cells of terms and articles counted by sorting whole numbers, in blocks of terms."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
BLOCK = 1 << 21  # uses sorted at a time


@dataclass(frozen=True, slots=True)
class Part:
    """Terms in enough articles, as keys in rising order, and their cells one after another.

    Attributes
    ----------
    keys, sizes
        One a term: its key and the number of its cells.
    doc, n, n_eff
        One a cell: its article, uses, weighted uses.
    hidden
        Number of terms in too few articles, and of their uses.
    """

    keys: Ints
    sizes: Ints
    doc: Ints
    n: Ints
    n_eff: Floats
    hidden: tuple[int, int]


def count_cells(
    key: Ints,
    doc: Ints,
    level: Ints | None,
    *,
    levels: Floats,
    n_keys: int,
    n_docs: int,
    least: int,
) -> Part:
    """Count uses by term and article.

    Parameters
    ----------
    key, doc
        Of each use: its term, 0 to ``n_keys - 1``, and its article.
    level
        Of each use: the place of its weight in ``levels``; None where there is one weight.
    levels
        The weights that there are.
    n_keys, n_docs
        What keys and articles stay below.
    least
        Terms in fewer articles are left out.
    """
    width = max(n_docs, 1) * max(len(levels), 1)
    span = max(((1 << 62) // width), 1)  # keys that one block can hold in a whole number
    codes: Ints | None = None
    if n_keys // span > 64:  # many weights, articles and words: number the keys that there are
        codes, key = np.unique(key, return_inverse=True)
        n_keys = len(codes)
    edges = _edges(key, n_keys, span)

    def count(block: tuple[int, int]) -> Part:
        low, high = block
        own = slice(None) if len(edges) == 2 else np.flatnonzero((key >= low) & (key < high))
        cell = key[own] - low
        cell *= max(n_docs, 1)
        cell += doc[own]
        if level is not None:
            cell *= len(levels)
            cell += level[own]
        cell.sort()
        return _summarise(cell, low, levels=levels, n_docs=max(n_docs, 1), least=least)

    blocks = list(pairwise(edges))
    with ThreadPoolExecutor(min(os.cpu_count() or 1, len(blocks))) as pool:
        parts = list(pool.map(count, blocks))
    keys = np.concatenate([part.keys for part in parts])
    return Part(
        keys=keys if codes is None else codes[keys],
        sizes=np.concatenate([part.sizes for part in parts]),
        doc=np.concatenate([part.doc for part in parts]),
        n=np.concatenate([part.n for part in parts]),
        n_eff=np.concatenate([part.n_eff for part in parts]),
        hidden=(sum(part.hidden[0] for part in parts), sum(part.hidden[1] for part in parts)),
    )


def _edges(key: Ints, n_keys: int, span: int) -> list[int]:
    """Where blocks of keys begin, and the end: about as many uses in each, no wider than span."""
    n_blocks = max(-(-len(key) // BLOCK), 1)
    sample = np.sort(key[:: max(len(key) // 10_000, 1)])
    inner = sample[np.arange(1, n_blocks) * len(sample) // n_blocks]
    edges = sorted({0, max(n_keys, 1), *inner.tolist()})
    filled = [edges[0]]
    for edge in edges[1:]:
        while edge - filled[-1] > span:
            filled.append(filled[-1] + span)
        filled.append(edge)
    return filled


def _summarise(cell: Ints, low: int, *, levels: Floats, n_docs: int, least: int) -> Part:
    """Terms and cells of sorted numbers that say key, article and weight."""
    starts = _starts(cell)
    n = np.diff(starts, append=len(cell))
    cell = cell[starts]
    n_eff = n * (levels[0] if len(levels) else 1.0)
    if len(levels) > 1:
        cell, level = np.divmod(cell, len(levels))
        n_eff = n * levels[level]
        same = _starts(cell)
        if len(same):
            n, n_eff = np.add.reduceat(n, same), np.add.reduceat(n_eff, same)
        cell = cell[same]
    key = cell // n_docs
    first = _starts(key)
    sizes = np.diff(first, append=len(key))
    enters = sizes >= least
    inside = np.repeat(enters, sizes)
    kept = n[inside]
    uses = int(n.sum()) - int(kept.sum())
    return Part(
        keys=key[first[enters]] + low,
        sizes=sizes[enters],
        doc=(cell - key * n_docs)[inside],
        n=kept,
        n_eff=n_eff[inside],
        hidden=(len(sizes) - int(enters.sum()), uses),
    )


def _starts(ordered: Ints) -> Ints:
    """Where each stretch of equal numbers begins."""
    if not len(ordered):
        return np.zeros(0, dtype=np.int64)
    return np.append(0, np.flatnonzero(ordered[1:] != ordered[:-1]) + 1)
