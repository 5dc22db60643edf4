"""Max-T: p values adjusted for all statistics of a family, from relabellings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.compare.resampling.blocks import Task, Workers, merge_ranges
from framing.compare.resampling.permutation import (
    BLOCK,
    Exchange,
    Ints,
    draw_order,
    is_exact,
    n_relabellings,
    relabel,
    smallest_p,
)

Floats = NDArray[np.float64]
Statistic = Callable[[Ints], Floats]

_MEMORY = 256 << 20  # bytes that the statistics of a block may take
_ARRAYS = 4  # arrays of their size that live at one time
_TIE = 1e-9  # as a share: equal sums differ in the last digits, added in another order


class MaxT(NamedTuple):
    """Observed statistics with p of each alone and p adjusted for all (shape (statistics,))."""

    observed: Floats
    p: Floats
    p_adjusted: Floats
    n_relabellings: int
    exact: bool
    smallest_p: float


def max_t(
    statistic: Statistic,
    plan: Exchange,
    *,
    seed: int,
    replicates: int,
    work: float = 0.0,
    workers: Workers | None = None,
) -> MaxT:
    """Single-step max-T p values of Westfall and Young.

    ``p = (1 + #{|T*| >= |T|}) / (1 + replicates)``, or the exact share where all relabellings
    are listed; ``p_adjusted`` takes the largest |T*| of each relabelling in place of T*.

    Parameters
    ----------
    statistic
        Labels of shape (block, units) -> values of shape (block, statistics), on one scale and 0
        where nothing differs; NaN where undefined, in every relabelling alike. The values of a
        relabelling do not depend on its block. For ``workers`` it must go by pickle.
    plan, seed, replicates
        As in ``relabel``.
    work
        About how many multiplications a relabelling takes.
    workers
        Who does it, where that is worth it; only counts are added up.

    Source: Westfall & Young (1993), Resampling-Based Multiple Testing; Phipson & Smyth (2010),
    doi:10.2202/1544-6115.1585, for the 1 that is added.
    """
    observed = np.asarray(statistic(plan.observed)[0], dtype=np.float64)
    size = np.abs(observed)
    n = n_relabellings(plan, replicates)
    given = _Ranking(statistic, plan.without_names(), size * (1 - _TIE), seed, replicates)
    task = Task("relabellings", _rank, given, work * n)
    reached, topped = merge_ranges(task, n, add=_add, workers=workers, least=BLOCK)
    exact = is_exact(plan, replicates)
    added = 0 if exact else 1
    gone = ~np.isfinite(size)
    p, adjusted = ((c + added) / (n + added) for c in (reached, topped))
    p[gone], adjusted[gone] = np.nan, np.nan
    return MaxT(observed, p, adjusted, n, exact, smallest_p(plan, replicates))


def adjust_each(
    statistic: Statistic, plan: Exchange, many: Sequence[Ints], *, seed: int, replicates: int
) -> list[Floats]:
    """The adjusted p of ``max_t`` with other labels of units in place of the observed ones.

    Each of ``many``, of shape (units,), is a relabelling of the plan. All are relabelled by the
    same draws, which cost no less than a statistic of sparse sums.
    """
    moves = plan.piece >= 0
    pieces = []
    for labels in many:
        own = plan.labels.copy()
        own[plan.piece[moves]] = labels[moves]
        pieces.append(own)
    least = [np.abs(statistic(labels[np.newaxis])[0]) * (1 - _TIE) for labels in many]
    topped = [np.zeros(len(one), np.int64) for one in least]
    exact, n = is_exact(plan, replicates), n_relabellings(plan, replicates)
    block = _at_once(len(least[0])) if least else BLOCK
    for low in range(0, n, block):
        high = min(low + block, n)
        orders = None if exact else np.stack([draw_order(plan, seed, r) for r in range(low, high)])
        for k, own in enumerate(pieces):
            labels = np.repeat(many[k][np.newaxis], high - low, axis=0)
            if orders is None:  # all there are, whatever the labels were
                every = relabel(plan, seed=seed, replicates=replicates, low=low, high=high)
                labels[:, moves] = np.concatenate([block[:, moves] for block in every])
            else:
                labels[:, moves] = own[orders][:, plan.piece[moves]]
            topped[k] += _count_topped(np.abs(statistic(labels)), least[k])
    more = 0 if exact else 1
    return [
        np.where(np.isfinite(one), (count + more) / (n + more), np.nan)
        for one, count in zip(least, topped, strict=True)
    ]


class _Ranking(NamedTuple):
    """What relabellings are counted against: ``least`` is what reaches an observed value."""

    statistic: Statistic
    plan: Exchange
    least: Floats
    seed: int
    replicates: int


def _rank(given: _Ranking, low: int, high: int) -> tuple[Ints, Ints]:
    """For each statistic the relabellings in which it, or the largest of all, reaches its own."""
    n = len(given.least)
    reached, topped = np.zeros(n, np.int64), np.zeros(n, np.int64)
    block = _at_once(n)
    for labels in relabel(
        given.plan, seed=given.seed, replicates=given.replicates, low=low, high=high, block=block
    ):
        drawn = np.abs(given.statistic(labels))
        reached += (drawn >= given.least).sum(axis=0)
        topped += _count_topped(drawn, given.least)
    return reached, topped


def _at_once(n: int) -> int:
    """How many relabellings of so many statistics fit in memory."""
    return max(min(BLOCK, _MEMORY // (8 * _ARRAYS * max(n, 1))), 1)


def _count_topped(drawn: Floats, least: Floats) -> Ints:
    """In how many relabellings the largest of all statistics is at least so large."""
    largest = np.fmax.reduce(drawn, axis=1, initial=0.0)
    return np.asarray(len(largest) - np.searchsorted(np.sort(largest), least), dtype=np.int64)


def _add(one: tuple[Ints, Ints], other: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    return one[0] + other[0], one[1] + other[1]
