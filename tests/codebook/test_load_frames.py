from __future__ import annotations

from pathlib import Path

import pytest

from framing.codebook.load import BASE, load_codebook
from framing.codebook.reader import Reader
from framing.errors import Problem
from framing.records.codebook import Codebook

GOOD = """\
frames:
  problem:
    lack: {label: a lack, question: Is there a lack?, indicators: [lack of]}
  remedy:
    vote: {indicators: []}
    talks: {indicators: [talks]}
  combinations:
    talk: {elements: [problem.lack, remedy.talks], source: ours}
retrieve:
  soft:
    kind: euphemism
    patterns:
      - passed away
      - {pattern: let go, note: dismissed}
"""


def load(tmp_path: Path, text: str) -> tuple[Codebook, list[Problem]]:
    (tmp_path / "book.yaml").write_text(text, "utf-8")
    problems: list[Problem] = []
    return load_codebook(tmp_path, problems), problems


def test_variables_combinations_and_lists(tmp_path):
    book, problems = load(tmp_path, GOOD)
    assert problems == []
    assert [(v.key, v.label, v.question, len(v.patterns)) for v in book.variables] == [
        ("problem.lack", "a lack", "Is there a lack?", 1),
        ("remedy.vote", "vote", "", 0),
        ("remedy.talks", "talks", "", 1),
    ]
    (frame,) = book.frames
    assert (frame.id, frame.elements, frame.source) == (
        "talk", ("problem.lack", "remedy.talks"), "ours",
    )  # fmt: skip
    own = book.lists[0]
    assert [(e.pattern.source, e.note) for e in own.entries] == [
        ("passed away", ""),
        ("let go", "dismissed"),
    ]


def test_a_studys_list_replaces_one_of_the_package(tmp_path):
    theirs = [x.id for x in load(tmp_path, "version: 1")[0].lists]
    assert {"war_words", "water_metaphors"} <= set(theirs)
    book, _ = load(tmp_path, GOOD.replace("  soft:", "  war_words:"))
    assert len(book.lists) == len(theirs)
    assert [x.kind for x in book.lists if x.id == "war_words"] == ["euphemism"]
    assert len(next(x for x in book.lists if x.id == "war_words").entries) == 2


def test_the_lists_of_the_package_are_sound_and_say_where_the_idea_is_from():
    problems: list[Problem] = []
    Reader(BASE / "retrieve.yaml", problems)
    assert problems == []
    assert "licence: MIT" in (BASE / "retrieve.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "line", "found", "allowed"),
    [
        ("  problem:", "  problems:", 2, "unknown key 'problems'", "problem, cause, evaluation"),
        ("indicators: [lack of]", "note: x", 3, "problem 'lack' has no indicators", "[...]"),
        ("indicators: [lack of]", "patterns: [x]", 3, "unknown key 'patterns'", "indicators"),
        ("[lack of]", '["(lack"]', 3, "is never closed", "pattern language"),
        ("problem.lack, ", "problem.luck, ", 8, "talk: 'problem.luck'", "problem.lack, remedy"),
        ("problem.lack, ", "remedy.vote, ", 8, "fewer than two elements", "a combination"),
        ("kind: euphemism", "kind: lie", 11, "kind is 'lie'", "euphemism, metaphor"),
        ("note: dismissed", "meaning: x", 14, "unknown key 'meaning'", "pattern, note"),
        ("- passed away", "- [passed, away]", 12, "patterns has a list in it", "one pattern"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, found, allowed):
    assert old in GOOD
    _, problems = load(tmp_path, GOOD.replace(old, new, 1))
    hits = [p for p in problems if found in p.found]
    assert len(hits) == 1, problems
    assert (hits[0].line, hits[0].fatal) == (line, True)
    assert allowed in hits[0].allowed


def test_frames_that_are_no_mapping(tmp_path):
    _, problems = load(tmp_path, "frames: none")
    assert [p.found for p in problems] == ["frames is no mapping."]


def test_two_files_may_not_define_one_variable(tmp_path):
    (tmp_path / "second.yaml").write_text("frames: {problem: {lack: {indicators: [x]}}}", "utf-8")
    _, problems = load(tmp_path, GOOD)
    assert [p.found for p in problems] == ["frame element 'problem.lack' is defined in two files."]
