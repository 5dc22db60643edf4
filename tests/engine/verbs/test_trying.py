"""A pasted text: every annotation shown, counted beside its original, and nothing kept."""

from __future__ import annotations

import polars as pl
import pytest

from framing.engine.verbs.trying import MAX_CHARACTERS, MEASURES, try_text
from framing.errors import UsageError

ORIGINAL = (
    "The Northern Territories were illegally seized in 1945, Taro Kono claimed on Monday.\n"
    '"Sovereignty is not up for discussion," Sergey Lavrov stressed.'
)
NEUTRAL = (
    "Taro Kono said on Monday that the four islands were Japanese. "
    "Sergey Lavrov said that Russia would not discuss it."
)


def _values(tried, measure: str) -> dict[str, tuple[float | None, float | None]]:
    rows = tried.counts.filter(pl.col("measure") == measure)
    return {item: (old, new) for _, item, old, new, _ in rows.iter_rows()}


def test_marks_are_characters_of_the_text_with_their_voice(kurils):
    marks = try_text(kurils, ORIGINAL).marks
    assert all(ORIGINAL[a:b] == said for a, b, said in marks.select("start", "end", "text").rows())
    found = {
        (layer, voice, text) for layer, voice, text in marks.select("layer", "voice", "text").rows()
    }
    assert ("names", "source", "Northern Territories") in found
    assert ("attributions", "source", "Sovereignty is not up for discussion,") in found
    tones = marks.filter(pl.col("layer") == "portrayals")
    assert tones.height and set(tones["what"].str.split(": ").list.last()) <= {
        "negative", "neutral", "positive",
    }  # fmt: skip


def test_a_rewrite_is_counted_beside_its_original(kurils):
    tried = try_text(kurils, NEUTRAL, original=ORIGINAL)
    assert _values(tried, "cues") == {"doubting": (1, 0), "emphatic": (1, 0), "neutral": (0, 2)}
    assert _values(tried, "names")["northern_territories, paraphrased"] == (1, 0)
    assert [old + new for old, new in _values(tried, "facts").values()] == [1]
    order = [measure for measure in MEASURES if measure in set(tried.counts["measure"])]
    assert tried.counts["measure"].unique(maintain_order=True).to_list() == order


def test_without_an_original_there_is_no_other_number(kurils):
    counts = try_text(kurils, NEUTRAL).counts
    assert counts["original"].null_count() == counts.height
    assert counts.row(-1) == ("style", "readability", None, None, "fewer than 100 words")


def test_words_add_up_to_those_of_the_text(kurils):
    words = _values(try_text(kurils, NEUTRAL), "words")
    assert sum(new for _, new in words.values()) == len(NEUTRAL.split())


def test_a_single_line_is_a_paragraph_and_the_first_of_several_a_headline(kurils):
    one = try_text(kurils, NEUTRAL).marks.filter(pl.col("layer") == "segment")
    assert one["what"].to_list() == ["body"]
    two = try_text(kurils, f"Talks on the islands\n{NEUTRAL}").marks
    assert two.filter(pl.col("layer") == "segment")["what"].to_list() == ["title", "body"]


def test_the_study_is_as_it_was(kurils, kurils_folder):
    before = {p: p.stat().st_mtime_ns for p in kurils_folder.rglob("*") if ".framing" in p.parts}
    n = kurils.measured.height
    try_text(kurils, NEUTRAL)
    after = {p: p.stat().st_mtime_ns for p in kurils_folder.rglob("*") if ".framing" in p.parts}
    assert (before, n) == (after, kurils.measured.height)


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "no words"), (" \n—", "no words"), ("a" * (MAX_CHARACTERS + 1), "100,001 characters")],
)
def test_what_cannot_be_read_is_said(kurils, text, message):
    with pytest.raises(UsageError, match=message):
        try_text(kurils, text)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> said Kono", "«‹“”’", "a\0b", "тест 中文 हिन्दी", "\r\nx\r\n"]
)
def test_hostile_texts_are_text(kurils, text):
    if any(letter.isalnum() for letter in text):
        assert try_text(kurils, text).marks.height
    else:
        with pytest.raises(UsageError, match="no words"):
            try_text(kurils, text)
