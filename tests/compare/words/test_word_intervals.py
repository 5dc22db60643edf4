"""Bounds of words: the same draws as elsewhere, whatever the blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from framing.compare.resampling.bounds import Resampling, bounds
from framing.compare.resampling.draws import unit_strata
from framing.compare.words.intervals import word_bounds

HOW = Resampling(seed=5, replicates=199, level=0.9)
COUNTS = np.array(
    [
        [3, 1, 0, 2, 1, 5, 0, 1],
        [0, 2, 2, 0, 3, 0, 0.5, 1],
        [0, 0, 0, 0, 1, 1, 1, 0],
    ]
)
TOTALS = np.array([10.0, 12, 9, 11, 14, 10, 8, 9])
IS_A = np.array([True, True, True, True, False, False, False, False])
DOCS = pl.DataFrame(
    {  # the fourth and the fifth article are one text: they are drawn together
        "unit": ["h", "b", "c", "d", "d", "f", "g", "a"],
        "stratum": ["outlet A"] * 5 + ["outlet B"] * 3,
    }
)


def rates(sums):
    return sums.n_a / sums.total_a[:, None] - sums.n_b / sums.total_b[:, None]


def uses(sums):
    return sums.n_a + sums.n_b


def both(resampling=HOW, **given):
    return word_bounds(
        {"rates": rates, "uses": uses},
        csr_array(COUNTS),
        totals=TOTALS,
        sides=(IS_A, ~IS_A),
        docs=DOCS,
        resampling=resampling,
        **given,
    )


def by_unit(counts, totals, is_a, docs):
    """Two dense tables, units by terms and total, summed by hand."""
    units = unit_strata(docs)["unit"].to_list()
    tables = np.zeros((2, len(units), len(counts) + 1))
    for k, unit in enumerate(docs["unit"]):
        tables[int(not is_a[k]), units.index(unit)] += [*counts[:, k], totals[k]]
    return list(tables)


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_sums_have_the_bounds_of_shares_to_the_last_digits(interval):
    how = replace(HOW, interval=interval)
    tables = by_unit(COUNTS, TOTALS, IS_A, DOCS)
    expected = bounds(
        lambda a, b: a[:, :3] + b[:, :3], tables, strata=unit_strata(DOCS), resampling=how
    )
    found = both(resampling=how)["uses"]
    assert np.allclose(found[:2], expected, rtol=1e-7, atol=1e-9)
    assert (found[0] < found[1]).all()


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_with_some_articles_rates_and_shares_have_the_same_bounds(interval):
    how = replace(HOW, interval=interval)
    dice = np.random.default_rng(3)
    counts, totals = dice.poisson(1.5, (5, 60)).astype(float), dice.integers(50, 150, 60) * 1.0
    is_a = np.arange(60) < 25
    docs = pl.DataFrame(
        {
            "unit": [f"u{k:02}" for k in range(60)],
            "stratum": [f"outlet {'ABCDE'[k // 12]}" for k in range(60)],
        }
    )

    def statistic(a, b):
        return a[:, :5] / a[:, 5:] - b[:, :5] / b[:, 5:]

    tables = by_unit(counts, totals, is_a, docs)
    low, high = bounds(statistic, tables, strata=unit_strata(docs), resampling=how)
    found = word_bounds(
        {"rates": rates},
        csr_array(counts),
        totals=totals,
        sides=(is_a, ~is_a),
        docs=docs,
        resampling=how,
    )["rates"]
    assert np.allclose(found[0], low, rtol=0, atol=0.01 * (high - low).max())
    assert np.allclose(found[1], high, rtol=0, atol=0.01 * (high - low).max())


@pytest.mark.parametrize("memory", [1, 60_000, 1 << 30])
def test_blocks_change_no_bound(memory):
    whole, parts = both(), both(memory=memory)
    for name, found in whole.items():
        assert np.array_equal(found, parts[name])


def test_some_terms_in_their_order():
    found = both(terms=np.array([2, 0]), memory=1)
    assert np.array_equal(found["uses"], np.array(both()["uses"])[:, [2, 0]])


def test_what_hangs_on_one_unit_has_no_bound():
    found = word_bounds(
        {"odd": lambda sums: np.where(sums.n_a > 0, sums.n_b / np.maximum(sums.n_a, 1), np.nan)},
        csr_array(np.array([[1.0, 0, 0, 0, 0, 1, 2, 0], [9.0, 9, 8, 9, 0, 1, 2, 0]])),
        totals=TOTALS,
        sides=(IS_A, ~IS_A),
        docs=DOCS,
        resampling=HOW,
    )
    assert np.isnan(found["odd"][:2]).tolist() == [[True, False], [True, False]]


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="8 columns of counts, 7 rows of docs"):
        word_bounds(
            {"uses": uses},
            csr_array(COUNTS),
            totals=TOTALS,
            sides=(IS_A, ~IS_A),
            docs=DOCS.head(7),
            resampling=HOW,
        )
