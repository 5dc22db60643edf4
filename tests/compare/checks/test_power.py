"""Simulated power against closed forms, and what is put into simulated articles."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import nct, norm, t, ttest_ind

from framing.compare.checks.cells import MEAN, RATE, SHARE
from framing.compare.checks.pools import Pool
from framing.compare.checks.power import Grid, plan_words, say_power, simulate_power
from framing.compare.checks.simulation import articles_needed, error_of
from framing.compare.checks.smallest import smallest_difference

MANY = 4000


def pool_of(kind: str, top: np.ndarray, bottom: np.ndarray, outlets: int = 1) -> Pool:
    outlet = np.arange(len(top)) % outlets
    return Pool("m", "i", kind, top.astype(float), bottom.astype(float), outlet)


def near(rows: pl.DataFrame, n: int, expected: float, slack: float) -> None:
    power = rows.filter(pl.col("n") == n)["power"].item()
    assert abs(power - expected) < 4 * error_of(expected, MANY) + slack, (n, power, expected)


def test_a_shifted_mean_has_the_power_of_students_t():
    dice = np.random.default_rng(1)
    values = dice.normal(60, 10, 4000)
    values = (values - values.mean()) / values.std() * 10 + 60
    grid = Grid(sizes=(8.0,), ns=(10, 20, 30), replicates=MANY)
    rows = simulate_power(pool_of(MEAN, values, np.ones(4000)), grid)
    for n in grid.ns:
        df, shift = 2 * n - 2, 0.8 * np.sqrt(n / 2)
        near(rows, n, float(nct.sf(t.ppf(0.975, df), df, shift)), 0.01)


@pytest.mark.parametrize("dispersion", [0.0, 0.5])
def test_planned_words_have_the_power_of_the_delta_method(dispersion):
    """log ratio: variance (1/mean_a + 1/mean_b + 2 dispersion) / n, by the t of 2n - 2."""
    grid = Grid(sizes=(1.5,), ns=(30, 50, 100), replicates=MANY)
    rows = plan_words(rate=100, dispersion=dispersion, words=400, grid=grid)
    for n in grid.ns:
        se = np.sqrt((1 / 4 + 1.5 / 4 + 2 * dispersion) / n)
        shift = np.log(1.5) / se
        near(rows, n, float(nct.sf(t.ppf(0.975, 2 * n - 2), 2 * n - 2, shift)), 0.02)


def test_shares_of_single_mentions_have_the_power_of_two_proportions():
    """One mention an article: Wald's difference of two proportions."""
    top = np.array([1] * 40 + [0] * 60)
    grid = Grid(sizes=(0.2,), ns=(50, 100), replicates=MANY)
    rows = simulate_power(pool_of(SHARE, top, np.ones(100)), grid)
    for n in grid.ns:
        se = np.sqrt((0.4 * 0.6 + 0.6 * 0.4) / n)
        near(rows, n, float(norm.sf(1.96 - 0.2 / se)), 0.03)


def test_mentions_that_are_alike_within_articles_count_for_less():
    """Articles of 4 mentions, all the same or mixed: four times the variance."""
    alike = pool_of(SHARE, np.array([4] * 40 + [0] * 60), np.full(100, 4))
    dice = np.random.default_rng(2)
    mixed = pool_of(SHARE, dice.binomial(4, 0.4, 1000), np.full(1000, 4))
    grid = Grid(sizes=(0.2,), ns=(20, 80), replicates=MANY)
    powers = {
        (name, n): p
        for name, pool in (("alike", alike), ("mixed", mixed))
        for n, p in simulate_power(pool, grid).select("n", "power").iter_rows()
    }
    assert powers["mixed", 20] == pytest.approx(powers["alike", 80], abs=0.05)
    assert powers["mixed", 20] > powers["alike", 20] + 0.3


def test_without_a_difference_the_rule_finds_what_it_should():
    """A size so small that it is none: half of 5 % lie on the side where it was put."""
    dice = np.random.default_rng(3)
    share = pool_of(SHARE, dice.binomial(6, 0.4, 500), np.full(500, 6))
    mean = pool_of(MEAN, dice.normal(60, 9, 500), np.ones(500))
    word = pool_of(RATE, dice.negative_binomial(2, 0.4, 500), np.full(500, 400))
    for pool, none in ((share, 1e-9), (mean, 1e-9), (word, 1 + 1e-9)):
        rows = simulate_power(pool, Grid(sizes=(none,), ns=(10, 30), replicates=MANY))
        assert all(0.008 < p < 0.035 for p in rows["power"]), rows


