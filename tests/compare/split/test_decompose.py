"""From articles to a decomposition: sums by hand, weights of outlets, and what is refused."""

from __future__ import annotations

import polars as pl
import pytest

from framing.compare.design import build_side, build_units, compare_sides
from framing.compare.resampling.bounds import Resampling
from framing.compare.split.decompose import Question, decompose_rates
from framing.compare.split.events import decompose_events
from framing.compare.split.parts import PARTS
from framing.records.tables import EVENT_PARTS, SPLIT

RESAMPLING = Resampling(seed=5, replicates=200, level=0.9)

# outlet (its first letter is its side), event, uses of the item, all mentions
Article = tuple[str, str | None, float, float]


def split(articles: list[Article], *, by_event: bool = False, per: str = "share", **how: str):
    """The decomposition of made-up articles; each is a unit of its own."""
    rows = pl.DataFrame(
        [(f"{o}/{k:03}", o, o[0], e, t, b) for k, (o, e, t, b) in enumerate(articles)],
        schema=["article", "outlet", "group", "event", "top", "bottom"],
        orient="row",
    )
    copies = rows.select("article", unit="article", n_carriers=pl.lit(1))
    side = pl.col("group").str.to_lowercase().alias("side")
    units = build_units(rows, copies).with_columns(side)
    a, b = (build_side(units.filter(pl.col("side") == s), s.upper()) for s in "ab")
    keyed = rows.with_columns(
        measure=pl.lit("names"), per=pl.lit(per), within=pl.lit("isles"), item=pl.lit("x")
    )
    top = keyed.filter(pl.col("top") > 0).with_columns(n=pl.col("top").cast(pl.Int64))
    question = Question(compare_sides(a, b), "authored", **how)
    if by_event:
        return decompose_events(top, keyed, units=units, question=question)
    found = decompose_rates(top, keyed, units=units, question=question, resampling=RESAMPLING)
    assert dict(found.schema) == SPLIT
    return found.row(0, named=True) if found.height == 1 else found


# Two outlets a side. On shared events (e, f): A1 has 60 + 20, A2 20 + 20, B1 10 + 30.
MADE: list[Article] = [
    *[("A1", "e", 6, 12)] * 5,
    *[("A1", "f", 1, 4)] * 5,
    *[("A2", "e", 1, 4)] * 5,
    *[("A2", "f", 2, 4)] * 5,
    *[("A2", "own", 0, 2)] * 5,
    *[("B1", "e", 1, 2)] * 5,
    *[("B1", "f", 2, 6)] * 5,
    *[("B1", None, 1, 2)] * 5,
]


def test_pooled_sums_by_hand():
    row = split(MADE, weights="pooled")
    # A: 30 + 5 + 5 + 10 of 130; shared 50 of 120: e 35 of 80, f 15 of 40; own 0 of 10.
    assert row["rate_a"] == pytest.approx(50 / 130)
    assert row["rate_b"] == pytest.approx(20 / 50)
    w_a, w_b, r_a, r_b = (2 / 3, 1 / 3), (1 / 4, 3 / 4), (35 / 80, 15 / 40), (1 / 2, 1 / 3)
    both = list(zip(w_a, w_b, r_a, r_b, strict=True))
    assert row["agenda"] == pytest.approx(sum((w - v) * (r + s) / 2 for w, v, r, s in both))
    assert row["wording"] == pytest.approx(sum((w + v) / 2 * (r - s) for w, v, r, s in both))
    assert row["unmatched_a"] == pytest.approx(10 / 130 * (0 - 50 / 120))
    assert row["no_event_b"] == pytest.approx(-10 / 50 * (1 / 2 - 15 / 40))
    assert row["unmatched_b"] == 0 and row["no_event_a"] == 0
    assert row["weights"] == "outlets by their mentions" and row["kind"] == "pooled mentions"


def test_outlets_equal_by_hand():
    row = split(MADE)
    # A1: e 30 of 60, f 5 of 20 (of 80); A2: e 5 of 20, f 10 of 20, own 0 of 10 (of 50).
    assert row["rate_a"] == pytest.approx((35 / 80 + 15 / 50) / 2)
    top = {"e": 30 / 80 + 5 / 50, "f": 5 / 80 + 10 / 50}
    bottom = {"e": 60 / 80 + 20 / 50, "f": 20 / 80 + 20 / 50}
    shared = sum(top.values()) / sum(bottom.values())
    assert row["unmatched_a"] == pytest.approx(10 / 50 / 2 * (0 - shared))
    w_a = {k: v / sum(bottom.values()) for k, v in bottom.items()}
    w_b, r_b = {"e": 1 / 4, "f": 3 / 4}, {"e": 1 / 2, "f": 1 / 3}
    wording = sum((w_a[k] + w_b[k]) / 2 * (top[k] / bottom[k] - r_b[k]) for k in "ef")
    assert row["wording"] == pytest.approx(wording)
    assert row["weights"] == "outlets equal"


