"""Leave-out divergence: sums by hand, a slow independent implementation, and its bias."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from framing.measures.divergence import ABSENT, contributions, divergences, lay_out


def one(counts, labels, units=None, n_groups=2) -> float:
    units = np.arange(len(counts)) if units is None else np.array(units)
    texts = lay_out(csr_array(np.array(counts, dtype=float)), units)
    return float(divergences(texts, np.array([labels]), n_groups=n_groups)[0])


def naive(counts, labels, units, n_groups: int) -> Fraction:
    """The estimator word for word, in fractions: leave the unit out, share, posterior, mean."""
    total = Fraction(0)
    texts = [
        (row, g, u)
        for row, g, u in zip(counts, labels, units, strict=True)
        if g != ABSENT and sum(row)
    ]
    for group in range(n_groups):
        here = [text for text in texts if text[1] == group]
        for row, _, unit in here:
            shares = []
            for other in range(n_groups):
                rest = [r for r, g, u in texts if g == other and u != unit]
                words = sum(sum(r) for r in rest)
                shares.append([Fraction(sum(r[j] for r in rest), words) for j in range(len(row))])
            for j, count in enumerate(row):
                whole = sum(share[j] for share in shares)
                posterior = shares[group][j] / whole if whole else Fraction(1, n_groups)
                total += Fraction(count, sum(row)) * posterior / (len(here) * n_groups)
    return total


def test_two_groups_by_hand():
    # Two articles a group, terms x and y. Without the first article (3 x, 1 y) group a is 1 x,
    # 1 y: shares 1/2; group b is 1 x, 5 y of 6: posteriors of x 3/4 and of y (1/2)/(1/2+5/6)=3/8.
    # It scores 3/4*3/4 + 1/4*3/8 = 21/32. Without the second (1, 1) a is 3/4, 1/4: posteriors
    # (3/4)/(3/4+1/6) = 9/11 and (1/4)/(1/4+5/6) = 3/13; it scores (9/11 + 3/13)/2 = 75/143.
    # In b, a is 4/6, 2/6. Without (1, 2) b is 0, 1: posteriors 0 and 1/(4/3) = 3/4: 1/2.
    # Without (0, 3) b is 1/3, 2/3: posterior of y (2/3)/(2/3+1/3) = 2/3.
    counts = [[3, 1], [1, 1], [1, 2], [0, 3]]
    expected = (21 / 32 + 75 / 143) / 4 + (1 / 2 + 2 / 3) / 4
    assert one(counts, [0, 0, 1, 1]) == pytest.approx(expected, abs=1e-12)


def test_three_groups_by_hand():
    # Each article says one term; a and b both say x, c says y. Posterior of x for a: 1/2, so too
    # for b; that of y for c: 1. Mean: (1/2 + 1/2 + 1) / 3.
    counts = [[2, 0], [1, 0], [4, 0], [1, 0], [0, 1], [0, 5]]
    assert one(counts, [0, 0, 1, 1, 2, 2], n_groups=3) == pytest.approx(2 / 3, abs=1e-12)


def test_a_term_of_one_unit_alone_says_nothing():
    # x is the first article's own: 1/2. y is shared by all: without the first a is all y, and so
    # is b: 1/2. Without the second, a is half y: (1/2)/(1/2 + 1) = 1/3. For b, a is 2/3 y: 3/5.
    found = one([[1, 1], [0, 1], [0, 1], [0, 1]], [0, 0, 1, 1])
    assert found == pytest.approx((1 / 2 + 1 / 3 + 3 / 5 + 3 / 5) / 4, abs=1e-12)


def test_told_from_a_single_term_and_not_at_all():
    assert one([[1, 0], [2, 0], [0, 1], [0, 3]], [0, 0, 1, 1]) == 1.0
    assert one([[1, 1]] * 6, [0, 0, 0, 1, 1, 1]) == pytest.approx(0.5, abs=1e-12)


def test_a_copy_group_is_left_out_with_all_its_carriers():
    # Unit 0 stands on both sides: neither of its texts sees the other.
    counts, labels, units = [[1, 1], [1, 1], [1, 3], [3, 1]], [0, 1, 0, 1], [0, 0, 1, 2]
    # Texts of unit 0: a is 1/4, 3/4 and b 3/4, 1/4: posteriors 1/4 and 3/4, mean 1/2 each.
    # Unit 1 in a: a is 1/2, 1/2, b is 4/6, 2/6: 1/4 * 3/7 + 3/4 * 3/5; unit 2 alike.
    single = 1 / 4 * 3 / 7 + 3 / 4 * 3 / 5
    assert one(counts, labels, units) == pytest.approx((1 / 2 + single) / 2, abs=1e-12)


cells = st.lists(st.integers(0, 4), min_size=4, max_size=4)


@given(st.lists(cells, min_size=9, max_size=9), st.integers(2, 3), st.integers(0, 2))
def test_equal_to_the_estimator_word_for_word(rows, n_groups, is_copied):
    counts = [[1 + row[0], *row[1:]] for row in rows]
    labels = [k % n_groups for k in range(9)]
    units = list(range(9))
    if is_copied:  # neighbours have different labels
        units[1] = units[0]
        units[5] = units[4]
    if is_copied == 2:  # and of three, two are on one side
        units[3] = units[0]
    labels[8] = ABSENT
    expected = naive(counts, labels, units, n_groups)
    assert one(counts, labels, units, n_groups) == pytest.approx(float(expected), abs=1e-12)
    texts = lay_out(csr_array(np.array(counts, dtype=float)), np.array(units))
    parts = contributions(texts, np.array(labels), n_groups=n_groups)
    assert parts.sum() == pytest.approx(float(expected) - 1 / n_groups, abs=1e-12)


def test_a_whole_event_is_left_out():
    # Event 0: x in a and b, event 1: y in a and b. Leaving out articles, y of b is all that tells
    # x of a from it: posterior 0. Leaving out events nobody else says x: 1/2 each.
    counts, labels = [[1, 0], [1, 0], [0, 1], [0, 1]], [0, 1, 0, 1]
    assert one(counts, labels) == 0.0
    assert one(counts, labels, [0, 0, 1, 1]) == 0.5
    # A group with words of one event only has nothing left.
    assert np.isnan(one(counts, [0, 1, 1, 1], [0, 0, 1, 1]))


def test_contributions_by_hand():
    # x: all of a's words, told with 1; 1/2 of the divergence is a's, of which 1/2 would be chance.
    texts = lay_out(csr_array([[1.0, 0, 1], [2, 0, 2], [0, 1, 1], [0, 3, 3]]), np.arange(4))
    parts = contributions(texts, np.array([0, 0, 1, 1]), n_groups=2)
    assert parts == pytest.approx([1 / 8, 1 / 8, 0.0], abs=1e-12)


def test_groups_of_one_unit_have_no_divergence():
    texts = lay_out(csr_array([[1.0, 1], [1, 2], [0, 0], [1, 1]]), np.arange(4))
    # The empty third text leaves group 0 with one unit.
    assert np.isnan(divergences(texts, np.array([[0, 1, 0, 1]]), n_groups=2)).all()
    assert np.isnan(contributions(texts, np.array([0, 1, 0, 1]), n_groups=2)).all()


def plug_in(counts, labels, n_groups: int) -> float:
    """The estimate that sees each unit in its own group, as a comparison."""
    q = np.array([counts[labels == g].sum(axis=0) / counts[labels == g].sum() for g in range(2)])
    posterior = np.divide(q, q.sum(axis=0), out=np.full_like(q, 1 / n_groups), where=q > 0)
    return float((q * posterior).sum() / n_groups)


@pytest.mark.parametrize("n", [5, 20])
def test_under_the_null_the_plug_in_is_biased_and_leaving_out_is_not(n):
    """Two groups of n articles of 100 words from one distribution, terms in 2 articles or more."""
    dice = np.random.Generator(np.random.Philox(key=[11, n]))
    p = 1 / np.arange(2, 802)
    labels = np.repeat([0, 1], n)
    left_out, plugged = [], []
    for _ in range(100):
        counts = dice.multinomial(100, p / p.sum(), size=2 * n).astype(float)
        counts = counts[:, (counts > 0).sum(axis=0) >= 2]
        left_out.append(one(counts, labels))
        plugged.append(plug_in(counts, labels, 2))
    error = np.std(left_out) / 10
    # With 5 articles a group the plug-in reads .58 where there is nothing. What leaving out keeps
    # is that a unit is missed most by its own group: a few thousandths with 5 articles.
    bias = np.mean(left_out) - 0.5
    assert np.mean(plugged) - 0.5 > 0.05
    assert abs(bias) < 1 / (10 * n) + 3 * error
    assert abs(bias) < (np.mean(plugged) - 0.5) / 4
