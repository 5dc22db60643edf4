"""Accuracy of telling the sides apart as rows: by article, on other events, on other outlets."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.apart.divergence import Plan
from framing.compare.apart.null import permutation_null
from framing.compare.apart.rows import Row, counts_of, make_row, told_of
from framing.compare.apart.sides import Sides
from framing.compare.apart.texts import Corpus
from framing.compare.design import MIN_OUTLETS
from framing.compare.resampling.permutation import exchange
from framing.learn.folds import Fold
from framing.learn.outlets import (
    Held,
    article_folds,
    balanced_accuracies,
    event_folds,
    outlet_folds,
    recalls,
    weigh_terms,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ARTICLES, OTHER_EVENTS, OTHER_OUTLETS = (
    "accuracy",
    "accuracy on other events",
    "accuracy on other outlets",
)
NO_INTERVAL = "cross-validated: no interval"


def measure_accuracy(
    corpus: Corpus, sides: Sides, *, measure: str, whole: str, plan: Plan
) -> list[Row]:
    """Balanced accuracy of telling the sides apart, with its null, and the recall of each side.

    Parameters
    ----------
    corpus
        Texts with counts of words and pairs.
    sides
        Who is told apart.
    measure
        ``ARTICLES``, ``OTHER_EVENTS`` or ``OTHER_OUTLETS``: what the tested texts have not in
        common with those trained on.
    whole
        What all sides together are called.
    plan
        Null. On other outlets it permutes whole outlets: that accuracy speaks of groups.
    """
    claim = plan.claim
    if measure == OTHER_OUTLETS:
        n_outlets = sides.rows.group_by("side").agg(pl.col("outlet").n_unique())
        fewest = min(n_outlets["outlet"], default=0)
        claim = "group" if fewest >= MIN_OUTLETS else "these_outlets"
    told = counts_of(sides, corpus, claim=claim)
    reason = sides.why_reading()
    folds: tuple[Fold, ...] = ()
    if not reason:
        folds = _folds(corpus, sides, measure, plan.seed)
        reason = _why_not(sides, measure, folds)
    if reason:
        return [make_row(measure, whole, **{**told, "flag": reason})]
    n_groups, labels = len(sides.names), corpus.labels
    held = Held(weigh_terms(corpus.n), folds, _weights(corpus, measure))

    def statistic(given: Ints) -> Floats:
        return balanced_accuracies(held, given, n_groups=n_groups)

    found = recalls(held, labels, n_groups=n_groups)
    null = permutation_null(
        statistic,
        corpus,
        observed=float(found.mean()),
        plan=exchange(sides.rows, claim="group" if measure == OTHER_OUTLETS else plan.claim),
        tier=sides.tier,
        seed=plan.seed,
        replicates=plan.permutations,
    )
    tested = np.concatenate([fold.test for fold in folds])
    n_tested = corpus.rows["unit"].gather(tested).n_unique()
    known = {**told, **told_of(null, flags=(NO_INTERVAL,)), "n_articles": n_tested}
    rows = [make_row(measure, whole, **known, estimate=float(found.mean()))]
    for k, name in enumerate(sides.names):
        n = int((labels[tested] == k).sum())
        share = {"estimate": float(found[k]), "n_articles": n, "claim": told["claim"]}
        rows.append(make_row(f"{measure}: recall", name, side=name, **share))
    return rows


def _folds(corpus: Corpus, sides: Sides, measure: str, seed: int) -> tuple[Fold, ...]:
    units = corpus.rows["unit"].to_list()
    if measure == ARTICLES:
        return article_folds(units, seed=seed)
    if measure == OTHER_EVENTS:
        tested = corpus.rows["event"].is_in(list(sides.shared_events)).fill_null(False).to_numpy()
        return event_folds(units, corpus.rows["event"].to_list(), tested=tested, seed=seed)
    return outlet_folds(units, corpus.rows["outlet"].to_list())


def _why_not(sides: Sides, measure: str, folds: tuple[Fold, ...]) -> str:
    if measure == OTHER_EVENTS and len(folds) < 2:
        return "fewer than two events: none can be left out"
    if measure == OTHER_OUTLETS:
        outlets = sides.rows.group_by("side").agg(pl.col("outlet").n_unique()).sort("side")
        for side, n in outlets.iter_rows():
            if n < 2:
                return f"{side} has {n} outlet; needed: 2, to leave one out"
    return ""


def _weights(corpus: Corpus, measure: str) -> Floats:
    """On other outlets each outlet weighs the same within its group, however many articles."""
    if measure != OTHER_OUTLETS:
        return np.ones(corpus.rows.height)
    return (1 / corpus.rows.select(pl.len().over("outlet")).to_series()).to_numpy()
