"""Differences of sides, against Student's t by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import t

from framing.compare.claims import describe_pairs
from framing.compare.design import Design, build_design
from framing.compare.estimates.differences import estimate_differences
from framing.compare.resampling.bounds import Resampling
from framing.records.tables import OUTLETS

HOW = Resampling(seed=1, replicates=200, level=0.9, interval="t")


def design(counts: dict[str, int]) -> Design:
    """Outlets N1, N2 (group N) ... with so many articles on event e."""
    rows = [(f"{o}/{k:02}", o, o[0], "e") for o, n in counts.items() for k in range(n)]
    names = dict.fromkeys(("article", "outlet", "group", "event"), pl.String)
    articles = pl.DataFrame(rows, schema=names, orient="row")
    copies = articles.select("article", unit="article", n_carriers=pl.lit(1))
    outlets = [{**dict.fromkeys(OUTLETS, ""), "outlet": o, "group": o[0]} for o in counts]
    return build_design(articles, copies, pl.DataFrame(outlets, schema=OUTLETS))


def differ(made: Design, values: np.ndarray, sides: tuple[str, str], how: Resampling = HOW):
    places = made.units.select("article", "outlet", "group", item=pl.lit("x"))
    top = places.with_columns(cell=pl.Series(values))
    bottom = places.with_columns(cell=pl.lit(1.0))
    found = estimate_differences(
        (top, ["item"]), (bottom, ["item"]), item=("item",), sides=sides, design=made, scope="s",
        resampling=how, is_share=False,
    )  # fmt: skip
    return found.row(0, named=True)


def test_outlets_differ_as_welchs_t_says():
    made = design({"N1": 8, "S1": 6})
    values = np.array([3.0, 5, 4, 6, 7, 2, 5, 4, 1, 2, 4, 1, 3, 2])
    a, b = values[:8], values[8:]
    va, vb = a.var(ddof=1) / 8, b.var(ddof=1) / 6
    df = (va + vb) ** 2 / (va**2 / 7 + vb**2 / 5)
    reach = t.ppf(0.95, df) * np.sqrt(va + vb)
    row = differ(made, values, ("N1", "S1"))
    assert row["estimate"] == pytest.approx(a.mean() - b.mean())
    assert (row["low"], row["high"]) == pytest.approx(
        (a.mean() - b.mean() - reach, a.mean() - b.mean() + reach)
    )
    assert (row["claim"], row["flag"], row["n_articles_a"]) == ("these_outlets", "", 8)
    back = differ(made, values, ("S1", "N1"))
    assert (back["low"], back["high"]) == pytest.approx((-row["high"], -row["low"]))


def test_groups_are_means_of_their_outlets():
    made = design({"N1": 3, "N2": 9, "S1": 6})
    values = np.array([6.0, 9, 6, 1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 4, 5, 5, 4, 2])
    row = differ(made, values, ("N", "S"))
    assert row["estimate_a"] == pytest.approx((7 + 2) / 2)
    assert row["estimate"] == pytest.approx(4.5 - 4)
    assert row["low"] < 0.5 < row["high"]


def test_groups_as_such_need_four_outlets_a_side():
    how = Resampling(seed=1, replicates=200, level=0.9, interval="t", claim="group")
    few = design({"N1": 6, "N2": 6, "S1": 6, "S2": 6})
    row = differ(few, np.arange(24.0), ("N", "S"), how)
    assert row["low"] is None
    assert row["flag"] == "claim group: fewer than 4 outlets a side: no interval"
    names = [f"{g}{k}" for g in "NS" for k in range(4)]
    made = design(dict.fromkeys(names, 3))
    each = np.array([5.0, 7, 6, 9, 2, 4, 3, 1])
    row = differ(made, np.repeat(each, 3), ("N", "S"), how)
    a, b = each[:4], each[4:]
    va, vb = a.var(ddof=1) / 4, b.var(ddof=1) / 4
    reach = t.ppf(0.95, (va + vb) ** 2 / (va**2 / 3 + vb**2 / 3)) * np.sqrt(va + vb)
    middle = a.mean() - b.mean()
    assert (row["low"], row["high"]) == pytest.approx((middle - reach, middle + reach))
    assert row["claim"] == "group"


def test_tier_reading_has_no_interval():
    row = differ(design({"N1": 4, "S1": 6}), np.arange(10.0), ("N", "S"))
    assert (row["low"], row["flag"]) == (None, "tier reading: no interval")


def test_a_design_says_what_it_cannot_tell():
    pairs = describe_pairs(design({"N1": 6, "S1": 5, "S2": 2}).units)
    group = pairs.filter(pl.col("kind") == "group").row(0, named=True)
    assert (group["tier"], group["claims"]) == ("descriptive", "these_outlets")
    assert "N has one outlet: outlet and group are one thing here." in group["cannot"]
    assert "Claim group: S has 2 outlets, 4 needed." in group["cannot"]
    # 6 of 13 articles on one event: 13! / (6! 7!) ways.
    assert group["smallest_p"] == pytest.approx(1 / 1716)
    assert group["smallest_p_group"] == pytest.approx(1 / 3)
    few = pairs.filter(pl.col("side_a") == "N1", pl.col("side_b") == "S2").row(0, named=True)
    assert (few["tier"], few["claims"]) == ("reading", "these_articles")
    assert few["cannot"].startswith("Fewer than 5 distinct articles on one side (2)")
