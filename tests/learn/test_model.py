from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from framing.learn.model import Task, best_cut_off, count_words, predict


def task_of(examples):
    return Task(count_words(examples.documents), examples.truth, examples.units)


@pytest.mark.parametrize("labels", [2, 3])
def test_it_learns_what_a_word_tells(make_examples, labels):
    examples = make_examples(120, labels=labels)
    train, test = np.arange(0, 90), np.arange(90, 120)
    found = predict(task_of(examples), train=train, test=test)
    assert (found == examples.truth[test]).all()


def test_labels_of_test_rows_are_not_read(make_examples):
    examples = make_examples(120, noise=5)
    train, test = np.arange(0, 90), np.arange(90, 120)
    found = predict(task_of(examples), train=train, test=test)
    hidden = examples.truth.copy()
    hidden[test] = 1 - hidden[test]
    task = Task(count_words(examples.documents), hidden, examples.units)
    assert (predict(task, train=train, test=test) == found).all()


def test_one_label_in_training_is_the_answer(make_examples):
    examples = make_examples(120)
    train = np.flatnonzero(examples.truth == 1)
    found = predict(task_of(examples), train=train, test=np.array([0, 1, 2]))
    assert found.tolist() == [1, 1, 1]


def test_the_cut_off_is_the_best_there_is():
    generator = np.random.default_rng(5)
    margins = generator.normal(size=60).round(1)
    truth = margins + generator.normal(size=60) > 1
    cut = best_cut_off(margins, truth)

    def macro(at: float) -> float:
        return float(f1_score(truth, margins > at, average="macro"))

    assert macro(cut) == pytest.approx(max(macro(x) for x in np.linspace(-3, 3, 601)))


def test_equal_margins_leave_the_cut_off_where_it_is():
    assert best_cut_off(np.zeros(4), np.array([True, False, True, False])) == 0.0
