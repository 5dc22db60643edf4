from __future__ import annotations

from pathlib import Path

import pytest

from framing.codebook.load import BASE, load_codebook
from framing.errors import Problem

ROOT = Path(__file__).parents[2]

GOOD = """\
codebook: tiny
version: 2
sides: [A, B]
actors:
  a_gov:
    label: government of A
    side: A
    type: official
    names: [government of a, =Capital]
  b_men: {side: B, names: [men of b]}
names:
  place:
    wordings:
      ours: {side: A, patterns: [our place]}
      theirs: {side: B, patterns: [their place], note: disliked, source: a map}
    other: [our place mat]
stance:
  claim:
    favour:
      - belongs to @a_gov
      - {pattern: ours for ever, kind: wording, note: a slogan}
    mixed: [rival claims]
facts:
  transfer:
    target: claim
    wordings:
      seized: {position: against, acts: ["agent:@a_gov ~3 act:seized"]}
hedges: [as it were]
negators: [in no way]
cues:
  insist: {class: doubting, note: here it is scored}
"""


def load(tmp_path: Path, text: str | bytes) -> tuple[object, list[Problem]]:
    path = tmp_path / "codebook.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    problems: list[Problem] = []
    return load_codebook(tmp_path, problems), problems


def test_a_good_codebook(tmp_path):
    codebook, problems = load(tmp_path, GOOD)
    assert problems == []
    assert (codebook.name, codebook.version, codebook.sides) == ("tiny", "2", ("A", "B"))
    (actor, _), (entity,), (target,), (fact,), (cue,) = (
        codebook.actors,
        codebook.entities,
        codebook.targets,
        codebook.facts,
        codebook.cues,
    )
    assert (actor.id, actor.label, actor.side, actor.source_type) == (
        "a_gov",
        "government of A",
        "A",
        "official",
    )
    assert [p.source for p in actor.patterns] == ["government of a", "=Capital"]
    assert [(w.id, w.label, w.side) for w in entity.wordings] == [
        ("ours", "ours", "A"),
        ("theirs", "theirs", "B"),
    ]
    assert (entity.wordings[1].note, entity.wordings[1].source) == ("disliked", "a map")
    assert [p.source for p in entity.other] == ["our place mat"]
    assert [(r.id, r.position, r.kind, r.note) for r in target.rules] == [
        ("claim.favour.1", "favour", "asserted", ""),
        ("claim.favour.2", "favour", "wording", "a slogan"),
        ("claim.mixed.1", "mixed", "asserted", ""),
    ]
    assert (fact.target, fact.wordings[0].position) == ("claim", "against")
    assert (cue.lemma, cue.cue_class, cue.note) == ("insist", "doubting", "here it is scored")
    # The study's own come first, those of the base after them.
    assert codebook.words["hedges"][0].source == "as it were"
    assert codebook.words["negators"][0].source == "in no way"
    assert len(codebook.words["hedges"]) > 5 and len(codebook.words["negators"]) > 2


