from __future__ import annotations

import pytest

import framing
from framing.engine.verbs.events import find_coverage, find_suggestions, find_told, titles
from framing.errors import UsageError


@pytest.fixture
def run(make_study):
    return framing.open_study(make_study())


def test_coverage_of_a_study(run):
    cells = find_coverage(run).select("event", "outlet", "coverage").rows()
    assert cells == [
        ("talks", "Alpha", "covered"),
        ("talks", "Beta", "searched, none"),
        ("talks", "Gamma", "covered"),
        ("ferry", "Alpha", "searched, none"),
        ("ferry", "Beta", "covered"),
        ("ferry", "Gamma", "searched, none"),
    ]


def test_an_article_in_another_language_covers_its_event(make_study):
    index = "file,outlet,date,event,language\nalpha_talks.txt,Alpha,2019-05-06,talks,en\n"
    index += "beta_ferry.txt,Beta,,ferry,de\ngamma_talks.txt,Gamma,,talks,en\n"
    run = framing.open_study(make_study({"articles.csv": index}))
    rows = {
        (e, o): c for e, o, c in find_coverage(run).select("event", "outlet", "coverage").rows()
    }
    assert rows["ferry", "Beta"] == "covered" and "Beta" not in set(run.measured["outlet"])
    with pytest.raises(UsageError, match="Beta has no article in English on ferry"):
        find_told(run, "ferry", outlet="Beta")


def test_titles_stand_in_the_text_where_no_list_has_them(run):
    assert titles(run)["title"].to_list() == [
        "Ministers open talks on Blue Islands",
        "The ferry to the Blue Islands sails again".replace("The ferry", "Ferry"),
        "South hopes for a treaty",
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"window": -1}, "window -1; allowed: 0 to 3650 days"),
        ({"span": 9999}, "span 9999; allowed: 0 to 3650 days"),
        ({"threshold": 0.0}, r"threshold 0\.0; allowed: above 0, to 1 \(default 0\.11\)"),
    ],
)
def test_values_out_of_range_are_told(run, given, message):
    with pytest.raises(UsageError, match=message):
        find_suggestions(run, given={}, **given)


def test_a_window_of_no_day_keeps_days_apart(kurils):
    found = find_suggestions(kurils, given={}, window=0, span=0)
    for _, rows in found.group_by("event"):
        assert rows["date"].n_unique() == 1
    assert find_suggestions(kurils, given={}, window=1)["date"].n_unique() > 3


def test_the_teaching_corpus_is_grouped_by_its_events(kurils):
    """A software test: the corpus is our own, and small."""
    found = find_suggestions(kurils, given={})
    true = dict(kurils.study.articles.select("article", "event").iter_rows())
    for _, rows in found.group_by("event"):
        assert len({true[article] for article in rows["article"]}) == 1
    assert found.height >= 15
    assert found.columns == [
        "event", "article", "outlet", "date", "title", "source", "similarity", "words",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "outlet", "message"),
    [
        ("talk", "Alpha", r"unknown event 'talk': did you mean 'talks'\?; allowed: talks, ferry"),
        ("talks", "Alfa", "unknown outlet 'Alfa': did you mean 'Alpha'.*allowed: .*Gamma"),
        ("talks", "Beta", "on talks: searched, none; covered by Alpha, Gamma"),
    ],
)
def test_an_event_that_is_not_told_is_said_so(run, event, outlet, message):
    with pytest.raises(UsageError, match=message):
        find_told(run, event, outlet=outlet)


def test_of_several_articles_the_earliest_or_the_wanted_one(make_study):
    index = "file,outlet,date,event\nalpha_talks.txt,Alpha,2019-05-06,talks\n"
    index += "beta_ferry.txt,Alpha,2019-05-05,talks\ngamma_talks.txt,Gamma,2019-05-06,talks\n"
    run = framing.open_study(make_study({"articles.csv": index}))
    first = find_told(run, "talks", outlet="Alpha")
    assert first.startswith("alpha/beta-ferry")
    wanted = find_told(run, "talks", outlet="Alpha", wanted=["alpha_talks.txt"])
    assert wanted.startswith("alpha/alpha-talks")
    assert find_told(run, "talks", outlet="Alpha", wanted=["gamma_talks.txt"]) == first
