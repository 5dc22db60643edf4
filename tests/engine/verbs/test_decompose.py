"""The verb decompose on the teaching corpus: rates agree with the other verbs, parts add up."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.compare.split.parts import PARTS
from framing.errors import UsageError

LAYERS = {"names": {}, "stance": {}, "voices": {}, "style": {}, "words": {"terms": ("islands",)}}
SIDES = {"group": "Russia", "versus": "China"}


@pytest.fixture(scope="module", params=LAYERS)
def found(request, kurils):
    return request.param, framing.decompose(
        kurils, **SIDES, layer=request.param, **LAYERS[request.param]
    )


def test_parts_add_up_for_every_layer(found):
    _, split = found
    rows = split.parts.filter(pl.col("agenda").is_not_null())
    assert rows.height
    for row in rows.iter_rows(named=True):
        total = sum(row[part] for part in PARTS[3:])
        assert total == pytest.approx(row["difference"], rel=1e-12, abs=1e-12 * abs(row["rate_a"]))
    events = split.events.group_by("measure", "within", "item").agg(
        pl.col("agenda", "wording", "outside").sum()
    )
    both = rows.join(events, on=["measure", "within", "item"], suffix="_events")
    assert both.height == rows.height
    for part in ("agenda", "wording"):
        gap = (both[part] - both[f"{part}_events"]).abs() / (1 + both["rate_a"].abs())
        assert gap.max() < 1e-12


def test_every_row_has_an_interval_or_its_reason(found):
    for row in found[1].parts.iter_rows(named=True):
        for part in ("rate_a", "rate_b", "difference", "agenda", "wording"):
            assert (row[f"{part}_low"] is None) == (row[f"{part}_high"] is None)
            if row[f"{part}_low"] is None:
                assert row["flag"]
        assert (row["level"] is None) == (row["strata"] is None)


def test_rates_are_those_of_the_other_verbs(kurils):
    split = framing.decompose(kurils, **SIDES, layer="voices").parts
    shares = framing.voices(kurils, shares=True).filter(pl.col("unit") == "group")
    known = {(g, s): e for g, s, e in shares.select("group", "side", "estimate").iter_rows()}
    for row in split.iter_rows(named=True):
        assert row["rate_a"] == pytest.approx(known["Russia", row["item"]])
        assert row["rate_b"] == pytest.approx(known["China", row["item"]])
    split = framing.decompose(kurils, **SIDES, layer="style").parts
    means = framing.style(kurils).filter(pl.col("unit") == "group", pl.col("group") == "Russia")
    known = dict(means.select("measure", "estimate").iter_rows())
    for row in split.iter_rows(named=True):
        assert row["rate_a"] == pytest.approx(known[row["measure"]])


def test_words_per_million_are_those_of_keyness(kurils):
    split = framing.decompose(
        kurils, **SIDES, layer="words", terms=("islands", "nobodysword"), weights="pooled"
    ).parts
    words = framing.words(kurils, **SIDES, max_n=1).words
    known = words.filter(pl.col("term") == "islands").row(0, named=True)
    islands, absent = split.sort("item").iter_rows(named=True)
    assert islands["rate_a"] == pytest.approx(known["rate_a"])
    assert (islands["n_a"], islands["n_b"]) == (known["n_a"], known["n_b"])
    assert (absent["n_a"], absent["rate_a"]) == (0, 0)
    assert absent["flag"] == "rate of 0 on a side: counts, no interval"


def test_the_share_of_articles_counts_each_article_once(kurils):
    split = framing.decompose(
        kurils, **SIDES, layer="voices", kind="articles", weights="pooled"
    ).parts
    rows = framing.voices(kurils).filter(pl.col("group") == "Russia")
    by_article = rows.with_columns(pl.col("side").fill_null("none")).group_by("article").agg(
        share=((pl.col("side") == "Japan") * pl.col("weight")).sum() / pl.col("weight").sum()
    )  # fmt: skip
    japan = split.filter(pl.col("item") == "Japan").row(0, named=True)
    assert japan["rate_a"] == pytest.approx(by_article["share"].mean())
    assert japan["kind"] == "mean of article shares"


def test_readability_says_what_it_is_a_mean_of_and_in_which_part(kurils):
    row = framing.decompose(kurils, **SIDES, layer="style").parts.row(0, named=True)
    assert row["kind"] == "mean of article values" and row["scope"] == "authored; role=body"


def test_no_shared_event_is_the_first_note(make_study):
    run = framing.open_study(make_study())
    split = framing.decompose(run, group="Beta", versus="Gamma")
    assert split.notes[0] == "no event is shared by Beta and Gamma: there is nothing to split"
    assert split.events.is_empty()
    flags = set(split.parts["flag"])
    assert flags == {"tier reading (no shared event): counts, no decomposition"}
    assert split.parts.select(PARTS).null_count().row(0) == (split.parts.height,) * len(PARTS)


def test_tier_reading_has_counts(make_study):
    split = framing.decompose(framing.open_study(make_study()), group="North")
    assert split.notes == (
        "tier: reading (North against all others)",
        "1 of 2 events is shared",
        "fewer than 5 distinct articles on a side: counts, no decomposition",
    )
    assert split.parts["n_a"].sum() > 0


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"layer": "verbs"}, "layer 'verbs' is unknown; allowed: names, stance, voices, words"),
        ({"layer": "words"}, "layer 'words' with 0 terms"),
        ({"terms": ("x",)}, "layer 'names' with 1 terms"),
        ({"kind": "both"}, "kind 'both' is unknown; allowed: mentions, articles"),
        ({"weights": "none"}, "weights 'none' is unknown; allowed: equal, pooled"),
        ({"group": "West"}, "no side 'West' in this study"),
    ],
)
def test_what_is_not_known_is_told(kurils, how, said):
    with pytest.raises(UsageError, match=said):
        framing.decompose(kurils, **{**SIDES, **how})


def test_shares_stay_between_0_and_1_and_hang_on_three_articles(kurils):
    rows = framing.decompose(kurils, **SIDES).parts
    for end in ("rate_a", "rate_b"):
        told = rows.drop_nulls(f"{end}_low")
        assert told.height
        assert (told[f"{end}_low"] > 0).all()
        assert (told[f"{end}_high"] < 1).all()
    few = rows.filter(pl.min_horizontal("n_a", "n_b") < 3)
    assert few.height
    assert few["difference_low"].null_count() == few.height
    assert all("fewer than 3 articles with it" in flag for flag in few["flag"])
