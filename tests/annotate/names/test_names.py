from __future__ import annotations

import polars as pl
import pytest

from framing.records.tables import NAMES

CAPTION = "A boat leaves the Blue Islands. /XY Photo\n\nIt sailed to town on Friday in the rain."


def marks(table: pl.DataFrame) -> list[tuple[str, str, str | None]]:
    return list(table.select("name", "mode", "gloss").iter_rows())


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The ferry to the Blue Islands sailed on Monday.", [("blue", "own", None)]),
        ("The BLUE ISLETS were quiet.", [("blue", "own", None)]),
        ("Boats fish near the disputed islands.", [("disputed", "own", None)]),
        ("Minister Ana Norte said the Blue Islands were safe.", [("blue", "paraphrased", None)]),
        ("According to Ana Norte, the Blue Islands were safe.", [("blue", "paraphrased", None)]),
        ('"The Blue Islands are safe," Ana Norte said.', [("blue", "quoted", None)]),
        ("“The Blue Islands are safe,” Ana Norte said.", [("blue", "quoted", None)]),
        ("The “Green Islands” were quiet.", [("green", "quoted", None)]),
        ("The Blue Islands Park opened on Friday.", []),
        ("Blue boats and islands.", []),
    ],
)
def test_used_or_mentioned(annotate_text, sentence, found):
    assert marks(annotate_text(sentence).names) == found


def test_the_table_has_true_offsets_and_ids(annotate_text):
    sentence = "The Blue Islands’ harbour; the Blue Islands's people. Green Islands too."
    names = annotate_text(sentence, sentence).names
    assert dict(names.schema) == NAMES
    text = f"Ministers meet\n\n{sentence}\n"
    for row in names.iter_rows(named=True):
        assert text[row["start"] : row["end"]] == row["text"]
    # A possessive is no part of the name.
    assert names["text"].to_list() == ["Blue Islands", "Blue Islands", "Green Islands"] * 2
    assert names["id"].n_unique() == names.height
    assert set(names["rule"]) == {"islands.blue", "islands.green"}
    assert names.select("article", "start").equals(
        names.select("article", "start").sort("article", "start")
    )


def test_the_side_is_that_of_the_wording(annotate_text):
    names = annotate_text("Blue Islands, Green Islands, disputed islands.").names
    assert names["side"].to_list() == ["North", "South", "neutral"]


def test_the_longest_name_wins_and_no_word_counts_twice(annotate_text):
    names = annotate_text("The disputed Blue Islands and the Blue Islands Park.").names
    assert names["text"].to_list() == ["Blue Islands"]


def test_voices_of_names(annotate_text):
    own = annotate_text("The Blue Islands are quiet.", title="Blue Islands are quiet").names
    assert own["voice"].to_list() == ["outlet", "outlet"]
    copied = annotate_text(
        "The Blue Islands are quiet.", title="Blue Islands quiet", wire="XY"
    ).names
    assert copied["voice"].to_list() == ["outlet", "wire"]
    assert annotate_text(CAPTION).names.select("voice", "mode").rows() == [("caption", "own")]
    said = annotate_text("Ana Norte said the Blue Islands were safe.").names
    assert said["voice"].to_list() == ["source"]


def test_a_reported_name_points_to_its_attribution(annotate_text):
    layers = annotate_text("Blue Islands sleep. Ana Norte said the Blue Islands were safe.")
    assert layers.names["parent"].to_list() == [None, layers.attributions["id"][0]]


def test_furniture_and_credits_hold_no_names(annotate_text):
    text = "The boats sailed on Friday in the rain.\n\nRelated Stories\n\nThe Blue Islands"
    assert annotate_text(text).names.height == 0


def test_a_partition_gives_what_its_articles_give_alone(annotate_text):
    bodies = ["The Blue Islands sleep.", "Ana Norte said: “Blue Islands”.", "", "Green Islands."]
    together = annotate_text(*bodies).names
    alone = pl.concat([annotate_text(body).names for body in bodies])
    columns = ["name", "mode", "voice", "start", "end", "text"]
    assert together.select(columns).equals(alone.select(columns))
