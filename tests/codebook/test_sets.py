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
        ('"@blue"', '"@ours"', "@place uses @ours uses @place"),
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


def sets(tmp_path, entries):
    lines = "".join(f"  s{k}: [{entry}]\n" for k, entry in enumerate(entries))
    return read(tmp_path, f"sets:\n{lines}")[1]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (["stone", *(f'"@s{k} @s{k}"' for k in range(18))], "more than 20,000 words"),
        (["stone", *(", ".join([f'"@s{k}"'] * 6) for k in range(18))], "more than 20,000 words"),
        (["stone", *(f'"@s{k}"' for k in range(500))], "more than 20 deep"),
        (["stone", '"@s2"', '"@s1"'], "@s1 comes round to itself: @s1 uses @s2 uses @s1"),
        (["stone", '"@s1 rock"'], "@s1 comes round to itself: @s1 uses @s1"),
    ],
)
def test_sets_that_grow_without_end_are_refused_with_their_line(tmp_path, entries, message):
    problems = sets(tmp_path, entries)
    assert any(message in problem.found and "allowed: " in problem.found for problem in problems)
    assert all(problem.line > 1 and problem.fatal for problem in problems), problems


def test_a_set_used_twice_counts_twice_and_is_read_once(tmp_path):
    assert sets(tmp_path, ["stone", *(f'"@s{k} @s{k}"' for k in range(12))]) == []
