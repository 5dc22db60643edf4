from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from framing.measures import keyness
from framing.measures.keyness import (
    dispersion_dp,
    g2,
    informative_prior,
    log_odds,
    log_ratio,
    percent_diff,
)

A = np.array([60, 10, 0, 7, 0, 25])
B = np.array([20, 10, 4, 0, 0, 75])
TOTAL_A, TOTAL_B = 1000, 3000

counts = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=8).map(
    lambda pairs: np.array(pairs, dtype=float).T
)
totals = st.integers(501, 10**6)
SYMMETRIC = [log_ratio, g2, lambda *n, **t: g2(*n, **t, form="rayson")]
ALL = [*SYMMETRIC, percent_diff]


def test_log_ratio_by_hand():
    # (60/1000) / (20/3000) = 9, 3, 0.5/1000 / (4/3000) = 0.375, 7/1000 / (0.5/3000) = 42, -, 1
    expected = [math.log2(9), math.log2(3), math.log2(0.375), math.log2(42), math.nan, 0]
    got = log_ratio(A, B, total_a=TOTAL_A, total_b=TOTAL_B)
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-12)


def test_only_a_zero_is_replaced_not_a_small_weighted_count():
    got = log_ratio([0.25, 0], [1, 1], total_a=100, total_b=100)
    np.testing.assert_allclose(got, [-2, -1], rtol=0, atol=1e-12)


def test_percent_diff_by_hand():
    got = percent_diff(A, B, total_a=TOTAL_A, total_b=TOTAL_B)
    np.testing.assert_allclose(got, [800, 200, -100, np.nan, np.nan, 0], rtol=0, atol=1e-9)


@pytest.mark.parametrize("column", [0, 1, 2, 3, 5])
def test_full_g2_is_scipys_log_likelihood(column):
    a, b = A[column], B[column]
    table = [[a, b], [TOTAL_A - a, TOTAL_B - b]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    got = g2(A, B, total_a=TOTAL_A, total_b=TOTAL_B)[column]
    assert abs(got) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert np.sign(got) == np.sign(a / TOTAL_A - b / TOTAL_B)


def test_rayson_g2_by_hand():
    # Rayson's calculator: E = total * (a + b) / (total_a + total_b), here 20 and 60.
    expected = 2 * (60 * math.log(60 / 20) + 20 * math.log(20 / 60))
    got = g2(A, B, total_a=TOTAL_A, total_b=TOTAL_B, form="rayson")
    assert got[0] == pytest.approx(expected, rel=1e-12)
    assert got[5] == 0


def test_g2_keeps_its_digits_in_large_corpora():
    # 1,000 a million against 1,001 a million; reference by Python's exact fractions and log1p.
    from fractions import Fraction

    cells = [[1000, 1001], [10**6 - 1000, 10**6 - 1001]]
    total = sum(map(sum, cells))
    expected = 0.0
    for row in cells:
        for column in (0, 1):
            mean = Fraction(sum(row) * sum(r[column] for r in cells), total)
            expected += 2 * row[column] * math.log1p((row[column] - mean) / mean)
    got = g2([1000], [1001], total_a=10**6, total_b=10**6)[0]
    assert got == pytest.approx(-expected, rel=1e-9)


def test_g2_of_a_term_that_is_the_whole_text():
    assert g2([10], [5], total_a=10, total_b=20)[0] == pytest.approx(
        chi2_contingency([[10, 5], [0, 15]], correction=False, lambda_="log-likelihood").statistic,
        rel=1e-9,
    )
    assert g2([10], [20], total_a=10, total_b=20)[0] == 0


def monroe(a, b, size_a, size_b, alpha, alpha_0):
    """Equations 16 and 22, one term at a time."""
    omega_a = (a + alpha) / (size_a + alpha_0 - a - alpha)
    omega_b = (b + alpha) / (size_b + alpha_0 - b - alpha)
    delta = math.log(omega_a / omega_b)
    return delta, delta / math.sqrt(1 / (a + alpha) + 1 / (b + alpha))


def test_log_odds_is_monroes():
    prior = informative_prior(A + B + 1, total_background=5000, strength=300)
    scores = log_odds(A, B, total_a=TOTAL_A, total_b=TOTAL_B, prior=prior, prior_total=300)
    expected = [
        monroe(a, b, TOTAL_A, TOTAL_B, (a + b + 1) * 300 / 5000, 300)
        for a, b in zip(A, B, strict=True)
    ]
    np.testing.assert_allclose(np.column_stack(scores), expected, rtol=1e-9, atol=1e-9)
    # By hand: prior 81 * 0.06 = 4.86; (64.86 / 1235.14) / (24.86 / 3275.14) = 6.918...
    assert scores.delta[0] == pytest.approx(math.log(64.86 * 3275.14 / (1235.14 * 24.86)), rel=1e-9)


def test_the_numbers_that_chose_the_default_prior():
    def z(n_a, n_b, strength):
        pooled = [n_a + n_b]
        worth = 0.1 * 2e6 if strength is None else strength
        prior = informative_prior(pooled, total_background=2e6, strength=strength)
        sizes = {"total_a": 1e6, "total_b": 1e6}
        return float(log_odds([n_a], [n_b], **sizes, prior=prior, prior_total=worth).z[0])

    assert round(z(50, 0, 500), 1) == 0.9
    assert round(z(50, 0, 2e6), 1) == 4.0
    assert round(z(50, 0, None), 1) == 5.1
    assert round(z(1, 0, None), 1) == 0.7


def test_a_stronger_prior_pulls_delta_towards_zero():
    deltas = []
    for strength in (10, 100, 1000):
        prior = informative_prior(A + B + 1, total_background=5000, strength=strength)
        deltas.append(
            log_odds(A, B, total_a=1000, total_b=1000, prior=prior, prior_total=strength).delta
        )
    assert (np.abs(np.diff(np.abs(deltas), axis=0)) >= 0).all()
    assert (np.diff(np.abs(deltas), axis=0)[:, A != B] < 0).all()


def test_log_odds_without_any_other_token_is_undefined():
    scores = log_odds([5], [5], total_a=5, total_b=5, prior=[1.0], prior_total=1.0)
    assert np.isnan(scores.delta).all()
    assert np.isnan(scores.z).all()


def test_dispersion_by_hand():
    # shares .1 .2 .7 against sizes .5 .25 .25: (.4 + .05 + .45) / 2 = .45
    assert dispersion_dp([1, 2, 7], part_sizes=[100, 50, 50]) == pytest.approx(0.45, abs=1e-12)
    normalised = dispersion_dp([1, 2, 7], part_sizes=[100, 50, 50], normalise=True)
    assert normalised == pytest.approx(0.6, abs=1e-12)
    got = dispersion_dp([[1, 2, 7], [2, 1, 1], [0, 0, 3]], part_sizes=[100, 50, 50])
    np.testing.assert_allclose(got, [0.45, 0, 0.75], rtol=0, atol=1e-12)


def test_dispersion_undefined():
    assert np.isnan(dispersion_dp([[0, 0]], part_sizes=[5, 5])).all()
    assert np.isnan(dispersion_dp([[3], [0]], part_sizes=[5])).all()
    assert np.isnan(dispersion_dp([[3]], part_sizes=[5], normalise=True)).all()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(9, 99)), min_size=2, max_size=9))
