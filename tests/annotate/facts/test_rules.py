"""Every sentence with its key, read by rules."""

from __future__ import annotations

from pathlib import Path

import pytest

LINES = Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines()
ROWS = [
    tuple(None if cell == "-" else cell for cell in line.split(" | "))
    for line in LINES
    if line and not line.startswith("#")
]


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
