"""The verb timeline on the teaching corpus and on a study made for it."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.errors import UsageError


def test_articles_by_month_with_the_days_of_events(kurils):
    found = framing.timeline(kurils)
    assert found.periods["period"].to_list() == [f"2019-{m:02}" for m in range(3, 10)]
    march = found.periods.row(0, named=True)
    assert march["events"] == "talks-moscow 2019-03-14" and march["n_articles"] == 6
    rows = found.rates.filter(pl.col("unit") == "group", pl.col("group") == "Russia")
    assert rows["estimate"].to_list() == [2, 0, 0, 2, 0, 0, 2]
    assert rows["flag"].to_list()[:2] == ["a count: no interval", "no article"]
    assert rows["events"].null_count() == 4
    assert found.events["period"].to_list() == ["2019-03", "2019-06", "2019-09"]
    assert found.notes == ()


@pytest.mark.parametrize("layer", ["names", "stance", "voices", "style"])
def test_every_phase_has_an_interval_or_its_reason(kurils, layer):
    found = framing.timeline(kurils, by="phase", layer=layer).rates
    phases = {"from talks-moscow", "from investment-forum", "from fishery-quota"}
    assert set(found["period"]) == phases
    assert found.filter(pl.col("low").is_null() == (pl.col("flag") == "")).is_empty()


def test_voices_of_a_month_are_those_of_its_event(kurils):
    found = framing.timeline(kurils, layer="voices").rates
    march = found.filter(pl.col("period") == "2019-03", pl.col("group") == "Russia")
    march = march.filter(pl.col("unit") == "group")
    scope = framing.Scope(events=("talks-moscow",))
    shares = framing.voices(kurils, scope=scope, shares=True)
    shares = shares.filter(pl.col("unit") == "group", pl.col("group") == "Russia")
    known = dict(shares.select("side", "estimate").iter_rows())
    assert {r["item"]: r["estimate"] for r in march.iter_rows(named=True) if r["n"]} == {
        side: pytest.approx(share) for side, share in known.items() if share
    }


def test_what_has_no_date_is_counted(make_study):
    listed = (
        "file,outlet,date,event\nalpha_talks.txt,Alpha,2019-05-06,talks\n"
        "beta_ferry.txt,Beta,,ferry\ngamma_talks.txt,Gamma,2019-05,talks\n"
    )
    run = framing.open_study(make_study({"articles.csv": listed}))
    found = framing.timeline(run, by="week")
    assert found.notes == (
        "2 of 3 articles have no date: in no period",
        "not marked, with no day: ferry, talks",
    )
    assert found.rates.filter(pl.col("unit") == "outlet")["outlet"].to_list() == ["Alpha"]


def test_what_lies_outside_of_the_phases_is_counted(make_study):
    toml = (
        '[study]\nquestion = "How?"\n\n[sampling]\nkind = "complete"\n\n[events.talks]\n'
        'date = "2019-05-06"\n\n[events.ferry]\ndate = "2018-01-01"\n\n'
        '[[phases]]\nid = "may"\nname = "One day"\nfrom = "2019-05-06"\nto = "2019-05-06"\n'
    )
    found = framing.timeline(framing.open_study(make_study({"study.toml": toml})), by="phase")
    assert found.notes == (
        "1 of 3 article has a date outside the phases: in no period",
        "not marked, with no day, or one outside the periods: ferry",
    )
    assert found.periods.row(0) == (
        "may",
        "One day",
        "2019-05-06",
        "2019-05-06",
        "talks 2019-05-06",
        2,
    )


def test_no_date_at_all_is_told(make_study):
    listed = "file,outlet\nalpha_talks.txt,Alpha\nbeta_ferry.txt,Beta\ngamma_talks.txt,Gamma\n"
    articles = {
        f"articles/{name}.txt": f"Talks on the islands\n\nThe talks of {name} went on.\n"
        for name in ("alpha_talks", "beta_ferry", "gamma_talks")
    }
    run = framing.open_study(make_study({"articles.csv": listed, "events.csv": None, **articles}))
    with pytest.raises(UsageError, match="none of 3 articles has a date; allowed: YYYY-MM-DD"):
        framing.timeline(run)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"layer": "verbs"}, "layer 'verbs' is unknown; allowed: articles, names"),
        ({"by": "day"}, "by 'day' is unknown"),
        ({"terms": ("x",)}, "terms with layer 'articles'"),
        ({"layer": "words"}, "layer 'words' with 0 terms"),
    ],
)
def test_what_is_not_known_is_told(kurils, how, said):
    with pytest.raises(UsageError, match=said):
        framing.timeline(kurils, **how)
