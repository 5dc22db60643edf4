"""Telling the outlet from the text: naive Bayes by hand, folds that keep copies whole."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.sparse import csr_array

from framing.learn.folds import Fold
from framing.learn.outlets import (
    ALPHA,
    Held,
    article_folds,
    balanced_accuracies,
    event_folds,
    outlet_folds,
    recalls,
    weigh_terms,
)

COUNTS = np.array([[3, 0, 1], [2, 1, 0], [0, 4, 1], [1, 2, 0], [2, 0, 2], [0, 1, 3.0]])
LABELS = np.array([0, 0, 1, 1, 0, 1])


def tf_idf() -> list[list[float]]:
    """(1 + log count) x (1 + log((1 + n) / (1 + df))), rows of length 1."""
    n = len(COUNTS)
    df = (COUNTS > 0).sum(axis=0)
    rows = []
    for row in COUNTS:
        raw = [
            (1 + math.log(c)) * (1 + math.log((1 + n) / (1 + d))) if c else 0.0
            for c, d in zip(row, df, strict=True)
        ]
        length = math.sqrt(sum(x * x for x in raw))
        rows.append([x / length for x in raw])
    return rows


def said_by_hand(train: list[int], test: int) -> int:
    rows = tf_idf()
    scores = []
    for label in (0, 1):
        own = [rows[i] for i in train if LABELS[i] == label]
        sums = [sum(column) + ALPHA for column in zip(*own, strict=True)]
        scores.append(
            sum(x * math.log(s / sum(sums)) for x, s in zip(rows[test], sums, strict=True))
        )
    return int(scores[1] > scores[0])


def test_weights_and_predictions_by_hand():
    texts = weigh_terms(csr_array(COUNTS))
    assert texts.toarray() == pytest.approx(np.array(tf_idf()), abs=1e-12)
    folds = tuple(
        Fold(str(k), np.array([i for i in range(6) if i != k]), np.array([k])) for k in range(6)
    )
    right = [said_by_hand([i for i in range(6) if i != k], k) == LABELS[k] for k in range(6)]
    expected = [
        np.mean([r for r, label in zip(right, LABELS, strict=True) if label == g]) for g in (0, 1)
    ]
    assert sum(right) not in (0, 6)  # else the test could not tell
    held = Held(texts, folds, np.ones(6))
    assert recalls(held, LABELS, n_groups=2) == pytest.approx(expected)
    both = balanced_accuracies(held, np.stack([LABELS, 1 - LABELS]), n_groups=2)
    assert both == pytest.approx([np.mean(expected)] * 2)


def test_weights_count_in_recall():
    folds = (Fold("all", np.arange(6), np.arange(6)),)
    texts = weigh_terms(csr_array(COUNTS))
    right = [said_by_hand(list(range(6)), k) == LABELS[k] for k in range(6)]
    weight = np.array([1.0, 2, 3, 4, 5, 6])
    expected = [
        sum(w for w, r, g in zip(weight, right, LABELS, strict=True) if r and g == label)
        / weight[label == LABELS].sum()
        for label in (0, 1)
    ]
    assert recalls(Held(texts, folds, weight), LABELS, n_groups=2) == pytest.approx(expected)


UNITS = [f"u{k:02}" for k in range(40)]
UNITS[7] = UNITS[3]


def assert_whole(folds: tuple[Fold, ...], units: list[str]) -> None:
    for fold in folds:
        assert not {units[i] for i in fold.train} & {units[i] for i in fold.test}


def test_folds_by_article_are_blind_to_labels_and_keep_copies_whole():
    folds = article_folds(UNITS, seed=1)
    assert len(folds) == 5
    assert sorted(np.concatenate([fold.test for fold in folds])) == list(range(40))
    assert_whole(folds, UNITS)
    assert min(len(fold.test) for fold in folds) >= 7


def test_folds_by_event():
    events = [f"e{k % 4}" if k < 36 else None for k in range(40)]
    tested = np.array([event != "e3" for event in events])
    folds = event_folds(UNITS, events, tested=tested, seed=1)
    assert_whole(folds, UNITS)
    assert len(folds) == 3  # e3 stands on one side only: trained on, never tested
    for fold in folds:
        (event,) = {events[i] for i in fold.test}
        assert event not in {events[i] for i in fold.train}
        assert {"e3", None} <= {events[i] for i in fold.train}
    assert event_folds(UNITS, ["e"] * 40, tested=tested, seed=1) == ()
    many = event_folds(UNITS, UNITS, tested=np.ones(40, dtype=bool), seed=1)
    assert len(many) == 10


def test_folds_by_outlet_leave_copies_of_the_held_out_outlet_out_of_training():
    outlets = ["A", "B", "C", "D"] * 10
    folds = outlet_folds(UNITS, outlets)
    assert_whole(folds, UNITS)
    assert [{outlets[i] for i in fold.test} for fold in folds] == [{"A"}, {"B"}, {"C"}, {"D"}]
    assert all({outlets[i] for i in f.test} & {outlets[i] for i in f.train} == set() for f in folds)
