"""Plans of coding, against the textbook's variance of a simple and of a stratified sample."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from framing.compare.coding.corrected.errors import Error
from framing.compare.coding.corrected.expected import articles_error, assume_chance, learn_chance
from framing.compare.coding.corrected.plan import (
    ENOUGH_RARER,
    Strata,
    best_allocation,
    enough,
    expect_error,
    expect_width,
    find_size,
    make_target,
)
from framing.compare.coding.corrected.shares import unit_shares
from framing.engine.coding.draw import allocate

NONE = Error(0.0, 1.0)
EVEN = partial(allocate, allocation="even")


def _target(chance, machine, *, articles=NONE):
    n = len(chance)
    return make_target(
        "yes", names=("G",), shares=[np.full(n, 1 / n)], machine=machine, chance=chance,
        articles=articles,
    )  # fmt: skip


def _one(n):
    return Strata(np.zeros(n, dtype=np.int64), np.array([n]), EVEN)


def test_a_simple_sample_by_hand():
    # A tool that tells nothing: 1,000 units, each with the label in 3 of 10.
    target = _target(np.full(1000, 0.3), np.zeros(1000))
    found = expect_error(target, _one(1000), 200)
    assert found.variance == pytest.approx((1 - 0.2) * 0.21 * 1000 / 999 / 200)


def test_a_tool_that_is_mostly_right_saves_units():
    machine = np.repeat([1.0, 0.0], [300, 700])
    chance = np.where(machine == 1, 0.9, 0.05)
    helped = expect_error(_target(chance, machine), _one(1000), 200)
    alone = expect_error(_target(chance, np.zeros(1000)), _one(1000), 200)
    p = chance.mean()
    assert alone.variance == pytest.approx(0.8 * p * (1 - p) * 1000 / 999 / 200, rel=1e-6)
    # What is left is the variance within what the tool says.
    left = 0.3 * 0.9 * 0.1 + 0.7 * 0.05 * 0.95
    assert helped.variance == pytest.approx(0.8 * left * 1000 / 999 / 200, rel=1e-6)


def test_strata_that_vary_more_deserve_more():
    machine = np.repeat([1.0, 0.0], [500, 500])
    chance = np.where(machine == 1, 0.5, 0.02)
    strata = Strata((1 - machine).astype(np.int64), np.array([500, 500]), EVEN)
    best = best_allocation(_target(chance, machine), strata, 200)
    # Neyman: as the standard deviations, .5 and .14.
    assert best.tolist() == pytest.approx([200 * 0.5 / 0.64, 200 * 0.14 / 0.64], abs=1)


def test_the_smallest_number_that_reaches_the_width():
    target = _target(np.full(4000, 0.3), np.zeros(4000))
    strata = _one(4000)
    n = find_size(target, strata, width=0.1, level=0.95)
    assert expect_width(target, strata, n, level=0.95) <= 0.1
    assert expect_width(target, strata, n - 1, level=0.95) > 0.1
    assert n == pytest.approx(4 * 1.96**2 * 0.21 / 0.01 / (1 + 4 * 1.96**2 * 0.21 / 40), rel=0.03)
    assert find_size(target, strata, width=0.1, level=0.95, done=2000) == 2000


def test_a_rare_label_needs_as_many_as_bear_it_often_enough():
    target = _target(np.full(4000, 0.05), np.zeros(4000))
    n = find_size(target, _one(4000), width=0.9, level=0.95)
    assert n == pytest.approx(ENOUGH_RARER / 0.05, abs=1)
    assert not enough(_target(np.full(300, 0.05), np.zeros(300)), _one(300), 300)


def test_what_articles_bring_no_coding_takes_away():
    target = _target(np.full(2000, 0.3), np.zeros(2000), articles=Error(0.01, 30.0))
    assert find_size(target, _one(2000), width=0.2, level=0.95) is None
    assert expect_width(target, _one(2000), 2000, level=0.95) > 0.3


def test_what_people_would_say(make_coded):
    coded = make_coded(
        ["yes", "yes", "no", None], {0: "yes", 1: "yes", 2: "no"}, labels=("yes", "no", "other")
    )
    assert assume_chance(coded, 0, 0.8).tolist() == pytest.approx([0.8, 0.8, 0.1, 1 / 3])
    # Two of two and none of one, each with half a unit for and against; nothing known: a half.
    assert learn_chance(coded, 0).tolist() == pytest.approx([2.5 / 3, 2.5 / 3, 0.25, 0.5])


def test_the_variance_of_articles_from_the_tools_labels(make_coded):
    articles = [f"a{k // 5}" for k in range(50)]
    coded = make_coded(["yes" if k // 5 < 5 else "no" for k in range(50)], {}, articles=articles)
    shares = [unit_shares(coded, np.ones(50, dtype=bool), outlets_equal=False)]
    found = articles_error(coded, shares, label=0, learned=False)
    assert found.variance == pytest.approx(0.25 / 9)
