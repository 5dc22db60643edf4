"""Shares and means against sums done by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.special import expit, logit
from scipy.stats import norm, t

from framing.compare.design import Design, build_design
from framing.compare.estimates.means import MEANS, estimate_means
from framing.compare.estimates.shares import estimate_shares
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.draws import draw_weights, unit_strata
from framing.compare.resampling.influence import find_influence
from framing.records.tables import ESTIMATE, MADE, OUTLETS

RESAMPLING = Resampling(seed=3, replicates=400, level=0.9)
NO_INTERVAL = "fewer than 5 distinct articles: no interval"


def design(counts: dict[str, int], units: dict[str, str] | None = None) -> Design:
    """Outlets N1, N2 (group N), S1 (group S) with so many articles, all on event e."""
    rows = [
        (f"{outlet}/{k}", outlet, outlet[0], "e") for outlet, n in counts.items() for k in range(n)
    ]
    schema = dict.fromkeys(("article", "outlet", "group", "event"), pl.String)
    articles = pl.DataFrame(rows, schema=schema, orient="row")
    copies = articles.select(
        "article", unit=pl.col("article").replace(units or {}), n_carriers=pl.lit(1)
    )
    outlets = pl.DataFrame(
        [{**dict.fromkeys(OUTLETS, ""), "outlet": o, "group": o[0]} for o in counts],
        schema=OUTLETS,
    )
    return build_design(articles, copies, outlets)


def mentions(made: Design, rows: list[tuple[str, str, str, float]]) -> pl.DataFrame:
    """Rows of article, entity, name, weight."""
    names = ("article", "entity", "name", "weight")
    return pl.DataFrame(rows, schema=names, orient="row").join(
        made.units.select("article", "outlet", "group", "event"), on="article"
    )


def shares(made: Design, rows, **more) -> pl.DataFrame:
    return estimate_shares(
        mentions(made, rows),
        item=("entity", "name"),
        within=("entity",),
        design=made,
        scope="authored",
        resampling=replace(RESAMPLING, **more),
    )


def pick(table: pl.DataFrame, unit: str, name: str, **keys: str) -> dict[str, object]:
    rows = table.filter(
        pl.col("unit") == unit,
        pl.col("name") == name,
        *(pl.col(key) == value for key, value in keys.items()),
    )
    assert rows.height == 1
    return rows.row(0, named=True)


ROWS = [
    ("N1/0", "isles", "x", 1.0),
    ("N1/0", "isles", "y", 0.5),
    ("N1/1", "isles", "x", 0.5),
    ("N1/1", "isles", "x", 0.0),  # does not count
    ("N2/0", "isles", "y", 1.0),
    ("S1/0", "isles", "x", 1.0),
    ("N1/0", "chain", "z", 1.0),
]


def test_points_and_counts_by_hand():
    found = shares(design({"N1": 5, "N2": 5, "S1": 5}), ROWS)
    assert set(found.columns) == {*ESTIMATE, *MADE, "entity", "name", "n_total", "n_total_eff"}
    x = pick(found, "outlet", "x", outlet="N1")
    assert {k: x[k] for k in ("estimate", "n", "n_eff", "n_total", "n_total_eff")} == {
        "estimate": 0.75, "n": 2, "n_eff": 1.5, "n_total": 3, "n_total_eff": 2.0,
    }  # fmt: skip
    assert (x["n_articles"], x["n_events"], x["group"], x["event"]) == (2, 1, "N", None)
    assert pick(found, "outlet", "x", outlet="N2")["estimate"] == 0.0
    # Of the outlets' shares, 0.75 and 0; pooled 1.5 of 3.
    assert pick(found, "group", "x", group="N")["estimate"] == 0.375
    pooled = shares(design({"N1": 5, "N2": 5, "S1": 5}), ROWS, outlets="pooled")
    assert pick(pooled, "group", "x", group="N")["estimate"] == 1.5 / 3
    assert pick(pooled, "group", "x", group="N")["weights"] == "outlets pooled, mentions pooled"
    # N1/0 has x in 1 of 1.5, N1/1 in all of its own; weights are mean weights of the mentions.
    alike = shares(design({"N1": 5, "N2": 5, "S1": 5}), ROWS, share="articles")
    x = pick(alike, "outlet", "x", outlet="N1")
    assert x["estimate"] == pytest.approx((0.5 + 0.5) / (0.75 + 0.5))
    assert x["weights"] == "articles equal"
    assert pick(found, "event", "x", event="e")["estimate"] == 2.5 / 4
    assert pick(found, "event", "y", event="e")["n_articles"] == 4
    assert set(found["claim"]) == {"these_outlets"} and set(found["scope"]) == {"authored"}


def test_an_outlet_that_never_mentions_an_entity_has_no_row():
    found = shares(design({"N1": 5, "N2": 5, "S1": 5}), ROWS)
    chain = found.filter(pl.col("entity") == "chain", pl.col("unit") == "outlet")
    assert chain["outlet"].to_list() == ["N1"]
    assert pick(found, "outlet", "z", outlet="N1")["flag"] == NO_INTERVAL


def test_shares_of_an_entity_add_up_to_1():
    found = shares(design({"N1": 5, "N2": 5, "S1": 5}), ROWS)
    sums = found.group_by("unit", "outlet", "group", "event", "entity").agg(
        pl.col("estimate").sum()
    )
    assert sums["estimate"].to_list() == pytest.approx([1.0] * sums.height)


def test_no_mentions_give_no_rows_and_all_columns():
    made = design({"N1": 5, "S1": 5})
    found = shares(made, [("N1/0", "isles", "x", 0.0)])
    assert (found.height, found.columns) == (0, shares(made, ROWS[:1]).columns)


def many(n: int, outlet: str = "N1") -> list[tuple[str, str, str, float]]:
    """In each of n articles some of x, and y in every third."""
    rows = [(f"{outlet}/{k}", "isles", "x", 1.0 + k % 2) for k in range(n)]
    return rows + [(f"{outlet}/{k}", "isles", "y", 1.0) for k in range(0, n, 3)]


@pytest.mark.parametrize(
    ("n", "units", "flag"),
    [
        (4, {}, NO_INTERVAL),
        (5, {}, ""),
        (5, {"N1/1": "N1/0"}, NO_INTERVAL),
        (6, {"N1/1": "N1/0"}, ""),
        (8, {}, ""),
    ],
)
def test_intervals_need_five_units_and_copies_count_once(n, units, flag):
    made = design({"N1": 8, "N2": 5, "S1": 8}, units)
    row = pick(shares(made, many(n), interval="t"), "outlet", "x", outlet="N1")
    few = "fewer than 3 articles with it, or without it: no interval" if n < 8 else ""
    assert row["flag"] == (flag or few)
    assert (row["low"] is None, row["high"] is None, row["level"] is None) == (
        bool(flag or few),
    ) * 3


def test_shares_of_0_and_1_have_counts_and_no_interval():
    made = design({"N1": 8, "N2": 8, "S1": 8})
    found = shares(made, [*many(8)[:8], *many(8, "N2")])
    for name in ("x", "y"):
        row = pick(found, "outlet", name, outlet="N1")
        assert row["estimate"] in (0.0, 1.0)
        assert (row["flag"], row["low"], row["high"], row["level"]) == (
            "share of 0 or 1: counts, no interval", None, None, None,
        )  # fmt: skip


def test_without_variation_there_is_no_interval():
    made = design({"N1": 8, "S1": 8})
    rows = [(f"N1/{k}", "isles", name, 1.0) for k in range(8) for name in "xy"]
    row = pick(shares(made, rows), "outlet", "x", outlet="N1")
    assert (row["estimate"], row["flag"]) == (0.5, "no variation between units: no interval")
    assert (row["low"], row["high"]) == (None, None)


def test_tier_reading_gives_no_interval():
    made = design({"N1": 8, "S1": 4})
    assert made.tier == "reading"
    found = shares(made, many(8))
    assert set(found["flag"]) == {"tier reading: no interval"}
    assert found["low"].null_count() == found["high"].null_count() == found.height


def test_an_interval_equals_that_of_naive_resampling():
    made = design({"N1": 24, "N2": 18, "S1": 21}, {"N2/1": "N1/0", "S1/3": "N1/2"})
    rows = [*many(24), *many(18, "N2"), *many(21, "S1")]
    found = shares(made, rows)
    strata = unit_strata(made.units)
    sizes = strata["stratum"].rle().struct["len"].to_numpy()
    unit_of = dict(made.units.select("article", "unit").iter_rows())
    place = {unit: k for k, unit in enumerate(strata["unit"])}
    draws = np.concatenate(list(draw_weights(strata, seed=3, replicates=400)))
    for unit, keys, inside in (
        ("outlet", {"outlet": "N2"}, "N2"),
        ("group", {"group": "S"}, "S"),
        ("event", {"event": "e"}, ""),
    ):
        sums = np.zeros((len(place), 2))
        for article, _, name, weight in rows:
            if article.startswith(inside):
                sums[place[unit_of[article]]] += [weight * (name == "y"), weight]
        replicates = [(draw @ sums)[0] / (draw @ sums)[1] for draw in draws]
        # Degrees of freedom have tests of their own, beside ``find_influence``.
        influence = find_influence(np.divide, [sums[:, :1], sums[:, 1:]], sizes)
        tail = norm.cdf(influence.scale[0] * t.ppf(0.05, influence.df[0]))
        row = pick(found, unit, "y", **keys)
        assert [row["low"], row["high"]] == pytest.approx(
            np.quantile(replicates, [tail, 1 - tail]).tolist(), abs=1e-12
        )
        assert row["level"] == 0.9
        assert row["strata"] == "articles within outlet"


def test_the_order_of_mentions_changes_nothing():
    made = design({"N1": 8, "N2": 6, "S1": 7})
    rows = [*many(8), *many(6, "N2"), *many(7, "S1")]
    assert shares(made, rows).equals(shares(made, rows[::-1]))


def test_another_seed_moves_the_interval_and_not_the_estimate():
    made = design({"N1": 8, "S1": 7})
    table = mentions(made, [(a, e, n, w + int(a[3:]) ** 2 / 7) for a, e, n, w in many(8)])
    kept = {"item": ("entity", "name"), "within": ("entity",), "design": made, "scope": ""}
    one = estimate_shares(table, resampling=Resampling(1, 400, 0.9), **kept)
    two = estimate_shares(table, resampling=Resampling(2, 400, 0.9), **kept)
    assert one["estimate"].equals(two["estimate"])
    assert not one["low"].equals(two["low"])


def values(made: Design, rows: list[tuple[str, float, float | None]]) -> pl.DataFrame:
    """Rows of article, weight, value of one measure."""
    table = pl.DataFrame(rows, schema=("article", "weight", "value"), orient="row")
    return table.join(
        made.units.select("article", "outlet", "group", "event"), on="article"
    ).with_columns(measure=pl.lit("length"))


def test_means_by_hand():
    made = design({"N1": 6, "S1": 6})
    rows = [("N1/0", 1.0, 10.0), ("N1/1", 0.5, 40.0), ("N1/2", 1.0, None), ("N1/3", 0.0, 99.0)]
    found = estimate_means(values(made, rows), design=made, scope="authored", resampling=RESAMPLING)
    assert found.columns == list(MEANS)
    assert set(found["estimate"]) == {(10 + 20) / 1.5}
    assert found.select("unit", "n", "n_eff", "n_articles", "flag").rows() == [
        (unit, 2, 1.5, 2, NO_INTERVAL) for unit in ("outlet", "group", "event")
    ]


def test_a_mean_below_0_or_above_1_has_an_interval_that_holds_it():
    made = design({"N1": 6, "S1": 6})
    rows = [(f"N1/{k}", 1.0, float(k)) for k in range(6)] + [
        (f"S1/{k}", 1.0, -1.0 - k) for k in range(6)
    ]
    how = replace(RESAMPLING, interval="t")
    found = estimate_means(values(made, rows), design=made, scope="", resampling=how)
    for row in found.filter(pl.col("unit") == "outlet").iter_rows(named=True):
        assert row["low"] < row["estimate"] < row["high"]
    assert found.filter(pl.col("unit") == "outlet")["estimate"].to_list() == [2.5, -3.5]


def test_no_values_give_no_means():
    made = design({"N1": 6, "S1": 6})
    found = estimate_means(
        values(made, [("N1/0", 1.0, None)]).with_columns(pl.col("value").cast(pl.Float64)),
        design=made, scope="", resampling=RESAMPLING,
    )  # fmt: skip
    assert (found.height, found.columns) == (0, list(MEANS))


def test_a_group_is_claimed_from_whole_outlets():
    counts = dict.fromkeys(("N1", "N2", "N3", "N4", "S1", "S2"), 8)
    made = design(counts)
    rows = [
        (f"{outlet}/{k}", "isles", name, 1.0)
        for o, outlet in enumerate(counts)
        for k in range(8)
        for name in ("x", *("y" * (k <= o)))
    ]
    found = shares(made, rows, claim="group", interval="t")
    group = pick(found, "group", "y", group="N")
    each = np.array([1 / 9, 2 / 10, 3 / 11, 4 / 12])
    assert group["estimate"] == pytest.approx(each.mean())
    se = each.std(ddof=1) / 2 / (each.mean() * (1 - each.mean()))
    expected = expit(logit(each.mean()) + np.array([-1, 1]) * t.ppf(0.95, 3) * se)
    assert [group["low"], group["high"]] == pytest.approx(expected.tolist())
    assert (group["claim"], group["strata"]) == ("group", "outlets within group")
    other = pick(found, "group", "y", group="S")
    assert other["low"] is None and other["flag"] == "claim group: 2 outlets, 4 needed: no interval"
    assert pick(found, "outlet", "y", outlet="N3")["claim"] == "these_outlets"
    pooled = pick(
        shares(made, rows, claim="group", interval="t", outlets="pooled"), "group", "y", group="N"
    )
    assert pooled["estimate"] == pytest.approx(10 / 42)
    assert pooled["low"] < 10 / 42 < pooled["high"]


def test_percentiles_of_few_articles_are_refused():
    made = design({"N1": 7, "S1": 8})
    rows = [(f"N1/{k}", "isles", name, 1.0) for k in range(7) for name in "xy"[: 1 + k % 2]]
    flag = pick(shares(made, rows), "outlet", "y", outlet="N1")["flag"]
    assert flag == "percentile interval of too few articles: no interval"
    assert pick(shares(made, rows, interval="t"), "outlet", "y", outlet="N1")["flag"] == ""
