"""Bounds of words: the same draws as elsewhere, whatever the blocks."""

from __future__ import annotations

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


def both(**given):
    return word_bounds(
        {"rates": rates, "uses": uses},
        csr_array(COUNTS),
        totals=TOTALS,
        sides=(IS_A, ~IS_A),
        docs=DOCS,
        resampling=HOW,
        **given,
    )


def test_words_and_shares_have_the_same_bounds():
    strata = unit_strata(DOCS)
    tables = []
    for side in (IS_A, ~IS_A):
        by_unit = np.zeros((strata.height, 4))
        for k, unit in enumerate(DOCS["unit"]):
            row = strata["unit"].to_list().index(unit)
            by_unit[row] += side[k] * np.array([*COUNTS[:, k], TOTALS[k]])
        tables.append(by_unit)

    def statistic(a, b):
        return a[:, :3] / a[:, 3:] - b[:, :3] / b[:, 3:]

    expected = bounds(statistic, tables, strata=strata, resampling=HOW)
    found = both()["rates"]
    assert np.allclose(found, expected, rtol=1e-12, atol=0)
    assert (found[0] < found[1]).all()


@pytest.mark.parametrize("memory", [1, 60_000, 1 << 30])
def test_blocks_change_no_bound(memory):
    whole, parts = both(), both(memory=memory)
    for name, found in whole.items():
        assert np.array_equal(found, parts[name])


def test_some_terms_in_their_order_and_progress():
    told = []
    found = both(terms=np.array([2, 0]), memory=1, progress=lambda *at: told.append(at))
    assert np.array_equal(found["uses"], np.array(both()["uses"])[:, [2, 0]])
    assert told == [(1, 2), (2, 2)]


def test_undefined_replicates_leave_no_bound():
    found = word_bounds(
        {"odd": lambda sums: np.where(sums.n_b > 0, 1.0 / np.maximum(sums.n_b, 1), np.nan)},
        csr_array(np.array([[1.0, 1, 0, 0, 0, 1, 0, 0]])),
        totals=TOTALS,
        sides=(IS_A, ~IS_A),
        docs=DOCS,
        resampling=HOW,
    )
    assert np.isnan(found["odd"]).all()  # one article of three carries it: 30 % never draw it


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