def test_a_share_above_a_half_moves_down_with_the_same_power():
    up = pool_of(SHARE, np.array([1] * 20 + [0] * 80), np.ones(100))
    down = pool_of(SHARE, np.array([0] * 20 + [1] * 80), np.ones(100))
    grid = Grid(sizes=(0.3,), ns=(20,), replicates=MANY)
    assert simulate_power(up, grid)["power"].item() == simulate_power(down, grid)["power"].item()


def test_outlets_of_a_manner_of_their_own_are_seen_by_the_claim_about_groups():
    """Forty outlets with normal means; hardly anything varies within them: Welch's t of 4 and 4."""
    means = norm.ppf((np.arange(40) + 0.5) / 40) * 10
    values = np.repeat(means, 20) + np.tile([-0.1, 0.1], 400)
    pool = Pool("m", "i", MEAN, values, np.ones(800), np.repeat(np.arange(40), 20))
    group = Grid(sizes=(20.0,), ns=(20,), outlets=4, claim="group", replicates=MANY)
    found = simulate_power(pool, group)["power"].item()
    drawn = np.random.default_rng(6).choice(means, (2, MANY, 4))
    welch = ttest_ind(drawn[0] + 20, drawn[1], axis=1, equal_var=False)
    expected = float(((welch.pvalue < 0.05) & (welch.statistic > 0)).mean())
    assert abs(found - expected) < 0.04
    alone = Grid(sizes=(20.0,), ns=(20,), outlets=4, replicates=MANY)
    assert simulate_power(pool, alone)["power"].item() > found + 0.2


@pytest.mark.parametrize(
    ("pool", "grid", "reason"),
    [
        (pool_of(SHARE, np.ones(9), np.full(9, 2)), Grid(), "9 articles to draw from, fewer than"),
        (pool_of(SHARE, np.zeros(20), np.ones(20)), Grid(), "not found in any article"),
        (
            pool_of(MEAN, np.arange(20), np.ones(20), 3),
            Grid(claim="group", outlets=4),
            "3 outlets to draw from",
        ),
        (pool_of(MEAN, np.arange(20), np.ones(20), 9), Grid(claim="group"), "needs 4 outlets"),
        (
            pool_of(SHARE, np.tile([0, 1], 20), np.ones(40)),
            Grid(sizes=(0.5,)),
            "no room for 0.5 beside a share of 0.50",
        ),
    ],
)
def test_what_cannot_be_simulated_says_why(pool, grid, reason):
    rows = simulate_power(pool, grid)
    assert rows["power"].null_count() == rows.height > 0
    assert all(reason in flag for flag in rows["flag"])
    assert any(reason in line for line in say_power(rows))


def test_more_than_was_simulated_is_said():
    rows = plan_words(rate=5, dispersion=0.5, grid=Grid(sizes=(1.5,), ns=(5, 10), replicates=100))
    assert set(rows["flag"]) == {"more than 10 articles an outlet"}
    assert rows["n_needed"].null_count() == 2


def test_articles_needed_lie_between_the_simulated_numbers():
    z = norm.ppf(0.975)
    ns = [5, 10, 20, 30, 50, 100]
    for right in (8, 17, 26, 42, 88):
        c = (norm.ppf(0.8) + z) / np.sqrt(right)
        powers = [float(norm.cdf(c * np.sqrt(n) - z)) for n in ns]
        assert articles_needed(ns, powers) in (right, right + 1)
    assert articles_needed(ns, [0.9] * 6) == 5
    assert articles_needed(ns, [0.1] * 6) is None


def test_the_smallest_difference_is_found_in_four_of_five():
    """Two normal samples of 12: a shift of that size has the power that it names."""
    df, se = 22, np.sqrt(2 / 12)
    size = float(smallest_difference(se, df))
    assert float(nct.sf(t.ppf(0.975, df), df, size / se)) == pytest.approx(0.8, abs=0.01)


def test_the_same_seed_gives_the_same_rows():
    pool = pool_of(RATE, np.random.default_rng(4).poisson(2, 60), np.full(60, 400))
    grid = Grid(ns=(5, 20), replicates=200)
    assert simulate_power(pool, grid).equals(simulate_power(pool, grid))
