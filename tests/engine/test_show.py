from __future__ import annotations

import pytest

import framing
from framing.engine.show import MARK_LAYERS, find_article
from framing.errors import UsageError


@pytest.mark.parametrize(
    "wanted", ["primer-gazette_talks-moscow.txt", "primer-gazette/peace-treaty-with"]
)
def test_an_article_is_found_by_file_and_by_the_beginning_of_its_id(kurils, wanted):
    found = find_article(kurils, wanted)
    assert found.startswith("primer-gazette/peace-treaty-with")
    assert find_article(kurils, found) == found


def test_what_fits_nothing_or_too_much_is_told_with_examples(kurils):
    with pytest.raises(
        UsageError, match="no measured article 'gone'; ids look like: namuna-times/"
    ):
        find_article(kurils, "gone")
    with pytest.raises(UsageError, match="'primer-gazette/' fits 3 articles: primer-gazette/"):
        find_article(kurils, "primer-gazette/")


def test_parts_and_marks_of_an_article(kurils):
    rows = framing.show(kurils, "primer-gazette_talks-moscow.txt")
    assert rows.columns == ["layer", "what", "start", "end", "text"]
    parts = rows.filter(rows["layer"] == "segment").sort("start")
    article = find_article(kurils, "primer-gazette_talks-moscow.txt")
    text = dict(kurils.study.articles.select("article", "text").iter_rows())[article]
    assert "".join(parts["text"]) == text
    assert {"title", "standfirst", "dateline", "body", "furniture"} <= set(parts["what"])
    assert set(rows["layer"]) <= {"segment", *MARK_LAYERS}
    assert all(text[a:b] == t for a, b, t in rows.select("start", "end", "text").iter_rows())
    assert "southern_kurils (own)" in set(rows["what"])
