from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.compare.design import Side, build_design, build_units, compare_sides
from framing.records.tables import OUTLETS

TEXT = pl.String


def articles(rows: list[tuple[str, str, str | None]]) -> pl.DataFrame:
    """Rows of outlet, group, event; ids count within the outlet."""
    made = []
    for k, (outlet, group, event) in enumerate(rows):
        made.append((f"{outlet}/{k:03}", outlet, group, event))
    return pl.DataFrame(
        made, schema=dict.fromkeys(("article", "outlet", "group", "event"), TEXT), orient="row"
    )


def copies(table: pl.DataFrame, groups: dict[str, str] | None = None) -> pl.DataFrame:
    units = [(groups or {}).get(article, article) for article in table["article"]]
    return pl.DataFrame({"article": table["article"], "unit": units}).with_columns(
        n_carriers=pl.len().over("unit").cast(pl.Int64)
    )


def outlets(*groups: str) -> pl.DataFrame:
    rows = [{**dict.fromkeys(OUTLETS, ""), "outlet": g, "group": g} for g in groups]
    return pl.DataFrame(rows, schema=OUTLETS)


@pytest.mark.parametrize(
    ("n_a", "n_b", "n_shared", "tier"),
    [
        (4, 20, 5, "reading"),
        (20, 4, 5, "reading"),
        (5, 5, 0, "reading"),
        (99, 99, 0, "reading"),
        (0, 0, 0, "reading"),
        (5, 5, 1, "descriptive"),
        (5, 99, 9, "descriptive"),
        (19, 20, 5, "descriptive"),
        (20, 19, 5, "descriptive"),
        (20, 20, 4, "descriptive"),
        (20, 20, 5, "inferential"),
        (99, 99, 9, "inferential"),
    ],
)
def test_tiers_at_their_borders(n_a, n_b, n_shared, tier):
    shared = tuple(f"e{k}" for k in range(n_shared))
    a = Side("A", n_a, n_a, (*shared, "only_a"))
    b = Side("B", n_b, n_b, (*shared, "only_b"))
    pair = compare_sides(a, b)
    assert (pair.tier, pair.shared_events) == (tier, shared)


def test_copies_count_once():
    table = articles([("A", "N", "e")] * 5 + [("B", "S", "e")] * 5)
    assert build_design(table, copies(table), outlets("N", "S")).tier == "descriptive"
    twins = copies(table, {"A/001": "A/000"})
    design = build_design(table, twins, outlets("N", "S"))
    assert design.tier == "reading"
    assert [(s.name, s.n_articles, s.n_distinct) for s in design.sides] == [
        ("N", 5, 4),
        ("S", 5, 5),
    ]


def test_the_tier_of_a_study_is_the_lowest_of_its_pairs():
    table = articles([("A", "N", "e")] * 5 + [("B", "S", "e")] * 5 + [("C", "W", "e")] * 4)
    design = build_design(table, copies(table), outlets("N", "S", "W"))
    assert {(p.a, p.b): p.tier for p in design.pairs} == {
        ("N", "S"): "descriptive",
        ("N", "W"): "reading",
        ("S", "W"): "reading",
    }
    assert (design.tier, design.shared_events) == ("reading", ("e",))


def test_a_group_without_articles_is_a_side():
    table = articles([("A", "N", "e")] * 9)
    design = build_design(table, copies(table), outlets("N", "S"))
    assert [(s.name, s.n_articles) for s in design.sides] == [("N", 9), ("S", 0)]
    assert (design.tier, design.shared_events) == ("reading", ())


def test_one_group_alone_is_for_reading():
    table = articles([("A", "N", "e")] * 30)
    design = build_design(table, copies(table), outlets("N"))
    assert (design.pairs, design.tier) == ((), "reading")


def test_shared_events_are_those_that_every_group_covers():
    table = articles(
        [("A", "N", e) for e in ("e1", "e2", "e3", None)]
        + [("B", "S", e) for e in ("e1", "e3", None)]
        + [("C", "W", e) for e in ("e3", "e1", "e4")]
    )
    assert build_design(table, copies(table), outlets("N", "S", "W")).shared_events == ("e1", "e3")


def test_a_copy_group_stands_in_the_stratum_of_its_first_carrier():
    table = articles([("A", "N", "e")] * 3 + [("B", "S", "e")] * 3)
    units = build_units(table, copies(table, {"B/003": "A/000"}))
    assert dict(units.select("article", "stratum").iter_rows()) == {
        **dict.fromkeys(("A/000", "A/001", "A/002", "B/003"), "outlet A"),
        **dict.fromkeys(("B/004", "B/005"), "outlet B"),
    }
    assert units.filter(pl.col("article") == "B/003")["outlet"].to_list() == ["B"]


def test_outlets_with_one_unit_are_merged_into_their_group():
    table = articles([("A", "N", None), ("B", "N", None), *[("C", "N", None)] * 2])
    units = build_units(table, copies(table))
    assert units["stratum"].to_list() == ["group N", "group N", "outlet C", "outlet C"]


def test_one_lone_outlet_takes_its_whole_group_along():
    # Alone in a stratum it would be drawn every time, and its interval would be too narrow.
    table = articles([("A", "N", None), *[("B", "N", None)] * 2, *[("C", "S", None)] * 2])
    units = build_units(table, copies(table))
    assert units["stratum"].to_list() == ["group N"] * 3 + ["outlet C"] * 2


rows = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C", "D"]), st.sampled_from(["e1", "e2", None])),
    min_size=1,
    max_size=12,
).map(lambda raw: [(outlet, "N" if outlet in "AB" else "S", event) for outlet, event in raw])


@given(rows)
def test_no_stratum_holds_a_single_unit_where_its_group_has_more(raw):
    table = articles(raw)
    units = build_units(table, copies(table))
    sizes = dict(units.group_by("stratum").agg(pl.col("unit").n_unique()).iter_rows())
    groups = dict(units.group_by("group").agg(pl.col("unit").n_unique()).iter_rows())
    for stratum, group in units.select("stratum", "group").iter_rows():
        assert sizes[stratum] > 1 or groups[group] == 1


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_no_design(raw, random):
    table = articles(raw)
    order = list(range(table.height))
    random.shuffle(order)
    one = build_design(table, copies(table), outlets("N", "S"))
    two = build_design(table[order], copies(table), outlets("S", "N"))
    assert one.units.equals(two.units)
    assert (one.sides, one.pairs, one.tier) == (two.sides, two.pairs, two.tier)
