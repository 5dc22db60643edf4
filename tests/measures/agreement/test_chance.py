"""Kappa against scikit-learn, AC1 and percent agreement against published and hand sums."""

from __future__ import annotations

from itertools import combinations

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from framing.measures.agreement.chance import (
    cohen_kappa,
    gwet_ac1,
    pair_agreement,
    percent_agreement,
    specific_agreement,
)
from framing.measures.agreement.sums import (
    MISSING,
    label_counts,
    label_pairs,
    pair_tables,
    unit_shares,
)

_GRIDS = st.tuples(st.integers(1, 12), st.integers(2, 5)).flatmap(
    lambda shape: arrays.arrays(np.int64, shape, elements=st.integers(MISSING, 2))
)


def _tables(codes: np.ndarray, first: int = 0, n_labels: int = 3) -> np.ndarray:
    row = np.zeros(len(codes), dtype=np.int64)
    return pair_tables(codes, first=first, n_labels=n_labels, row=row)[0]


def _shares(codes: np.ndarray, n_labels: int = 3) -> np.ndarray:
    return unit_shares(label_counts(codes, n_labels=n_labels)).sum(axis=0)


@settings(max_examples=200, deadline=None)
@given(_GRIDS)
def test_kappa_is_that_of_scikit_learn_on_shared_units(codes: np.ndarray) -> None:
    for first in range(codes.shape[1] - 1):
        found = cohen_kappa(_tables(codes, first))
        for k, other in enumerate(range(first + 1, codes.shape[1])):
            both = codes[(codes[:, first] >= 0) & (codes[:, other] >= 0)]
            a, b = both[:, first], both[:, other]
            if len(both) == 0 or len(set(a) | set(b)) == 1:
                assert np.isnan(found[k])
            else:
                assert found[k] == pytest.approx(cohen_kappa_score(a, b), abs=1e-9)


def test_two_raters_of_gwet_2008() -> None:
    # 125 subjects: both + 118, first alone + 5, second alone + 2. Agreement 118 / 125 = .944;
    # AC1: p+ = (123 + 120) / 250 = .972, chance 2 x .972 x .028 = .054432, so .9408;
    # kappa: chance (123 x 120 + 2 x 5) / 125^2 = .94528, so -.0234.
    codes = np.array([[0, 0]] * 118 + [[0, 1]] * 5 + [[1, 0]] * 2)
    assert percent_agreement(_shares(codes, 2)) == pytest.approx(0.944, abs=1e-12)
    assert gwet_ac1(_shares(codes, 2)) == pytest.approx((0.944 - 0.054432) / 0.945568, abs=1e-9)
    assert gwet_ac1(_shares(codes, 2)) == pytest.approx(0.9408, abs=5e-5)
    assert cohen_kappa(_tables(codes, n_labels=2))[0] == pytest.approx(
        (0.944 - 0.94528) / (1 - 0.94528), abs=1e-9
    )


def test_three_raters_and_missing_codes_by_hand() -> None:
    codes = np.array([[0, 0, 1], [1, 1, 1], [2, MISSING, 2], [0, MISSING, MISSING]])
    # Pairs that agree: 1/3, 1, 1 of the first three units; the last has no pair.
    agreed = (1 / 3 + 1 + 1) / 3
    # Labels' shares, also of the last unit: (2/3 + 0 + 0 + 1) / 4, (1/3 + 1) / 4, 1 / 4.
    p = np.array([5 / 12, 4 / 12, 3 / 12])
    chance = (p * (1 - p)).sum() / 2
    assert percent_agreement(_shares(codes)) == pytest.approx(agreed, abs=1e-12)
    assert gwet_ac1(_shares(codes)) == pytest.approx((agreed - chance) / (1 - chance), abs=1e-9)


def test_labels_that_nobody_gave_lower_chance_in_ac1() -> None:
    codes = np.array([[0, 0], [1, 1], [0, 1]])
    assert gwet_ac1(_shares(codes, 4)) > gwet_ac1(_shares(codes, 2))


@settings(max_examples=50, deadline=None)
@given(_GRIDS)
def test_specific_agreement_is_counted_over_ordered_pairs(codes: np.ndarray) -> None:
    found = specific_agreement(label_pairs(label_counts(codes, n_labels=3)).sum(axis=0))
    for label in range(3):
        both = has = 0
        for unit in codes.tolist():
            for a, b in combinations([code for code in unit if code >= 0], 2):
                both += 2 * (a == b == label)
                has += (a == label) + (b == label)
        expected = both / has if has else np.nan
        assert found[label] == pytest.approx(expected, abs=1e-12, nan_ok=True)


@settings(max_examples=50, deadline=None)
@given(_GRIDS)
def test_of_two_coders_percent_agreement_is_that_of_the_pair(codes: np.ndarray) -> None:
    two = codes[:, :2]
    assume(((two >= 0).all(axis=1)).any())
    assert percent_agreement(_shares(two)) == pytest.approx(pair_agreement(_tables(two))[0])


def test_tables_of_articles_add_up() -> None:
    codes = np.random.default_rng(3).integers(MISSING, 3, (30, 4))
    row = np.arange(30) % 7
    apart = pair_tables(codes, first=1, n_labels=3, row=row)
    assert apart.shape == (7, 2, 3, 3)
    assert apart.sum(axis=0) == pytest.approx(_tables(codes, 1))
    assert apart[2].sum() == ((codes[row == 2][:, [1]] >= 0) & (codes[row == 2][:, 2:] >= 0)).sum()


@pytest.mark.parametrize(
    "codes", [np.full((4, 2), MISSING), np.zeros((4, 2), dtype=int), np.zeros((0, 2), dtype=int)],
    ids=["all missing", "one label", "no unit"],
)  # fmt: skip
def test_undefined_where_nothing_varies(codes: np.ndarray) -> None:
    shares = unit_shares(label_counts(codes, n_labels=2)).sum(axis=0)
    assert np.isnan(gwet_ac1(shares))
    assert np.isnan(cohen_kappa(_tables(codes, n_labels=2)) if len(codes) else np.nan).all()
