"""How alike articles are, of those near enough in time; crowded neighbourhoods are discounted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

UNDATED = np.iinfo(np.int64).min
# Chosen on the even events of a gold set of triples (scripts/scores/events.py).
FLOOR = 0.1  # cosines below are nothing; also what is usual where there are few neighbours
CAP = 0.2  # a topic seldom makes articles more alike; beyond are copies, no crowd
N_USUAL = 10  # the nearest neighbours that say what is usual
POWER = 0.8  # of the discount where more than FLOOR is usual; 0 would be plain cosines
_TOP = 100  # neighbours kept for each article: bounds memory; an event seldom has as many


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of articles, ``first < second``, sorted; ``score`` from 0 to 1."""

    first: Ints
    second: Ints
    score: Floats


def find_pairs(matrix: csr_matrix[np.float64], days: Ints, *, window: int) -> Pairs:
    """Pairs at most ``window`` days apart that share more than their neighbours do.

    The score is the cosine times ``(FLOOR / usual) ** POWER``, where ``usual`` is the geometric
    mean of what is usual near either article: the mean cosine of its nearest neighbours, from
    FLOOR to CAP. A topic on which everything is alike needs more likeness to be one event.

    Parameters
    ----------
    matrix
        Rows of length 1.
    days
        A day number for each row; ``UNDATED`` is near every day.
    window
        Days, from 0.
    """
    row, column, cosine = _cosines(matrix, days, window)
    usual = _usual(row, column, cosine, len(days))
    upper = np.minimum(row, column), np.maximum(row, column)
    cell, place = np.unique(upper[0] * len(days) + upper[1], return_index=True)
    first, second = np.divmod(cell, max(len(days), 1))
    discount = (FLOOR / np.sqrt(usual[first] * usual[second])) ** POWER
    return Pairs(first, second, cosine[place] * discount)


def _cosines(matrix: csr_matrix[np.float64], days: Ints, window: int) -> tuple[Ints, Ints, Floats]:
    """Row, column and cosine above FLOOR, no article with itself."""
    from sparse_dot_topn import sp_matmul_topn

    rows, columns, cosines = [], [], []
    for here, near in _blocks(days, window):
        block = sp_matmul_topn(
            matrix[here], matrix[near].T.tocsr(), top_n=_TOP + 1, threshold=FLOOR
        ).tocoo()
        rows.append(here[block.row])
        columns.append(near[block.col])
        cosines.append(block.data)
    if not rows:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    row, column, cosine = map(np.concatenate, (rows, columns, cosines))
    other = row != column
    return row[other], column[other], np.minimum(cosine[other], 1.0)


def _blocks(days: Ints, window: int) -> Iterator[tuple[Ints, Ints]]:
    """Articles of one day with all those near it; undated ones with all."""
    order = np.argsort(days, kind="stable")
    ordered = days[order]
    n_undated = int(np.searchsorted(ordered, UNDATED, side="right"))
    undated = order[:n_undated]
    if n_undated:
        yield undated, order
    for day in np.unique(ordered[n_undated:]):
        low, start, end, high = (
            max(int(np.searchsorted(ordered, *at)), n_undated)
            for at in ((day - window, "left"), (day, "left"), (day, "right"),
                       (day + window, "right"))
        )  # fmt: skip
        yield order[start:end], np.concatenate([undated, order[low:high]])


def _usual(row: Ints, column: Ints, cosine: Floats, n: int) -> Floats:
    """The mean cosine of each article's nearest neighbours; FLOOR for those it does not have."""
    order = np.lexsort((column, -cosine, row))
    row, cosine = row[order], cosine[order]
    begin = np.searchsorted(row, np.arange(n))
    nearest = np.arange(len(row)) - begin[row] < N_USUAL
    above = np.bincount(row[nearest], weights=cosine[nearest] - FLOOR, minlength=n)
    usual: Floats = np.minimum(FLOOR + above / N_USUAL, CAP)
    return usual
