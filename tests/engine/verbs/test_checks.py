"""Self-check and planning on whole studies: cells are those of the tables, tiers are obeyed."""

from __future__ import annotations

import math
from dataclasses import replace

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.compare.checks.power import Grid
from framing.engine.cells import MEASURES, build_layer, choose_sides, item_labels
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.tables import NOISE, POWER, SMALLEST

SIDES = {"group": "Russia", "versus": "China"}


@pytest.mark.parametrize("measure", ["names", "voices", "stance"])
def test_values_are_those_of_the_tables_of_shares(kurils, measure):
    items = {
        "names": ("entity", "name", "mode"),
        "voices": ("side",),
        "stance": ("target", "kind", "position", "voice"),
    }[measure]
    verb = {"names": framing.names, "voices": framing.voices, "stance": framing.stance}[measure]
    # Checks pool the outlets of a side; tables of shares do so when asked.
    options = replace(kurils.study.options, outlet_weights="pooled")
    pooled = Run(replace(kurils.study, options=options))
    table = verb(pooled, **({} if measure == "names" else {"shares": True}))
    found = framing.power(kurils, measure=measure, now=True, **SIDES)
    for column, group in (("value_a", "Russia"), ("value_b", "China")):
        rows = table.filter((pl.col("unit") == "group") & (pl.col("group") == group))
        sums: dict[str, float] = {}
        for row in rows.iter_rows(named=True):
            label = " / ".join(row[c] for c in items if row[c] is not None)
            sums[label] = sums.get(label, 0.0) + row["estimate"]
        shares = dict(found.select("item", column).drop_nulls().iter_rows())
        assert shares and {k: v for k, v in shares.items() if v} == pytest.approx(
            {k: v for k, v in sums.items() if v}
        )


def test_values_are_those_of_the_tables_of_words_and_style(kurils):
    words = framing.words(kurils, max_n=1, **SIDES).words.drop_nulls("log_ratio")
    words = words.filter((pl.col("n_a") > 0) & (pl.col("n_b") > 0)).head(20)
    asked = tuple(words["term"].str.to_lowercase())
    found = framing.power(kurils, items=asked, now=True, **SIDES)
    rows = {row["item"]: row for row in found.iter_rows(named=True)}
    for row in words.iter_rows(named=True):
        mine = rows[row["term"].lower()]
        assert mine["difference"] == pytest.approx(row["log_ratio"])
        assert mine["value_a"] == pytest.approx(row["rate_a"] / 100)
    style = framing.style(kurils).filter((pl.col("unit") == "group") & (pl.col("group") == "China"))
    means = dict(style.select("measure", "estimate").iter_rows())
    found = framing.power(kurils, measure="readability", now=True, **SIDES)
    assert dict(found.select("item", "value_b").iter_rows()) == pytest.approx(means)


def test_the_smallest_difference_stands_beside_each_interval(kurils):
    rows = framing.power(kurils, measure="names", now=True, **SIDES)
    assert rows.columns == list(SMALLEST)
    told = rows.filter(pl.col("flag") == "")
    assert told.height and told["smallest"].null_count() == 0
    half = (told["high"] - told["low"]) / 2
    assert (told["smallest"] > half).all() and (told["smallest"] < 2 * half).all()
    untold = rows.filter(pl.col("flag") != "")
    assert untold["smallest"].null_count() == untold.height > 0
    rows = framing.power(kurils, measure="names", now=True, group="China", versus="India")
    extreme = rows.filter((pl.col("value_a") == 0) | (pl.col("value_b") == 0))
    assert extreme.height and set(extreme["flag"]) <= {
        "a share of 0 or 1: cannot be told",
        "fewer than 5 distinct articles on a side: cannot be told",
    }


def test_a_self_check_of_the_teaching_corpus(kurils):
    rows = framing.selfcheck(kurils, n_nulls=9, **SIDES)
    assert rows.columns == list(NOISE)
    assert set(rows["measure"]) == set(MEASURES)
    assert set(rows["null"]) == {"labels shuffled"}  # no outlet has 20 articles
    assert set(rows["n_relabellings"]) == {"72"}
    words = framing.words(kurils, max_n=1, **SIDES).words
    first = rows.filter((pl.col("measure") == "words") & (pl.col("found_by") == "G2 > 3.84"))
    assert first["n_tested"].item() == words.height
    assert first["findings_real"].item() == words.filter(pl.col("g2").abs() > 3.84).height
    assert rows.equals(framing.selfcheck(kurils, n_nulls=9, **SIDES))


def test_in_tier_reading_nothing_is_compared(make_study):
    run = framing.open_study(make_study())
    rows = framing.selfcheck(run)
    assert set(rows["flag"]) == {"tier reading: nothing is compared"}
    assert rows["findings_real"].null_count() == rows.height == len(MEASURES)
    assert set(rows["claim"]) == {"these_articles"}
    for measure in MEASURES:
        now = framing.power(run, measure=measure, now=True)
        assert now["smallest"].null_count() == now["low"].null_count() == now.height
        assert set(now["flag"]) <= {"tier reading: no interval"}
        planned = framing.power(run, measure=measure)
        assert planned["power"].null_count() == planned.height
        assert all("articles to draw from, fewer than 10" in flag for flag in planned["flag"])


