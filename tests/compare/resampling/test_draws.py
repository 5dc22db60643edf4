from __future__ import annotations

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
        assert (found[:, columns].sum(axis=1) == size).all()
    # Within a stratum every unit is drawn about as often; 3 standard errors of 230 draws of 3.
    assert np.abs(found[:, :3].mean(axis=0) - 1).max() < 3 * np.sqrt(2 / 3 / 230)


@pytest.mark.parametrize("block", [1, 7, 100, 1000])
def test_the_size_of_blocks_changes_no_draw(monkeypatch, block):
    expected = draws()
    monkeypatch.setattr(module, "BLOCK", block)
    assert (draws() == expected).all()


def test_a_replicate_depends_on_seed_and_number_alone():
    assert (draws(replicates=10) == draws()[:10]).all()
    assert not (draws(seed=2) == draws()).all()
    # Of 10 x 3 x 1 ways to draw.
    assert len({row.tobytes() for row in draws()}) > 20


def test_a_draw_by_hand():
    # Philox(1, 0) over six units; sizes 3 3 3 2 2 1 from starts 0 0 0 3 3 5.
    u = np.random.Generator(np.random.Philox(key=[1, 0])).random(6)
    picked = [int(u[0] * 3), int(u[1] * 3), int(u[2] * 3), 3 + int(u[3] * 2), 3 + int(u[4] * 2), 5]
    assert draws()[0].tolist() == [picked.count(unit) for unit in range(6)]


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
