"""Two sets of passages matched one to one, and what precision, recall and F1 make of the counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Pieces = Sequence[tuple[int, int]]


def span_iou(a: Pieces, b: Pieces) -> float:
    """Characters that two passages share over all that they cover; pieces do not overlap.

    >>> span_iou([(0, 10)], [(5, 15)]), span_iou([(0, 2), (4, 6)], [(0, 6)])
    (0.3333333333333333, 0.6666666666666666)
    """
    shared = sum(
        max(0, min(end, last) - max(start, first)) for start, end in a for first, last in b
    )
    sizes = sum(end - start for start, end in a) + sum(last - first for first, last in b)
    return shared / (sizes - shared) if shared else 0.0


def match_spans(
    gold: Sequence[Pieces], found: Sequence[Pieces], *, iou: float
) -> list[tuple[int, int]]:
    """Pairs of a gold and a found passage of one article, one to one.

    As many pairs of at least ``iou`` as can be, and of these choices the one with the greatest sum
    of ``span_iou`` (``scipy.optimize.linear_sum_assignment``); equal ones are told apart by the
    order of the passages.

    Parameters
    ----------
    gold, found
        Passages as pieces (start, end).
    iou
        0 to 1; 1 asks for the same characters, 0 for one shared character.

    Returns
    -------
    list of (int, int)
        Indices into ``gold`` and ``found``, ascending.
    """
    from scipy.optimize import linear_sum_assignment

    if not gold or not found:
        return []
    likeness = np.zeros((len(gold), len(found)))
    for i, a in enumerate(gold):
        for j, b in enumerate(found):
            if a[0][0] < b[-1][1] and b[0][0] < a[-1][1]:
                value = span_iou(a, b)
                likeness[i, j] = value if value >= iou - 1e-12 else 0.0
    # A pair more is worth more than any sum of overlaps: first count, then fit.
    rows, columns = linear_sum_assignment(
        np.where(likeness > 0, likeness + len(gold) + len(found), 0.0), maximize=True
    )
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(i, j) for i, j in pairs if likeness[i, j] > 0]


def score_counts(
    n_gold: NDArray[np.float64], n_found: NDArray[np.float64], n_matched: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Precision, recall and F1 of counts of any shape.

    precision = matched / found, recall = matched / gold, F1 = 2 matched / (gold + found); NaN
    where the whole is 0: nothing found has no precision, and it is not 0.

    >>> [float(x) for x in score_counts(np.array(4.0), np.array(2.0), np.array(1.0))]
    [0.5, 0.25, 0.3333333333333333]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return n_matched / n_found, n_matched / n_gold, 2 * n_matched / (n_gold + n_found)