def test_without_a_side_a_wording_is_neutral_and_an_actor_is_on_none(tmp_path):
    text = "actors: {x: {names: [x]}}\nnames: {p: {wordings: {w: {patterns: [w]}}}}"
    codebook, problems = load(tmp_path, text)
    assert problems == []
    assert codebook.entities[0].wordings[0].side == "neutral"
    assert codebook.actors[0].side == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "found", "allowed"),
    [
        ("version: 2", "verison: 2", 2, "unknown key 'verison'", "version"),
        ("    side: A", "    sides: A", 7, "entry 'a_gov' has the unknown key 'sides'", "side"),
        ("    side: A", "    side: C", 7, "side is 'C'", "A, B, (empty)"),
        ("ours: {side: A", "ours: {side: C", 14, "side is 'C'", "A, B, neutral"),
        ("type: official", "type: officer", 8, "type is 'officer'", "official, expert"),
        ("to @a_gov", "to @b_gov", 20, "unknown actor @b_gov; allowed: a_gov", "pattern language"),
        ("kind: wording", "kind: word", 21, "kind is 'word'", "asserted, wording"),
        ("- {pattern: ours for ever", "- {patern: x", 21, "unknown key 'patern'", "pattern, kind"),
        ("mixed: [rival", "mixd: [rival", 22, "unknown key 'mixd'", "favour, against, mixed"),
        ("rival claims", "rival (claims", 22, "'(' at character 7 is never closed", "pattern"),
        ("target: claim", "target: clam", 25, "target is 'clam'", "claim, (empty)"),
        ("position: against", "position: contra", 27, "position is 'contra'", "favour, against"),
        ("class: doubting", "class: rude", 31, "class is 'rude'", "neutral, emphatic, factive"),
        ("hedges: [as it", "hedges: [as ~0 it", 28, "gap ~0 is out of range", "pattern"),
        ("  a_gov:", "  A-gov:", 5, "id 'A-gov'", "small letters"),
        ("  claim:\n", "  claim:\n    favour: [a]\n", 20, "key 'favour' stands twice", "once"),
        ("stance:\n", "  q: text\nstance:\n", 17, "entry 'q' is no mapping", "wordings"),
        (
            "names: [government of a, =Capital]",
            "note: x",
            6,
            "actor 'a_gov' has no names",
            "names:",
        ),
        (
            "ours: {side: A, patterns: [our place]}",
            "ours: {side: A}",
            14,
            "wording 'ours' has no patterns",
            "patterns:",
        ),
        (
            'acts: ["agent:@a_gov ~3 act:seized"]',
            "note: x",
            27,
            "wording 'seized' has no acts",
            "acts:",
        ),
        ("hedges: [as it were]", "hedges: {as: it}", 28, "hedges is no list of patterns", "- one"),
        ("mixed: [rival claims]", "mixed: rival claims", 22, "mixed is no list", "- one"),
        ("sides: [A, B]", "sides: [A, B", 4, "not readable as YAML", "key: value"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_what_is_allowed(
    tmp_path, old, new, line, found, allowed
):
    assert old in GOOD
    _, problems = load(tmp_path, GOOD.replace(old, new, 1))
    hits = [p for p in problems if found in p.found]
    assert len(hits) == 1, problems
    assert (hits[0].file, hits[0].line, hits[0].fatal) == (
        str(tmp_path / "codebook.yaml"),
        line,
        True,
    )
    assert allowed in hits[0].allowed


def test_a_bad_pattern_of_a_long_list_is_named_by_its_own_line(tmp_path):
    text = "stance:\n  t:\n    favour:\n"
    text += "      - good\n      - {pattern: fine}\n      - good\n      - (bad\n"
    _, problems = load(tmp_path, text)
    assert [(p.line, "(bad" in p.found) for p in problems] == [(7, True)]
    text = "names:\n  p:\n    wordings:\n      w:\n        patterns:\n"
    text += "          - good\n          - (bad\n"
    _, problems = load(tmp_path, text)
    assert [(p.line, "(bad" in p.found) for p in problems] == [(7, True)]


def test_all_mistakes_are_told_at_once_and_each_once(tmp_path):
    text = """\
sides: A
extra: 1
actors:
  a: {side: B, names: [(a]}
names:
  p:
    wordings:
      w: {side: Z, patterns: ["@nobody"]}
"""
    _, problems = load(tmp_path, text)
    assert sorted((p.line, p.found.split(" ")[0]) for p in problems if p.line < 8) == [
        (1, "side"),
        (2, "entry"),
        (4, "actor"),
        (4, "pattern"),
        (4, "side"),
    ]
    assert {p.line for p in problems} == {1, 2, 4, 8}
    assert len({(p.line, p.found) for p in problems}) == len(problems)


@pytest.mark.parametrize("text", ["names: [x]\n", "actors:\n  a: {names: {x: y}}\n"])
def test_a_list_where_a_mapping_belongs_or_the_other_way_is_told_once(tmp_path, text):
    _, problems = load(tmp_path, text)
    told = [p.found for p in problems if "no mapping" in p.found or "no list" in p.found]
    assert len(told) == 1


def test_a_file_that_is_not_utf_8(tmp_path):
    _, problems = load(tmp_path, "note: café".encode("latin-1"))
    assert [(p.found, p.allowed, p.fatal) for p in problems] == [
        ("byte 9 is no UTF-8.", "UTF-8 text.", True)
    ]


def test_a_file_with_control_characters(tmp_path):
    _, problems = load(tmp_path, "codebook: a\nnote: b\x07\n")
    assert [p.fatal for p in problems] == [True]
    assert "not readable as YAML" in problems[0].found


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    codebook, problems = load(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())
    assert (problems, codebook.name) == ([], "tiny")


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_is_told(tmp_path, text):
    _, problems = load(tmp_path, text)
    assert [(p.file, p.found) for p in problems] == [
        (str(tmp_path / "codebook.yaml"), "the file is empty.")
    ]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just text\n"])
def test_a_file_that_is_no_mapping(tmp_path, text):
    _, problems = load(tmp_path, text)
    assert [(p.line, p.found) for p in problems] == [(1, "the file is no mapping.")]


def test_an_entry_in_two_files_is_told(tmp_path):
    (tmp_path / "one.yaml").write_text("names: {p: {wordings: {w: {patterns: [w]}}}}")
    (tmp_path / "two.yml").write_text("names: {p: {wordings: {v: {patterns: [v]}}}}")
    problems: list[Problem] = []
    load_codebook(tmp_path, problems)
    assert [p.found for p in problems] == ["name 'p' is defined in two files."]


def test_files_of_a_folder_are_one_codebook(tmp_path):
    (tmp_path / "actors.yaml").write_text("actors: {a: {side: S, names: [a]}}")
    (tmp_path / "names.yaml").write_text(
        "codebook: both\nsides: [S]\nnames: {p: {wordings: {w: {patterns: [w of @a]}}}}"
    )
    problems: list[Problem] = []
    codebook = load_codebook(tmp_path, problems)
    assert problems == []
    assert (codebook.name, codebook.actors[0].id, codebook.entities[0].id) == ("both", "a", "p")


def test_the_hash_follows_the_content_and_nothing_else(tmp_path):
    def hashed(name: str, text: str) -> str:
        (tmp_path / name).mkdir()
        return load(tmp_path / name, text)[0].hash

    first = hashed("a", GOOD)
    assert first == hashed("b", GOOD)
    assert first != hashed("c", GOOD + "# a comment\n")


def test_one_file_can_be_the_codebook(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD)
    assert load_codebook(path, []).name == "tiny"


def test_yes_no_and_numbers_are_words(tmp_path):
    codebook, problems = load(tmp_path, "hedges: [no, 1956, on, null]\n")
    assert [p.source for p in codebook.words["hedges"][:3]] == ["no", "1956", "on"]
    assert all("null" not in p.found for p in problems)


@pytest.mark.parametrize("name", ["cues.yaml", "language.yaml", "sources.yaml"])
def test_base_lists_have_a_header(name):
    head = "\n".join(
        line for line in (BASE / name).read_text("utf-8").splitlines() if line.startswith("#")
    )
    assert all(word in head for word in ("language: en", "licence: MIT", "version: 1", "source"))


@pytest.mark.parametrize("folder", ["framing/study/template/codebook", "corpora/kurils/codebook"])
def test_the_shipped_codebooks_load_without_a_problem(folder):
    problems: list[Problem] = []
    codebook = load_codebook(ROOT / folder, problems)
    assert problems == []
    assert codebook.actors and codebook.words["hedges"] and codebook.words["negators"]


def test_the_template_is_right_when_its_comments_are_taken_away(tmp_path):
    text = (ROOT / "framing/study/template/codebook/codebook.yaml").read_text("utf-8")
    _, body = text.split("codebook: my-study", 1)
    lines = [line[2:] if line.startswith("# ") else line for line in body.splitlines()]
    codebook, problems = load(tmp_path, "codebook: my-study" + "\n".join(lines))
    assert problems == []
    assert codebook.entities and codebook.targets and codebook.facts


def test_a_side_without_a_named_actor_is_told_and_does_no_harm(tmp_path):
    _, problems = load(tmp_path, "sides: [A, neutral]\nactors: {x: {names: [x]}}\n")
    assert [(p.line, p.fatal, p.found[:41]) for p in problems] == [
        (1, False, "side 'A' has no actor with names: glosses")
    ]
    assert problems[0].step == "add an actor with side: A and its names."


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("hedges:\n  - [the] islands\n", "["),
        ("hedges: [[the] islands, x]\n", "["),
        ("hedges:\n  - *held\n", "*"),
        ("hedges: [x, @russia]\n", "@"),
    ],
)
def test_a_pattern_that_needs_quotes_is_shown_with_its_line(tmp_path, text, sign):
    _, problems = load(tmp_path, text)
    assert [p.line for p in problems] == [text.count("\n")]
    assert f"in the line `{text.splitlines()[-1].strip()}`." in problems[0].found
    assert problems[0].step.startswith(f"a pattern that begins with {sign} needs quotes")


