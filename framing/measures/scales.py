"""Scales of several yes/no items: scores, and whether the items hang together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def scale_scores(answers: Floats) -> Floats:
    """The mean of the answered items of each row; NaN where fewer than half are answered.

    Parameters
    ----------
    answers
        Shape (rows, items), values in 0 to 1, NaN where not answered.

    Examples
    --------
    >>> scale_scores(np.array([[1.0, 0.0, np.nan, 0.0], [1.0, np.nan, np.nan, np.nan]]))
    array([0.33333333,        nan])
    """
    known = np.isfinite(answers)
    n = known.sum(axis=1)
    total = np.where(known, answers, 0.0).sum(axis=1)
    enough = (2 * n >= answers.shape[1]) & (n > 0)
    scores: Floats = np.divide(total, n, out=np.full(len(answers), np.nan), where=enough)
    return scores


def cronbach_alpha(answers: Floats, *, weights: Floats | None = None) -> Floats:
    """Cronbach's alpha of a scale, from rows in which every item is answered.

    alpha = k / (k - 1) x (1 - sum of the items' variances / variance of their sum).

    Parameters
    ----------
    answers
        Shape (rows, k items); no NaN.
    weights
        Shape (draws, rows): how often each row counts in each draw; default once.

    Returns
    -------
    ndarray of shape (draws,)
        At most 1; below 0 where items run against each other. NaN where it is undefined: fewer
        than two items, or all rows have the same sum.

    References
    ----------
    Cronbach, L. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16.
    doi:10.1007/BF02310555

    Examples
    --------
    >>> cronbach_alpha(np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 1.0]]))
    array([1.])
    """
    k = answers.shape[1]
    drawn = np.ones((1, len(answers))) if weights is None else weights
    if k < 2 or not len(answers):
        return np.full(len(drawn), np.nan)
    columns = np.column_stack([answers, answers.sum(axis=1)])
    with np.errstate(invalid="ignore", divide="ignore"):
        n = drawn.sum(axis=1, keepdims=True)
        mean = drawn @ columns / n
        variance = drawn @ columns**2 / n - mean**2
        variance[variance < 1e-12] = 0.0  # what is left of equal values
        alpha: Floats = k / (k - 1) * (1 - variance[:, :k].sum(axis=1) / variance[:, k])
    return np.where(np.isfinite(alpha), alpha, np.nan)
