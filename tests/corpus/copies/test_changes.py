"""What a carrier changed: every word of both texts stands in exactly one change."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.copies.changes import find_changes, match_carriers

WIRE = "the ferry left the harbour at noon with forty people and a cargo of timber for the yard"


def changes(before: str, after: str) -> list[tuple[str, str, str]]:
    words, others = before.split(), after.split()
    tokens = pl.DataFrame(
        {"article": ["a"] * len(words) + ["b"] * len(others), "type": words + others},
        schema={"article": pl.String, "type": pl.String},
    )
    pairs = pl.DataFrame({"article": ["b"], "unit": ["a"]})
    found = find_changes(match_carriers(tokens, pairs)["b"], len(words))
    return [
        (c.change, " ".join(words[slice(*c.before)]), " ".join(others[slice(*c.after)]))
        for c in found
    ]


def test_a_text_to_the_letter_has_no_change():
    assert changes(WIRE, WIRE) == [("same", WIRE, WIRE)]


def test_words_replaced_added_and_removed():
    edited = WIRE.replace("noon", "dawn").replace("forty people and ", "") + " in the north"
    assert changes(WIRE, edited) == [
        ("same", "the ferry left the harbour at", "the ferry left the harbour at"),
        ("replaced", "noon", "dawn"),
        ("same", "with", "with"),
        ("removed", "forty people and", ""),
        ("same", "a cargo of timber for the yard", "a cargo of timber for the yard"),
        ("added", "", "in the north"),
    ]


def test_a_new_headline_replaces_the_old_one():
    first, *_ = changes(f"old words here {WIRE}", f"something else {WIRE}")
    assert first == ("replaced", "old words here", "something else")


def test_a_passage_that_moved_is_the_same():
    half = " ".join(f"x{k}" for k in range(12))
    found = changes(f"{WIRE} {half}", f"{half} {WIRE}")
    assert found == [("same", half, half), ("same", WIRE, WIRE)]


@pytest.mark.parametrize(
    ("before", "after", "kinds"), [(WIRE, "", ["removed"]), ("", WIRE, ["added"]), ("", "", [])]
)
def test_a_carrier_without_words(before, after, kinds):
    found = changes(before, after)
    assert [kind for kind, _, _ in found] == kinds
    assert [(old, new) for _, old, new in found] == [(before, after)] * len(kinds)


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=40),
    st.lists(st.integers(0, 6), min_size=1, max_size=40),
)
def test_every_word_stands_in_one_change(before, after):
    tokens = pl.DataFrame(
        {
            "article": ["a"] * len(before) + ["b"] * len(after),
            "type": [f"w{k}" for k in before + after],
        }
    )
    pairs = pl.DataFrame({"article": ["b"], "unit": ["a"]})
    place = match_carriers(tokens, pairs)["b"]
    found = find_changes(place, len(before))
    for side, n in (("before", len(before)), ("after", len(after))):
        seen = [k for c in found for k in range(*getattr(c, side))]
        assert sorted(seen) == list(range(n))
    assert [k for c in found for k in range(*c.after)] == list(range(len(after)))
    for c in found:
        if c.change == "same":
            assert before[slice(*c.before)] == after[slice(*c.after)]
            assert np.array_equal(place[slice(*c.after)], np.arange(*c.before))
