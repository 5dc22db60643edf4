"""Bootstrap bounds of words: weights of units times sparse counts, terms in blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.resampling.bounds import Resampling, find_tails, median_bias
from framing.compare.resampling.draws import (
    draw_clusters,
    drawn_together,
    percentile_interval,
    unit_strata,
)
from framing.compare.words.influence import Halves, WordStatistic, WordSums, word_influence

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]
Progress = Callable[[int, int], None]

MEMORY = 128 << 20  # bytes that a block of terms may take, beside the weights
_ARRAYS = 16  # arrays of a block's size that live at one time, those of statistics included


class WordBounds(NamedTuple):
    """Bounds of one statistic, of shape (terms,), and the degrees of freedom that they have."""

    low: Floats
    high: Floats
    df: Floats


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
) -> dict[str, WordBounds]:
    """Bootstrap bounds of statistics of words on two sides.

    Every statistic sees the same draws of units, and tails are found as for ``bounds``, so that
    words and shares have one rule; only what a unit moves is linearised, since leaving out each
    of thousands would cost ten times the draws. Neither ``memory`` nor the blocks change a bound.

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
        One row an article, with ``unit``, ``stratum`` and where there is one ``cluster``.
    resampling
        Seed, replicates, level, kind of interval.
    terms
        Rows of ``counts`` that get bounds, in this order; default: all.
    memory
        Bytes that a block of terms may take; blocks are made to fit.
    progress
        Told after each block how many terms are done, of how many.

    Returns
    -------
    dict
        For each statistic a ``WordBounds``; low and high are NaN where fewer than 90 % of the
        replicates are defined, or where the statistic hangs on one unit.

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
    halves = _halve(counts[rows], totals, sides, docs)
    seed, replicates = resampling.seed, resampling.replicates
    drawn = [
        np.ascontiguousarray(block.T)
        for block in draw_clusters(unit_strata(docs), seed=seed, replicates=replicates)
    ]
    sums = [np.concatenate([t @ block for block in drawn]) for t in halves.totals]
    bounds = {name: np.full((3, len(rows)), np.nan) for name in statistics}
    at_once = max(memory // (8 * _ARRAYS * replicates), 1)
    for start in range(0, len(rows), at_once):
        here = slice(start, start + at_once)
        part = Halves((halves.counts[0][here], halves.counts[1][here]), halves.totals, halves.sizes)
        n_a, n_b = (
            np.concatenate([side @ block for block in drawn], axis=1).T for side in part.counts
        )
        found = WordSums(n_a, n_b, sums[0], sums[1], rows[here])
        for name, statistic in statistics.items():
            bounds[name][:, here] = _bounds(statistic, found, part, resampling)
        if progress:
            progress(min(start + at_once, len(rows)), len(rows))
    return {name: WordBounds(*found) for name, found in bounds.items()}


def _bounds(
    statistic: WordStatistic, sums: WordSums, halves: Halves, resampling: Resampling
) -> WordBounds:
    with np.errstate(invalid="ignore", divide="ignore"):
        draws = statistic(sums)
    point, influence = word_influence(statistic, halves, sums.terms)
    z0 = median_bias(draws, point) if resampling.interval == "bca" else np.zeros(draws.shape[1])
    tails = find_tails(influence, z0, resampling)
    low, high = percentile_interval(draws, level=resampling.level, tails=tails)
    return WordBounds(low, high, influence.df)


def _halve(counts: csr_array, totals: Floats, sides: Masks, docs: pl.DataFrame) -> Halves:
    """What each drawn cluster (a unit, where there is no other) adds to either side."""
    strata = unit_strata(docs)
    drawn, sizes = drawn_together(strata)
    number = docs.select("unit").join(
        strata.select("unit", cluster=pl.Series(drawn)),
        on="unit",
        how="left",
        maintain_order="left",
    )
    cluster = number["cluster"].to_numpy()
    members = []
    for mask in sides:
        own = np.flatnonzero(mask)
        shape = (len(mask), int(sizes.sum()))
        members.append(csr_array((np.ones(len(own)), (own, cluster[own])), shape=shape))
    a, b = members
    return Halves(
        ((counts @ a).tocsr(), (counts @ b).tocsr()),
        (np.asarray(totals @ a), np.asarray(totals @ b)),
        sizes,
    )
