from __future__ import annotations

import polars as pl
import pytest

from framing.records.tables import STANCES


def found(table: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return table.select(columns or ("position", "kind", "holder", "voice")).rows()


OWN = ("asserted", "The Example", "outlet")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The islands belong to South.", [("against", *OWN)]),
        ("The islands have belonged to North.", [("favour", *OWN)]),
        ("The islands were illegally occupied.", [("against", *OWN)]),
        (
            "Ana Norte said the islands belong to North.",
            [("favour", "asserted", "Ana Norte", "source")],
        ),
        (
            '"The islands belong to South," Sol Sur said.',
            [("against", "asserted", "Sol Sur", "source")],
        ),
        (
            "Both have rival claims to the islands.",
            [("mixed", "wording", "The Example", "outlet")],
        ),
        (
            "The islands were seized by North in 1945.",
            [("against", "wording", "The Example", "outlet")],
        ),
        (
            "Sol Sur said the islands were seized by North in 1945.",
            [("against", "wording", "Sol Sur", "source")],
        ),
        ("The islands soon changed hands.", []),
        ("The islands are quiet.", []),
    ],
)
def test_whose_position_it_is(annotate_text, sentence, expected):
    assert found(annotate_text(sentence).stances) == expected


def test_wire_copy_is_the_agencys(annotate_text):
    text = "The islands belong to South.\n\nThe islands were seized by North in 1945."
    stances = annotate_text(text, title="The islands belong to North", wire="XY").stances
    assert found(stances, "position", "holder", "voice") == [
        ("favour", "The Example", "outlet"),
        ("against", "XY", "wire"),
        ("against", "XY", "wire"),
    ]


def test_the_side_of_a_holder(annotate_text):
    text = "The islands belong to South.\n\nAna Norte said the islands belong to North."
    assert found(annotate_text(text).stances, "holder", "holder_side") == [
        ("The Example", None),
        ("Ana Norte", "North"),
    ]


@pytest.mark.parametrize(
    ("sentence", "position", "negated"),
    [
        ("The islands do not belong to South.", "favour", True),
        ("It is not the case that islands belong to South.", "favour", True),
        (
            "Nobody paints or never on one of such quiet green islands belong to South.",
            "against",
            False,
        ),
        ("No. The islands belong to South.", "against", False),
        ("They were never there. The islands belong to South.", "against", False),
        ("They are not for sale.", "favour", False),
        ("Sol Sur denied that the islands belong to North.", "against", True),
        ("They have never had rival claims.", "mixed", False),
    ],
)
def test_negation_turns_an_assertion_round(annotate_text, sentence, position, negated):
    assert found(annotate_text(sentence).stances, "position", "negated") == [(position, negated)]


def test_a_wording_that_is_denied_is_turned_round_like_an_assertion(annotate_text):
    stances = annotate_text("The islands were never seized by North.").stances
    assert found(stances, "position", "kind", "negated") == [("favour", "wording", True)]


def test_a_negator_outside_of_what_is_said_does_not_count(annotate_text):
    stances = annotate_text('He was not there. "Not today: the islands belong to South."').stances
    assert stances.height == 1
    text = 'Ana Norte did not wait. "The islands belong to North," she said.'
    assert found(annotate_text(text).stances, "position", "negated") == [("favour", False)]


@pytest.mark.parametrize(
    ("sentence", "hedge"),
    [
        ("The islands may belong to South.", "may"),
        ("Perhaps the islands belong to South.", "Perhaps"),
        ("The islands belong to South. Perhaps it will rain.", None),
        ("In May the islands belong to South.", None),
    ],
)
def test_hedges_of_the_same_sentence(annotate_text, sentence, hedge):
    assert found(annotate_text(sentence).stances, "hedge") == [(hedge,)]


def test_of_overlapping_rules_the_longest_wins(annotate_text):
    stances = annotate_text("The islands belong to South by right.").stances
    assert found(stances, "rule", "text") == [
        ("north_owns.against.2", "islands belong to South by right")
    ]


def test_the_table_has_true_offsets_its_sentence_and_order(annotate_text):
    body = "They were illegally occupied. Are they not for sale? North seized the islands."
    stances = annotate_text(body, "Nothing of it here.", body).stances
    assert dict(stances.schema) == STANCES
    text = f"Ministers meet\n\n{body}\n"
    assert stances["article"].to_list() == ["o/0"] * 3 + ["o/2"] * 3
    for row in stances.iter_rows(named=True):
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["text"] in row["sentence"] and row["sentence"] in body
    assert stances["id"].n_unique() == 6


def test_a_stance_points_to_its_attribution(annotate_text):
    layers = annotate_text("Ana Norte said the islands belong to North.")
    assert layers.stances["parent"].to_list() == [layers.attributions["id"][0]]
