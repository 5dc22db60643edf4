"""What a report of all six events of the teaching corpus answers and shows."""

from __future__ import annotations

import pytest

from framing.engine.run import Run
from framing.engine.verbs.report import gather_lazily
from framing.reporting.desk import Desk
from framing.reporting.findings import Answer, build_answer
from framing.reporting.model import plain


@pytest.fixture(scope="module")
def answer(islands: Run) -> Answer:
    """Without the rest of the report, which would cost three times as much."""
    return build_answer(Desk(gather_lazily(islands)))


@pytest.fixture(scope="module")
def found(answer: Answer) -> dict[str, str]:
    return {finding.kind: plain(finding.text) for finding in answer.findings}


def clause(text: str, words: str) -> str:
    """The part of a sentence, between semicolons, in which words stand."""
    return next(part for part in text.split("; ") if words in part)


def test_the_answer_is_the_planted_practices_and_no_other(answer: Answer) -> None:
    kinds = [finding.kind for finding in answer.findings]
    assert kinds == ["facts", "names", "voices", "copies", "same"]
    assert {finding.claim for finding in answer.findings} == {"these_outlets"}


def test_whose_name_each_outlet_uses(found: dict[str, str]) -> None:
    planted = {
        "only “Southern Kurils” by itself": {"Udaharan Express", "Primer Gazette"},
        # It changed its name: a count of the whole year shows what it used most.
        "mostly “Northern Territories” by itself": {"Shili Evening Post"},
        "neither by itself": {"Namuna Times"},
        "in more articles than either by itself": {"Yangben Daily", "Obrazets Courier"},
    }
    every = set().union(*planted.values())
    for words, outlets in planted.items():
        told = clause(found["names"].partition(": ")[2], words)
        assert {outlet for outlet in every if outlet in told} == outlets


def test_the_verb_for_1945(found: dict[str, str]) -> None:
    planted = {
        "handed over": {"Udaharan Express", "Primer Gazette"},
        "incorporated": {"Yangben Daily"},
        "seized": {"Shili Evening Post", "Obrazets Courier"},
        "no such wording": {"Namuna Times"},
    }
    every = set().union(*planted.values())
    for words, outlets in planted.items():
        told = clause(found["facts"].partition(": ")[2], words)
        assert {outlet for outlet in every if outlet in told} == outlets


def test_who_speaks(found: dict[str, str]) -> None:
    assert found["voices"].startswith("Obrazets Courier lets the side “Japan” speak in 33 of 43")
    assert "Primer Gazette in 4 of 37" in found["voices"]


def test_the_event_without_planted_difference_shows_none(found: dict[str, str]) -> None:
    assert found["same"].startswith(
        "On “Yearly fishing quota agreement” nothing differs in naming or fact wording"
    )
    assert "all 6 outlets give the sides' names in one breath" in found["same"]
