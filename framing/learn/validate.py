"""Cross-validation by article and by outlet, and the learning curve, as one table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.bounds import Resampling
from framing.learn.examples import Examples, demand_enough
from framing.learn.folds import (
    MIN_OUTLETS,
    PARTS,
    Fold,
    article_folds,
    can_train,
    growing,
    outlet_folds,
)
from framing.learn.model import Task, count_words, predict
from framing.learn.scores import Outcome, score
from framing.records.tables import LEARNED, table

Rows = list[dict[str, object]]
BY_ARTICLE, BY_OUTLET, OUTLET, CURVE = "by article", "by outlet", "outlet", "learning curve"
EVERY_PART = (BY_ARTICLE, BY_OUTLET, CURVE)


def validate(
    examples: Examples, *, resampling: Resampling, parts: Sequence[str] = EVERY_PART
) -> pl.DataFrame:
    """What a classifier of these examples is worth on articles that it has not seen.

    Parameters
    ----------
    examples
        Coded articles.
    resampling
        Seed (also of the folds), replicates, level.
    parts
        Which parts to work out.

    Returns
    -------
    DataFrame
        Schema ``LEARNED``. ``part`` is ``by article`` (five folds of copy groups), ``by outlet``
        (each outlet held out in turn: what to expect of an outlet that nobody coded; its interval
        draws outlets), ``outlet`` (the same, one by one), ``learning curve``.

    Raises
    ------
    UsageError
        Where there is too little to learn from, see ``demand_enough``.
    """
    demand_enough(examples)
    task = Task(count_words(examples.documents), examples.truth, examples.units)
    ways = {BY_ARTICLE: _by_article, BY_OUTLET: _by_outlet, CURVE: _curve}
    rows = [row for part in parts for row in ways[part](examples, task, resampling)]
    return table([{"variable": examples.variable, **row} for row in rows], LEARNED)


def _tested(
    task: Task, folds: Sequence[Fold], trains: Sequence[NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows tested and what was predicted for them."""
    rows = [fold.test for fold in folds]
    found = [
        predict(task, train=train, test=fold.test)
        for fold, train in zip(folds, trains, strict=True)
    ]
    return np.concatenate(rows), np.concatenate(found)


def _outcome(
    examples: Examples, rows: NDArray[np.int64], predicted: NDArray[np.int64], *, whole: bool
) -> Outcome:
    """Held-out predictions; ``whole``: an interval draws outlets, else units within strata."""
    if whole:
        units = tuple(examples.outlets[i] for i in rows)
        strata = ("all",) * len(rows)
    else:
        units = tuple(examples.units[i] for i in rows)
        strata = tuple(examples.strata[i] for i in rows)
    return Outcome(examples.truth[rows], predicted, units, strata)


def _fill(rows: Rows, part: str, *, outlet: str | None = None, n_train: int) -> Rows:
    return [{"part": part, "outlet": outlet, "n_train": n_train, **row} for row in rows]


def _by_article(examples: Examples, task: Task, resampling: Resampling) -> Rows:
    folds = article_folds(examples, seed=resampling.seed)
    rows, predicted = _tested(task, folds, [fold.train for fold in folds])
    outcome = _outcome(examples, rows, predicted, whole=False)
    found = score(outcome, examples.labels, resampling=resampling)
    return _fill(found, BY_ARTICLE, n_train=_mean([fold.train for fold in folds]))


def _by_outlet(examples: Examples, task: Task, resampling: Resampling) -> Rows:
    every = outlet_folds(examples)
    folds = [fold for fold in every if can_train(examples, fold)]
    left = sorted({fold.name for fold in every} - {fold.name for fold in folds})
    if len(every) < MIN_OUTLETS or not folds:
        reason = f"{len(every)} outlets are coded; allowed: at least {MIN_OUTLETS}"
        if len(every) >= MIN_OUTLETS:
            reason = "no outlet can be held out: too few of some label are left"
        return [_refused(BY_OUTLET, f"not validated on other outlets: {reason}", len(examples))]
    rows, predicted = _tested(task, folds, [fold.train for fold in folds])
    outcome = _outcome(examples, rows, predicted, whole=True)
    found = score(outcome, examples.labels, resampling=resampling)
    if left:
        note = f"not tested, too few of some label left to train on: {', '.join(left)}"
        found = [
            {**row, "flag": "; ".join(filter(None, (str(row["flag"]), note)))} for row in found
        ]
    result = _fill(found, BY_OUTLET, n_train=_mean([fold.train for fold in folds]))
    for fold in folds:
        own = np.isin(rows, fold.test)
        alone = _outcome(examples, rows[own], predicted[own], whole=False)
        accuracy = score(alone, examples.labels, resampling=resampling)[:1]
        result += _fill(accuracy, OUTLET, outlet=fold.name, n_train=len(fold.train))
    return result


def _curve(examples: Examples, task: Task, resampling: Resampling) -> Rows:
    folds = article_folds(examples, seed=resampling.seed)
    result: Rows = []
    trains = [list(growing(examples, fold, seed=resampling.seed)) for fold in folds]
    for k in range(len(PARTS)):
        part = [own[k] for own in trains]
        rows, predicted = _tested(task, folds, part)
        outcome = _outcome(examples, rows, predicted, whole=False)
        found = score(outcome, examples.labels, resampling=resampling)
        macro = [row for row in found if row["measure"] == "macro_F1"]
        result += _fill(macro, CURVE, n_train=_mean(part))
    return result


def _refused(part: str, reason: str, n: int) -> dict[str, object]:
    empty: dict[str, object] = {key: None for key in LEARNED if key != "variable"}
    told = {"part": part, "measure": "macro_F1", "n": n, "n_articles": n, "flag": reason}
    return {**empty, **told}


def _mean(rows: Sequence[NDArray[np.int64]]) -> int:
    return round(sum(len(own) for own in rows) / len(rows))
