"""Matched differences, against sums and Student's t by hand and every set of signs."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from scipy.stats import t, ttest_1samp

from framing.compare.design import Design, build_design
from framing.compare.estimates.matched import estimate_matched
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.flips import flip_signs
from framing.records.tables import OUTLETS

HOW = Resampling(seed=1, replicates=999, level=0.95, interval="percentile")
PLACES = ("article", "outlet", "group", "event")


def design(rows: pl.DataFrame) -> Design:
    articles = rows.select(PLACES).unique().sort("article")
    copies = articles.select("article", unit="article", n_carriers=pl.lit(1))
    outlets = [
        {**dict.fromkeys(OUTLETS, ""), "outlet": o, "group": o[0]}
        for o in articles["outlet"].unique().sort()
    ]
    return build_design(articles, copies, pl.DataFrame(outlets, schema=OUTLETS))


def articles(counts: dict[str, list[str | None]], *, each: int = 1) -> pl.DataFrame:
    """So many articles of each outlet (its group is its first letter) on each of its events."""
    rows = [
        (f"{o}/{e}/{k}", o, o[0], e)
        for o, events in counts.items()
        for e in events
        for k in range(each)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(PLACES, pl.String), orient="row")


def compare(rows: pl.DataFrame, *, sides=("N", "S"), how=HOW, made: Design | None = None):
    """Rows have ``value`` (and ``words``, else 1); the item is ``x`` unless there is one."""
    if "item" not in rows.columns:
        rows = rows.with_columns(item=pl.lit("x"))
    words = pl.col("words") if "words" in rows.columns else pl.lit(1.0)
    return estimate_matched(
        (rows.with_columns(cell="value"), ["item"]), (rows.with_columns(cell=words), ["item"]),
        item=("item",), sides=sides, design=made or design(rows), scope="s", resampling=how,
        is_share=False,
    )  # fmt: skip


def test_differences_within_events_weigh_the_same_and_student_says_how_sure():
    events = [f"e{k}" for k in range(7)]
    # N1 has an event of its own and an article without one: neither tells anything here.
    rows = articles({"N1": [*events, "own", None], "S1": events}, each=3)
    rows = rows.with_columns(
        value=pl.Series(np.arange(rows.height) ** 2 % 11 + 0.0),
        words=pl.Series(np.arange(rows.height) % 3 + 1.0),
    )
    sums = dict(iter(rows.group_by("group", "event")))
    rate = {key: g["value"].sum() / g["words"].sum() for key, g in sums.items()}
    by_hand = np.array([rate["N", e] - rate["S", e] for e in events])
    row = compare(rows).row(0, named=True)
    assert row["estimate"] == pytest.approx(by_hand.mean())
    assert row["estimate_a"] == pytest.approx(np.mean([rate["N", e] for e in events]))
    reach = t.ppf(0.975, 6) * by_hand.std(ddof=1) / np.sqrt(7)
    assert (row["low"], row["high"]) == pytest.approx(
        (by_hand.mean() - reach, by_hand.mean() + reach)
    )
    assert (row["n_events"], row["n_articles_a"], row["n_articles_b"], row["n"]) == (7, 21, 21, 42)
    assert (row["claim"], row["strata"], row["interval"]) == ("these_outlets", "events", "t")
    # All 2^7 sets of signs, apart from the code.
    sets = np.array(list(product([1, -1], repeat=7)))
    reached = abs(sets @ by_hand) >= abs(by_hand.sum()) - 1e-9
    assert row["p"] == pytest.approx(reached.mean())
    assert row["p_method"] == "sign flips over 7 events, all 128 of them, smallest p 0.016"
    back = compare(rows, sides=("S", "N")).row(0, named=True)
    assert (back["low"], back["high"], back["p"]) == pytest.approx(
        (-row["high"], -row["low"], row["p"])
    )
    outlets = compare(rows, sides=("N1", "S1")).row(0, named=True)
    assert outlets["estimate"] == pytest.approx(row["estimate"])
    assert outlets["weights"] == "events equal"


@pytest.mark.parametrize(("weights", "expected"), [("equal", 3.0), ("pooled", 4.0)])
def test_outlets_of_a_group_count_as_elsewhere(weights, expected):
    # On e0 N1 has two articles of 6 and N2 one of 0; S has 0.
    rows = pl.concat(
        [articles({"N1": ["e0"]}, each=2), articles({"N2": ["e0"], "S1": ["e0"]})]
    ).with_columns(value=pl.Series([6.0, 6.0, 0.0, 0.0]))
    how = Resampling(seed=1, replicates=999, level=0.95, outlets=weights)
    row = compare(rows, how=how).row(0, named=True)
    assert (row["estimate"], row["weights"]) == (expected, f"events equal, outlets {weights}")


def test_items_use_the_events_where_both_sides_have_their_whole():
    events = [f"e{k}" for k in range(7)]
    rows = articles({"N1": events, "S1": events}, each=3)
    rng = np.random.default_rng(3)
    rows = pl.concat([rows.with_columns(item=pl.lit(i)) for i in ("all", "few")]).with_columns(
        value=pl.Series(rng.normal(size=84))
    )
    made = design(rows)
    gone = (pl.col("item") == "few") & (pl.col("group") == "S") & pl.col("event").is_in(["e0"])
    found = compare(rows.filter(~gone), made=made)
    assert found["n_events"].to_list() == [7, 6]
    means = rows.filter(item="few").group_by("group", "event").agg(pl.col("value").mean())
    table = means.pivot("group", index="event").filter(pl.col("event") != "e0")
    test = ttest_1samp((table["N"] - table["S"]).to_numpy(), 0)
    reach = test.confidence_interval(0.95)
    assert found.row(1, named=True)["low"] == pytest.approx(reach.low)
    assert found.row(1, named=True)["high"] == pytest.approx(reach.high)


@pytest.mark.parametrize(
    ("n", "each", "value", "flag", "method"),
    [
        (5, 4, pl.int_range(pl.len()), "fewer than 6 shared events: no interval", "0.062: no p"),
        (7, 1, pl.int_range(pl.len()), "", "tier descriptive: no p"),
        (4, 1, pl.int_range(pl.len()), "tier reading: no interval", "tier reading: no p"),
        (7, 3, pl.lit(2.0), "fewer than 3 events with a difference: no interval", "p 1: no p"),
        (
            7, 3, pl.when(pl.col("group") == "N").then(3.0).otherwise(2.0),
            "no variation between events: no interval", "all 128 of them, smallest p 0.016",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_not(n, each, value, flag, method):
    events = [f"e{k}" for k in range(n)]
    rows = articles({"N1": events, "S1": events}, each=each).with_columns(value=value.cast(float))
    rows = rows.with_columns(pl.col("value") ** 2)
    row = compare(rows).row(0, named=True)
    assert (row["flag"], row["low"] is None) == (flag, bool(flag))
    assert row["p_method"].endswith(method)
    assert (row["p"] is None) == method.endswith("no p")


def test_sides_without_a_shared_event_have_no_difference():
    rows = articles({"N1": ["e0", "e1"], "S1": ["e2", "e3"]}, each=3)
    row = compare(rows.with_columns(value=pl.lit(1.0))).row(0, named=True)
    assert (row["estimate"], row["n_events"], row["claim"]) == (None, 0, "these_articles")
    assert row["flag"] == "no event where both sides have any: undefined"
    assert compare(rows.with_columns(value=pl.lit(1.0)).clear(), made=design(rows)).is_empty()


def test_events_without_a_difference_have_no_sign():
    names = [f"e{k}" for k in range(8)]
    values = np.array([3.0, -1, 2, 0, 5, 4, 0, 6])
    found = flip_signs(values, names, seed=1, replicates=999)
    sets = np.array(list(product([1, -1], repeat=8)))
    assert found.p == (abs(sets @ values) >= abs(values.sum())).mean()
    assert found.method.startswith("sign flips over 6 events (2 more without a difference), all 64")
    few = flip_signs(values[:6], names[:6], seed=1, replicates=999)
    assert (few.p, few.method[-6:]) == (None, ": no p")


def test_random_signs_come_near_all_of_them():
    rng = np.random.default_rng(5)
    values, names = rng.normal(0.3, 1, 12), [f"e{k:02}" for k in range(12)]
    every = flip_signs(values, names, seed=1, replicates=4096)
    some = flip_signs(values, names, seed=1, replicates=4095)
    assert every.p is not None and some.p is not None
    sets = np.array(list(product([1, -1], repeat=12)))
    assert every.p == pytest.approx((abs(sets @ values) >= abs(values.sum()) - 1e-9).mean())
    assert abs(some.p - every.p) < 4 * np.sqrt(every.p * (1 - every.p) / 4095)
    assert some.method == "sign flips over 12 events, 4095 of 2^12, smallest p 0.00049"
    assert some == flip_signs(values, names, seed=1, replicates=4095)
    order = rng.permutation(12)
    same = flip_signs(values[order], [names[k] for k in order], seed=1, replicates=4095)
    assert same.p == some.p


def test_p_and_interval_are_wrong_as_often_as_they_say():
    """1,000 items without a difference over 8 events, each with a manner of its own a side."""
    rng = np.random.default_rng(11)
    events = [f"e{k}" for k in range(8)]
    rows = articles({"N1": events, "S1": events}, each=3)
    topic = np.tile(np.repeat(rng.normal(0, 5, (1000, 8)), 3, axis=1), 2)
    manner = np.repeat(rng.normal(0, 1, (1000, 16)), 3, axis=1)
    value = topic + manner + rng.normal(0, 1, (1000, 48))
    items = [f"{k:03}" for k in range(1000)]
    wide = rows.with_columns(pl.Series(i, v) for i, v in zip(items, value, strict=True))
    long = wide.unpivot(items, index=PLACES, variable_name="item", value_name="value")
    found = compare(long, made=design(rows))
    covered = ((found["low"] < 0) & (found["high"] > 0)).mean()
    # Three standard errors; every p is a multiple of 1 / 128, and 6 / 128 is the last below .05.
    assert abs(covered - 0.95) < 3 * np.sqrt(0.95 * 0.05 / 1000)
    assert abs((found["p"] <= 0.05).mean() - 6 / 128) < 3 * np.sqrt(6 / 128 * 122 / 128 / 1000)
