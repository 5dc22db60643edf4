"""Telling the outlet, or group, from the text: balanced accuracy on texts not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.learn.folds import Fold, deal_folds

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
N_FOLDS = 5
MAX_EVENT_FOLDS = 10  # with more events a tenth of them is held out at a time
# Smoothing of the multinomial model, fixed before the first run: TF-IDF rows have length 1, so that
# a whole added count a term would drown them.
ALPHA = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """Texts to tell apart and who is held out when.

    Attributes
    ----------
    texts
        TF-IDF rows (sparse), from ``weigh_terms``.
    folds
        Rows to train on and rows to test, whatever the labels.
    weight
        Of each tested text within the recall of its label, such as 1.
    """

    texts: Any
    folds: tuple[Fold, ...]
    weight: Floats


def weigh_terms(counts: Any) -> Any:
    """TF-IDF of counts (texts by terms): 1 + log counts, rows of length 1.

    Document frequencies are of all texts; they know nothing of labels.
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


def balanced_accuracies(held: Held, labels: Ints, *, n_groups: int) -> Floats:
    """Balanced accuracy of held-out predictions under each of several labellings.

    Multinomial naive Bayes on TF-IDF with equal priors; the mean over labels of the share of
    tested texts of the label that are given it.

    Parameters
    ----------
    held
        Texts, folds, weights. Folds must not depend on the labels, or the null does not hold.
    labels
        Shape (n_labellings, n_texts), 0 to ``n_groups`` - 1.
    n_groups
        Number of labels.

    Returns
    -------
    ndarray of shape (n_labellings,)
        1 / ``n_groups`` is what guessing reaches; NaN where a label is never tested.
    """
    return np.array([recalls(held, own, n_groups=n_groups).mean() for own in labels])


def recalls(held: Held, labels: Ints, *, n_groups: int) -> Floats:
    """The share of tested texts of each label that are given it, shape (n_groups,)."""
    from sklearn.naive_bayes import MultinomialNB

    right, tested = np.zeros(n_groups), np.zeros(n_groups)
    for fold in held.folds:
        model = MultinomialNB(alpha=ALPHA, fit_prior=False)
        said = model.fit(held.texts[fold.train], labels[fold.train]).predict(held.texts[fold.test])
        truth, weight = labels[fold.test], held.weight[fold.test]
        right += np.bincount(truth, weights=weight * (said == truth), minlength=n_groups)
        tested += np.bincount(truth, weights=weight, minlength=n_groups)
    found: Floats = np.divide(right, tested, out=np.full(n_groups, np.nan), where=tested > 0)
    return found


def article_folds(units: Sequence[str], *, seed: int) -> tuple[Fold, ...]:
    """Five folds of whole units, dealt out without a look at their labels."""
    return _folds(units, _deal(units, N_FOLDS, seed))


def event_folds(
    units: Sequence[str],
    events: Sequence[str | None],
    *,
    tested: NDArray[np.bool_],
    seed: int,
) -> tuple[Fold, ...]:
    """One event held out at a time; with many events a tenth of them.

    Parameters
    ----------
    units, events
        Of each text; texts without an event are trained on and never tested.
    tested
        Which texts may be tested: those on events that several sides cover.
    seed
        Deals out the events.
    """
    distinct = sorted({event for event in events if event is not None})
    n = min(len(distinct), MAX_EVENT_FOLDS)
    if n < 2:
        return ()
    place = dict(zip(distinct, _deal(distinct, n, seed).tolist(), strict=True))
    fold = np.array([-1 if event is None else place[event] for event in events], dtype=np.int64)
    return _folds(units, fold, tested)


def outlet_folds(units: Sequence[str], outlets: Sequence[str]) -> tuple[Fold, ...]:
    """One outlet held out at a time."""
    distinct = {outlet: k for k, outlet in enumerate(sorted(set(outlets)))}
    return _folds(units, np.array([distinct[outlet] for outlet in outlets], dtype=np.int64))


def _deal(names: Sequence[str], n: int, seed: int) -> Ints:
    return deal_folds(names, np.zeros(len(names), dtype=np.int64), n=n, seed=seed)


def _folds(
    units: Sequence[str], fold: Ints, tested: NDArray[np.bool_] | None = None
) -> tuple[Fold, ...]:
    """Rows of each fold to test, and those of no unit among them to train on."""
    may = np.ones(len(fold), dtype=bool) if tested is None else tested
    names, folds = np.array(units), []
    for k in range(int(fold.max(initial=-1)) + 1):
        test = np.flatnonzero((fold == k) & may)
        train = np.flatnonzero((fold != k) & ~np.isin(names, names[fold == k]))
        if len(test) and len(train):
            folds.append(Fold(f"fold {k + 1}", train, test))
    return tuple(folds)