def test_power_is_simulated_from_the_articles_in_scope(kurils):
    grid = Grid(ns=(10, 40), replicates=200)
    rows = framing.power(kurils, measure="names", grid=grid)
    assert rows.columns == list(POWER) and set(rows["n"]) == {10, 40}
    assert set(rows["n_articles"]) == {kurils.copies["unit"].n_unique()}
    by_size = rows.filter(pl.col("n") == 40).group_by("item", maintain_order=True).agg("power")
    assert all(powers == sorted(powers) for powers in by_size["power"].to_list())
    alone = framing.power(kurils, measure="names", group="Russia", versus="China", grid=grid)
    sides, _ = choose_sides(kurils, "Russia", "China", kurils.study.options.scope)
    assert set(alone["n_articles"]) == {sides["unit"].n_unique()}


def test_words_must_also_stand_out_among_all_words(kurils):
    rows = framing.power(kurils, grid=Grid(sizes=(3.0,), ns=(10, 60), replicates=200))
    few, many = rows.filter(pl.col("n") == 10), rows.filter(pl.col("n") == 60)
    assert few["power_adjusted"].null_count() == few.height  # no p under 20 articles a side
    assert many["power_adjusted"].null_count() == 0
    assert (many["power_adjusted"] < many["power"]).any()


def test_outlets_that_share_no_event_are_not_compared(make_study):
    events = "event,article\n"
    run = framing.open_study(make_study({"events.csv": events}))
    assert set(framing.selfcheck(run, group="Alpha", versus="Beta")["flag"]) == {
        "tier reading: nothing is compared"
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"measure": "nouns"}, "measure 'nouns' is unknown; allowed: words, names"),
        ({"items": ("zebra",)}, "no item 'zebra' in words; allowed, for example: "),
        ({"group": "West"}, "no side 'West' in this study"),
        ({"grid": Grid(sizes=(0.5,))}, "size of a word's difference is a factor; allowed: above 1"),
        ({"measure": "names", "grid": Grid(sizes=(2.0,))}, "allowed: above 0, below 1"),
        ({"grid": Grid(sizes=(-1.0,))}, "size is -1; allowed: above 0"),
        ({"grid": Grid(sizes=(math.nan,))}, "size is nan; allowed: above 0"),
        ({"grid": Grid(ns=())}, "n is 0; allowed: 2 or more"),
        ({"rate": 0.0}, "rate is 0; allowed: above 0, to 10000"),
        ({"rate": 5.0, "dispersion": -1.0}, "dispersion is -1; allowed: 0 to 100"),
        (
            {"rate": 5.0, "grid": Grid(claim="group")},
            "claim group; allowed with a rate: these_outl",
        ),
        ({"rate": 5.0, "words": 0}, "words is 0; allowed: 1 or more"),
    ],
)
def test_what_power_cannot_do_is_refused(kurils, given, message):
    with pytest.raises(UsageError, match=message):
        framing.power(kurils, **given)


def test_power_needs_a_study_or_a_rate(kurils_folder):
    with pytest.raises(UsageError, match="neither a study nor a rate"):
        framing.power()
    for args in (["power"], ["power", str(kurils_folder), "--rate", "5"]):
        result = CliRunner().invoke(main, args)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "STUDY or --rate; allowed: one of them" in result.stderr
    result = CliRunner().invoke(main, ["power", "--rate", "60", "--size", "3", "--n", "20"])
    assert result.exit_code == 0 and "assumed: articles are alike" in result.stderr


def test_a_study_of_one_group_compares_nothing_unless_outlets_are_named(make_study):
    run = framing.open_study(
        make_study({"outlets.csv": "outlet,group\nAlpha,N\nBeta,N\nGamma,N\n"})
    )
    rows = framing.selfcheck(run)
    assert set(rows["flag"]) == {"no two groups with articles: nothing is compared"}
    assert set(rows["a"]) == {"N"} and rows["b"].null_count() == rows.height
    now = framing.power(run, measure="names", now=True)
    assert set(now["flag"]) == {"no two groups with articles: no difference"}
    named = framing.selfcheck(run, group="Alpha", versus="Gamma")
    assert set(named["flag"]) == {"tier reading: nothing is compared"}


def test_a_study_without_measured_articles(make_study):
    toml = (
        '[study]\nlanguage = "ru"\n[sampling]\nkind = "complete"\n[events.talks]\n[events.ferry]\n'
    )
    run = framing.open_study(make_study({"study.toml": toml}))
    assert framing.selfcheck(run).height == len(MEASURES)
    for measure in MEASURES:
        assert framing.power(run, measure=measure).is_empty()
        assert framing.power(run, measure=measure, now=True)["smallest"].drop_nulls().is_empty()


def test_labels_of_items_are_distinct(kurils):
    scope = kurils.study.options.scope
    sides, pair = choose_sides(kurils, "", "", scope)
    for measure in MEASURES:
        cells = build_layer(kurils, measure, sides=sides, pair=pair, scope=scope).cells
        labels = item_labels(cells)
        assert len(set(labels)) == len(labels) == cells.top.shape[0]
