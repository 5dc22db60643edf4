"""Rates over time by hand; gaps; intervals as a direct estimate of the same period has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from framing.compare.design import build_design
from framing.compare.estimates.periods import build_periods
from framing.compare.estimates.shares import estimate_shares
from framing.compare.estimates.timeline import estimate_timeline
from framing.compare.resampling.bounds import Resampling
from framing.records.tables import OUTLETS, TIMELINE

RESAMPLING = Resampling(seed=3, replicates=300, level=0.9, interval="t")
PERIODS = build_periods("month", date(2019, 1, 1), date(2019, 4, 30))

# outlet (its first letter is its group), month, uses of the item, of all
ROWS = [
    *[("N1", "2019-01", k % 3, 4) for k in range(6)],
    *[("N1", "2019-02", 1, 2)] * 4,
    *[("N1", "2019-04", 0, 0)] * 2,
    *[("N2", "2019-01", 1, 4)] * 3,
    *[("S1", "2019-01", k % 2, 2) for k in range(6)],
]


@pytest.fixture
def made():
    rows = pl.DataFrame(
        [(f"{o}/{k:02}", o, o[0], "e", m, t, b) for k, (o, m, t, b) in enumerate(ROWS)],
        schema=["article", "outlet", "group", "event", "period", "top", "bottom"],
        orient="row",
    ).with_columns(
        pl.col("top", "bottom").cast(pl.Float64),
        measure=pl.lit("names"), per=pl.lit("share"), within=pl.lit("isles"), item=pl.lit("x"),
        n=pl.col("top").cast(pl.Int64),
    )  # fmt: skip
    outlets = pl.DataFrame(
        [{**dict.fromkeys(OUTLETS, ""), "outlet": o, "group": o[0]} for o in ("N1", "N2", "S1")],
        schema=OUTLETS,
    )
    copies = rows.select("article", unit="article", n_carriers=pl.lit(1))
    return rows, build_design(rows, copies, outlets)


def timeline(made):
    rows, design = made
    keys = ["article", "measure", "per", "within"]
    return estimate_timeline(
        rows.filter(pl.col("top") > 0).select(*keys, "item", "n", "top"),
        rows.select(*keys, "bottom", n=pl.col("bottom").cast(pl.Int64)),
        places=rows.select("article", "outlet", "group", "event", "period"),
        periods=PERIODS, design=design, scope="authored", resampling=RESAMPLING,
    )  # fmt: skip


def pick(table, period, **where):
    found = table.filter(pl.col("period") == period, *(pl.col(k) == v for k, v in where.items()))
    assert found.height == 1
    return found.row(0, named=True)


def test_rates_by_hand(made):
    found = timeline(made)
    assert list(found.schema) == [name for name in TIMELINE if name != "events"]
    january = pick(found, "2019-01", outlet="N1")
    assert january["estimate"] == pytest.approx(6 / 24)
    assert (january["n"], january["n_total"], january["n_articles"]) == (6, 24, 6)
    assert january["flag"] == "" and january["low"] < 0.25 < january["high"]
    both = pick(found, "2019-01", unit="group", group="N")
    assert both["estimate"] == pytest.approx(9 / 36) and both["n_in_period"] == 9
    assert (both["from"], both["to"]) == ("2019-01-01", "2019-01-31")


def test_every_period_has_a_row_and_a_gap_is_no_rate(made):
    found = timeline(made)
    assert found.height == (3 + 2) * 4
    gap = pick(found, "2019-03", outlet="N1")
    assert (gap["n"], gap["n_in_period"], gap["estimate"], gap["flag"]) == (
        0,
        0,
        None,
        "no article",
    )
    silent = pick(found, "2019-04", outlet="N1")
    assert (silent["n_in_period"], silent["n_articles"]) == (2, 0)
    assert silent["flag"] == "none of its articles has it" and silent["estimate"] is None
    few = pick(found, "2019-02", outlet="N1")
    assert few["estimate"] == 0.5 and few["low"] is None
    assert few["flag"] == "fewer than 5 distinct articles: no interval"


def test_bounds_are_those_of_the_same_articles_alone(made):
    rows, design = made
    mentions = rows.filter(pl.col("period") == "2019-01", pl.col("bottom") > 0)
    parts = [
        mentions.select("article", "outlet", "group", "event", name=pl.lit(name), weight=value)
        for name, value in (("x", pl.col("top")), ("y", pl.col("bottom") - pl.col("top")))
    ]
    direct = estimate_shares(
        pl.concat(parts), item=("name",), within=(), design=design, scope="", resampling=RESAMPLING
    )
    one = direct.filter(pl.col("outlet") == "N1", pl.col("name") == "x").row(0, named=True)
    january = pick(timeline(made), "2019-01", outlet="N1")
    assert january["low"] == pytest.approx(one["low"])
    assert january["high"] == pytest.approx(one["high"])


def test_in_tier_reading_there_is_no_interval(made):
    rows, design = made
    found = timeline((rows, replace(design, tier="reading")))
    assert found["low"].null_count() == found.height
    assert set(found["claim"]) == {"these_articles"}
    assert pick(found, "2019-01", outlet="N1")["flag"] == "tier reading: no interval"
