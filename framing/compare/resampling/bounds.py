"""Bounds of anything that is computed from sums over units: one engine for every measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.draws import draw_clusters, drawn_together, percentile_interval
from framing.compare.resampling.influence import Influence, Statistic, find_influence

Floats = NDArray[np.float64]
INTERVALS = ("percentile", "bca")


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made: ``interval`` is one of ``INTERVALS``."""

    seed: int
    replicates: int
    level: float
    interval: str = "percentile"


def bounds(
    statistic: Statistic, tables: Sequence[Floats], *, strata: pl.DataFrame, resampling: Resampling
) -> tuple[Floats, Floats]:
    """Bootstrap bounds of a statistic of sums.

    Parameters
    ----------
    statistic
        Takes one array for each table, the sums of its columns, of shape (replicates, columns),
        and returns the estimates, of shape (replicates, estimates); NaN where one is undefined.
    tables
        Arrays of shape (units, columns): what each unit adds; units in the order of ``strata``.
    strata
        From ``unit_strata``: what is drawn, and within what; units of one ``cluster`` together.
    resampling
        Seed, replicates, level, kind of interval.

    Returns
    -------
    tuple of ndarray
        Low and high, of shape (estimates,); NaN where fewer than 90 % of the replicates are
        defined, or where the estimate hangs on one unit. Not for statistics that leave units out
        and predict them: those are never bootstrapped.

    Notes
    -----
    Tails are those of Student's t with the degrees of freedom of the strata that an estimate
    uses (Hesterberg 2015, doi:10.1080/00031305.2015.1089789). BCa after Efron (1987,
    doi:10.1080/01621459.1987.10478410), with the same tails.

    >>> units = pl.DataFrame({"unit": list("abcd"), "stratum": ["outlet A"] * 4})
    >>> how = Resampling(1, 99, 0.9)
    >>> uses, words = np.array([[1.0], [3.0], [2.0], [8.0]]), np.array([[9.0], [9.0], [8.0], [9.0]])
    >>> low, high = bounds(np.divide, [uses, words], strata=units, resampling=how)
    >>> bool(low[0] < 14 / 35 < high[0])
    True
    """
    drawn, sizes = drawn_together(strata)
    if len(drawn) != sizes.sum():
        tables = [_sum_rows(table, drawn, int(sizes.sum())) for table in tables]
    draws = []
    for weights in draw_clusters(strata, seed=resampling.seed, replicates=resampling.replicates):
        with np.errstate(invalid="ignore", divide="ignore"):
            draws.append(statistic(*(weights @ table for table in tables)))
    found = np.concatenate(draws)
    influence = find_influence(statistic, tables, sizes)
    z0 = np.zeros(found.shape[1])
    if resampling.interval == "bca":
        with np.errstate(invalid="ignore", divide="ignore"):
            point = statistic(*(table.sum(axis=0, keepdims=True) for table in tables))
        z0 = median_bias(found, point)
    tails = find_tails(influence, z0, resampling)
    return percentile_interval(found, level=resampling.level, tails=tails)


def find_tails(influence: Influence, z0: Floats, resampling: Resampling) -> tuple[Floats, Floats]:
    """Shares of the replicates below low and below high, for each estimate."""
    # Imported here: the command line reads this module for its options.
    from scipy.special import ndtr, stdtrit

    tail = (1.0 - resampling.level) / 2.0
    with np.errstate(invalid="ignore", divide="ignore"):
        reach = influence.scale * -stdtrit(influence.df, tail)
        if resampling.interval != "bca":
            return ndtr(-reach), ndtr(reach)
        ends = []
        for z in (z0 - reach, z0 + reach):
            # Beyond 1 / acceleration the correction turns round; the last draw stands there.
            left = 1.0 - influence.acceleration * z
            bent = np.where(left > 0, z0 + z / left, np.sign(z) * np.inf)
            ends.append(ndtr(np.where(np.isnan(z), np.nan, bent)))
    return ends[0], ends[1]


def median_bias(draws: Floats, point: Floats) -> Floats:
    """Of BCa: where the estimate stands among its replicates, ties counted half."""
    from scipy.special import ndtri

    finite = np.isfinite(draws)
    below = ((draws < point) & finite).sum(axis=0) + 0.5 * ((draws == point) & finite).sum(axis=0)
    n = finite.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = ndtri(np.clip(below / n, 0.5 / n, 1 - 0.5 / n))
    return found


def _sum_rows(table: Floats, row: NDArray[np.int64], n: int) -> Floats:
    """The table's rows summed into n rows; ``row`` never falls."""
    if not n:
        return table
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    summed: Floats = np.add.reduceat(table, starts, axis=0)
    return summed
