"""Agenda, wording and unmatched: sums by hand, and what must hold for any numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from framing.compare.split.parts import PARTS, split_difference, split_events


def named(*cells: object, **more: object) -> dict[str, float]:
    found = split_difference(*(np.array(c, dtype=float) for c in cells), **more)
    return dict(zip(PARTS, found.tolist(), strict=True))


def test_parts_by_hand():
    # A: events 1 and 2 with 60 and 40 mentions, 30 and 10 of them the item; 50 on events of its
    # own (5), 50 without event (20). B: 20 and 80 (10, 16), 100 on events of its own (50).
    found = named([30, 10, 5, 20], [60, 40, 50, 50], [10, 16, 50, 0], [20, 80, 100, 0])
    assert found["rate_a"] == pytest.approx(65 / 200)
    assert found["rate_b"] == pytest.approx(76 / 200)
    assert found["difference"] == pytest.approx(-11 / 200)
    # Weights .6 .4 and .2 .8; rates .5 .25 and .5 .2.
    assert found["agenda"] == pytest.approx(0.4 * 0.5 - 0.4 * 0.225)
    assert found["wording"] == pytest.approx(0.6 * 0.05)
    # A on shared events: .4; a quarter each of its mentions at .1 and at .4.
    assert found["unmatched_a"] == pytest.approx(0.25 * (0.1 - 0.4))
    assert found["no_event_a"] == pytest.approx(0, abs=1e-15)
    # B on shared events: .26; half of its mentions at .5.
    assert found["unmatched_b"] == pytest.approx(-0.5 * (0.5 - 0.26))
    assert found["no_event_b"] == 0


def test_the_same_wording_is_all_agenda_and_the_same_agenda_all_wording():
    found = named([30, 4, 0, 0], [60, 40, 0, 0], [10, 8, 0, 0], [20, 80, 0, 0])
    assert found["wording"] == pytest.approx(0)
    assert found["agenda"] == pytest.approx(found["difference"])
    found = named([30, 4, 0, 0], [60, 40, 0, 0], [3, 2, 0, 0], [30, 20, 0, 0])
    assert found["agenda"] == pytest.approx(0)
    assert found["wording"] == pytest.approx(found["difference"])


def test_without_a_shared_event_there_are_rates_and_no_parts():
    found = named([3, 1], [6, 4], [1, 0], [10, 0])
    assert (found["rate_a"], found["rate_b"]) == (0.4, 0.1)
    assert found["difference"] == pytest.approx(0.3)
    assert all(np.isnan(found[part]) for part in PARTS[3:])


def test_an_event_that_was_not_drawn_has_no_weight_and_keeps_its_rate():
    held = np.array([0.5, 0.25, 0, 0])
    found = named([30, 0, 0, 0], [60, 0, 0, 0], [10, 16, 0, 0], [20, 80, 0, 0], stand_in_a=held)
    assert found["agenda"] == pytest.approx(0.8 * 0.5 - 0.8 * 0.225)
    assert found["wording"] == pytest.approx(0.4 * 0.05)
    assert found["agenda"] + found["wording"] == pytest.approx(found["difference"])


@st.composite
def sides(draw: st.DrawFn) -> tuple[np.ndarray, ...]:
    """Cells of two sides: shared events with a denominator, the other two cells perhaps empty."""
    n = draw(st.integers(1, 6))
    shapes = []
    for _ in "ab":
        bottom = draw(arrays(float, n + 2, elements=st.floats(0.01, 50)))
        empty = draw(arrays(bool, 2))
        bottom[-2:][empty] = 0
        share = draw(arrays(float, n + 2, elements=st.floats(0, 1)))
        shapes += [bottom * share, bottom]
    return tuple(shapes)


@given(sides())
def test_parts_add_up_exactly(cells):
    found = dict(zip(PARTS, split_difference(*cells).tolist(), strict=True))
    total = sum(found[part] for part in PARTS[3:])
    assert abs(total - found["difference"]) < 1e-12
    assert abs(found["rate_a"] - found["rate_b"] - found["difference"]) < 1e-15


@given(sides())
def test_sides_exchanged_every_part_changes_its_sign(cells):
    found = dict(zip(PARTS, split_difference(*cells).tolist(), strict=True))
    other = dict(zip(PARTS, split_difference(*cells[2:], *cells[:2]).tolist(), strict=True))
    for part in ("difference", "agenda", "wording"):
        assert other[part] == pytest.approx(-found[part], abs=1e-12)
    for part in ("unmatched", "no_event"):
        assert other[f"{part}_a"] == pytest.approx(-found[f"{part}_b"], abs=1e-12)


@given(sides())
def test_events_add_up_to_the_parts(cells):
    found = dict(zip(PARTS, split_difference(*cells).tolist(), strict=True))
    agenda, wording = split_events(*(cell[:-2] for cell in cells))
    assert agenda.sum() == pytest.approx(found["agenda"], abs=1e-12)
    assert wording.sum() == pytest.approx(found["wording"], abs=1e-12)


@given(sides(), st.floats(0.001, 1000))
def test_the_unit_of_the_denominator_does_not_matter(cells, times):
    scaled = (cells[0] * times, cells[1] * times, *cells[2:])
    np.testing.assert_allclose(split_difference(*scaled), split_difference(*cells), atol=1e-12)


def test_an_event_at_the_middle_rate_adds_nothing_to_agenda():
    # Both sides' rate is .5 on the first event and on the whole: more room for it moves nothing.
    agenda, wording = split_events(
        np.array([30.0, 10, 5]), np.array([60.0, 10, 10]),
        np.array([10.0, 40, 0]), np.array([20.0, 60, 20]),
    )  # fmt: skip
    whole = (45 / 80 + 50 / 100) / 2
    assert agenda[0] == pytest.approx((60 / 80 - 20 / 100) * (0.5 - whole))
    assert wording[0] == 0


def test_replicates_are_independent_rows():
    generator = np.random.default_rng(3)
    cells = [generator.random((4, 5)) + 0.1 for _ in range(4)]
    together = split_difference(*cells)
    for k in range(4):
        np.testing.assert_allclose(together[k], split_difference(*(c[k] for c in cells)))
