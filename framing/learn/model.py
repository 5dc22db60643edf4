"""The model: TF-IDF of words and pairs, logistic regression, a cut-off chosen within training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.learn.folds import deal_folds

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
_MIN_ARTICLES = 2  # a word of a single article can tell nothing of another
_INNER = 5  # folds of the training rows, which the cut-offs are chosen on
_INNER_SEED = 1


@dataclass(frozen=True, slots=True)
class Task:
    """Rows to learn from and to predict; ``units`` are never parted by an inner fold.

    ``counts`` is sparse, a row an article; ``truth`` of rows that are not coded is not read.
    """

    counts: Any
    truth: Indices
    units: tuple[str, ...]


def count_words(documents: Sequence[str]) -> Any:
    """Counts of words and pairs that stand in two documents, a row a document (sparse)."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 2)
    )
    counts = vectorizer.fit_transform(documents).astype(np.float64)
    return counts[:, _columns(counts)]


def predict(task: Task, *, train: Indices, test: Indices) -> Indices:
    """Labels of test rows by a model of the training rows.

    Logistic regression (L2, C = 1, classes weighted by their rarity), a label against the rest.
    Vocabulary, document frequencies and weights come from the training rows alone, and so do the
    cut-offs: for each label the one that is best for macro-F1 on inner folds of the training
    rows. The rows that scores are reported on choose nothing.

    Parameters
    ----------
    task
        Counts, labels and units of all rows.
    train, test
        Row numbers.

    Returns
    -------
    ndarray
        A label a test row; a tie goes to the lower number.
    """
    truth = task.truth[train]
    labels = np.unique(truth)
    if len(labels) == 1:
        return np.full(len(test), labels[0], dtype=np.int64)
    wanted = labels[1:] if len(labels) == 2 else labels
    above = _margins(task, wanted, train=train, test=test) - _cut_offs(task, wanted, train)
    chosen = above[:, 0] > 0 if len(labels) == 2 else np.argmax(above, axis=1)
    found: Indices = labels[chosen.astype(np.int64)]
    return found


def _cut_offs(task: Task, wanted: Indices, train: Indices) -> Floats:
    """The margin above which a row has each label, from rows held out within training."""
    units = [task.units[i] for i in train]
    fold = deal_folds(units, task.truth[train], n=_INNER, seed=_INNER_SEED)
    held = np.zeros((len(train), len(wanted)))
    for k in range(_INNER):
        inside, outside = train[fold != k], train[fold == k]
        if len(outside):
            held[fold == k] = _margins(task, wanted, train=inside, test=outside)
    return np.array(
        [best_cut_off(held[:, j], task.truth[train] == k) for j, k in enumerate(wanted)]
    )


def best_cut_off(margins: Floats, is_label: NDArray[np.bool_]) -> float:
    """The cut-off between two margins that gives the best macro-F1; of equals the lowest.

    >>> best_cut_off(np.array([-2.0, -1.0, 0.5]), np.array([False, True, True]))
    -1.5
    """
    order = np.argsort(margins, kind="stable")
    ascending, true = margins[order], is_label[order]
    edges = np.flatnonzero(np.diff(ascending) > 0)  # a cut-off stands after row e
    if not len(edges):
        return 0.0
    n, n_true = len(true), int(true.sum())
    below_true = np.cumsum(true)[edges]
    below = edges + 1
    hits, rejected = n_true - below_true, below - below_true
    f1 = 2 * hits / (n_true + n - below)
    f1_rest = 2 * rejected / (n - n_true + below)
    best = edges[np.argmax(f1 + f1_rest)]
    return float((ascending[best] + ascending[best + 1]) / 2)


def _margins(task: Task, wanted: Indices, *, train: Indices, test: Indices) -> Floats:
    """How far test rows lie on the side of each wanted label."""
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression

    known = task.counts[train]
    columns = _columns(known)
    weigh = TfidfTransformer(sublinear_tf=True)
    known = weigh.fit_transform(known[:, columns])
    asked = weigh.transform(task.counts[test][:, columns])
    margins = np.zeros((len(test), len(wanted)))
    for j, k in enumerate(wanted):
        is_label = task.truth[train] == k
        if is_label.all() or not is_label.any():
            continue
        # liblinear runs in one thread: the same margins on any number of cores. With more words
        # than articles the dual problem is solved 25 times as fast.
        model = LogisticRegression(
            C=1.0, class_weight="balanced", solver="liblinear", dual=True, random_state=0,
            max_iter=1000,
        )  # fmt: skip
        margins[:, j] = model.fit(known, is_label).decision_function(asked)
    return margins


def _columns(counts: Any) -> Indices:
    """Columns of words that stand in enough of these rows."""
    found: Indices = np.flatnonzero(counts.getnnz(axis=0) >= _MIN_ARTICLES)
    return found
