from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.compare.resampling import draws as module
from framing.compare.resampling.draws import draw_weights, percentile_interval, unit_strata

UNITS = pl.DataFrame(
    {
        "unit": ["u5", "u1", "u2", "u3", "u4", "u1", "u6"],
        "stratum": ["s2", "s1", "s1", "s1", "s2", "s1", "s3"],
    }
)


def draws(seed: int = 1, replicates: int = 230) -> np.ndarray:
    return np.concatenate(list(draw_weights(unit_strata(UNITS), seed=seed, replicates=replicates)))


def test_units_stand_once_and_sorted():
    assert unit_strata(UNITS).rows() == [
        ("u1", "s1"), ("u2", "s1"), ("u3", "s1"), ("u4", "s2"), ("u5", "s2"), ("u6", "s3"),
    ]  # fmt: skip
    assert unit_strata(UNITS.reverse()).equals(unit_strata(UNITS))


def test_each_stratum_keeps_its_size():
    found = draws()
    assert found.shape == (230, 6)
    for columns, size in (([0, 1, 2], 3), ([3, 4], 2), ([5], 1)):
        assert found[:, columns].sum(axis=1) == pytest.approx(size)
    # Within a stratum every unit is drawn about as often; 3 standard errors of 230 draws of 2.
    assert np.abs(found[:, :3].mean(axis=0) - 1).max() < 3 * np.sqrt(1 / 230)


def test_sums_vary_as_much_as_they_should():
    # Variance of the sum of n values: n s2, with s2 over n - 1. By hand: 1, 2, 6 have s2 = 7.
    strata = pl.DataFrame({"unit": list("abc"), "stratum": ["s"] * 3})
    found = np.concatenate(list(draw_weights(strata, seed=1, replicates=40_000)))
    assert (found @ [1.0, 2.0, 6.0]).var() == pytest.approx(21, rel=0.03)


def test_an_article_of_one_stratum_moves_no_draw_of_another():
    more = pl.concat([UNITS, pl.DataFrame({"unit": ["u7"], "stratum": ["s2"]})])
    found = np.concatenate(list(draw_weights(unit_strata(more), seed=1, replicates=230)))
    assert (found[:, :3] == draws()[:, :3]).all()
    assert not (found[:, 3:5] == draws()[:, 3:5]).all()


def test_units_of_a_cluster_are_drawn_together():
    units = pl.DataFrame(
        {
            "unit": ["a1", "a2", "b1", "c1", "c2", "c3", "x1"],
            "stratum": ["group N"] * 6 + ["group S"],
            "cluster": ["a", "a", "b", "c", "c", "c", "x"],
        }
    )
    strata = unit_strata(units.reverse())
    assert strata["unit"].to_list() == units["unit"].to_list()
    found = np.concatenate(list(draw_weights(strata, seed=1, replicates=50)))
    alone = pl.DataFrame({"unit": ["a", "b", "c", "x"], "stratum": ["group N"] * 3 + ["group S"]})
    expected = np.concatenate(list(draw_weights(alone, seed=1, replicates=50)))
    assert (found == expected[:, [0, 0, 1, 2, 2, 2, 3]]).all()


@pytest.mark.parametrize("block", [1, 7, 100, 1000])
def test_the_size_of_blocks_changes_no_draw(monkeypatch, block):
    expected = draws()
    monkeypatch.setattr(module, "BLOCK", block)
    assert (draws() == expected).all()


def test_a_replicate_depends_on_seed_and_number_alone():
    assert (draws(replicates=10) == draws()[:10]).all()
    assert not (draws(seed=2) == draws()).all()
    # Two of three with replacement (6 ways), one of two (2 ways).
    assert len({row.tobytes() for row in draws()}) == 12


def test_a_draw_by_hand():
    # The stream of s1: key (1, hash of its name); two of three are drawn, and weigh 3 / 2.
    key = int.from_bytes(hashlib.blake2b(b"s1", digest_size=8).digest(), "little")
    u = np.random.Generator(np.random.Philox(key=[1, key])).random(4)
    for r, (one, two) in enumerate(((u[0], u[1]), (u[2], u[3]))):
        picked = [int(one * 3), int(two * 3)]
        assert draws()[r, :3].tolist() == [picked.count(unit) * 1.5 for unit in range(3)]
    assert (draws()[:, 5] == 1).all()


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
def test_percentiles(level):
    values = np.arange(1001, dtype=float)[:, np.newaxis] * [1, -1]
    low, high = percentile_interval(values, level=level)
    tail = (1 - level) / 2 * 1000
    assert low == pytest.approx([tail, tail - 1000])
    assert high == pytest.approx([1000 - tail, -tail])


@pytest.mark.parametrize(("n_undefined", "defined"), [(10, True), (11, False), (100, False)])
def test_undefined_replicates_fall_out_up_to_a_tenth(n_undefined, defined):
    values = np.arange(100, dtype=float)
    values[:n_undefined] = np.resize([np.nan, np.inf], n_undefined)
    low, high = percentile_interval(values[:, np.newaxis], level=0.9)
    assert (np.isfinite(low[0]), np.isfinite(high[0])) == (defined, defined)
    if defined:
        assert low[0] == pytest.approx(np.quantile(values[n_undefined:], 0.05))


@given(st.lists(st.floats(-9, 9), min_size=2, max_size=40))
def test_an_interval_lies_within_its_draws(values):
    low, high = percentile_interval(np.array(values)[:, np.newaxis], level=0.95)
    assert min(values) <= low[0] <= high[0] <= max(values)


def test_tails_of_each_estimate():
    values = np.arange(101, dtype=float)[:, np.newaxis] * [1, 1, 1]
    tails = (np.array([0.0, 0.1, np.nan]), np.array([1.0, 0.955, 0.5]))
    low, high = percentile_interval(values, level=0.95, tails=tails)
    assert low[:2].tolist() == [0, 10] and high[:2].tolist() == [100, 95.5]
    assert np.isnan([low[2], high[2]]).all()
