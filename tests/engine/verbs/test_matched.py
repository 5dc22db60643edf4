"""Two sides within shared events, on the teaching corpus."""

from __future__ import annotations

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.errors import UsageError

OUTLETS = ("Namuna Times", "Primer Gazette")
VERBS = ("names", "voices", "stance", "style")


def test_voices_within_events_are_those_of_the_rows(kurils):
    rows = framing.voices(kurils).filter(pl.col("outlet").is_in(OUTLETS))
    rates = (
        rows.group_by("event", "outlet")
        .agg(
            whole=pl.col("weight").sum(),
            part=pl.col("weight").filter(pl.col("side") == "Russia").sum(),
        )
        .with_columns(rate=pl.col("part") / pl.col("whole"))
        .pivot("outlet", index="event", values="rate")
        .drop_nulls()
    )
    found = framing.voices(kurils, versus=OUTLETS, matched=True).filter(side="Russia")
    row = found.row(0, named=True)
    by_hand = (rates[OUTLETS[0]] - rates[OUTLETS[1]]).mean()
    assert row["estimate"] == pytest.approx(by_hand)
    assert row["n_events"] == rates.height == 3
    assert (row["p"], row["low"]) == (None, None)


def test_style_within_events_is_that_of_the_articles(kurils):
    articles = framing.style(kurils, articles=True).filter(measure="n_words")
    means = articles.group_by("group", "event", "outlet").agg(pl.col("value").mean())
    means = means.group_by("group", "event").agg(pl.col("value").mean())
    sides = means.pivot("group", index="event", values="value").select("Russia", "China")
    sides = sides.drop_nulls()
    found = framing.style(kurils, versus=("Russia", "China"), matched=True)
    row = found.filter(measure="n_words").row(0, named=True)
    assert row["estimate"] == pytest.approx((sides["Russia"] - sides["China"]).mean())
    assert (row["n_events"], row["n_eff"]) == (sides.height, row["n_articles"])
    whole = framing.style(kurils, versus=("Russia", "China")).filter(measure="n_words")
    means = framing.style(kurils).filter(pl.col("unit") == "group", measure="n_words")
    of = dict(means.select("group", "estimate").iter_rows())
    assert whole["estimate"][0] == pytest.approx(of["Russia"] - of["China"])


@pytest.mark.parametrize("verb", VERBS)
def test_few_events_are_a_reason(kurils, verb):
    found = getattr(framing, verb)(kurils, versus=("Russia", "China"), matched=True)
    assert found.height
    assert (
        found["flag"]
        .is_in(
            [
                "fewer than 6 shared events: no interval",
                "no event where both sides have any: undefined",
            ]
        )
        .all()
    )
    assert set(found["p_method"]) == {"tier descriptive: no p"}
    with pytest.raises(UsageError, match="matched needs versus"):
        getattr(framing, verb)(kurils, matched=True)
    with pytest.raises(UsageError, match="allowed: two groups of China, India, Russia"):
        getattr(framing, verb)(kurils, versus=("Russia", "Mars"), matched=True)


def test_no_rows_and_contradictions(kurils, kurils_folder):
    empty = framing.stance(
        kurils, scope=framing.Scope(role=("credit",)), versus=("Russia", "China"), matched=True
    )
    assert empty.is_empty() and "p_method" in empty.columns
    args = ["style", str(kurils_folder), "--articles", "--versus", "Russia", "China", "--matched"]
    result = CliRunner().invoke(main, args)
    assert (result.exit_code, result.stdout) == (2, "")
    args[2:3] = ["--format", "csv"]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].endswith("weights,strata,interval,p,p_method")
