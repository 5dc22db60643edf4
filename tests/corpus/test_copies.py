from __future__ import annotations

import polars as pl
import pytest

from framing.corpus.copies import find_copies
from framing.counts.tokens import find_runs, tokenise
from framing.records.tables import COPIES

WIRE = [
    "An international forum on investment closed on Friday with eleven agreements.",
    "Anyone who wants to build will find land and power and an office.",
    "He stressed that foreign companies were as welcome as any others are.",
    "The regional government summed up the two days in one statement.",
]
OWN = [
    "The hall was cold and the coffee in the lobby was colder.",
    "Nobody of those who came had read the agreements before signing them.",
    "A fish plant on the southern island is looking for a partner.",
    "Delegates left by the last ferry of the day before the storm.",
]


def copies(
    texts: dict[str, str], dates: dict[str, str] | None = None
) -> dict[str, tuple[str, int]]:
    articles = pl.DataFrame(
        {"article": list(texts), "text": list(texts.values())},
        schema={"article": pl.String, "text": pl.String},
    ).with_columns(
        date=pl.Series([(dates or {}).get(a) for a in texts], dtype=pl.String),
    )
    segments = articles.select(
        "article",
        segment=pl.lit(0, dtype=pl.Int64),
        paragraph=pl.lit(0, dtype=pl.Int64),
        role=pl.lit("body"),
        start=pl.lit(0, dtype=pl.Int64),
        end=pl.col("text").str.len_chars().cast(pl.Int64),
    )
    found = find_copies(find_runs(tokenise(articles, segments)), articles)
    assert dict(found.schema) == COPIES
    assert found["article"].is_sorted() and found.height == len(texts)
    return {row[0]: row[1:] for row in found.iter_rows()}


def text(*sentences: str) -> str:
    return " ".join(sentences)


def test_copies_to_the_letter_are_one_group_named_after_the_first():
    found = copies(
        {"a": text(*WIRE), "b": text(*WIRE), "c": text(*OWN)},
        {"a": "2019-06-22", "b": "2019-06-21", "c": "2019-06-20"},
    )
    assert found == {"a": ("b", 2), "b": ("b", 2), "c": ("c", 1)}


def test_a_shortened_or_lengthened_copy_is_found():
    short, long = text(*WIRE[:2]), text(*WIRE, *OWN)
    assert copies({"a": text(*WIRE), "b": short, "c": long}) == {
        "a": ("a", 3),
        "b": ("a", 3),
        "c": ("a", 3),
    }


def test_a_copy_with_some_sentences_changed_is_found():
    edited = [WIRE[0], WIRE[1].replace("power", "electric power"), *WIRE[2:], OWN[0]]
    assert copies({"a": text(*WIRE), "b": text(*edited)})["b"] == ("a", 2)


def test_case_quotation_marks_and_breaks_make_no_difference():
    other = "\n".join(s.upper().replace("'", "’") for s in WIRE)
    assert copies({"a": text(*WIRE), "b": other})["b"] == ("a", 2)


def test_different_stories_on_one_event_are_no_copies():
    assert copies({"a": text(*WIRE), "b": text(*OWN)}) == {"a": ("a", 1), "b": ("b", 1)}
    # One shared quotation in five sentences.
    found = copies({"a": text(*WIRE), "b": text(WIRE[1], *OWN)})
    assert found == {"a": ("a", 1), "b": ("b", 1)}


def test_short_sentences_that_recur_make_no_copies():
    chatter = "He said so. She agreed. They left early. It was late."
    assert copies({"a": chatter, "b": chatter}) == {"a": ("a", 1), "b": ("b", 1)}


def test_half_of_the_shorter_is_the_border():
    one = "one two three four five six seven."
    two = "aa bb cc dd ee ff gg."
    long = "h1 h2 h3 h4 h5 h6 h7 h8. i1 i2 i3 i4 i5 i6 i7 i8."
    assert copies({"a": f"{one} {two}", "b": f"{one} {long}"})["b"] == ("a", 2)
    assert copies({"a": f"{one} {two} more", "b": f"{one} {long}"})["b"] == ("b", 1)


def test_a_chain_of_copies_is_one_group():
    a, b, c = text(*WIRE), text(*WIRE[1:3], *OWN[:2]), text(*OWN)
    assert {unit for unit, _ in copies({"a": a, "b": b, "c": c}).values()} == {"a"}


def test_without_dates_the_first_id_names_the_group_and_dated_ones_go_before():
    both = {"a": text(*WIRE), "b": text(*WIRE)}
    assert copies(both)["b"] == ("a", 2)
    assert copies(both, {"b": "2019-06-21"})["a"] == ("b", 2)


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "", "b": "..."}])
def test_few_articles_without_words(texts):
    assert copies(texts) == {name: (name, 1) for name in texts}
