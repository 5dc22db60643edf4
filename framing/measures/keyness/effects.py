"""How many times more often: effects that do not grow with the corpus."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.measures.keyness.counts import ZERO_COUNT, FloatArray, checked_sides, comparable


def log_ratio(
    n_a: ArrayLike, n_b: ArrayLike, *, total_a: ArrayLike, total_b: ArrayLike
) -> FloatArray:
    """Binary logarithm of how many times more often A uses a term than B.

    ``log2((n_a / total_a) / (n_b / total_b))``; a count of 0 (only 0) is replaced by 0.5.

    Parameters
    ----------
    n_a, n_b : (terms,) or (replicates, terms), tokens, 0 to the total
    total_a, total_b : all tokens in scope, a number or (replicates,), at least 0

    Returns
    -------
    Doublings: +1 is twice as often in A, -1 twice as often in B, 0 equally often. NaN where both
    counts are 0 or a total is 0.

    Raises
    ------
    ValueError
        A count is negative, not finite or above its total, or shapes do not fit.

    Not to be compared between corpora of different size where one count is 0: the value then
    follows the size. Weighted counts below 0.5 fall below the stand-in for 0; say so beside them.

    Source: Hardie (2014), Log Ratio: an informal introduction,
    http://cass.lancs.ac.uk/log-ratio-an-informal-introduction/ (no DOI).

    >>> log_ratio([8, 0, 0], [2, 4, 0], total_a=1000, total_b=1000)
    array([ 2., -3., nan])
    """
    a, b, size_a, size_b = checked_sides(n_a, n_b, total_a, total_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(a > 0, a, ZERO_COUNT) * size_b / (np.where(b > 0, b, ZERO_COUNT) * size_a)
        score = np.log2(ratio)
    return np.where(comparable(a, b, size_a, size_b), score, np.nan)


def percent_diff(
    n_a: ArrayLike, n_b: ArrayLike, *, total_a: ArrayLike, total_b: ArrayLike
) -> FloatArray:
    """Difference between the rates of A and B in per cent of B's rate (%DIFF).

    ``100 * (n_a / total_a - n_b / total_b) / (n_b / total_b)``

    Parameters
    ----------
    n_a, n_b, total_a, total_b : as in `log_ratio`

    Returns
    -------
    Per cent, from -100 (only in B) without upper limit; +100 is twice as often in A. NaN where B
    has none, since there is nothing to be a per cent of, or a total is 0.

    Raises
    ------
    ValueError
        A count is negative, not finite or above its total, or shapes do not fit.

    Not symmetric: +100 seen from A is -50 seen from B, so never average it over terms.

    Source: Gabrielatos & Marchi (2011), Keyness: matching metrics to definitions (no DOI);
    Gabrielatos (2018) in Corpus Approaches to Discourse, doi:10.4324/9781315179346. They put 1e-18
    for a zero; that is NaN here.

    >>> percent_diff([8, 0, 3], [2, 4, 0], total_a=1000, total_b=1000)
    array([ 300., -100.,   nan])
    """
    a, b, size_a, size_b = checked_sides(n_a, n_b, total_a, total_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = 100 * (a * size_b - b * size_a) / (b * size_a)
    return np.where(comparable(a, b, size_a, size_b) & (b > 0), score, np.nan)


def odds_ratio(
    n_a: ArrayLike, n_b: ArrayLike, *, total_a: ArrayLike, total_b: ArrayLike
) -> FloatArray:
    """Odds of a term among the other words of A, divided by those in B.

    ``(n_a / (total_a - n_a)) / (n_b / (total_b - n_b))``

    Parameters
    ----------
    n_a, n_b, total_a, total_b : as in `log_ratio`

    Returns
    -------
    From 0 (only in B) without upper limit; 2 is twice the odds in A. NaN where B has none, or A
    has nothing else, since there is nothing to divide by, or a total is 0.

    Raises
    ------
    ValueError
        A count is negative, not finite or above its total, or shapes do not fit.

    Not symmetric: 2 seen from A is 0.5 seen from B. For rare terms it is the ratio of the rates.

    Source: Everitt (2002), The Cambridge Dictionary of Statistics (no DOI).

    >>> odds_ratio([8, 0, 3], [2, 4, 0], total_a=10, total_b=10)
    array([16.,  0., nan])
    """
    a, b, size_a, size_b = checked_sides(n_a, n_b, total_a, total_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = a * (size_b - b) / (b * (size_a - a))
    return np.where(comparable(a, b, size_a, size_b) & (b > 0) & (size_a > a), ratio, np.nan)