@pytest.mark.parametrize("text", ["hedges:\n  - [the]\n", "stance: {t: {favour: [[the], x]}}\n"])
def test_a_list_in_a_list_of_patterns_is_told(tmp_path, text):
    _, problems = load(tmp_path, text)
    assert [p.step[:34] for p in problems] == ["a pattern that begins with [ needs"]


def test_curly_quotes_are_told(tmp_path):
    text = 'hedges: [\u201cas it were\u201d, "\u201cso called\u201d", fine]\n'
    _, problems = load(tmp_path, text + "note: \u201ca note\u201d\n")
    told = [p for p in problems if "curly" in p.step]
    assert [(p.line, p.fatal) for p in told] == [(1, False)]
    assert "straight" in told[0].allowed
    _, problems = load(tmp_path, "note: \u201ca: b\u201d\n")
    assert "curly quotes" in problems[0].step and problems[0].fatal


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("    side: A", "    side: a", "did you mean 'A'?"),
        ("    favour:", "    favor:", "did you mean 'favour'?"),
        ("  a_gov:", "  A-gov:", "write a_gov."),
        ("version: 2", "verison: 2", "did you mean 'version'?"),
    ],
)
def test_a_near_word_is_the_next_step(tmp_path, old, new, step):
    _, problems = load(tmp_path, GOOD.replace(old, new, 1))
    assert step in [p.step for p in problems]