def test_parts_add_up_and_counts_are_told():
    for weights in ("equal", "pooled"):
        row = split(MADE, weights=weights)
        assert abs(sum(row[part] for part in PARTS[3:]) - row["difference"]) < 1e-12
    expected = {
        "n_a": 50, "n_b": 20, "total_a": 130, "total_b": 50, "n_articles_a": 25,
        "n_articles_b": 15, "n_outlets_a": 2, "n_outlets_b": 1, "n_events_shared": 2,
        "n_events_a": 1, "n_events_b": 0, "n_events_one_sided": 0, "n_no_event_a": 0,
        "n_no_event_b": 5, "tier": "descriptive", "claim": "these_outlets", "side_a": "A",
        "side_b": "B", "scope": "authored",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_intervals_hold_the_estimate_and_say_how_they_were_made():
    generous = [(o, e, t + (k % 3), b + 4) for k, (o, e, t, b) in enumerate(MADE)]
    row = split(generous)
    for part in PARTS:
        if part in ("no_event_a", "unmatched_b"):
            assert row[part] == 0 and row[f"{part}_low"] is None
        else:
            assert row[f"{part}_low"] < row[part] < row[f"{part}_high"]
    assert row["flag"] == "" and row["level"] == 0.9
    assert row["strata"] == "articles within outlet"


def test_sides_exchanged():
    there = split(MADE)
    names = str.maketrans("AB", "BA")
    back = split([(o.translate(names), *rest) for o, *rest in MADE])
    for part in ("difference", "agenda", "wording"):
        assert back[part] == pytest.approx(-there[part], abs=1e-12)
    assert back["unmatched_b"] == pytest.approx(-there["unmatched_a"])


def test_an_event_in_which_one_side_never_names_it_is_unmatched_and_said():
    silent: list[Article] = [*MADE, *[("A1", "g", 2.0, 4.0)] * 5, *[("B1", "g", 0.0, 0.0)] * 5]
    row = split(silent)
    assert (row["n_events_shared"], row["n_events_a"], row["n_events_one_sided"]) == (2, 2, 1)
    assert row["n_articles_b"] == 15
    assert abs(sum(row[part] for part in PARTS[3:]) - row["difference"]) < 1e-12


def test_no_shared_event_is_counts_and_the_reason():
    apart: list[Article] = [*[("A1", "e", 1, 2)] * 6, *[("B1", "f", 1, 2)] * 6]
    row = split(apart)
    assert row["flag"] == "tier reading (no shared event): counts, no decomposition"
    assert all(row[part] is None for part in PARTS)
    assert (row["n_a"], row["n_articles_b"], row["claim"]) == (6, 6, "these_articles")


def test_few_articles_are_counts_and_the_reason():
    row = split([*[("A1", "e", 1, 2)] * 4, *[("B1", "e", 1, 2)] * 9])
    assert row["flag"].startswith("tier reading (fewer than 5 distinct articles on a side)")
    assert row["difference"] is None and row["n_events_shared"] == 1


def test_what_one_side_never_names_has_no_difference():
    row = split([*[("A1", "e", 1, 2)] * 6, *[("B1", "e", 0, 0)] * 6])
    assert row["flag"] == "not found in B: no difference"
    assert row["rate_a"] is None and row["n_a"] == 6 and row["n_articles_b"] == 0


def test_named_on_both_sides_but_on_no_shared_event():
    a: list[Article] = [*[("A1", "e", 1, 3)] * 3, *[("A1", "e", 2, 3)] * 3, ("A1", "f", 0, 0)]
    b: list[Article] = [*[("B1", "f", 1, 3)] * 3, *[("B1", "f", 2, 4)] * 3, ("B1", "e", 0, 0)]
    row = split([*a, *b])
    assert row["flag"] == "no shared event has it on both sides: no decomposition"
    assert row["difference_low"] < row["difference"] < row["difference_high"]
    assert row["agenda"] is None and row["unmatched_a"] is None
    assert row["n_events_one_sided"] == 2


def test_a_share_of_0_has_counts_and_no_interval():
    row = split([*[("A1", "e", 0, 2)] * 6, *[("B1", "e", 1, 2)] * 3, *[("B1", "e", 1, 3)] * 3])
    assert row["rate_a"] == 0
    assert row["difference_low"] is None and row["rate_a_low"] is None
    assert row["rate_b_low"] is not None
    assert row["flag"] == "share of 0 or 1 on a side: counts, no interval"


def test_events_by_hand_and_in_sum():
    row, events = split(MADE), split(MADE, by_event=True)
    assert dict(events.schema) == EVENT_PARTS
    for part in ("agenda", "wording"):
        assert events[part].sum() == pytest.approx(row[part], abs=1e-12)
    outside = sum(row[part] for part in PARTS[5:])
    assert events["outside"].sum() == pytest.approx(outside, abs=1e-12)
    by_event = {r["event"]: r for r in events.iter_rows(named=True)}
    assert set(by_event) == {"e", "f", "own", None}
    assert by_event["e"]["weight_b"] == pytest.approx(10 / 40)
    assert by_event["e"]["rate_b"] == 0.5 and by_event["e"]["n_a"] == 35
    assert by_event["own"]["outside"] == pytest.approx(row["unmatched_a"])
    assert by_event[None]["outside"] == pytest.approx(row["no_event_b"])
    assert by_event["own"]["matched"] == "unmatched" and by_event[None]["matched"] == "no event"
    assert by_event["own"]["rate_b"] is None
    assert by_event["e"]["flag"] == "" and by_event["own"]["flag"] == ""
    largest = [abs(r["agenda"] or 0) for r in events.iter_rows(named=True)]
    assert largest == sorted(largest, reverse=True) or events.height == 4


def test_no_event_rows_in_tier_reading():
    found = split([*[("A1", "e", 1, 2)] * 4, *[("B1", "e", 1, 2)] * 9], by_event=True)
    assert found.is_empty() and dict(found.schema) == EVENT_PARTS


def test_shared_events_that_rest_on_single_articles_have_no_interval_of_the_parts():
    single = [(o, e, float(k % 3), 4.0) for k, e in enumerate("efghij") for o in ("A1", "B1")]
    row = split([*single, *[("A1", None, 2.0, 4.0), ("B1", None, 1.0, 3.0)]])
    assert row["flag"].split("; ") == [
        "6 of 6 shared events have a single article on a side: no interval of agenda and wording",
        "fewer than 5 distinct articles of A and B without an event: no interval of that part",
    ]
    assert row["wording"] is not None and row["wording_low"] is None
    assert row["difference_low"] is not None


def test_few_articles_on_shared_events_have_no_interval_of_the_parts():
    a: list[Article] = [*[("A1", "e", 1, 3)] * 3, *[("A1", "own", 2, 3)] * 3]
    b: list[Article] = [*[("B1", "e", 1, 2)] * 5, *[("B1", "e", 1, 3)] * 2]
    row = split([*a, *b])
    assert "fewer than 5 distinct articles on shared events" in row["flag"]
    assert row["agenda"] == 0 and row["wording_low"] is None


def test_copies_on_both_sides_are_drawn_together():
    rows = pl.DataFrame(
        [(f"{o}/{k}", o, o, "e", k % 3 + 1.0, 6.0) for o in "AB" for k in range(8)],
        schema=["article", "outlet", "group", "event", "top", "bottom"],
        orient="row",
    )
    number = pl.col("article").str.slice(2)
    keyed = rows.with_columns(
        measure=pl.lit("names"), per=pl.lit("share"), within=pl.lit(""), item=pl.lit("x"),
        n=pl.lit(1),
    )  # fmt: skip
    bounds = {}
    for name, unit in (("copies", "A/" + number), ("apart", pl.col("article"))):
        copies = rows.select("article", unit=unit, n_carriers=pl.lit(2))
        units = build_units(rows, copies).with_columns(side=pl.col("group").str.to_lowercase())
        a, b = (build_side(units.filter(pl.col("side") == s), s) for s in "ab")
        found = decompose_rates(
            keyed, keyed, units=units, question=Question(compare_sides(a, b), ""),
            resampling=RESAMPLING,
        ).row(0, named=True)  # fmt: skip
        bounds[name] = found["difference_low"], found["flag"]
    # The same texts on both sides never differ, however they are drawn.
    assert bounds["copies"] == (None, "no variation between units: no interval")
    assert bounds["apart"][0] < 0