def test_dispersion_is_one_minus_the_overlap(parts):
    n, sizes = np.array(parts, dtype=float).T
    dp = float(dispersion_dp(n, part_sizes=sizes))
    if n.sum() == 0:
        assert math.isnan(dp)
        return
    overlap = np.minimum(n / n.sum(), sizes / sizes.sum()).sum()
    assert dp == pytest.approx(1 - overlap, abs=1e-12)
    assert -1e-12 <= dp <= 1 - sizes.min() / sizes.sum() + 1e-12
    order = np.argsort(sizes, kind="stable")
    assert dispersion_dp(n[order], part_sizes=sizes[order]) == pytest.approx(dp, abs=1e-12)


@pytest.mark.parametrize("measure", SYMMETRIC)
@given(n=counts, total_a=totals, total_b=totals)
def test_swapping_the_sides_flips_the_sign(measure, n, total_a, total_b):
    forwards = measure(*n, total_a=total_a, total_b=total_b)
    backwards = measure(*n[::-1], total_a=total_b, total_b=total_a)
    np.testing.assert_allclose(forwards, -backwards, rtol=1e-9, atol=1e-9)


@given(n=counts, total_a=totals, total_b=totals)
def test_swapping_flips_log_odds_and_inverts_percent_diff(n, total_a, total_b):
    n = n + 1
    sizes = {"total_a": total_a + 10, "total_b": total_b + 10}
    swapped = {"total_a": total_b + 10, "total_b": total_a + 10}
    prior = {"prior": np.full(n.shape[1], 0.5), "prior_total": 100.0}
    for forwards, backwards in zip(
        log_odds(*n, **sizes, **prior), log_odds(*n[::-1], **swapped, **prior), strict=True
    ):
        np.testing.assert_allclose(forwards, -backwards, rtol=1e-9, atol=1e-9)
    product = (1 + percent_diff(*n, **sizes) / 100) * (1 + percent_diff(*n[::-1], **swapped) / 100)
    np.testing.assert_allclose(product, 1, rtol=1e-9)


@pytest.mark.parametrize("measure", ALL)
@given(n=counts, total_a=totals, total_b=totals, seed=st.integers(0, 99))
def test_order_of_terms_and_of_replicates_does_not_matter(measure, n, total_a, total_b, seed):
    order = np.random.default_rng(seed).permutation(n.shape[1])
    sizes = {"total_a": total_a, "total_b": total_b}
    plain = measure(*n, **sizes)
    np.testing.assert_array_equal(measure(*n[:, order], **sizes), plain[order])
    # One row per replicate, each with totals of its own; b is shared.
    rows = np.stack([n[0], n[0] / 2, np.zeros_like(n[0])])
    row_totals = np.array([total_a, total_a + 7, 0])
    block = measure(rows, n[1], total_a=row_totals, total_b=total_b)
    assert block.shape == rows.shape
    np.testing.assert_array_equal(block[0], plain)
    np.testing.assert_array_equal(
        block[1], measure(rows[1], n[1], total_a=total_a + 7, total_b=total_b)
    )
    assert np.isnan(block[2]).all()  # a side without tokens has no rate


