from __future__ import annotations

import pytest

from framing.codebook.load import load_codebook
from framing.errors import Problem

BASE = """\
sides: [North, South]
actors:
  north: {side: North, names: [north]}
  south: {side: South, names: [south]}
sets:
  place: [(isles|rocks), "@blue"]
  ours: ["@place"]
names:
  blue: {wordings: {blue: {side: North, patterns: [blue stones]}}}
stance:
  north_owns:
    sides: {North: favour, South: against}
    favour: ["@place belong to @north"]
    ours: ["@place are ours"]
"""


def read(tmp_path, text):
    path = tmp_path / "codebook.yaml"
    path.write_text(text, "utf-8")
    problems: list[Problem] = []
    return load_codebook(path, problems), problems


def test_a_set_may_use_sets_actors_and_names(tmp_path):
    codebook, problems = read(tmp_path, BASE)
    assert problems == []
    rule = codebook.targets[0].rules[0]
    assert rule.pattern.where == "codebook.yaml:13"
    assert codebook.references["place"] == ("(isles|rocks)", "@blue")
    assert codebook.targets[0].sides == (("North", "favour"), ("South", "against"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"@blue"', '"@ours"', "unknown actor @"),
        ("  ours: [", "  north: [", "'north' stands under actors and under sets"),
        ("    sides: {North: favour, South: against}\n", "", "ours needs to know what each side"),
        ("{North: favour, South", "{North: favour, East", "unknown key 'East'"),
        ("North: favour", "North: for", "North is 'for'"),
        ("[(isles|rocks)", "[(isles|rocks", "never closed"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, old, new, message):
    assert old in BASE
    _, problems = read(tmp_path, BASE.replace(old, new, 1))
    assert any(message in problem.found for problem in problems), problems
    assert all(problem.line or problem.fatal for problem in problems)
