"""What a statistic reads where labels mean nothing: the permutation null and its p."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.compare.apart.texts import Corpus, text_labels
from framing.compare.design import INFERENTIAL
from framing.compare.resampling.permutation import (
    Exchange,
    count_relabellings,
    is_exact,
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

    Source: Phipson & Smyth (2010), doi:10.2202/1544-6115.1585, for the 1 that is added.
    """
    if not replicates:
        return Null(None, None, None, None, "", "no permutations asked for")
    if not plan.n_strata:
        return Null(None, None, None, None, "", "no event with articles of two sides: no null")
    parts = [
        statistic(text_labels(corpus, plan, labels))
        for labels in relabel(plan, seed=seed, replicates=replicates)
    ]
    drawn = np.concatenate(parts)
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


def _method(plan: Exchange, replicates: int) -> str:
    """What changed places, and how many ways there are."""
    moved = "outlets between groups" if plan.claim == "group" else "articles within events"
    n = count_relabellings(plan).n
    if is_exact(plan, replicates):
        return f"permutation of {moved}, all {n} relabellings"
    many = str(n) if n < 10**6 else f"10^{len(str(n)) - 1}"
    return f"permutation of {moved}, {replicates} of {many} relabellings"
