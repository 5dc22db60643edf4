"""Resampling of units within strata: weights times counts, seeded per replicate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

BLOCK = 100  # replicates held at a time


def unit_strata(units: pl.DataFrame) -> pl.DataFrame:
    """Units with their stratum: ``unit``, ``stratum``, sorted by both as strata then units."""
    return units.select("unit", "stratum").unique().sort("stratum", "unit")


def draw_weights(
    strata: pl.DataFrame, *, seed: int, replicates: int
) -> Iterator[NDArray[np.float64]]:
    """Bootstrap weights of units, in blocks of replicates.

    Units are drawn with replacement within their stratum; the weight is how often a unit was
    drawn. Replicate r uses the stream Philox(seed, r) over the sorted units, so neither block
    size nor the number of workers changes a draw.

    Parameters
    ----------
    strata
        From ``unit_strata``.
    seed, replicates
        Whole numbers; replicates at least 1.

    Yields
    ------
    ndarray of shape (block, n_units)
    """
    _, first, sizes = np.unique(strata["stratum"].to_numpy(), return_index=True, return_counts=True)
    start = np.repeat(first, sizes)
    size = np.repeat(sizes, sizes)
    n = len(start)
    for low in range(0, replicates, BLOCK):
        high = min(low + BLOCK, replicates)
        block = np.empty((high - low, n))
        for r in range(low, high):
            generator = np.random.Generator(np.random.Philox(key=[seed, r]))
            drawn = start + np.floor(generator.random(n) * size).astype(np.int64)
            block[r - low] = np.bincount(drawn, minlength=n)
        yield block


def percentile_interval(
    draws: NDArray[np.float64], *, level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Percentile interval over the first axis; replicates where the value is undefined fall out.

    Returns
    -------
    tuple of ndarray
        Low and high; NaN where fewer than 90 % of the replicates are defined.
    """
    finite = np.isfinite(draws)
    tail = (1.0 - level) / 2.0
    low = np.full(draws.shape[1], np.nan)
    high = np.full(draws.shape[1], np.nan)
    # Two paths, since quantiles that step over gaps are ten times slower.
    whole = finite.all(axis=0)
    some = ~whole & (finite.mean(axis=0) >= 0.9)
    if whole.any():
        low[whole], high[whole] = np.quantile(draws[:, whole], [tail, 1.0 - tail], axis=0)
    if some.any():
        clean = np.where(finite[:, some], draws[:, some], np.nan)
        low[some], high[some] = np.nanquantile(clean, [tail, 1.0 - tail], axis=0)
    return low, high
