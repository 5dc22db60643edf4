"""The same quotation in several articles."""

from __future__ import annotations

import polars as pl
import regex

from framing.compare.coverage.quotations import find_same_quotations
from framing.language.words import WORD, fold


def find(*given: tuple[str, str, bool], events: str = "") -> list[set[str]]:
    """Groups of quotations by their keys: (article, text, whether it is one)."""
    keys = [f"{article}{k}" for k, (article, _, _) in enumerate(given)]
    rows = pl.DataFrame(
        {
            "passage": keys,
            "article": [article for article, _, _ in given],
            "event": list(events) or ["e"] * len(given),
            "is_quotation": [is_quotation for _, _, is_quotation in given],
        }
    )
    words = [
        (key, fold(word))
        for key, (_, text, _) in sorted(zip(keys, given, strict=True))
        for word in regex.findall(WORD, text)
    ]
    tokens = pl.DataFrame(words, schema=["passage", "type"], orient="row")
    found = find_same_quotations(rows.sort("passage"), tokens)
    return sorted(
        (set(g["passage"]) for _, g in found.group_by("quotation")), key=lambda g: sorted(g)
    )


WHOLE = "We shall not sell the islands, and we shall not lease the harbour to anybody this year."


def test_a_slip_of_the_pen_and_a_part_are_the_same_quotation():
    slip = WHOLE.replace("shall not lease", "shall never rent")
    part = "not lease the harbour to anybody"
    assert find(("a", WHOLE, True), ("b", WHOLE.lower(), True), ("c", part, True)) == [
        {"a0", "b1", "c2"}
    ]
    # "never rent" for "not lease" is more than a slip: a negation is among what differs.
    assert find(("a", WHOLE, True), ("b", slip, True)) == [{"a0"}, {"b1"}]


def test_another_number_is_another_quotation():
    text = "The fleet will lose 14 boats to the new rules on fishing in the bay"
    assert find(("a", text, True), ("b", text.replace("14", "40"), True)) == [{"a0"}, {"b1"}]
    assert find(("a", text, True), ("b", text.replace("new ", ""), True)) == [{"a0", "b1"}]


def test_words_without_marks_stand_with_their_quotation():
    assert find(("a", WHOLE, True), ("b", f"As he said, {WHOLE}", False)) == [{"a0", "b1"}]
    assert find(("a", WHOLE, True), ("b", "They will not sell the islands.", False)) == [{"a0"}]


def test_one_article_and_other_events_have_no_same_quotation():
    assert find(("a", WHOLE, True), ("a", WHOLE, True)) == [{"a0"}, {"a1"}]
    assert find(("a", WHOLE, True), ("b", WHOLE, True), events="xy") == [{"a0"}, {"b1"}]
