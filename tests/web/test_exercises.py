"""Exercises and rewriting in the class: answers when their time has come, and nobody's alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from framing.engine.exercises.catalogue import draw_exercise
from framing.engine.run import Run
from framing.study.coding.samples import write_sample
from framing.study.load import load_study
from tests.web.conftest import Class, open_class

ORIGINAL = "The Northern Territories were seized, Kono claimed."
REWRITTEN = "Kono said that the four islands had been taken."


@pytest.fixture
def classroom(kurils_folder: Path, tmp_path: Path) -> Iterator[Class]:
    """A class that is asked which outlet wrote six passages."""
    folder = tmp_path / "kurils"
    shutil.copytree(kurils_folder, folder)
    write_sample(draw_exercise(Run(load_study(folder)), "which-outlet", n=6))
    with open_class(folder, "which-outlet") as opened:
        yield opened


def _label_all(classroom: Class, coder: str, label: str) -> list[str]:
    """The same label for every unit; the outlets that are right."""
    units = load_study(classroom.folder).samples[0].units
    for unit in units["unit"]:
        classroom.store.put("which-outlet", unit, coder, label, key=f"{coder}{unit}")
    return units["outlet"].to_list()


def test_answers_wait_for_the_discussion_and_tell_nobody_alone(classroom):
    browser, coder = classroom.coder()
    other, second = classroom.coder()
    right = _label_all(classroom, coder, "Primer Gazette")
    _label_all(classroom, second, "Namuna Times")
    early = browser.get("/exercises/which-outlet")
    assert early.status_code == 403 and "opens the discussion" in early.text
    assert "The answers are shown when the discussion opens" in browser.get("/exercises").text
    assert "/exercises/which-outlet" not in browser.get("/exercises").text
    classroom.store.set_phase("which-outlet", "discussion")
    page = browser.get("/exercises/which-outlet").text
    n = right.count("Primer Gazette") + right.count("Namuna Times")
    assert f">{n} of 12<" in page and "known for certain" in page
    assert other.get("/exercises/which-outlet").text.count(coder) == 0
    assert second not in page


def test_passages_that_most_got_wrong_come_first(classroom):
    browser, coder = classroom.coder()
    right = _label_all(classroom, coder, "Primer Gazette")
    classroom.store.set_phase("which-outlet", "discussion")
    page = browser.get("/exercises/which-outlet").text
    answers = re.findall(r"<strong>([^<]+)</strong> <span class=\"small\">\(known", page)
    assert sorted(answers) == sorted(right)
    assert answers[-1] == "Primer Gazette" and answers[0] != "Primer Gazette"


def test_the_teacher_sees_answers_before_anybody_has_labelled(classroom):
    page = classroom.teacher().get("/exercises/which-outlet")
    assert page.status_code == 200 and "Nobody has labelled it" in page.text


def test_a_rewritten_text_is_measured_beside_its_passage(classroom):
    teacher = classroom.teacher()
    sent = teacher.post("/try", {"text": REWRITTEN, "original": ORIGINAL})
    assert sent.status_code == 200
    assert "Before and after" in sent.text and "northern_territories, paraphrased" in sent.text
    assert REWRITTEN.split(".")[0][:10] in sent.text
    assert "Before and after" not in teacher.post("/try", {"text": REWRITTEN}).text


def test_what_the_tool_finds_is_closed_while_a_blind_task_is_coded(classroom):
    browser, _ = classroom.coder()
    assert browser.get("/try").status_code == 403
    classroom.store.set_phase("which-outlet", "discussion")
    assert browser.get("/try").status_code == 200


@pytest.mark.parametrize(
    ("text", "said"), [("—", "no words"), ("a " * 7000, "here up to 12,000 can be read")]
)
def test_what_cannot_be_read_is_said_and_not_lost(classroom, text, said):
    sent = classroom.teacher().post("/try", {"text": text})
    assert sent.status_code == 400 and said in sent.text
    assert text[:100].strip() in sent.text


def test_a_pasted_text_is_text(classroom):
    hostile = "<script>alert(1)</script> said Kono & {{ 7 * 7 }}"
    page = classroom.teacher().post("/try", {"text": hostile, "original": "</textarea><b>"}).text
    assert "<script>alert" not in page and "</textarea><b>" not in page and "{{ 7 * 7 }}" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_nothing_of_a_pasted_text_is_kept(classroom):
    classroom.teacher().post("/try", {"text": "A remarkable sentence said Kono."})
    kept = [path.read_bytes() for path in classroom.folder.rglob("*") if path.is_file()]
    assert not any(b"remarkable sentence" in content for content in kept)


def test_answers_count_only_what_was_said_before_the_discussion(classroom):
    browser, coder = classroom.coder()
    right = _label_all(classroom, coder, "Primer Gazette")
    classroom.store.set_phase("which-outlet", "discussion")
    units = load_study(classroom.folder).samples[0].units
    wrong = units.filter(pl.col("outlet") != "Primer Gazette").row(0, named=True)
    classroom.store.put("which-outlet", wrong["unit"], coder, wrong["outlet"], key="later")
    page = browser.get("/exercises/which-outlet").text
    assert f">{right.count('Primer Gazette')} of 6<" in page
