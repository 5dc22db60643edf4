from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.errors import UsageError
from framing.records.tables import DIFF

COMMON = "The ministers of North and South met in Lakeport on Monday for three hours."
NEARLY = "The ministers of North and South met in Lakeport on Monday for two hours."
ALPHA = f"""\
Ministers meet on Blue Islands

{COMMON}

"The Blue Islands are not for sale," Minister Ana Norte said in Lakeport.

The islands were seized by the South in the autumn of 1945. The Blue Islands have 40 houses.

Nobody signed.
"""
GAMMA = f"""\
Talks in Lakeport end early

{NEARLY}

Minister Sol Sur said that the Green Islands belong to South. The treaty of 1951 gave it \
the treaty rights, and the treaty still holds.

Nobody signed.
"""


@pytest.fixture
def run(make_study):
    files = {"articles/alpha_talks.txt": ALPHA, "articles/gamma_talks.txt": GAMMA}
    return framing.open_study(make_study(files))


@pytest.fixture
def rows(run):
    return framing.diff(run, "talks", "Alpha", "Gamma")


def part(rows: pl.DataFrame, name: str) -> list[tuple[object, ...]]:
    found = rows.filter(pl.col("part") == name)
    return found.select("item", "where", "a", "b", "n_a", "n_b").rows()


def test_columns_and_parts(rows):
    assert rows.schema == pl.Schema(DIFF)
    parts = ["article", "name", "speaker", "fact", "number", "word", "sentence"]
    assert list(dict.fromkeys(rows["part"])) == parts
    assert set(rows["where"]) == {"both", "a", "b"}


def test_which_articles_are_compared(rows):
    about = {item: (a, b) for item, _, a, b, *_ in part(rows, "article")}
    assert about["outlet"] == ("Alpha", "Gamma")
    assert about["title"] == ("Ministers meet on Blue Islands", "Talks in Lakeport end early")
    assert about["date"] == ("2019-05-06", "2019-05-06")


def test_names_with_their_use(rows):
    assert part(rows, "name") == [
        ("islands: blue", "a", "2 own, 1 quoted", None, 3, 0),
        ("islands: green", "b", None, "1 paraphrased", 0, 1),
    ]


def test_speakers_of_each(rows):
    speakers = {item: where for item, where, *_ in part(rows, "speaker")}
    assert speakers == {"Ana Norte": "a", "Sol Sur": "b"}


def test_facts_as_they_stand(rows):
    assert part(rows, "fact") == [("taking", "a", "seized (outlet)", None, 1, 0)]


def test_numbers_with_the_words_around_them(rows):
    found = {item: (a, b) for item, _, a, b, *_ in part(rows, "number")}
    assert found == {
        "1945": ("in the autumn of 1945. The Blue Islands have", None),
        "40": ("The Blue Islands have 40 houses", None),
        "1951": (None, "South. The treaty of 1951 gave it the treaty"),
    }


def test_words_stand_twice_in_the_article_that_has_more_of_them(rows):
    words = part(rows, "word")
    assert ("treaty", "b", None, None, 0, 3) in words
    assert ("blue", "a", None, None, 3, 0) in words
    assert all(max(n_a, n_b) >= 2 for *_, n_a, n_b in words)
    assert not {"the", "of", "1945"} & {item for item, *_ in words}


def test_sentences_that_both_have_and_those_of_one(rows):
    sentences = rows.filter(pl.col("part") == "sentence")
    both = sentences.filter(pl.col("where") == "both")
    assert both.select("item", "a", "b").rows() == [
        ("nearly the same", COMMON, NEARLY),
        ("same", "Nobody signed.", "Nobody signed."),
    ]
    # 14 words, one exchanged.
    assert both["similarity"].to_list() == pytest.approx([13 / 14, 1.0])
    assert sentences.filter(pl.col("where") == "a")["b"].null_count() == 4
    assert sentences.filter(pl.col("where") == "b")["a"].null_count() == 3


def test_swapping_the_outlets_swaps_the_sides(run, rows):
    back = framing.diff(run, "talks", "Gamma", "Alpha")
    turned = back.select(
        "part", "item",
        pl.col("where").replace({"a": "b", "b": "a"}),
        a="b", b="a", n_a="n_b", n_b="n_a", similarity="similarity",
    )  # fmt: skip
    assert sorted(map(str, turned.rows())) == sorted(map(str, rows.rows()))


@pytest.mark.parametrize(
    ("outlets", "message"),
    [
        (("Alpha",), "outlets Alpha; allowed: two different ones"),
        ((), "outlets none; allowed: two different ones"),
        (("Alpha", "Alpha"), "two different ones"),
        (("Alpha", "Beta"), "Beta has no article in English on talks: searched, none"),
    ],
)
def test_what_cannot_be_compared_is_told(run, outlets, message):
    with pytest.raises(UsageError, match=message):
        framing.diff(run, "talks", *outlets)


def test_an_article_of_another_event_is_told(run):
    with pytest.raises(UsageError, match=r"'beta_ferry\.txt' is not compared; allowed: one"):
        framing.diff(run, "talks", "Alpha", "Gamma", article=["beta_ferry.txt"])
