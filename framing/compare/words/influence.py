"""What each unit moves in a statistic of words: derivatives times sparse counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.resampling.influence import Influence, summarise

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_STEP = 1e-4  # relative change of a sum, for its derivative


class WordSums(NamedTuple):
    """What terms add up to in every replicate.

    Attributes
    ----------
    n_a, n_b
        Of shape (replicates, terms): weighted counts.
    total_a, total_b
        Of shape (replicates,): all weighted words.
    terms
        Rows of the count matrix, one a column of the counts.
    """

    n_a: Floats
    n_b: Floats
    total_a: Floats
    total_b: Floats
    terms: Ints


WordStatistic = Callable[[WordSums], Floats]


class Halves(NamedTuple):
    """What each drawn cluster adds to either side.

    Attributes
    ----------
    counts
        Of side a and b, of shape (terms, clusters).
    totals
        Of side a and b, of shape (clusters,).
    sizes
        Clusters of each stratum; strata stand one after another.
    """

    counts: tuple[csr_array, csr_array]
    totals: tuple[Floats, Floats]
    sizes: Ints


def word_influence(
    statistic: WordStatistic, halves: Halves, terms: Ints
) -> tuple[Floats, Influence]:
    """The statistic of all units, and how their weights tell on it.

    Parameters
    ----------
    statistic
        As for ``word_bounds``.
    halves
        Counts of these terms.
    terms
        Their rows in the whole count matrix.

    Returns
    -------
    tuple
        The estimates, of shape (terms,), and the influence: the infinitesimal jackknife within
        strata (Efron 1982, doi:10.1137/1.9781611970319), scaled as leaving units out is. NaN
        where a side's uses all stand in one unit and the statistic is undefined without them.
    """
    point, slopes = _slopes(statistic, _whole(halves, terms))
    moments = _moments(slopes, halves)
    sizes = halves.sizes
    n = np.maximum(sizes, 2)[:, np.newaxis].astype(np.float64)
    drawn = (sizes > 1)[:, np.newaxis]
    first, second, third = (np.where(drawn, moment, 0.0) for moment in moments)
    mean = first / n
    squares = np.maximum(second - n * mean**2, 0.0)
    cubes = third - 3 * mean * second + 2 * n * mean**3
    # Without a unit the others of its stratum weigh n / (n - 1): so much more it moves.
    variance = n / (n - 1) * squares
    skew = cubes.sum(axis=0)
    used = np.where(drawn, _used(slopes, halves), 0.0)
    found = summarise(variance, used, skew, sizes)
    hangs = _hangs(statistic, halves, terms)
    df = np.where(hangs, np.nan, found.df)
    return point, replace(found, df=df)


def _whole(halves: Halves, terms: Ints) -> WordSums:
    n_a, n_b = (np.asarray(side.sum(axis=1), np.float64)[np.newaxis] for side in halves.counts)
    total_a, total_b = (side.sum(keepdims=True) for side in halves.totals)
    return WordSums(n_a, n_b, total_a, total_b, terms)


def _slopes(statistic: WordStatistic, whole: WordSums) -> tuple[Floats, list[Floats]]:
    """The estimates, and their derivatives by counts and totals; 0 where a sum is 0."""
    slopes = []
    with np.errstate(invalid="ignore", divide="ignore"):
        for place, value in enumerate(whole[:4]):
            sums: list[Any] = list(whole)
            sums[place] = value * (1 + _STEP)
            up = statistic(WordSums(*sums))
            sums[place] = value * (1 - _STEP)
            down = statistic(WordSums(*sums))
            change = np.where(value > 0, 2 * _STEP * value, np.inf)
            slopes.append(((up - down) / change.reshape(1, -1))[0])
        point: Floats = statistic(whole)[0]
    return point, slopes


def _moments(slopes: list[Floats], halves: Halves) -> tuple[Floats, Floats, Floats]:
    """Sums of first, second and third powers of what units move: strata by terms.

    A unit moves slope times count (sparse) and slope times total (of every unit), so powers are
    spelled out and no array of terms by units is made.
    """
    a, b, t_a, t_b = slopes
    sparse = (halves.counts[0].multiply(a[:, np.newaxis])).tocsr()
    sparse = (sparse + halves.counts[1].multiply(b[:, np.newaxis])).tocsr()
    square, cube = sparse.copy(), sparse.copy()
    square.data, cube.data = sparse.data**2, sparse.data**3
    x, y = halves.totals

    def over(cells: csr_array | None, by: Floats) -> Floats:
        return _by_stratum(cells, by, halves.sizes)

    one = np.ones(len(x))
    first = over(sparse, one) + t_a * over(None, x) + t_b * over(None, y)
    second = (
        over(square, one)
        + 2 * (t_a * over(sparse, x) + t_b * over(sparse, y))
        + t_a**2 * over(None, x**2)
        + 2 * t_a * t_b * over(None, x * y)
        + t_b**2 * over(None, y**2)
    )
    third = (
        over(cube, one)
        + 3 * (t_a * over(square, x) + t_b * over(square, y))
        + 3 * (t_a**2 * over(sparse, x**2) + t_b**2 * over(sparse, y**2))
        + 6 * t_a * t_b * over(sparse, x * y)
        + t_a**3 * over(None, x**3)
        + 3 * t_a**2 * t_b * over(None, x**2 * y)
        + 3 * t_a * t_b**2 * over(None, x * y**2)
        + t_b**3 * over(None, y**3)
    )
    return first, second, third


def _by_stratum(cells: csr_array | None, by: Floats, sizes: Ints) -> Floats:
    """Sums within strata of cells (1 where none are given) times a value of each unit."""
    starts = np.cumsum(sizes) - sizes
    if cells is None:
        return np.add.reduceat(by, starts)[:, np.newaxis]
    member = np.zeros((len(by), len(starts)))
    member[np.arange(len(by)), np.repeat(np.arange(len(starts)), sizes)] = by
    return np.asarray((cells @ member).T)


def _used(slopes: list[Floats], halves: Halves) -> Floats:
    """Units that each estimate uses, strata by terms: all with words where a total tells."""
    present = (abs(halves.counts[0]) + abs(halves.counts[1])).tocsr()
    present.data = np.ones_like(present.data)
    speaks = (halves.totals[0] + halves.totals[1] > 0).astype(np.float64)
    everybody = _by_stratum(None, speaks, halves.sizes)
    users = _by_stratum(present, np.ones_like(speaks), halves.sizes)
    return np.where((slopes[2] != 0) | (slopes[3] != 0), everybody, users)


def _hangs(statistic: WordStatistic, halves: Halves, terms: Ints) -> NDArray[np.bool_]:
    """Whether one unit's uses on a side are all, and the statistic needs them."""
    whole = _whole(halves, terms)
    hangs = np.zeros(len(terms), dtype=bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        nothing = np.zeros_like(whole.n_a)
        for side, rest in zip(
            halves.counts, (whole._replace(n_a=nothing), whole._replace(n_b=nothing)), strict=True
        ):
            alone = np.diff(side.indptr) == 1
            without = statistic(rest)[0]
            hangs |= alone & ~np.isfinite(without)
    return hangs
