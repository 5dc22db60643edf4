from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.measures.matching import match_spans, score_counts, span_iou

PIECES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=6).map(
    lambda rows: [((a, a + n),) for a, n in rows]
)


@pytest.mark.parametrize(
    ("a", "b", "iou"),
    [
        ([(0, 10)], [(0, 10)], 1.0),
        ([(0, 10)], [(10, 20)], 0.0),
        ([(0, 10)], [(5, 10)], 0.5),
        ([(0, 4), (6, 10)], [(0, 10)], 0.8),
        ([(0, 4), (6, 10)], [(2, 8)], 0.4),
    ],
)
def test_span_iou(a, b, iou):
    assert span_iou(a, b) == pytest.approx(iou, abs=1e-12) == span_iou(b, a)


def test_pairs_are_one_to_one_and_as_many_as_can_be():
    # The first found passage fits both; greedily it would take the better one and leave one alone.
    gold = [[(0, 10)], [(8, 20)]]
    found = [[(0, 15)], [(0, 5)]]
    assert match_spans(gold, found, iou=0.3) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(("iou", "pairs"), [(0.0, [(0, 0)]), (0.5, [(0, 0)]), (0.51, []), (1, [])])
def test_the_least_overlap_counts_as_one(iou, pairs):
    assert match_spans([[(0, 10)]], [[(5, 10)]], iou=iou) == pairs


def test_no_shared_character_is_no_match():
    assert match_spans([[(0, 5)]], [[(5, 9)]], iou=0.0) == []


@given(PIECES, PIECES)
def test_each_passage_is_in_one_pair_and_sides_can_be_swapped(gold, found):
    pairs = match_spans(gold, found, iou=0.3)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(span_iou(gold[i], found[j]) >= 0.3 for i, j in pairs)
    assert len(match_spans(found, gold, iou=0.3)) == len(pairs)


def test_scores_of_counts():
    precision, recall, f1 = score_counts(
        np.array([8.0, 0.0]), np.array([10.0, 0.0]), np.array([6.0, 0.0])
    )
    assert [precision[0], recall[0], f1[0]] == pytest.approx([0.6, 0.75, 12 / 18], abs=1e-12)
    assert np.isnan([precision[1], recall[1], f1[1]]).all()
