"""Scores of association: sums by hand, NLTK's measures, windows word by word."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures

from framing.measures.collocation import (
    collocation_g2,
    expected_near,
    log_dice,
    mutual_information,
    node_words,
    t_score,
    words_near,
)

# Uses near the node, uses everywhere, words near, words everywhere.
TABLES = [(8, 20, 50, 1000), (1, 1, 50, 1000), (3, 400, 120, 3000), (20, 20, 20, 500)]


@pytest.mark.parametrize(("both", "collocate", "span", "total"), TABLES)
def test_scores_are_nltks_where_the_definition_is_the_same(both, collocate, span, total):
    marginals = both, (span, collocate), total
    expected = expected_near(span, collocate, total)
    assert expected == pytest.approx(span * collocate / total, rel=1e-12)
    mi = mutual_information(both, expected)
    assert mi == pytest.approx(BigramAssocMeasures.pmi(*marginals), abs=1e-9)
    # NLTK's mi_like leaves out the logarithm and the total.
    like = BigramAssocMeasures.mi_like(*marginals, power=3)
    mi3 = mutual_information(both, expected, power=3)
    assert mi3 == pytest.approx(math.log2(like * total), abs=1e-9)
    t = t_score(both, expected)
    assert t == pytest.approx(BigramAssocMeasures.student_t(*marginals), abs=1e-9)
    g2 = collocation_g2([both], in_span=span, n_collocate=[collocate], total=total)[0]
    assert abs(g2) == pytest.approx(BigramAssocMeasures.likelihood_ratio(*marginals), abs=1e-9)
    assert np.sign(g2) == np.sign(both - span * collocate / total)
    # Dice of NLTK takes two frequencies: those of the node and of the collocate.
    dice = BigramAssocMeasures.dice(both, (30, collocate), total)
    assert log_dice(both, 30, collocate) == pytest.approx(14 + math.log2(dice), abs=1e-9)


def test_scores_by_hand():
    # E = 50 * 20 / 1000 = 1; 2 * 8 / (12 + 20) = 1/2.
    assert expected_near(50, 20, 1000) == 1
    assert mutual_information(8, 1.0) == 3
    assert mutual_information(8, 1.0, power=3) == 9
    assert t_score(8, 1.0) == pytest.approx(7 / math.sqrt(8), abs=1e-12)
    assert log_dice(8, 12, 20) == 13
    cells = [(8, 1), (12, 19), (42, 49), (938, 931)]
    by_hand = 2 * sum(o * math.log(o / e) for o, e in cells)
    g2 = collocation_g2([8], in_span=50, n_collocate=[20], total=1000)
    assert g2[0] == pytest.approx(by_hand, abs=1e-9)


def test_what_is_never_together_has_no_score():
    assert np.isnan(log_dice(0, 10, 10))
    assert np.isnan(mutual_information(0, 2.0)) and np.isnan(t_score(0, 2.0))
    assert np.isnan(expected_near(0, 0, 0))
    assert collocation_g2([0], in_span=50, n_collocate=[20], total=1000)[0] < 0


def test_what_is_no_count_is_refused():
    with pytest.raises(ValueError, match=r"a count is -1\.0; allowed: 0 and above"):
        log_dice(-1, 2, 3)
    with pytest.raises(ValueError, match="power is 2; allowed: 1"):
        mutual_information(1, 1.0, power=2)


@st.composite
def rows(draw):
    """Stretches of words with nodes in them that do not overlap."""
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=5))
    first, last, start = [], [], 0
    for size in sizes:
        at = start
        while at < start + size:
            length = draw(st.integers(0, 3))
            if length and at + length <= start + size:
                first.append(at)
                last.append(at + length)
            at += max(length, 1)
        start += size
    return sizes, np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)


@given(rows(), st.one_of(st.none(), st.integers(1, 6)))
def test_windows_are_those_found_word_by_word(row, window):
    sizes, first, last = row
    n = sum(sizes)
    starts = np.cumsum([0, *sizes[:-1]])
    begins, ends = np.repeat(starts, sizes), np.repeat(starts + sizes, sizes)
    own = {k for a, b in zip(first, last, strict=True) for k in range(a, b)}
    near = set()
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        for k in range(int(begins[a]), int(ends[a])):
            away = a - k if k < a else k - b + 1
            if k not in own and (window is None or away <= window):
                near.add(k)
    found = words_near(first, last, begins=begins, ends=ends, window=window)
    assert set(np.flatnonzero(found).tolist()) == near
    assert set(np.flatnonzero(node_words(first, last, n_words=n)).tolist()) == own


def test_a_word_in_two_windows_is_one_word():
    every = np.zeros(5, dtype=np.int64)
    nodes = np.array([1, 3]), np.array([2, 4])
    found = words_near(*nodes, begins=every, ends=every + 5, window=1)
    assert found.tolist() == [True, False, True, False, True]
