"""What a statistic reads where labels mean nothing: the permutation null and its p."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.compare.apart.texts import Corpus, place_texts, text_labels
from framing.compare.design import INFERENTIAL
from framing.compare.resampling.blocks import Task, Workers, map_ranges
from framing.compare.resampling.permutation import (
    Exchange,
    count_relabellings,
    is_exact,
    n_relabellings,
    relabel,
    smallest_p,
    why_no_test,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Statistic = Callable[[Ints], Floats]  # labels of texts (labellings, texts) -> (labellings,)

HIGH = 0.95  # quantile of the null that is shown
_TIE = 1e-9  # equal sums differ in their last digits


@dataclass(frozen=True, slots=True)
class Null:
    """The null's mean and upper quantile; p where the design allows one, else why not."""

    mean: float | None
    high: float | None
    p: float | None
    smallest_p: float | None
    method: str
    reason: str


def permutation_null(
    statistic: Statistic,
    corpus: Corpus,
    *,
    observed: float,
    plan: Exchange,
    tier: str,
    seed: int,
    replicates: int,
    work: float = 0.0,
    workers: Workers | None = None,
) -> Null:
    """The null of a statistic by permuting labels, one-sided: more different than by chance.

    Parameters
    ----------
    statistic
        Of labels of texts; larger means more different.
    corpus
        The texts.
    observed
        The statistic under the labels as they are.
    plan
        What may change places.
    tier
        p is given in tier ``inferential`` only.
    seed, replicates
        As in ``relabel``; 0 replicates: no null.
    work, workers
        About how many multiplications one labelling takes, and who does them where it is worth it.

    Source: Phipson & Smyth (2010), doi:10.2202/1544-6115.1585, for the 1 that is added.
    """
    if not replicates:
        return Null(None, None, None, None, "", "no permutations asked for")
    if not plan.n_strata:
        return Null(None, None, None, None, "", "no event with articles of two sides: no null")
    n = n_relabellings(plan, replicates)
    place = place_texts(corpus, plan)
    given = _Nulls(statistic, plan.without_names(), place, corpus.labels, seed, replicates)
    task = Task("relabelled texts", _measure, given, work * n)
    drawn = np.concatenate(list(map_ranges(task, n, workers=workers)))
    drawn = drawn[np.isfinite(drawn)]
    if not len(drawn):
        return Null(None, None, None, None, "", "undefined under every relabelling: no null")
    added = 0 if is_exact(plan, replicates) else 1
    reached = int((drawn >= observed * (1 - _TIE)).sum())
    reason = why_no_test(plan, replicates)
    if not reason and tier != INFERENTIAL:
        reason = f"tier {tier}: no p"
    p = least = None
    if not reason:
        least = smallest_p(plan, replicates)
        # Texts of both sides stay, so mirrored labellings may differ: never below what is named.
        p = max((reached + added) / (len(drawn) + added), least)
    high = float(np.quantile(drawn, HIGH))
    return Null(float(drawn.mean()), high, p, least, _method(plan, replicates), reason)


class _Nulls(NamedTuple):
    """What the null is made from: ``place`` is each text's unit, ``labels`` are the texts' own."""

    statistic: Statistic
    plan: Exchange
    place: Ints
    labels: Ints
    seed: int
    replicates: int


def _measure(given: _Nulls, low: int, high: int) -> Floats:
    """The statistic under some of the relabellings."""
    return np.concatenate(
        [
            given.statistic(text_labels(labels, given.place, given.labels))
            for labels in relabel(
                given.plan, seed=given.seed, replicates=given.replicates, low=low, high=high
            )
        ]
    )


def _method(plan: Exchange, replicates: int) -> str:
    """What changed places, and how many ways there are."""
    moved = "outlets between groups" if plan.claim == "group" else "articles within events"
    n = count_relabellings(plan).n
    if is_exact(plan, replicates):
        return f"permutation of {moved}, all {n} relabellings"
    # Not by its digits: Python spells no whole number of more than 4,300.
    many = str(n) if n < 10**6 else f"10^{math.floor(math.log10(n))}"
    return f"permutation of {moved}, {replicates} of {many} relabellings"
