from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framing.corpus.segments import build_segments, find_segments
from framing.corpus.sentences import build_sentences
from framing.records.scope import ROLES
from framing.records.tables import SEGMENTS, SENTENCES

lines = st.sampled_from(
    [
        "",
        "  ",
        "Share it",
        "Related Stories",
        "A title of five words",
        "MOSCOW: It rained on the square all day long.",
        "MOSCOW, November 6. /TASS/. It rained on the square.",
        "Ministers meet. (AP)",
        "By Ann Author",
        "It rained on the square and the ministers went home early.",
        "The wind blew over the wide square while the ministers were still",
        "x",
    ]
)
pages = st.builds(
    lambda parts, end: end.join(parts), st.lists(lines, max_size=12), st.sampled_from("\n\r")
)

PAGE = """\
All news

Ministers meet on islands

Talks will go on in autumn, both sides say

MOSCOW, November 6. /TASS/. Two ministers met on the islands on Wednesday.

They agreed to meet again in the autumn.

Two ministers shake hands. (AP)

Two ministers shake hands. (AP)

The islands were quiet on the day of the talks.

Share it

A new hotel opens
"""


def roles(text: str, **given) -> list[tuple[str, str]]:
    return [(role, text[a:b].strip()) for _, role, a, b in find_segments(text, **given)]


def test_a_page_with_everything_on_it():
    assert roles(PAGE) == [
        ("furniture", "All news"),
        ("title", "Ministers meet on islands"),
        ("standfirst", "Talks will go on in autumn, both sides say"),
        ("dateline", "MOSCOW, November 6. /TASS/."),
        ("body", "Two ministers met on the islands on Wednesday."),
        ("body", "They agreed to meet again in the autumn."),
        ("caption", "Two ministers shake hands."),
        ("credit", "(AP)"),
        ("caption", "Two ministers shake hands."),
        ("credit", "(AP)"),
        ("body", "The islands were quiet on the day of the talks."),
        ("furniture", "Share it"),
        ("furniture", "A new hotel opens"),
    ]


@given(st.one_of(st.text(max_size=120), pages))
@example("\r\n \n")
@example("\u2028Title\x85body")
def test_segments_tile_every_text(text):
    found = find_segments(text)
    assert [role for _, role, _, _ in found if role not in ROLES] == []
    edges = [(start, end) for _, _, start, end in found]
    assert all(start < end for start, end in edges)
    assert all(one[1] == two[0] for one, two in pairwise(edges))
    assert (edges[0][0], edges[-1][1]) == (0, len(text)) if text else edges == []
    paragraphs = [paragraph for paragraph, *_ in found]
    assert paragraphs == sorted(paragraphs)


@given(st.lists(lines, max_size=12))
def test_the_kind_of_line_break_changes_no_role(parts):
    assert roles("\n".join(parts)) == roles("\r\n".join(parts)) == roles("\r".join(parts))


@given(pages)
def test_blanks_around_lines_change_no_role(text):
    assert roles(text) == roles("".join(f" \t{line} \n" for line in text.splitlines()))


def test_hard_wrapped_lines_are_one_paragraph():
    text = """\
Ministers meet on islands

MOSCOW, November 6. /TASS/. Two ministers met on the islands on
Wednesday and spoke for more than three hours about fish, ferries
and a treaty that both of their countries have been waiting for
since the middle of the last century.

They agreed to meet again in the autumn, when the ferry will have
stopped and the only way to the islands will be by helicopter or,
for those who do not mind the waves, with one of the fishing boats.
"""
    assert [(role, " ".join(part.split()[:3])) for role, part in roles(text)] == [
        ("title", "Ministers meet on"),
        ("dateline", "MOSCOW, November 6."),
        ("body", "Two ministers met"),
        ("body", "They agreed to"),
    ]
    assert roles(text)[2][1].endswith("the last century.")


def test_one_line_a_paragraph_is_not_hard_wrapped():
    text = "A title here\n" + "The ministers met again on the islands in a very cold week.\n" * 2
    text += "Nobody said what they had agreed upon in the end.\nThey left.\n"
    assert len(roles(text)) == 5


@pytest.mark.parametrize("title", ["The real title", "  The real title "])
def test_a_given_title_is_the_title(title):
    text = "Page of the day\n\nThe real title\n\nIt rained on the square all day long.\n"
    assert ("title", "The real title") in roles(text, title=title)
    assert ("title", "Page of the day") in roles(text)


def test_a_given_title_is_found_in_other_quotation_marks():
    text = "Page of the day\n\nKono sees “long road” ahead\n\nIt rained all day long on him.\n"
    assert ("title", "Kono sees “long road” ahead") in roles(
        text, title='Kono sees "long road" ahead'
    )