@pytest.mark.parametrize("factor", [2, 10])
@given(n=counts, total_a=totals, total_b=totals)
def test_scaling_both_corpora_keeps_effects_and_multiplies_g2(factor, n, total_a, total_b):
    n = n + 1  # the stand-in for zero does not scale
    sizes = {"total_a": total_a + 1, "total_b": total_b + 1}
    larger = {name: factor * size for name, size in sizes.items()}
    for measure, times in ((log_ratio, 1), (percent_diff, 1), (g2, factor)):
        np.testing.assert_allclose(
            measure(*(factor * n), **larger), times * measure(*n, **sizes), rtol=1e-9, atol=1e-9
        )


def test_log_odds_over_replicates_equals_row_by_row():
    rows_a, rows_b = np.stack([A, A / 2]), np.stack([B, B / 4])
    prior = {"prior": np.full(6, 0.5), "prior_total": 50.0}
    block = log_odds(rows_a, rows_b, total_a=[900, 800], total_b=[3000, 750], **prior)
    single = log_odds(rows_a[1], rows_b[1], total_a=800, total_b=750, **prior)
    np.testing.assert_array_equal(block.delta[1], single.delta)
    np.testing.assert_array_equal(block.z[1], single.z)


@pytest.mark.parametrize("measure", ALL)
@pytest.mark.parametrize(
    ("n_a", "n_b", "total_a", "message"),
    [
        ([1, -1], [1, 1], 10, r"n_a\[1\] = -1.0; allowed: 0 to 10.0.*same scope"),
        ([1, 11], [1, 1], 10, r"n_a\[1\] = 11.0; allowed: 0 to 10.0"),
        ([1, np.nan], [1, 1], 10, r"n_a\[1\] = nan"),
        ([[1, 1], [1, 7]], [1, 1], [10, 5], r"n_a\[1, 1\] = 7.0; allowed: 0 to 5.0"),
        ([1, 1], [1], 10, r"n_a has shape \(2,\), n_b \(1,\); allowed: the same terms"),
        (1, 1, 10, r"n_a = 1.0; allowed: one count per term"),
        ([1, 1], [1, 1], [10, 10], r"total_a has shape \(2,\); allowed: a number"),
        ([1, 1], [1, 1], -3, r"total_a = -3.0; allowed: finite, at least 0"),
        ([1, 1], [1, 1], np.inf, r"total_a = inf"),
    ],
)
def test_bad_counts_are_named(measure, n_a, n_b, total_a, message):
    with pytest.raises(ValueError, match=message):
        measure(n_a, n_b, total_a=total_a, total_b=10)


def test_other_errors():
    with pytest.raises(ValueError, match=r"form = 'two'; allowed"):
        g2([1], [1], total_a=9, total_b=9, form="two")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"n_background\[1, 3\] = 0 \(2 of 4 terms\).*both sides"):
        informative_prior([1, 0, 2, 0], total_background=9)
    with pytest.raises(ValueError, match=r"total_background = 0.0; allowed: above 0"):
        informative_prior([1], total_background=0)
    with pytest.raises(ValueError, match="strength = 0; allowed: above 0"):
        informative_prior([1], total_background=9, strength=0)
    sizes = {"total_a": 9, "total_b": 9}
    with pytest.raises(ValueError, match=r"prior has shape \(1,\); allowed: one per term, \(2,\)"):
        log_odds([1, 1], [1, 1], **sizes, prior=[1], prior_total=5)
    with pytest.raises(ValueError, match=r"sum 6.0, prior_total = 5; allowed"):
        log_odds([1, 1], [1, 1], **sizes, prior=[3, 3], prior_total=5)
    with pytest.raises(ValueError, match=r"prior from 0.0 to 3.0"):
        log_odds([1, 1], [1, 1], **sizes, prior=[0, 3], prior_total=5)
    with pytest.raises(ValueError, match=r"part_sizes = \[5. 0.\]; allowed: 1-D, above 0"):
        dispersion_dp([1, 0], part_sizes=[5, 0])
    with pytest.raises(ValueError, match=r"counts_by_part has shape \(1, 3\), part_sizes \(2,\)"):
        dispersion_dp([[1, 0, 0]], part_sizes=[5, 5])
    with pytest.raises(ValueError, match=r"counts_by_part\[0, 1\] = 6.0; allowed: 0 to 5.0"):
        dispersion_dp([[1, 6]], part_sizes=[5, 5])


def test_a_weighted_count_may_exceed_its_total_by_rounding_only():
    n = [0.1 + 0.2]  # 0.30000000000000004
    assert np.isfinite(g2(n, [0.1], total_a=0.3, total_b=0.3)).all()


def test_g2_says_what_it_is():
    assert "a ranking, never a test" in (keyness.g2.__doc__ or "")
