"""Shares by hand, by the tool and corrected, against hand sums and ppi-python."""

from __future__ import annotations

import numpy as np
import pytest
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate

from framing.compare.coding.corrected import shares
from framing.compare.coding.corrected.errors import THESE_ARTICLES, THESE_OUTLETS, find_error
from framing.compare.coding.corrected.shares import estimate_part, tune, unit_shares


def _everybody(coded):
    return unit_shares(coded, np.ones(len(coded.weight), dtype=bool), outlets_equal=False)


def _part(coded, method, label=0):
    return estimate_part(coded, *_everybody(coded), label=label, method=method)


def test_hand_and_tool_are_weighted_shares(make_coded):
    # Weights 1 2 1 4; coded: the 2nd (drawn with 1/2, yes) and the 4th (drawn with 1, no).
    coded = make_coded(
        ["yes", "no", "yes", "yes"], {1: "yes", 3: "no"}, weight=[1, 2, 1, 4], chance=[0.5, 1.0]
    )
    assert _part(coded, "machine").value == pytest.approx(6 / 8)
    assert _part(coded, "hand").value == pytest.approx(4 / (4 + 4))
    assert _part(coded, "hand", 1).value == pytest.approx(0.5)


def test_corrected_is_the_tools_share_and_the_mean_of_what_it_missed(make_coded, monkeypatch):
    coded = make_coded(
        ["yes", "no", "yes", "yes"], {1: "yes", 3: "no"}, weight=[1, 2, 1, 4], chance=[0.5, 1.0]
    )
    monkeypatch.setattr(shares, "cross_tune", lambda *given: np.ones(5))
    # 6/8, and (4 x (1 - 0) + 4 x (0 - 1)) / 8.
    assert _part(coded, "corrected").value == pytest.approx(0.75 + 0.0)
    monkeypatch.setattr(shares, "cross_tune", lambda *given: np.full(5, 0.5))
    assert _part(coded, "corrected").value == pytest.approx(0.375 + (4 * 1 + 4 * -0.5) / 8)


def test_a_unit_that_the_tool_gives_no_label_is_none_of_its_labels(make_coded):
    coded = make_coded(["yes", None, "no", "maybe"], {0: "yes"})
    assert _part(coded, "machine").value + _part(coded, "machine", 1).value == pytest.approx(0.5)


def test_outlets_of_a_group_count_alike_or_by_their_units(make_coded):
    coded = make_coded(["yes", "yes", "yes", "no"], {0: "yes"}, outlets=["A", "A", "A", "B"])
    inside = np.ones(4, dtype=bool)
    equal, centre = unit_shares(coded, inside, outlets_equal=True)
    assert equal.tolist() == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 2])
    found = estimate_part(coded, equal, centre, label=0, method="machine")
    assert found.value == pytest.approx(0.5)
    assert found.articles == pytest.approx(np.zeros(4))
    assert _part(coded, "machine").value == pytest.approx(0.75)


def test_lambda_is_that_of_ppi(simple):
    _, y, f, _ = simple
    n = len(y)
    found = tune(
        y, f, drawn=np.full(n, 1 / n), chance=np.full(n, 0.15), cell=np.zeros(n, dtype=np.int64)
    )
    # The tool's variance over many units that are as those of the sample, so that both agree.
    many = np.tile(f, 400)
    theirs = ppi_mean_pointestimate(y, f, many)
    ours = y.mean() + found / (1 + 1 / 400) * (many.mean() - f.mean())
    assert ours == pytest.approx(float(theirs[0]), abs=1e-6)
    cov = np.cov(y, f)
    assert found == pytest.approx(cov[0, 1] / cov[1, 1], abs=1e-12)


@pytest.mark.parametrize("tuning", [0.0, 0.4, 1.0])
def test_the_estimate_is_that_of_ppi(simple, monkeypatch, tuning):
    """Their unlabelled units are those that are not coded, so their lambda is smaller."""
    coded, y, f, rest = simple
    monkeypatch.setattr(shares, "cross_tune", lambda *given: np.full(5, tuning))
    part = _part(coded, "corrected")
    theirs = ppi_mean_pointestimate(y, f, rest, lam=tuning * 0.85)
    assert part.value == pytest.approx(float(np.squeeze(theirs)), abs=1e-9)
    # Articles are drawn, too: as far apart as theirs, but for n - 1 and the tool's variance.
    low, high = ppi_mean_ci(y, f, rest, alpha=0.05, lam=tuning * 0.85)
    error = find_error(coded, part, claim=THESE_OUTLETS).variance ** 0.5
    assert 2 * 1.95996 * error == pytest.approx(float((high - low)[0]), rel=0.02)


def test_the_error_of_a_simple_random_sample_is_the_textbooks(simple):
    coded, y, _, _ = simple
    error = find_error(coded, _part(coded, "hand"), claim=THESE_ARTICLES)
    assert error.variance == pytest.approx(0.85 * y.var(ddof=1) / 150, rel=1e-9)


def test_what_is_coded_in_full_has_no_error_of_drawing(make_coded):
    coded = make_coded(["no"] * 6, {k: "yes" if k < 2 else "no" for k in range(6)})
    part = _part(coded, "hand")
    assert part.value == pytest.approx(1 / 3)
    assert find_error(coded, part, claim=THESE_ARTICLES).variance == 0
    # Six articles of one unit each, two with the label: the variance of their mean.
    whole = find_error(coded, part, claim=THESE_OUTLETS).variance
    assert whole == pytest.approx((1 / 3) * (2 / 3) / 5)
