"""Bootstrap bounds of words: weights of units times sparse counts, terms in blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.draws import draw_weights, percentile_interval, unit_strata

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]
Progress = Callable[[int, int], None]

MEMORY = 64 << 20  # bytes that a block of terms may take, beside the weights
_ARRAYS = 16  # arrays of a block's size that live at one time, those of statistics included


class WordSums(NamedTuple):
    """What a block of terms adds up to in every replicate.

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


def word_bounds(
    statistics: Mapping[str, WordStatistic],
    counts: csr_array,
    *,
    totals: Floats,
    sides: Masks,
    docs: pl.DataFrame,
    resampling: Resampling,
    terms: Ints | None = None,
    memory: int = MEMORY,
    progress: Progress | None = None,
) -> dict[str, tuple[Floats, Floats]]:
    """Bootstrap bounds of statistics of words on two sides.

    Every statistic sees the same draws of units, those of ``draw_weights``, so that words and
    shares have one rule. Neither ``memory`` nor the split into blocks changes a bound.

    Parameters
    ----------
    statistics
        By name: from the sums of a block of terms to values of shape (replicates, terms), NaN
        where one is undefined.
    counts
        Of shape (terms, articles): weighted counts.
    totals
        Of shape (articles,): all weighted words of each article.
    sides
        Masks of shape (articles,): who is on side a, who on side b.
    docs
        One row an article, with ``unit`` and ``stratum``.
    resampling
        Seed, replicates, level.
    terms
        Rows of ``counts`` that get bounds, in this order; default: all.
    memory
        Bytes that a block of terms may take; blocks are made to fit.
    progress
        Told after each block how many terms are done, of how many.

    Returns
    -------
    dict
        For each statistic low and high, of shape (terms,); NaN where fewer than 90 % of the
        replicates are defined.

    Raises
    ------
    ValueError
        The shapes do not fit.

    Not for measures that leave units out and predict them; those are never bootstrapped.
    """
    if not counts.shape[1] == docs.height == len(totals) == len(sides[0]) == len(sides[1]):
        raise ValueError(
            f"{counts.shape[1]} columns of counts, {docs.height} rows of docs, {len(totals)} "
            f"totals, masks of {len(sides[0])} and {len(sides[1])}; allowed: one a article in each."
        )
    rows = np.arange(counts.shape[0]) if terms is None else np.asarray(terms, dtype=np.int64)
    strata = unit_strata(docs)
    number = docs.select("unit").join(
        strata.select("unit").with_row_index("u"), on="unit", how="left", maintain_order="left"
    )
    unit = number["u"].cast(pl.Int64).to_numpy()
    drawn = [
        np.ascontiguousarray(block.T)
        for block in draw_weights(strata, seed=resampling.seed, replicates=resampling.replicates)
    ]
    members = [_members(mask, unit, strata.height) for mask in sides]
    by_unit = [(counts @ member).tocsr() for member in members]
    sums = [np.concatenate([(totals @ member) @ block for block in drawn]) for member in members]
    bounds = {name: np.full((2, len(rows)), np.nan) for name in statistics}
    at_once = max(memory // (8 * _ARRAYS * resampling.replicates), 1)
    for start in range(0, len(rows), at_once):
        part = rows[start : start + at_once]
        n_a, n_b = (
            np.concatenate([side[part] @ block for block in drawn], axis=1).T for side in by_unit
        )
        block_sums = WordSums(n_a, n_b, sums[0], sums[1], part)
        for name, statistic in statistics.items():
            low_high = percentile_interval(statistic(block_sums), level=resampling.level)
            bounds[name][:, start : start + at_once] = low_high
        if progress:
            progress(start + len(part), len(rows))
    return {name: (both[0], both[1]) for name, both in bounds.items()}


def _members(mask: NDArray[np.bool_], unit: Ints, n_units: int) -> csr_array:
    """Articles of a side by units: 1 where an article belongs to a unit."""
    own = np.flatnonzero(mask)
    return csr_array((np.ones(len(own)), (own, unit[own])), shape=(len(mask), n_units))
