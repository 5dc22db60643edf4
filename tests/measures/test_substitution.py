"""Shared slots and company, against sums done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from framing.measures.substitution import REACH, Uses, company, find_shared_slots


def uses_of(rows: list[tuple[int, int, int, list[int], list[int]]]) -> Uses:
    """Rows: phrase, event, outlet, words to the left, words to the right (nearest first)."""
    pad = [[*side, *[-1] * REACH][:REACH] for row in rows for side in row[3:]]
    words = np.array(pad).reshape(len(rows), 2, REACH)
    columns = [np.array([row[k] for row in rows]) for k in range(3)]
    return Uses(*columns, np.arange(len(rows)), words[:, 0], words[:, 1])


def test_a_slot_counts_across_outlets_of_one_event_only():
    same = ([1, 2], [3, 4])
    uses = uses_of([(0, 0, 0, *same), (1, 0, 1, *same), (2, 0, 0, *same), (3, 1, 1, *same)])
    found = find_shared_slots(uses, worth=np.ones(5))
    assert found.select("p", "q").rows() == [(0, 1), (1, 2)]


def test_the_best_slot_of_two_uses_by_hand():
    uses = uses_of([(0, 0, 0, [1, 2], [3]), (1, 0, 1, [1, 2], [4])])
    # Two words to the left, worth 0.5 and 1, 0.1 for each; to the right nothing is shared.
    found = find_shared_slots(uses, worth=np.array([0, 0.5, 1.0, 1.0, 1.0]))
    assert found["mass"].to_list() == pytest.approx([1.5 + 0.2])


def test_function_words_alone_are_no_slot():
    uses = uses_of([(0, 0, 0, [1, 2], [3, 4]), (1, 0, 1, [1, 2], [3, 4])])
    assert find_shared_slots(uses, worth=np.zeros(5)).is_empty()


def test_company_is_the_cosine_across_outlets_discounted_where_little_is_shared():
    uses = uses_of([(0, 0, 0, [], []), (1, 0, 1, [], [])])
    bag = csr_matrix(np.array([[2.0, 1.0, 0.0], [2.0, 0.0, 1.0]]))
    found = company(uses, bag=bag)
    assert found["likeness"].to_list() == pytest.approx([4 / 5 * (1 - math.exp(-4))], rel=1e-12)
    one_outlet = uses_of([(0, 0, 0, [], []), (1, 0, 0, [], [])])
    assert company(one_outlet, bag=bag).is_empty()