def test_a_near_actor_is_named(tmp_path):
    _, problems = load(tmp_path, GOOD.replace("@a_gov", "@a_gvo", 1))
    assert "did you mean 'a_gov'." in problems[0].found
    assert "docs/codebook.md" in problems[0].allowed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sets: &s\n  x: *s\n", 2),
        ("sets:\n  a: &a [stone, rock]\n  b: &b [*a, *a]\n  c: [*b, *b]\n", 3),
        ("sets: &s {a: [stone]}\nnote: x\nactors:\n  <<: *s\n", 4),
    ],
)
def test_aliases_are_refused_with_their_line(tmp_path, text, line):
    (problem,) = load(tmp_path, text)[1]
    assert (problem.line, problem.fatal) == (line, True)
    assert "aliases are not read" in problem.found
    assert problem.step.startswith("write it out")


def test_an_ampersand_and_a_star_in_texts_are_no_alias(tmp_path):
    text = 'sets:\n  a: [stone*, "*held"]\nnote: salt & stone\n'
    assert load(tmp_path, text)[1] == []


def test_brackets_beyond_reading_are_refused_with_their_line(tmp_path):
    (problem,) = load(tmp_path, f"note: x\nsets:\n  a: {'[' * 60_000}x{']' * 60_000}\n")[1]
    assert (problem.line, problem.fatal) == (3, True)
    assert "more than 50 deep" in problem.found
