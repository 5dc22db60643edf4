"""Sentences with their keys, read by rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.annotate.facts.words import load_grammar


def read_rows(name: str) -> list[tuple[str | None, ...]]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [
        tuple(None if cell == "-" else cell for cell in line.split(" | "))
        for line in lines
        if line and not line.startswith("#")
    ]


ROWS = read_rows("sentences.txt")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_sentence_is_read_as_its_key_says(tell, row):
    sentence, verb, *key = row
    facts = tell(sentence)
    if verb is None:
        assert facts.is_empty()
        return
    told = facts.filter(facts["verb"] == verb)
    assert told.select("grammar", "agent", "recipient", "status").rows() == [tuple(key)]
    agency = "deleted" if key[1] is None else "stated"
    assert set(told["agency"]) == {agency} and set(told["engine"]) == {"rules"}


def test_the_key_covers_every_grammar_and_status():
    assert len(ROWS) >= 60
    assert {row[2] for row in ROWS} == {"active", "passive", "nominal", "middle", None}
    assert {row[5] for row in ROWS} == {"told", "denied", "proposed", None}


def test_more_sentences_at_a_pinned_figure(tell):
    wrong = []
    for sentence, verb, *key in read_rows("more_sentences.txt"):
        facts = tell(sentence)
        told = facts.filter(facts["verb"] == verb) if verb else facts
        found = told.select("grammar", "agent", "recipient", "status").rows()
        if found != ([tuple(key)] if verb else []):
            wrong.append(sentence)
    # A shared object behind the second of two verbs is not carried to the first.
    assert wrong == ["In 1945 Nordia occupied, and a year later annexed, the islands."]


def test_every_word_of_the_grammar_is_a_word():
    """YAML reads a bare on, off, no as true and false."""
    words = [word for words in load_grammar().values() for word in words]
    assert words and {type(word) for word in words} == {str}