def test_a_text_without_a_title_keeps_its_lead_as_body():
    lead = "The ministers " + "met and met " * 12 + "again."
    assert roles(f"{lead}\n\nThey left after three hours.\n")[0] == ("body", lead)


def test_corrections_of_the_study_win():
    given = {"A new hotel opens": "body", "All news": "title"}
    found = roles(PAGE, corrections=given)
    assert ("body", "A new hotel opens") in found
    assert ("title", "All news") in found


def test_names_and_sites_of_the_outlet_are_furniture():
    text = PAGE + "\nThe Daily Example\nwww.daily.example\n"
    found = {part: role for role, part in roles(text, names=("the daily example",))}
    assert found["The Daily Example"] == found["www.daily.example"] == "furniture"


def test_text_after_a_share_button_is_text():
    text = "A title of the day\n\nIt rained on the square all day.\n\nShare it\n\n"
    text += "The ministers went home before the rain had stopped.\n"
    assert roles(text)[-1][0] == "body"


def test_agency_copy_that_ends_in_its_agency_is_no_caption():
    text = "A title of the day\n\nIt rained on the square all day.\n\nThe ministers left. (PTI)\n"
    assert roles(text)[-2:] == [("body", "The ministers left."), ("credit", "(PTI)")]


@pytest.mark.parametrize(
    "credit",
    [
        "/VCG Photo",
        "(Photo: SEP)",
        "(AP)",
        "© Igor Belyayev/TASS",
        "Photo: Ann Author",
        "(Namuna Photo)",
        "| Reuters",
        "(File photo)",
        "(Courtesy of the ministry)",
    ],
)
def test_a_photo_credit_makes_a_caption(credit):
    text = f"A title of the day\n\nTwo ministers shake hands in Rome. {credit}\n\n"
    text += "It rained on the square for the whole of the long day.\n"
    assert ("caption", "Two ministers shake hands in Rome.") in roles(text)
    assert ("credit", credit) in roles(text)


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "SHARE IT",
        "Follow us on Twitter",
        "Error loading player: No sources",
        "01:00",
        '["china"]',
        "Related Stories",
        "No stories found.",
        "Read also: A hotel",
        "X",
        "https://a.example/b?c=d",
        "www.a.example",
        "© 2019 A Daily. All rights reserved.",
        "Updated 20:15, 11-Sep-2019",
        "Read more: The ferry sails to the islands again this week.",
        "Home > World",
        "3 min read",
        "Advertisement",
        "Tags: Japan",
    ],
)
def test_furniture_of_pages(line):
    text = f"A title of the day\n\nIt rained on the square all day.\n\n{line}\n\n"
    text += "The ministers went home before the rain had stopped.\n"
    assert ("furniture", line) in roles(text)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell after the talks in Moscow on Friday.",
        "Read more books, the minister said to the children.",
        "Home is where the islanders want to be, the old man said.",
        "Updated rules for 2020 will be published by the ministry.",
        "Save the islands!",
    ],
)
def test_sentences_that_begin_like_furniture_are_text(line):
    text = f"A title of the day\n\nIt rained on the square all day.\n\n{line}\n\n"
    text += "The ministers went home before the rain had stopped.\n"
    assert ("body", line) in roles(text)


def test_tables_of_a_partition():
    articles = pl.DataFrame(
        {
            "article": ["a/one", "b/two"],
            "outlet": ["A", "B"],
            "title": ["Two words", None],
            "text": ["Two words\n\nIt rained. Then it stopped.\n\nB Daily", "B Daily\n"],
        }
    )
    segments = build_segments(
        articles,
        outlet_names={"A": ("A",), "B": ("B Daily",)},
        corrections={
            ("*", "It rained. Then it stopped."): "caption",
            ("b/two", "Two words"): "body",
        },
    )
    assert dict(segments.schema) == SEGMENTS
    assert segments.select("article", "segment", "role").rows() == [
        ("a/one", 0, "title"),
        ("a/one", 1, "caption"),
        ("a/one", 2, "body"),
        ("b/two", 0, "furniture"),
    ]
    sentences = build_sentences(articles, segments)
    assert dict(sentences.schema) == SENTENCES
    texts = dict(articles.select("article", "text").iter_rows())
    assert [(k, texts[a][s:e]) for a, k, _, s, e in sentences.iter_rows()] == [
        (0, "Two words"),
        (1, "It rained."),
        (2, "Then it stopped."),
        (3, "B Daily"),
    ]


def test_no_articles_give_empty_tables():
    none = pl.DataFrame(
        schema={"article": pl.String, "outlet": pl.String, "title": pl.String, "text": pl.String}
    )
    segments = build_segments(none, outlet_names={})
    assert (segments.height, dict(segments.schema)) == (0, SEGMENTS)
    assert build_sentences(none, segments).height == 0
