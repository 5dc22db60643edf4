"""Concordances: order by neighbours, counts of every hit, samples, alignment."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.engine.verbs.kwic import concordance
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.records.tables import CONCORDANCE

# "ferry" stands after: old, the old, new; before: sank, sailed, (end of the article).
ONE = "A day at sea\n\nAn Old ferry sank. Nobody saw the new ferry sailed by men. No boat.\n"
TWO = "A day ashore\n\nBy noon the old ferry sailed. We met a ferry\n"


@pytest.fixture
def run(make_study):
    changes = {
        "articles/alpha_talks.txt": ONE,
        "articles/beta_ferry.txt": TWO,
        "articles/gamma_talks.txt": "No boat at all\n\nThe talks went on without a break.\n",
    }
    return framing.open_study(make_study(changes))


def lefts(rows):
    return [" ".join(left.split()[-2:]) for left in rows["left"]]


def test_by_the_words_to_the_left_nearest_first(run):
    rows = framing.kwic(run, "ferry", sort="left")
    assert lefts(rows) == ["met a", "the new", "An Old", "the old"]
    # Second word first: an old, met a, the new, the old.
    assert lefts(framing.kwic(run, "ferry", sort="left2")) == [
        "An Old", "met a", "the new", "the old",
    ]  # fmt: skip


def test_by_the_words_to_the_right_where_the_end_of_an_article_comes_first(run):
    rows = framing.kwic(run, "ferry", sort="right")
    assert [right[:9] for right in rows["right"]] == ["", "sailed by", "sailed. W", "sank. Nob"]


def test_neighbours_do_not_come_from_the_next_article(run):
    # Beta's article ends in "ferry"; Gamma's begins with "No".
    assert framing.kwic(run, "ferry", sort="right")["article"][0].startswith("beta/")


def test_the_order_of_ties_is_that_of_the_texts(run):
    rows = framing.kwic(run, "old ferry", sort="left2", by="outlet")
    assert rows["outlet"].to_list() == ["Alpha", "Beta"]
    by_date = framing.kwic(run, "ferry", sort="date")
    assert by_date["outlet"].to_list() == ["Alpha", "Alpha", "Beta", "Beta"]


def test_sides_stand_together_and_each_is_counted_also_one_without_a_hit(run):
    found = concordance(run, "ferry", by="outlet", sort="left")
    assert found.rows["outlet"].to_list() == ["Alpha"] * 2 + ["Beta"] * 2
    assert found.counts.rows() == [
        ("Alpha", 2, 2.0, 1, 1), ("Beta", 2, 2.0, 1, 1), ("Gamma", 0, 0.0, 0, 1),
    ]  # fmt: skip
    groups = concordance(run, "ferry", by="group").counts
    assert groups.rows() == [("North", 4, 4.0, 2, 2), ("South", 0, 0.0, 0, 1)]


def test_a_sample_is_drawn_by_the_seed_and_counts_are_of_all(run, kurils):
    every = framing.kwic(kurils, "islands").rows()
    small = concordance(kurils, "islands", sample=5)
    large = concordance(kurils, "islands", sample=9)
    assert small.rows.height == 5 and small.n_hits == len(every) == 49
    assert sum(small.counts["n"]) == 49
    assert set(small.rows.rows()) < set(large.rows.rows()) < set(every)
    assert small.rows.rows() == concordance(kurils, "islands", sample=5).rows.rows()
    assert concordance(kurils, "islands", sample=50).rows.rows() == every


def test_offsets_voice_and_weight_are_those_of_the_match(kurils):
    text = dict(kurils.study.articles.select("article", "text").iter_rows())
    rows = framing.kwic(kurils, "(fish|talks|sovereignty)", width=20)
    assert rows.columns == list(CONCORDANCE)
    for row in rows.iter_rows(named=True):
        assert text[row["article"]][row["start"] : row["end"]] == row["match"]
        before = text[row["article"]][max(row["start"] - 20, 0) : row["start"]]
        assert row["left"] == " ".join(before.split())
        assert 0 < row["weight"] <= 1
    for voice in ("outlet", "source", "caption"):
        only = framing.kwic(kurils, "(fish|talks|sovereignty)", scope=Scope(voice=(voice,)))
        assert only.height == rows.filter(voice=voice).height > 0
        assert set(only["voice"]) == {voice}


def test_nothing_found_and_nothing_to_look_into(run, make_study):
    assert framing.kwic(run, "zebra", sort="left", by="group", sample=3).is_empty()
    toml = '[study]\nlanguage = "ru"\n[sampling]\nkind = "complete"\n'
    empty = framing.open_study(make_study({"study.toml": toml}, name="other"))
    found = concordance(empty, "ferry", sort="right", by="outlet")
    assert found.rows.is_empty() and found.counts.is_empty() and found.n_hits == 0


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"sort": "rigth"}, "sort 'rigth' is unknown; allowed: outlet, date, left, left2, right"),
        ({"by": "event"}, "by 'event' is unknown; allowed: group, outlet"),
        ({"sample": 0}, "sample 0; allowed: whole numbers from 1 on"),
    ],
)
def test_what_is_not_allowed_is_told(run, more, message):
    with pytest.raises(UsageError, match=message):
        framing.kwic(run, "ferry", **more)


def test_a_terminal_sets_the_match_in_one_column(kurils_folder):
    args = ("kwic", str(kurils_folder), "sovereignty", "--by", "group", "--sort", "left")
    result = CliRunner().invoke(main, args)
    header, *lines = result.stdout.splitlines()
    at = header.index("match")
    assert len(lines) > 4 and all(line[at:].startswith("sovereignty  ") for line in lines)
    assert all(line[at - 3 : at - 2] != " " for line in lines)  # the left context ends there
    assert "Russia: " in result.stderr and " of 6 articles" in result.stderr
    sampled = CliRunner().invoke(main, (*args, "--sample", "2"))
    assert "a random sample of 2 of " in sampled.stderr and "(seed 1)" in sampled.stderr
