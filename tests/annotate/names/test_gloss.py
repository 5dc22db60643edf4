from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "The islets are called the Blue Islands in North and the Green Islands in South.",
            [("blue", "glossed", "symmetric", "North"), ("green", "glossed", "symmetric", "South")],
        ),
        (
            "Known as the Green Islands in the South and the Blue Islands in North.",
            [("green", "glossed", "symmetric", "South"), ("blue", "glossed", "symmetric", "North")],
        ),
        (
            "The Blue Islands, which South calls the Green Islands, were quiet.",
            [("blue", "own", None, None), ("green", "glossed", "asymmetric", "South")],
        ),
        (
            "The Blue Islands, called the Green Islands by South, were quiet.",
            [("blue", "own", None, None), ("green", "glossed", "asymmetric", "South")],
        ),
        (
            "The islets, known in South as the Green Islands, were quiet.",
            [("green", "glossed", "asymmetric", "South")],
        ),
        (
            "The islets, referred to as the Green Islands by South, were quiet.",
            [("green", "glossed", "asymmetric", "South")],
        ),
        (
            "The Blue Islands (the Green Islands in South) were quiet.",
            [("blue", "own", None, None), ("green", "glossed", "asymmetric", "South")],
        ),
        (
            "South hopes to get back what it calls the Green Islands.",
            [("green", "glossed", "asymmetric", "South")],
        ),
        (
            "North hopes to get back what it calls the Green Islands.",  # "it" is not resolved
            [("green", "glossed", "asymmetric", None)],
        ),
        (
            "The Blue Islands/Green Islands were quiet.",
            [("blue", "own", "symmetric", None), ("green", "own", "symmetric", None)],
        ),
        (
            "The Blue Islands lie north of South, where the Green Islands are a holiday.",
            [("blue", "own", None, None), ("green", "own", None, None)],
        ),
    ],
)
def test_names_that_are_mentioned_as_names(annotate_text, sentence, found):
    names = annotate_text(sentence).names
    assert names.select("name", "mode", "gloss", "gloss_owner").rows() == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The paper describes the Blue Islands as a quiet place.",
        "Fishermen from town call the Blue Islands their home.",
        "The speech referred to the Blue Islands twice.",
        "The committee named the Blue Islands a nature reserve.",
        "The captain called from the Blue Islands.",
    ],
)
def test_verbs_of_naming_in_another_sense_gloss_nothing(annotate_text, sentence):
    names = annotate_text(sentence).names
    assert names["gloss"].to_list() == [None]
    assert names["mode"][0] in ("own", "paraphrased")


def test_the_owner_in_the_next_sentence_owns_nothing(annotate_text):
    names = annotate_text("They are the Green Islands. In South it rained.").names
    assert names.select("mode", "gloss").rows() == [("own", None)]


def test_a_gloss_in_quotation_marks_is_quoted(annotate_text):
    names = annotate_text('"We call them the Green Islands in South," said Sol Sur.').names
    assert names["mode"].to_list() == ["quoted"]
