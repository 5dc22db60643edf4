from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.counts.tokens import tokenise
from framing.counts.voices import token_voices
from framing.records.tables import SEGMENTS

TEXT = "title zero one two three caption five six"
SPANS = {"article": pl.String, "start": pl.Int64, "end": pl.Int64}


def voices(contents: list[tuple[str, int, int]], wire: list[str]) -> dict[str, list[str]]:
    articles = pl.DataFrame({"article": ["a", "b"], "text": [TEXT, TEXT]})
    parts = [("title", 0, 6), ("body", 6, 25), ("caption", 25, 33), ("body", 33, len(TEXT))]
    rows = [(a, k, k, *part) for a in "ab" for k, part in enumerate(parts)]
    segments = pl.DataFrame(rows, schema=SEGMENTS, orient="row")
    tokens = tokenise(articles, segments)
    found = token_voices(
        tokens,
        segments=segments,
        contents=pl.DataFrame(contents, schema=SPANS, orient="row"),
        wire_articles=wire,
    )
    return {article: found.filter(tokens["article"] == article).to_list() for article in ("a", "b")}


def test_without_attributions_the_outlet_speaks_and_captions_are_captions():
    assert voices([], [])["a"] == ["outlet"] * 5 + ["caption"] + ["outlet"] * 2


def test_content_belongs_to_its_source_in_captions_and_wire_copy_too():
    # "one two" and the caption of a; b is wire copy whose title is the carrier's own.
    found = voices([("a", 11, 18), ("a", 25, 32), ("b", 33, 37), ("gone", 0, 9)], ["b"])
    assert found["a"] == ["outlet"] * 2 + ["source"] * 2 + ["outlet", "source"] + ["outlet"] * 2
    assert found["b"] == ["outlet", "wire", "wire", "wire", "wire", "caption", "source", "wire"]


@pytest.mark.parametrize("end", [14, 15, 18])
def test_a_word_is_inside_when_its_first_letter_is(end):
    found = voices([("a", 11, end)], [])["a"]
    assert found[2] == "source"
    assert found[3] == ("source" if end > 15 else "outlet")


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(1, 20)), max_size=8)
)
def test_overlapping_contents_are_sources_where_any_of_them_is(raw):
    spans = [(article, start, start + n) for article, start, n in raw]
    found = voices(spans, [])
    starts = [0, 6, 11, 15, 19, 25, 33, 38]
    for article in "ab":
        inside = [any(a == article and s <= at < e for a, s, e in spans) for at in starts]
        assert [voice == "source" for voice in found[article]] == inside
