"""The verb omissions on tiny studies: what each outlet carries of an event."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.engine.verbs.omissions import find_carried
from framing.errors import UsageError

BETA_TALKS = """\
Talks open in Lakeport

LAKEPORT: Ministers of North and South opened talks on the Green Islands on Monday.

The talks on the fishing grounds will last three days, an official in Lakeport said.
"""
ALPHA_MORE = """\
Three days of talks

The talks on the fishing grounds in Lakeport will last three days.

The South seized the Blue Islands in 1945.
"""


@pytest.fixture
def run(make_study):
    return framing.open_study(
        make_study(
            {
                "articles/beta_talks.txt": BETA_TALKS,
                "articles/alpha_more.txt": ALPHA_MORE,
                "articles.csv": (
                    "file,outlet,date,event\n"
                    "alpha_talks.txt,Alpha,2019-05-06,talks\n"
                    "alpha_more.txt,Alpha,2019-05-07,talks\n"
                    "beta_ferry.txt,Beta,2019-05-07,ferry\n"
                    "beta_talks.txt,Beta,2019-05-07,talks\n"
                    "gamma_talks.txt,Gamma,2019-05-06,talks\n"
                ),
            }
        )
    )


def test_facts_and_names_that_an_outlet_has_or_not(run):
    found = framing.omissions(run, kinds=["facts", "names"])
    told = found.filter(event="talks").select("item", "outlet", "found", "n_articles")
    assert set(told.rows()) == {
        ("taking", "Alpha", 1, 2), ("taking", "Beta", 0, 1), ("taking", "Gamma", 0, 1),
        ("islands: blue", "Alpha", 4, 2), ("islands: blue", "Beta", 0, 1),
        ("islands: blue", "Gamma", 0, 1),
        ("islands: green", "Alpha", 0, 2), ("islands: green", "Beta", 1, 1),
        ("islands: green", "Gamma", 2, 1),
    }  # fmt: skip
    # An outlet without an article on the event has no row on it.
    assert set(found.filter(event="ferry")["outlet"]) == {"Beta"}


def test_claims_stand_in_the_corpus_with_their_places(run):
    rows = find_carried(run, scope=run.study.options.scope, kinds=["claims"])
    texts = dict(run.measured.select("article", "text").iter_rows())
    assert rows.height > 0
    for article, start, end, text in rows.select("article", "start", "end", "text").iter_rows():
        assert texts[article][start:end] == text
    days = rows.filter(pl.col("text").str.contains("three days"))
    assert set(days["outlet"]) == {"Alpha", "Beta"} and days["item"].n_unique() == 1
    assert days["label"][0] in set(days["text"])


def test_scope_keeps_words_of_others_out(run):
    only = framing.Scope(outlets=("Alpha", "Beta"))
    assert set(framing.omissions(run, scope=only)["outlet"]) == {"Alpha", "Beta"}
    quoted = framing.Scope(voice=("source",))
    found = framing.omissions(run, scope=quoted, kinds=["facts"])
    assert found.filter(pl.col("found") > 0).is_empty()


def test_a_study_without_events_has_no_rows(make_study):
    articles = "file,outlet,date\nalpha_talks.txt,Alpha,2019-05-06\nbeta_ferry.txt,Beta,\n"
    run = framing.open_study(
        make_study({"articles.csv": articles, "articles/gamma_talks.txt": None})
    )
    for show in ("rows", "matrix", "passages"):
        assert framing.omissions(run, show=show).is_empty()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"by": "event"}, "by 'event' is unknown; allowed: outlet, group"),
        ({"kinds": ["claim"]}, "kind 'claim' is unknown; allowed: claims, quotations"),
        ({"show": "table"}, "show 'table' is unknown; allowed: rows, matrix, passages"),
    ],
)
def test_what_is_not_known_is_told_with_what_is(run, given, message):
    with pytest.raises(UsageError, match=message):
        framing.omissions(run, **given)
