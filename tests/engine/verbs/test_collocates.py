"""The verb collocates: what a node is, where windows end, what is said of it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.engine.nodes import read_node
from framing.errors import UsageError
from framing.records.scope import Scope

TEXT = (
    "Harbour news\n\nMany old boats left. Boats sail to the Blue Islands at dawn, boats return.\n"
)


@pytest.fixture
def run(make_study):
    return framing.open_study(make_study({"articles/alpha_talks.txt": TEXT}))


def near(run, node, **more):
    found = framing.collocates(run, node, scope=Scope(outlets=("Alpha",)), **more)
    return dict(found.sides.select("collocate", "n").iter_rows())


def test_windows_end_with_the_segment_and_overlap_without_counting_twice(run):
    # "old", "left", "Boats" and "many" are within two words of the first "boats"; the title is not.
    assert near(run, "boats", window=1) == {
        "old": 1, "left": 1, "sail": 1, "dawn": 1, "return": 1,
    }  # fmt: skip
    assert near(run, "left", window=20) == {
        "many": 1, "old": 1, "boats": 3, "sail": 1, "to": 1, "the": 1, "blue": 1, "islands": 1,
        "at": 1, "dawn": 1, "return": 1,
    }  # fmt: skip


def test_the_sentence_ends_at_its_end(run):
    assert near(run, "left", sentence=True) == {"many": 1, "old": 1, "boats": 1}
    assert "left" not in near(run, "sail", sentence=True)


def test_function_words_stay_in_the_window_and_out_of_the_table(run):
    whole = near(run, "sail", window=3)
    content = near(run, "sail", window=3, content=True)
    assert set(whole) - set(content) == {"to", "the"}
    assert set(content) == {"boats", "left", "blue"}


def test_the_words_of_a_node_are_no_collocates(run):
    assert set(near(run, "@islands.blue", window=2)) == {"to", "the", "at", "dawn"}
    assert set(near(run, "@islands", window=2)) == {"to", "the", "at", "dawn"}
    assert set(near(run, "blue islands", window=1)) == {"the", "at"}


def test_what_a_node_means(run):
    book = run.study.codebook
    assert read_node("@islands", book).said == "all names of islands"
    assert len(read_node("@islands", book).patterns) == 2
    assert len(read_node("islands.blue", book).patterns) == 1
    assert read_node("@north", book).said == "all names of north"
    word = read_node("north", book)
    assert word.said == "the word 'north'"
    assert word.hint == "'north' is read as a word; for all names of north write @north"
    assert read_node("treaty (talks|deal)", book).said == "the pattern 'treaty (talks|deal)'"
    with pytest.raises(UsageError, match=r"no id '@islands.red' in the codebook; allowed: islands"):
        read_node("@islands.red", book)
    with pytest.raises(UsageError, match=r"no id 'blue_isles' in the codebook"):
        read_node("blue_isles", book)


def test_one_name_is_not_found_inside_another(make_study):
    names = (
        "codebook: tiny\nversion: 1\nlanguage: en\nsides: [North, South]\nnames:\n  isles:\n"
        "    wordings:\n      short: {side: North, patterns: [islands]}\n"
        "      long: {side: South, patterns: [blue islands]}\n"
    )
    changes = {"codebook/codebook.yaml": names, "articles/alpha_talks.txt": TEXT}
    run = framing.open_study(make_study(changes))
    assert framing.collocates(run, "isles.short").n_uses == {"North": 0, "South": 2}
    assert framing.collocates(run, "@isles.long").n_uses == {"North": 3, "South": 0}
    assert framing.collocates(run, "@isles").n_uses == {"North": 3, "South": 2}


def test_a_study_in_tier_reading_gets_counts_and_the_reason(run):
    found = framing.collocates(run, "islands")
    assert found.tier == "reading"
    assert set(found.sides["flag"]) == {"tier reading: counts, no association"}
    versus = framing.collocates(run, "islands", versus=("North", "South"))
    assert set(versus.differences["flag"]) == {"tier reading: counts, no comparison"}
    assert versus.sides.is_empty() and versus.n_uses == {"North": 3, "South": 2}


def test_words_out_of_scope_neither_count_nor_shift_the_window(kurils):
    quoted = framing.collocates(kurils, "sovereignty", scope=Scope(voice=("source",)))
    every = framing.collocates(kurils, "sovereignty", min_articles=1)
    assert sum(quoted.n_uses.values()) < sum(every.n_uses.values())
    wide = {r[:2]: r[2] for r in every.sides.select("group", "collocate", "n").iter_rows()}
    for group, word, n in quoted.sides.select("group", "collocate", "n").iter_rows():
        assert n <= wide[group, word]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"by": "event"}, "by 'event' is unknown; allowed: group, outlet"),
        ({"window": 0}, "window 0; allowed: a window of 1 word or more"),
        ({"window": 3, "sentence": True}, "window 3 with sentence; allowed"),
        ({"versus": ("North", "West")}, "no side 'West' in this study"),
    ],
)
def test_what_is_not_allowed_is_told(run, more, message):
    with pytest.raises(UsageError, match=message):
        framing.collocates(run, "islands", **more)


@pytest.mark.parametrize("language", ["ru", "und"])
def test_a_study_without_english_articles(make_study, language):
    toml = f'[study]\nlanguage = "{language}"\n[sampling]\nkind = "complete"\n'
    run = framing.open_study(make_study({"study.toml": toml}))
    assert framing.collocates(run, "islands").sides.is_empty()


def test_the_command_says_what_it_looked_for(kurils_folder):
    args = ("collocates", str(kurils_folder), "@disputed_islands", "--content", "--top", "2")
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
    said = result.stderr
    assert "node: all names of the four islands in dispute; words within 5 words on" in said
    assert "uses of the node: China 37, India 31, Russia 29" in said
    assert "distinct articles with the node are not shown" in said
    assert len(result.stdout.splitlines()) == 1 + 3 * 2
    versus = CliRunner().invoke(main, (*args[:3], "--versus", "Russia", "China", "--sentence"))
    assert versus.exit_code == 0 and "words within the sentence" in versus.stderr
