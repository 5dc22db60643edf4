"""Bounds against Student's t, sums by hand and SciPy's bootstrap."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import bootstrap, norm, t

from framing.compare.resampling.bounds import Resampling, bounds
from framing.compare.resampling.draws import draw_weights
from framing.compare.resampling.influence import find_influence

HOW = Resampling(seed=2, replicates=4000, level=0.9)


def units(*sizes: int) -> pl.DataFrame:
    rows = [(f"{h}/{i:03}", f"outlet {h}") for h, n in enumerate(sizes) for i in range(n)]
    return pl.DataFrame(rows, schema=["unit", "stratum"], orient="row")


def mean(total: np.ndarray, n: np.ndarray) -> np.ndarray:
    return total / n


def test_an_interval_of_a_mean_is_as_wide_as_students():
    values = np.random.default_rng(1).normal(size=(12, 60))
    ones = np.ones((12, 60))
    low, high = bounds(mean, [values, ones], strata=units(12), resampling=HOW)
    reach = t.ppf(0.95, 11) * values.std(axis=0, ddof=1) / np.sqrt(12)
    assert ((high - low) / 2 / reach).mean() == pytest.approx(1, abs=0.04)


def test_bounds_by_hand():
    values = np.array([[1.0], [4.0], [2.0], [9.0], [3.0]])
    strata = units(5)
    low, high = bounds(lambda x: x, [values], strata=strata, resampling=HOW)
    draws = np.concatenate(list(draw_weights(strata, seed=2, replicates=4000))) @ values[:, 0]
    tail = norm.cdf(t.ppf(0.05, 4))
    assert [low[0], high[0]] == pytest.approx(np.quantile(draws, [tail, 1 - tail]).tolist())


def test_degrees_of_freedom_are_those_of_the_strata_used():
    table = np.zeros((14, 3))
    table[:4, 0] = [1, 2, 3, 9]  # the first stratum alone: 3
    table[:4, 1] = table[4:8, 1] = [1, 2, 3, 9]  # two of equal variance: 6
    table[8:, 2] = [0, 0, 1, 2, 3, 0]  # a mean over three units of six: 2
    count = (table > 0).astype(float)
    sizes = np.array([4, 4, 6])
    found = find_influence(mean, [table, count], sizes)
    assert found.df == pytest.approx([3, 6, 2])
    assert found.n_used.tolist() == [4, 8, 3]
    # Three units of six: 3 / 2 where drawing from six gives 6 / 5.
    assert found.scale == pytest.approx([1, 1, np.sqrt(1.5 / 1.2)])


def test_a_unit_that_lies_on_the_estimate_is_used():
    values = np.array([[1.0], [2.0], [3.0], [0.0]])
    found = find_influence(mean, [values, np.array([[1.0], [1.0], [1.0], [0.0]])], np.array([4]))
    assert found.n_used.tolist() == [3]


def test_acceleration_by_hand():
    values = np.array([[0.0], [1.0], [5.0]])
    found = find_influence(lambda x: x, [values], np.array([3]))
    moved = np.array([-2.0, -1.0, 3.0])
    assert found.acceleration == pytest.approx(
        (moved**3).sum() / 6 / (moved**2).sum() ** 1.5, abs=1e-12
    )


def test_bca_agrees_with_scipy_where_units_are_many():
    values = np.random.default_rng(3).exponential(size=400)
    how = Resampling(seed=2, replicates=20_000, level=0.9, interval="bca")
    tables = [values[:, None], np.ones((400, 1))]
    low, high = bounds(mean, tables, strata=units(400), resampling=how)
    peer = bootstrap(
        (values,), np.mean, confidence_level=0.9, n_resamples=20_000, method="BCa", rng=1
    ).confidence_interval
    assert [low[0], high[0]] == pytest.approx([peer.low, peer.high], abs=0.004)
    plain = bounds(mean, tables, strata=units(400), resampling=HOW)
    assert low[0] > plain[0][0] and high[0] > plain[1][0]  # a long tail above


def test_what_hangs_on_one_unit_has_no_bounds():
    values, count = np.zeros((6, 1)), np.zeros((6, 1))
    values[2], count[2] = 4, 2
    low, high = bounds(mean, [values, count], strata=units(6), resampling=HOW)
    assert np.isnan([low[0], high[0]]).all()


def test_clusters_are_drawn_whole():
    strata = pl.DataFrame(
        {
            "unit": [f"{outlet}{i}" for outlet in "abcd" for i in range(3)],
            "stratum": ["group N"] * 12,
            "cluster": [outlet for outlet in "abcd" for _ in range(3)],
        }
    )
    values = np.arange(12.0)[:, None] ** 2
    low, high = bounds(lambda x: x, [values], strata=strata, resampling=HOW)
    sums = values.reshape(4, 3).sum(axis=1)[:, None]
    alone = pl.DataFrame({"unit": list("abcd"), "stratum": ["group N"] * 4})
    assert (low, high) == bounds(lambda x: x, [sums], strata=alone, resampling=HOW)


def test_students_interval_of_a_mean_is_students():
    values = np.random.default_rng(1).normal(5, 1, size=(9, 1))
    how = Resampling(seed=2, replicates=1, level=0.9, interval="t")
    tables = [values, np.ones((9, 1))]
    low, high = bounds(mean, tables, strata=units(9), resampling=how)
    se = values.std(ddof=1) / 3
    assert (low[0], high[0]) == pytest.approx(t.interval(0.9, 8, values.mean(), se))
    low, high = bounds(mean, tables, strata=units(9), resampling=how, link="log")
    middle, reach = np.log(values.mean()), t.ppf(0.95, 8) * se / values.mean()
    assert np.log([low[0], high[0]]).tolist() == pytest.approx([middle - reach, middle + reach])


def test_students_interval_of_a_share_stays_within_0_and_1():
    has = np.array([[1.0], [0], [0], [0], [0], [0]])
    how = Resampling(seed=2, replicates=1, level=0.95, interval="t")
    low, high = bounds(mean, [has, np.ones((6, 1))], strata=units(6), resampling=how, link="logit")
    share, se = 1 / 6, np.sqrt(1 / 6 * 5 / 6 / 5)
    reach = t.ppf(0.975, 5) * se / (share * (1 - share))
    expected = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + np.array([-reach, reach]))))
    assert (low[0], high[0]) == pytest.approx(tuple(expected))
    assert low[0] > 0 and high[0] < 1
