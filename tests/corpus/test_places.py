from __future__ import annotations

import polars as pl
import pytest

from framing.corpus.places import with_places
from framing.records.scope import PLACES
from framing.records.tables import SEGMENTS

# Body from 20 to 320: thirds end at 120 and 220; a caption stands in its middle.
ROWS = [
    ("a", 0, 0, "title", 0, 10),
    ("a", 1, 1, "standfirst", 10, 15),
    ("a", 2, 2, "dateline", 15, 20),
    ("a", 3, 2, "body", 20, 60),
    ("a", 4, 3, "body", 60, 180),
    ("a", 5, 4, "caption", 180, 200),
    ("a", 6, 4, "credit", 200, 210),
    ("a", 7, 5, "body", 210, 320),
    ("a", 8, 6, "furniture", 320, 330),
    ("b", 0, 0, "title", 0, 30),
]


@pytest.mark.parametrize(
    ("article", "start", "role", "place"),
    [
        ("a", 0, "title", "title"),
        ("a", 14, "standfirst", "standfirst"),
        ("a", 15, "dateline", "other"),
        ("a", 20, "body", "lead"),
        ("a", 59, "body", "lead"),
        ("a", 60, "body", "first third"),
        ("a", 119, "body", "first third"),
        ("a", 120, "body", "middle third"),
        ("a", 185, "caption", "caption"),
        ("a", 205, "credit", "other"),
        ("a", 219, "body", "middle third"),
        ("a", 220, "body", "last third"),
        ("a", 319, "body", "last third"),
        ("a", 325, "furniture", "other"),
        ("b", 29, "title", "title"),
    ],
)
def test_the_place_of_a_passage(article, start, role, place):
    mentions = pl.DataFrame({"article": [article], "start": [start]})
    found = with_places(mentions, pl.DataFrame(ROWS, schema=SEGMENTS, orient="row"))
    assert found.to_dicts() == [{"article": article, "start": start, "role": role, "place": place}]
    assert place in PLACES


def test_mentions_keep_their_order_and_columns():
    segments = pl.DataFrame(ROWS, schema=SEGMENTS, orient="row")
    mentions = pl.DataFrame({"article": ["b", "a", "a"], "start": [0, 210, 0], "x": [1, 2, 3]})
    found = with_places(mentions, segments)
    assert found.columns == ["article", "start", "x", "role", "place"]
    assert found["x"].to_list() == [1, 2, 3]


def test_no_mentions():
    none = pl.DataFrame(schema={"article": pl.String, "start": pl.Int64})
    found = with_places(none, pl.DataFrame(ROWS, schema=SEGMENTS, orient="row"))
    assert (found.height, found.columns) == (0, ["article", "start", "role", "place"])
