"""Bootstrap bounds of words: weights of units times sparse counts, terms in blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.resampling.blocks import Task, Workers, map_ranges
from framing.compare.resampling.bounds import Resampling, find_tails, median_bias
from framing.compare.resampling.draws import (
    BLOCK,
    draw_strata,
    drawn_together,
    percentile_interval,
    unit_strata,
)
from framing.compare.words.influence import Halves, WordStatistic, WordSums, word_influence

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]

MEMORY = 128 << 20  # bytes that a block of terms may take, beside the weights
_ARRAYS = 16  # arrays of a block's size that live at one time, those of statistics included
_BLOCKS = 4  # of terms that see the same weights before these are drawn again
_WEIGHTS = 64 << 20  # bytes of weights that are held at a time
_REST = 100  # what a statistic of a term and replicate costs, in multiplications


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
    workers: Workers | None = None,
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
    workers
        Who does it, where that is worth it; each draws the same weights for terms of its own.

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
    strata = unit_strata(docs)
    halves = _halve(counts[rows], totals, sides, docs)
    names = tuple(strata["stratum"].unique(maintain_order=True))
    given = _Drawing(dict(statistics), halves, names, rows, resampling, memory)
    n_draws = len(halves.totals[0])
    n_cells = halves.counts[0].nnz + halves.counts[1].nnz
    work = resampling.replicates * (n_cells + _REST * len(rows) * len(statistics) + n_draws)
    task = Task("intervals of terms", _bound_terms, given, float(work))
    most = _BLOCKS * given.at_once
    found = list(map_ranges(task, len(rows), workers=workers, most=most))
    empty = np.empty((3, 0))
    return {
        name: WordBounds(*np.concatenate([empty, *(part[name] for part in found)], axis=1))
        for name in statistics
    }


class _Drawing(NamedTuple):
    """What bounds are made from; ``names`` are those of strata, in the order of the halves."""

    statistics: dict[str, WordStatistic]
    halves: Halves
    names: tuple[str, ...]
    terms: Ints
    resampling: Resampling
    memory: int

    @property
    def at_once(self) -> int:
        """Terms whose statistics fit in the memory of a block."""
        return max(self.memory // (8 * _ARRAYS * self.resampling.replicates), 1)


def _bound_terms(given: _Drawing, low: int, high: int) -> dict[str, Floats]:
    """Low, high and degrees of freedom of some terms, of shape (3, terms), by statistic."""
    own = _rows_of(given.halves, low, high)
    n_a, n_b, total_a, total_b = _draw_sums(own, given)
    bounds = {name: np.full((3, high - low), np.nan) for name in given.statistics}
    for start in range(0, high - low, given.at_once):
        here = slice(start, start + given.at_once)
        terms = given.terms[low:high][here]
        found = WordSums(n_a[here].T, n_b[here].T, total_a, total_b, terms)
        part = _rows_of(own, start, start + len(terms))
        for name, statistic in given.statistics.items():
            bounds[name][:, here] = _bounds(statistic, found, part, given.resampling)
    return bounds


def _rows_of(halves: Halves, low: int, high: int) -> Halves:
    """The same of some terms only."""
    return halves._replace(counts=(halves.counts[0][low:high], halves.counts[1][low:high]))


def _draw_sums(halves: Halves, given: _Drawing) -> list[Floats]:
    """Counts of both sides, of shape (terms, replicates), and their words, in every replicate.

    All are sparse products, whose sums are added in one order, whatever the block: those of dense
    arrays may depend on its size and on the number of threads.
    """
    replicates = given.resampling.replicates
    tables = [
        *halves.counts,
        *(csr_array(total[np.newaxis]) for total in halves.totals),
    ]
    sums = [np.empty((table.shape[0], replicates)) for table in tables]
    rows = max(_WEIGHTS // (8 * max(len(halves.totals[0]), 1)), 1)
    start = 0
    for weights in draw_strata(
        given.names,
        halves.sizes,
        seed=given.resampling.seed,
        replicates=replicates,
        block=min(rows, BLOCK),
    ):
        drawn = np.ascontiguousarray(weights.T)
        for table, out in zip(tables, sums, strict=True):
            out[:, start : start + len(weights)] = table @ drawn
        start += len(weights)
    return [*sums[:2], *(total[0] for total in sums[2:])]


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
