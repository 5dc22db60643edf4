"""How far a share may be off, against textbook formulas."""

from __future__ import annotations

import numpy as np
import pytest

from framing.compare.coding.corrected.errors import (
    DF_SHAPE,
    THESE_ARTICLES,
    THESE_OUTLETS,
    Error,
    bounds,
    find_error,
    spread,
    subtract,
)
from framing.compare.coding.corrected.shares import estimate_part, unit_shares


def _part(coded, name, method="hand", label=0):
    inside = (coded.sides["group"] == name).to_numpy()
    share, centre = unit_shares(coded, inside, outlets_equal=False)
    return estimate_part(coded, share, centre, label=label, method=method)


def test_the_spread_of_strata_is_that_of_the_textbook():
    # Two strata of 3 and 2: sum of n / (n - 1) x the sum of squares round the stratum's mean.
    values = np.array([1.0, 2.0, 6.0, -1.0, 3.0])
    found = spread(values, np.array([0, 0, 0, 1, 1]), np.ones(5))
    assert found.variance == pytest.approx(3 / 2 * 14 + 2 / 1 * 8)
    assert found.df == pytest.approx((21 + 16) ** 2 / (21**2 / 2 + 16**2 / 1))


def test_what_one_unit_in_a_hundred_makes_has_few_degrees_of_freedom():
    values = np.zeros(100)
    values[7] = 1.0
    values -= values.mean()
    found = spread(values, np.zeros(100, dtype=np.int64), np.ones(100))
    assert found.df == pytest.approx(DF_SHAPE, rel=0.1)


def test_strata_and_the_correction_for_what_is_drawn(make_coded):
    # 40 units in two strata of 20; of the first 10 are coded (4 yes), of the second 5 (1 yes).
    said = {k: "yes" if k < 4 else "no" for k in range(10)}
    said |= {20 + k: "yes" if k == 0 else "no" for k in range(5)}
    coded = make_coded(
        ["no"] * 40,
        said,
        chance=[0.5] * 10 + [0.25] * 5,
        cell=["first"] * 10 + ["second"] * 5,
    )
    part = _part(coded, "G")
    assert part.value == pytest.approx((20 * 0.4 + 20 * 0.2) / 40)
    expected = sum(
        (20 / 40) ** 2 * (1 - n / 20) * (p * (1 - p) * n / (n - 1)) / n
        for n, p in ((10, 0.4), (5, 0.2))
    )
    assert find_error(coded, part, claim=THESE_ARTICLES).variance == pytest.approx(expected)


def test_strata_coded_all_alike_hide_one_unit_in_as_many(make_coded):
    coded = make_coded(["no"] * 50, dict.fromkeys(range(10), "no"), chance=0.2)
    part = _part(coded, "G")
    # Ten units, each 1/10 of the sum; one in ten; what is drawn of these articles is taken off.
    assert part.unseen == pytest.approx(0.8 * 10 * (1 / 10) ** 2 / 10)
    assert find_error(coded, part, claim=THESE_ARTICLES) == Error(
        pytest.approx(part.unseen), pytest.approx(DF_SHAPE)
    )


def test_sides_of_one_stratum_are_not_taken_as_drawn_apart(make_coded):
    # Half of each side has the label: the variance of a difference of two means of a sample.
    groups = ["A", "B"] * 40
    said = {k: "yes" if k % 4 < 2 else "no" for k in range(40)}
    coded = make_coded(["no"] * 80, said, groups=groups, outlets=groups, chance=0.5)
    a, b = _part(coded, "A"), _part(coded, "B")
    both = subtract(a, b)
    assert both.value == pytest.approx(0)
    found = find_error(coded, both, claim=THESE_ARTICLES).variance
    assert found == pytest.approx(0.5 * 40 / 39 * (0.25 / 20 * 2))


def test_articles_that_are_alike_within_widen_what_is_said_of_outlets(make_coded):
    # 20 articles of 10 sentences: in half of them all have the label, in the others none.
    articles = [f"a{k // 10:02}" for k in range(200)]
    said = {k: "yes" if k // 10 % 2 else "no" for k in range(0, 200, 2)}
    coded = make_coded(["no"] * 200, said, articles=articles, chance=0.5)
    part = _part(coded, "G")
    units = find_error(coded, part, claim=THESE_ARTICLES)
    whole = find_error(coded, part, claim=THESE_OUTLETS)
    assert units.variance == pytest.approx(0.5 * 0.25 / 99)
    # Twenty articles of 0 and 1, and what their units' drawing adds.
    assert whole.variance == pytest.approx(0.25 / 19, rel=0.02)
    assert whole.df < 20


def test_an_interval_of_a_share_stays_within_0_and_1():
    low, high = bounds(0.02, Error(0.0004, 30.0), level=0.95, is_share=True)
    assert 0 < low < 0.02 < high < 1
    low, high = bounds(0.02, Error(0.0004, 1e9), level=0.95, is_share=False)
    assert (low, high) == pytest.approx((0.02 - 1.959964 * 0.02, 0.059199), abs=1e-6)
