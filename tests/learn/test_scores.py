from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from framing.compare.resampling.bounds import Resampling
from framing.learn.scores import Outcome, score

RESAMPLING = Resampling(seed=1, replicates=200, level=0.95)


def outcome(truth, predicted, units=None):
    names = units or [f"u{k:03}" for k in range(len(truth))]
    return Outcome(np.array(truth), np.array(predicted), tuple(names), ("all",) * len(truth))


def table(found):
    return {(row["label"], row["measure"]): row for row in found}


def test_scores_are_those_of_scikit_learn():
    generator = np.random.default_rng(2)
    truth, predicted = generator.integers(0, 3, 90), generator.integers(0, 3, 90)
    rows = table(score(outcome(truth, predicted), ("a", "b", "c"), resampling=RESAMPLING))
    expected = precision_recall_fscore_support(truth, predicted)
    for measure, values in zip(("precision", "recall", "F1", "n"), expected, strict=True):
        for label, value in zip("abc", values, strict=True):
            row = rows[label, "F1" if measure == "n" else measure]
            assert row["n" if measure == "n" else "estimate"] == pytest.approx(value, abs=1e-12)
    assert rows[None, "accuracy"]["estimate"] == pytest.approx(accuracy_score(truth, predicted))
    macro = f1_score(truth, predicted, average="macro")
    assert rows[None, "macro_F1"]["estimate"] == pytest.approx(macro)


def test_the_baseline_is_the_best_answer_without_reading():
    rows = table(
        score(outcome([1] * 30 + [0] * 70, [0] * 100), ("no", "yes"), resampling=RESAMPLING)
    )
    assert rows[None, "accuracy"]["baseline"] == pytest.approx(0.7)
    assert rows[None, "macro_F1"]["baseline"] == 0.5
    assert rows["yes", "F1"]["baseline"] == pytest.approx(0.6 / 1.3)
    assert rows["yes", "recall"]["baseline"] is None
    assert rows["yes", "prevalence"]["estimate"] == pytest.approx(0.3)


def test_a_label_that_is_never_predicted_has_no_precision_rather_than_zero():
    rows = table(score(outcome([1, 1, 0, 0, 0, 0], [0] * 6), ("no", "yes"), resampling=RESAMPLING))
    row = rows["yes", "precision"]
    assert (row["estimate"], row["low"], row["flag"]) == (None, None, "undefined: never predicted")
    assert rows["yes", "recall"]["estimate"] == 0.0
    assert rows["yes", "recall"]["flag"] == "no variation between units: no interval"


def test_intervals_draw_units_not_rows():
    generator = np.random.default_rng(3)
    truth = np.repeat(generator.integers(0, 2, 20), 10)
    predicted = np.repeat(generator.integers(0, 2, 20), 10)
    alone = table(score(outcome(truth, predicted), ("a", "b"), resampling=RESAMPLING))
    units = [f"u{k // 10:03}" for k in range(200)]
    together = table(score(outcome(truth, predicted, units), ("a", "b"), resampling=RESAMPLING))
    one, many = together[None, "accuracy"], alone[None, "accuracy"]
    assert one["estimate"] == many["estimate"]
    assert one["high"] - one["low"] > 2 * (many["high"] - many["low"])


def test_few_units_have_no_interval():
    rows = score(outcome([0, 1, 0, 1], [0, 1, 1, 1]), ("a", "b"), resampling=RESAMPLING)
    assert {row["flag"] for row in rows} == {"fewer than 5 units: no interval"}
    assert all(row["low"] is None for row in rows)
