from __future__ import annotations

import numpy as np
import pytest

from framing.measures.scales import cronbach_alpha, scale_scores


def test_alpha_by_hand():
    # Variances of the items (n as divisor): 1/4, 1/4, 3/16; the sums 0, 2, 3, 0 have 27/16.
    answers = np.array([[0, 0, 0], [1, 1, 0], [1, 1, 1], [0, 0, 0]], dtype=float)
    expected = 3 / 2 * (1 - (1 / 4 + 1 / 4 + 3 / 16) / (27 / 16))
    assert cronbach_alpha(answers)[0] == pytest.approx(expected, abs=1e-12)


def test_alpha_does_not_depend_on_the_divisor_of_the_variances():
    answers = np.random.default_rng(1).integers(0, 2, (30, 4)).astype(float)
    items, total = answers.var(axis=0, ddof=1).sum(), answers.sum(axis=1).var(ddof=1)
    assert cronbach_alpha(answers)[0] == pytest.approx(4 / 3 * (1 - items / total), abs=1e-12)


def test_weights_are_rows_that_count_more_than_once():
    answers = np.random.default_rng(2).integers(0, 2, (6, 3)).astype(float)
    weights = np.array([[2, 0, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]], dtype=float)
    rows = answers[[0, 0, 2, 3, 4, 5]]
    expected = [cronbach_alpha(rows)[0], cronbach_alpha(answers)[0]]
    assert cronbach_alpha(answers, weights=weights) == pytest.approx(expected, abs=1e-12)


def test_items_against_each_other_are_below_zero():
    answers = np.array([[1, 0, 1], [0, 1, 1], [1, 0, 0], [0, 1, 0]], dtype=float)
    assert cronbach_alpha(answers)[0] < 0


@pytest.mark.parametrize(
    "answers",
    [
        np.ones((5, 3)),
        np.array([[1.0], [0.0]]),
        np.array([[1.0, 0.0], [0.0, 1.0]]),
        np.ones((0, 3)),
    ],
)
def test_alpha_is_undefined_where_the_sums_do_not_vary(answers):
    assert np.isnan(cronbach_alpha(answers)).all()


def test_half_of_the_items_make_a_score():
    answers = np.array([[1, np.nan, 0], [1, np.nan, np.nan], [np.nan] * 3])
    assert scale_scores(answers) == pytest.approx([0.5, np.nan, np.nan], nan_ok=True)
