"""Differences of ratios: the jackknife done one unit at a time, units on both sides, borders."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array
from scipy.stats import t as student
from scipy.stats import ttest_ind

from framing.compare.checks.cells import MEAN, RATE, SHARE, Cells
from framing.compare.checks.ratios import find_differences, half_widths, may_be_told


def make_cells(
    top: np.ndarray, bottom: np.ndarray, sides: str, *, kind: str, strata: str = "", units: str = ""
) -> Cells:
    n = len(sides)
    columns = pl.DataFrame(
        {
            "unit": list(units) or [f"u{k:03}" for k in range(n)],
            "side": list(sides),
            "stratum": list(strata or sides),
            "event": ["e"] * n,
        }
    )
    items = pl.DataFrame({"item": [f"i{k}" for k in range(len(top))]})
    whole = np.zeros(len(top), dtype=np.int64)
    return Cells(items, columns, csr_array(top.astype(float)), bottom[None, :] * 1.0, whole, kind)


def linear(cells: Cells, row: int) -> tuple[float, float]:
    """Estimate and standard error by numerical derivatives by the weight of each unit."""
    top = cells.top.toarray()[row]
    bottom, is_a = cells.bottom[0], cells.is_a

    def value(weights: np.ndarray) -> float:
        a, b = weights * is_a, weights * ~is_a
        r_a, r_b = top @ a / (bottom @ a), top @ b / (bottom @ b)
        return float(np.log2(r_a / r_b) if cells.kind == RATE else r_a - r_b)

    n = len(top)
    influence = np.zeros(n)
    for k in range(n):
        step = np.zeros(n)
        step[k] = 1e-5
        influence[k] = (value(1 + step) - value(1 - step)) / 2e-5
    label = (cells.columns["stratum"] + cells.columns["side"]).to_numpy()
    variance = 0.0
    for h in set(label.tolist()):
        e = influence[label == h]
        variance += len(e) / (len(e) - 1) * ((e - e.mean()) ** 2).sum()
    return value(np.ones(n)), float(np.sqrt(variance))


@pytest.mark.parametrize("kind", [RATE, SHARE])
@pytest.mark.parametrize("strata", ["", "ppppqqqqrrrrsssss"])
def test_standard_errors_are_those_of_the_influence_of_each_unit(kind, strata):
    dice = np.random.default_rng(3)
    bottom = dice.integers(3, 30, 17)
    top = dice.binomial(bottom, 0.4, (4, 17))
    cells = make_cells(top, bottom, "a" * 8 + "b" * 9, kind=kind, strata=strata)
    found = find_differences(cells)
    for row in range(4):
        estimate, se = linear(cells, row)
        assert found.estimate[row] == pytest.approx(estimate, abs=1e-12)
        assert found.se[row] == pytest.approx(se, rel=1e-6)


def test_a_mean_of_single_values_is_welchs_t():
    dice = np.random.default_rng(4)
    values = dice.normal(50, 9, 19)
    cells = make_cells(values[None], np.ones(19), "a" * 7 + "b" * 12, kind=MEAN)
    found = find_differences(cells)
    welch = ttest_ind(values[:7], values[7:], equal_var=False)
    assert found.estimate[0] / found.se[0] == pytest.approx(welch.statistic, rel=1e-9)
    assert found.df[0] == pytest.approx(welch.df, rel=1e-9)
    low, high = welch.confidence_interval(0.9)
    assert half_widths(found, level=0.9)[0] == pytest.approx((high - low) / 2, rel=1e-9)


def test_a_unit_on_both_sides_takes_part_of_the_difference_with_it():
    top = np.array([[4, 1, 2, 5, 3, 4, 1, 2, 1, 3, 2, 0]])
    bottom = np.array([9, 8, 7, 9, 8, 9, 9, 7, 8, 9, 9, 8])
    units = "abcdefagchij"  # a and c stand on both sides
    shared = make_cells(top, bottom, "a" * 6 + "b" * 6, kind=SHARE, strata="x" * 12, units=units)
    found = find_differences(shared)
    e: dict[str, list[float]] = {}
    for column, unit in enumerate(units):
        side = slice(0, 6) if column < 6 else slice(6, 12)
        part = top[0, column] - top[0, side].sum() / bottom[side].sum() * bottom[column]
        e.setdefault(unit, []).append((1 if column < 6 else -1) * part / bottom[side].sum())
    both = sum(v[0] * v[1] for v in e.values() if len(v) == 2) * 6 / 5
    alone = sum(x**2 for v in e.values() for x in v) * 6 / 5
    assert found.se[0] ** 2 == pytest.approx(alone + 2 * both, rel=1e-9)


def test_strata_of_one_unit_are_put_together():
    bottom = np.full(8, 10)
    top = np.array([[1, 2, 3, 4, 2, 2, 5, 7]])
    united = make_cells(top, bottom, "aaaabbbb", kind=SHARE, strata="ppppxxyy")
    for strata in ("pqrsxxyy", "pppqxxyy"):
        alone = make_cells(top, bottom, "aaaabbbb", kind=SHARE, strata=strata)
        assert find_differences(alone).se == pytest.approx(find_differences(united).se)


def test_what_cannot_be_told():
    bottom = np.full(12, 4)
    top = np.zeros((5, 12))
    top[0] = [1, 2, 1, 3, 2, 1] * 2
    top[1, :6] = [1, 2, 1, 3, 2, 1]  # nothing on side b
    top[2] = 4  # everything
    top[3] = 1  # the same in every unit
    top[4] = [1, 2, 3, 4, 0, 2, 4, 4, 4, 4, 4, 4]  # all of side b
    cells = make_cells(top, bottom, "a" * 6 + "b" * 6, kind=SHARE)
    assert may_be_told(cells, find_differences(cells)).tolist() == [True] + [False] * 4
    bottom[:2] = 0
    top[:, :2] = 0
    few = make_cells(top, bottom, "a" * 6 + "b" * 6, kind=SHARE)
    assert not may_be_told(few, find_differences(few)).any()


@pytest.mark.parametrize("mean", [0.2, 1.0, 5.0])
def test_words_without_a_difference_are_found_at_most_as_often_as_said(mean):
    """Poisson words of 400-word articles, 20 articles a side; rare ones are found less often."""
    top = np.random.default_rng(5).poisson(mean, (4000, 40))
    cells = make_cells(top, np.full(40, 400), "a" * 20 + "b" * 20, kind=RATE)
    found = find_differences(cells)
    told = may_be_told(cells, found)
    share = float((np.abs(found.estimate) > half_widths(found))[told].mean())
    assert 0.002 < share < 0.06
    wide = student.ppf(0.975, found.df[told][0]) * found.se[told][0]
    assert half_widths(found)[told][0] == pytest.approx(wide)
