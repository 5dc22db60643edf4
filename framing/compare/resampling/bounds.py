"""Bounds of anything that is computed from sums over units: one engine for every measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.draws import draw_weights, percentile_interval

Floats = NDArray[np.float64]
Statistic = Callable[..., Floats]


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made."""

    seed: int
    replicates: int
    level: float


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
        From ``unit_strata``: what is drawn, and within what.
    resampling
        Seed, replicates, level.

    Returns
    -------
    tuple of ndarray
        Low and high, of shape (estimates,); NaN where fewer than 90 % of the replicates are
        defined. Not for statistics that leave units out and predict them: those are never
        bootstrapped.

    >>> units = pl.DataFrame({"unit": list("abcd"), "stratum": ["outlet A"] * 4})
    >>> how = Resampling(1, 99, 0.9)
    >>> uses, words = np.array([[1.0], [3.0], [2.0], [8.0]]), np.array([[9.0], [9.0], [8.0], [9.0]])
    >>> low, high = bounds(np.divide, [uses, words], strata=units, resampling=how)
    >>> bool(low[0] < 14 / 35 < high[0])
    True
    """
    draws = []
    for weights in draw_weights(strata, seed=resampling.seed, replicates=resampling.replicates):
        with np.errstate(invalid="ignore", divide="ignore"):
            draws.append(statistic(*(weights @ table for table in tables)))
    return percentile_interval(np.concatenate(draws), level=resampling.level)
