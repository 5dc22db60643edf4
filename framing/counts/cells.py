"""Cells of terms and articles, counted by bucket sorts of their words: no comparison sort."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TermCells:
    """Terms in enough articles, in the order of their words, and their cells one after another.

    Attributes
    ----------
    words
        First, second ... word of each term.
    sizes
        One a term: the number of its cells.
    doc, n, n_eff
        One a cell: its article, uses, weighted uses.
    hidden
        Number of terms in too few articles, and of their uses.
    by_article
        Shape (2, n_docs): cells, and uses, of all terms, also of those; None where only some
        terms were counted.
    """

    words: list[Numbers]
    sizes: Ints
    doc: Numbers
    n: Ints | Numbers
    n_eff: Floats
    hidden: tuple[int, int]
    by_article: Ints | None


def count_cells(
    words: list[Numbers],
    doc: Numbers,
    level: Numbers | None,
    *,
    levels: Floats,
    n_types: int,
    n_docs: int,
    least: int,
) -> TermCells:
    """Count uses by term and article.

    Parameters
    ----------
    words
        First, second ... word of each use of an n-gram, 0 to ``n_types - 1``.
    doc
        Of each use: its article.
    level
        Of each use: the place of its weight in ``levels``; None where there is one weight.
    levels
        The weights that there are.
    n_types, n_docs
        What words and articles stay below.
    least
        Terms in fewer articles are left out.
    """
    # By the last digit first, as each sort leaves equals in their order.
    minor = [] if level is None else [(level, len(levels))]
    if level is not None or (doc[1:] < doc[:-1]).any():
        minor.append((doc, n_docs))
    order = sort_digits([*minor, *((word, n_types) for word in reversed(words))])
    doc = doc[order]
    words = [word[order] for word in words]
    new_term = _changes(words[0])
    for word in words[1:]:
        new_term |= _changes(word)
    new_cell = new_term | _changes(doc)
    if level is None:
        starts = np.flatnonzero(new_cell)
        n = np.diff(starts, append=len(doc))
        n_eff = n * (levels[0] if len(levels) else 1.0)
    else:
        starts, n, n_eff = _weigh(level[order], new_cell, levels)
    first = np.flatnonzero(new_term[starts])
    sizes = np.diff(first, append=len(starts))
    enters = sizes >= least
    inside = np.repeat(enters, sizes)
    kept = n[inside]
    examples = starts[first[enters]]
    return TermCells(
        words=[word[examples] for word in words],
        sizes=sizes[enters],
        doc=doc[starts[inside]],
        n=kept,
        n_eff=n_eff[inside],
        hidden=(len(sizes) - int(enters.sum()), int(n.sum()) - int(kept.sum())),
        by_article=np.stack([np.bincount(own, minlength=n_docs) for own in (doc[starts], doc)]),
    )


def sort_digits(digits: list[tuple[Numbers, int]]) -> Numbers:
    """The order of rows by digits, the last one the most significant; equals stay in order.

    Parameters
    ----------
    digits
        Each with the number that it stays below.
    """
    order: Numbers = np.arange(len(digits[0][0]), dtype=np.int32)
    for k, (digit, size) in enumerate(digits):
        own = digit[order] if k else digit
        # Rows to columns is a bucket sort in compiled code: linear, stable.
        row = csr_array((order, own, np.array([0, len(own)])), shape=(1, max(size, 1)))
        order = row.tocsc().data
    return order


def _weigh(level: Numbers, new_cell: Mask, levels: Floats) -> tuple[Ints, Ints, Floats]:
    """Starts, uses and weighted uses of cells, summed weight by weight."""
    own = np.flatnonzero(new_cell | _changes(level))
    n = np.diff(own, append=len(level))
    n_eff = n * levels[level[own]]
    same = np.flatnonzero(new_cell[own])
    if len(same):
        n, n_eff = np.add.reduceat(n, same), np.add.reduceat(n_eff, same)
    return own[same], n, n_eff


def _changes(numbers: Numbers) -> Mask:
    """True at the first of each stretch of equal numbers."""
    changed = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=changed[1:])
    return changed
