"""Permutation test of words: one score a term, linear in the labels of units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from framing.compare.resampling.blocks import Workers
from framing.compare.resampling.maxt import MaxT, max_t
from framing.compare.resampling.permutation import Exchange, Ints

Floats = NDArray[np.float64]
_REST = 5  # what a score costs beside its sum, in multiplications
_NOTHING = 1e-10  # of the variance that the counts alone would have: rounding, no variation


@dataclass(frozen=True, slots=True)
class WordScores:
    """What makes a score of labels: ``counts @ labels - expected @ (words of side a by event)``."""

    counts: csr_array  # terms by units
    expected: csr_array  # terms by events: uses per word
    words: csr_array  # events by units: how long each unit is
    deviation: Floats  # terms

    def __call__(self, labels: Ints) -> Floats:
        """Scores of shape (labellings, terms)."""
        is_a = (labels == 0).T.astype(np.float64)
        surplus = self.counts @ is_a
        surplus -= self.expected @ (self.words @ is_a)
        with np.errstate(invalid="ignore", divide="ignore"):
            surplus /= self.deviation[:, np.newaxis]
        return np.asarray(surplus.T)

    @property
    def work(self) -> float:
        """About how many multiplications one labelling takes."""
        sums = self.counts.nnz + self.expected.nnz + self.words.nnz
        return float(sums + _REST * len(self.deviation))


def permute_words(
    counts: csr_array,
    *,
    words: Floats,
    plan: Exchange,
    seed: int,
    replicates: int,
    workers: Workers | None = None,
) -> MaxT:
    """Max-T of all terms: on which side are there more uses than its words lead one to expect?

    A unit's residual is its uses minus its words times the rate of its event, ``r = n - L N_e /
    L_e`` over the units that can change places; the score is the sum of r over side a, divided
    by its exact standard deviation under permutation, so that rare and common terms have one
    scale.

    Parameters
    ----------
    counts
        Terms by units, weighted uses; units in the order of ``plan.units``.
    words
        Shape (units,), weighted words.
    plan
        Two sides; units of no event and those on both sides contribute nothing.
    seed, replicates
        As in ``relabel``.
    workers
        Who does it, where that is worth it.

    Returns
    -------
    MaxT
        ``observed`` is positive where the first side uses a term more. NaN where no use stands
        in an event of both sides.
    """
    made = prepare_scores(counts, words=words, plan=plan)
    return max_t(made, plan, seed=seed, replicates=replicates, work=made.work, workers=workers)


def prepare_scores(counts: csr_array, *, words: Floats, plan: Exchange) -> WordScores:
    """Counts of the units that can move, the rates of their events, and the deviations."""
    events = plan.units["within"].rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
    moves = (plan.piece >= 0) & (events > 0)
    n_units, n_events = len(moves), int(events.max(initial=0))
    rows = np.flatnonzero(moves)
    shape = (n_units, n_events)
    member = csr_array((np.ones(len(rows)), (rows, events[rows] - 1)), shape=shape)
    own = csr_array(counts @ diags_array(moves.astype(np.float64)))
    own.eliminate_zeros()
    length = np.where(moves, words, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_word = np.nan_to_num(1 / (length @ member), posinf=0.0)
    uses = csr_array(own @ member)
    expected = csr_array(uses @ diags_array(per_word))
    spread = csr_array(diags_array(length) @ member)
    if plan.claim == "group":
        variance, bulk = _of_outlets(own, expected, spread, plan)
    else:
        variance, bulk = _of_units(own, expected, length, member, plan)
    deviation = np.sqrt(np.where(variance > _NOTHING * bulk, variance, np.nan))
    return WordScores(own, expected, csr_array(spread.T), deviation)


def _of_units(
    own: csr_array, expected: csr_array, length: Floats, member: csr_array, plan: Exchange
) -> tuple[Floats, Floats]:
    """Variance of a sum of m of k residuals drawn without replacement, summed over events."""
    labels = plan.observed[0]
    n = member.sum(axis=0)
    n_a = (labels == 0).astype(np.float64) @ member
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.where(n > 1, n_a * (n - n_a) / (n * (n - 1)), 0.0)
    squares = (own.power(2) @ member) @ drawn
    # Only where a term is used is there anything to sum: everything stays sparse.
    mixed = expected.multiply(own @ (diags_array(length) @ member)) @ drawn
    lengths = expected.power(2) @ (drawn * (length**2 @ member))
    return squares - 2 * mixed + lengths, squares


def _of_outlets(
    own: csr_array, expected: csr_array, spread: csr_array, plan: Exchange
) -> tuple[Floats, Floats]:
    """The same where whole outlets move: residuals are summed by outlet first."""
    k = len(plan.labels)
    m = int((plan.labels == 0).sum())
    rows = np.flatnonzero(plan.piece >= 0)
    shape = (len(plan.piece), k)
    outlet = csr_array((np.ones(len(rows)), (rows, plan.piece[rows])), shape=shape)
    residual: Floats = (own @ outlet - expected @ (spread.T @ outlet)).toarray()
    drawn = m * (k - m) / (k * (k - 1)) if k > 1 else 0.0
    # Residuals sum to zero within each event, so their mean over outlets is zero, too.
    bulk = np.asarray(own.power(2).sum(axis=1), dtype=np.float64)
    return drawn * np.square(residual).sum(axis=1), drawn * bulk


def units_of(counts: csr_array, *, unit: Ints, n_units: int) -> csr_array:
    """Counts of terms by units from counts by articles; ``unit`` is each article's number."""
    shape = (len(unit), n_units)
    member = csr_array((np.ones(len(unit)), (np.arange(len(unit)), unit)), shape=shape)
    return csr_array(counts @ member)
