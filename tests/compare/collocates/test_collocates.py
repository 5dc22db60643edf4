"""Collocates of sides and their differences: straight from the definitions, borders of tiers."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict

import polars as pl
import pytest

from framing.compare.collocates.association import Question, associate
from framing.compare.collocates.company import count_company
from framing.compare.collocates.differences import compare_collocates
from framing.compare.design import build_side, compare_sides
from framing.compare.resampling.bounds import Resampling
from framing.records.tables import COLLOCATE_DIFFERENCES, COLLOCATES

NODE, WINDOW = "virus", 2
SCHEMA = {
    "article": pl.String, "position": pl.Int64, "run": pl.Int64, "type": pl.String,
    "weight": pl.Float64,
}  # fmt: skip


def corpus(n_articles: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two outlets a side; "deadly" stands by the node in A more, "new" in both alike."""
    dice = random.Random(3)
    tokens, sides = [], []
    for side in "ab":
        for k in sorted(range(n_articles), key=lambda k: (k % 2, k)):
            article, outlet = f"{side}{k % 2}/{k:02}", f"{side}{k % 2}"
            words = [dice.choice("pqrstuvw") for _ in range(60)]
            for at in range(5, 57, 9):
                words[at] = NODE
                words[at - 1] = dice.choice(["deadly", "new"] if side == "a" else ["new", "x"])
                words[at + 2] = "deadly" if dice.random() < 0.2 else words[at + 2]
            if side == "a":
                words[54] = "deadly"
            if k == 0:
                words[4] = f"only{side}"
            for position, word in enumerate(words):
                weight = 0.0 if position == 33 else 0.5 if k % 4 == 3 and position < 20 else 1.0
                tokens.append((article, position, position // 10, word, weight))
            sides.append((article, f"u{side}{k}", f"outlet {outlet}", outlet, "e", side, side))
    names = ("article", "unit", "stratum", "outlet", "event", "side", "group")
    sides = pl.DataFrame(sides, schema=dict.fromkeys(names, pl.String), orient="row")
    return pl.DataFrame(tokens, schema=SCHEMA, orient="row"), sides


def marked(tokens: pl.DataFrame) -> pl.DataFrame:
    """Nodes and windows, word by word; an article is one stretch, 0 weighs nothing."""
    rows = list(tokens.iter_rows())
    nodes = [k for k, row in enumerate(rows) if row[3] == NODE and row[4] > 0]
    near = set()
    for k in nodes:
        for at in range(max(k - WINDOW, 0), min(k + WINDOW + 1, len(rows))):
            if rows[at][0] == rows[k][0]:
                near.add(at)
    near -= set(nodes)
    flags = {"opens": set(nodes), "is_node": set(nodes), "is_near": near}
    columns = [pl.Series(n, [k in at for k in range(len(rows))]) for n, at in flags.items()]
    return tokens.with_columns(*columns, is_listed=pl.lit(True))


def naive(tokens: pl.DataFrame, side_of: dict[str, str]):
    """Sums by side, straight from the definitions."""
    n, n_eff, every, where = (defaultdict(Counter) for _ in range(4))
    totals = defaultdict(Counter)
    units = defaultdict(set)
    for row in marked(tokens).iter_rows(named=True):
        side, word, weight = side_of[row["article"]], row["type"], row["weight"]
        if weight == 0:
            continue
        totals[side]["node"] += row["opens"]
        totals[side]["node_eff"] += weight * row["opens"]
        if row["is_node"]:
            continue
        totals[side]["total"] += weight
        every[side][word] += weight
        if row["is_near"]:
            totals[side]["span"] += weight
            n[side][word] += 1
            n_eff[side][word] += weight
            units[side, word].add(row["article"])
    where = {key: len(found) for key, found in units.items()}
    return n, n_eff, every, totals, where


def question(tier: str, **more) -> Question:
    how = Resampling(seed=5, replicates=300, level=0.95)
    asked = {"node": NODE, "scope": "authored", "tier": tier, "min_articles": 3, "n_intervals": 20}
    return Question(**{**asked, **more}, resampling=how)


@pytest.fixture(scope="module")
def ten():
    tokens, sides = corpus(10)
    return tokens, sides, count_company(marked(tokens), sides)


def test_counts_and_scores_of_a_side_are_those_of_the_definitions(ten):
    tokens, sides, company = ten
    side_of = dict(sides.select("article", "side").iter_rows())
    n, n_eff, every, totals, where = naive(tokens, side_of)
    found = associate(company, sides, by="group", question=question("descriptive"), shown={})
    assert found.rows.schema == COLLOCATES
    expected = {(s, w) for s in "ab" for w in n[s] if where[s, w] >= 3}
    assert set(found.rows.select("group", "collocate").iter_rows()) == expected
    for row in found.rows.iter_rows(named=True):
        s, w = row["group"], row["collocate"]
        o, c, r, big = n_eff[s][w], every[s][w], totals[s]["span"], totals[s]["total"]
        mean = r * c / big
        by_hand = {
            "n": n[s][w], "n_eff": o, "n_collocate_eff": c, "n_node": totals[s]["node"],
            "n_node_eff": totals[s]["node_eff"], "n_span_eff": r, "n_total_eff": big,
            "n_articles": where[s, w], "rate": 100 * o / totals[s]["node_eff"],
            "log_dice": 14 + math.log2(2 * o / (totals[s]["node_eff"] + c)),
            "mi": math.log2(o / mean), "mi3": math.log2(o**3 / mean),
            "t": (o - mean) / math.sqrt(o),
        }  # fmt: skip
        for name, value in by_hand.items():
            assert row[name] == pytest.approx(value, abs=1e-9), (s, w, name)
        table = [(o, mean), (c - o, c - mean), (r - o, r - mean), (big - r - c + o, None)]
        table[3] = (table[3][0], big - r - c + mean)
        g2 = 2 * sum(x * math.log(x / e) for x, e in table if x > 0)
        assert abs(row["g2"]) == pytest.approx(g2, abs=1e-9)
    hidden = sum(1 for w in n["a"] if where["a", w] < 3)
    assert hidden and found.hidden[0].startswith(f"a: {hidden} collocate")


def test_every_interval_holds_its_estimate_or_is_explained(ten):
    _, sides, company = ten
    asked = question("descriptive", n_intervals=2)
    rows = associate(company, sides, by="group", question=asked, shown={}).rows
    for side in "ab":
        first, second, *rest = rows.filter(group=side).iter_rows(named=True)
        for row in (first, second):
            assert row["low"] < row["log_dice"] < row["high"] and row["level"] == 0.95
            assert row["flag"] == "" and row["strata"] == "articles within outlet"
        assert {row["flag"] for row in rest} == {"no interval beyond the first 2 collocates"}
        assert all(row["low"] is None for row in rest)


def test_in_tier_reading_and_with_few_articles_there_are_counts_alone(ten):
    _, sides, company = ten
    rows = associate(company, sides, by="group", question=question("reading"), shown={}).rows
    assert set(rows["flag"]) == {"tier reading: counts, no association"}
    tokens, few = corpus(4)
    small = count_company(marked(tokens), few)
    lone = associate(small, few, by="group", question=question("descriptive"), shown={}).rows
    assert set(lone["flag"]) == {"fewer than 5 distinct articles: counts, no association"}
    for frame in (rows, lone):
        for name in ("log_dice", "low", "high", "mi", "mi3", "t", "g2"):
            assert frame[name].null_count() == frame.height
        assert frame["n"].to_list() == sorted(frame.filter(group="a")["n"], reverse=True) + sorted(
            frame.filter(group="b")["n"], reverse=True
        )


def differences(tokens, sides, **more):
    a, b = (build_side(sides.filter(side=s), s) for s in "ab")
    pair = compare_sides(a, b)
    company = count_company(marked(tokens), sides)
    asked = question(pair.tier, **more)
    return compare_collocates(company, sides, pair=pair, question=asked, shown={})


def test_differences_are_those_of_the_sides(ten):
    tokens, sides, company = ten
    rows = differences(tokens, sides).rows
    assert rows.schema == COLLOCATE_DIFFERENCES
    asked = question("descriptive", min_articles=1)
    lone = associate(company, sides, by="group", question=asked, shown={}).rows
    of = {(r["group"], r["collocate"]): r for r in lone.iter_rows(named=True)}
    for row in rows.iter_rows(named=True):
        a, b = (of.get((s, row["collocate"])) for s in "ab")
        assert row["n_a"] == (a["n"] if a else 0) and row["n_b"] == (b["n"] if b else 0)
        if a and b and min(a["n_articles"], b["n_articles"]) < 3:
            said = "near the node in fewer than 3 distinct articles of one side: no interval"
            assert row["flag"] == said and row["rate_difference_low"] is None
        elif a and b:
            dice, rate = a["log_dice"] - b["log_dice"], a["rate"] - b["rate"]
            assert row["log_dice_difference"] == pytest.approx(dice, abs=1e-9)
            assert row["rate_difference"] == pytest.approx(rate, abs=1e-9)
            for name in ("log_dice_difference", "rate_difference"):
                assert row[f"{name}_low"] < row[name] < row[f"{name}_high"]
        else:
            assert row["flag"] == "not found near the node on one side: no interval"
            assert row["rate_difference_low"] is None and row["log_dice_difference"] is None
    sizes = rows["g2"].abs().to_list()
    assert sizes == sorted(sizes, reverse=True)
    deadly = rows.filter(collocate="deadly").row(0, named=True)
    assert deadly["rate_difference_low"] > 0 and deadly["g2"] > 0


def test_swapping_sides_turns_signs_round(ten):
    tokens, sides, _ = ten
    there = differences(tokens, sides).rows.sort("collocate")
    swapped = sides.with_columns(side=pl.col("side").replace({"a": "b", "b": "a"}))
    back = differences(tokens, swapped).rows.sort("collocate")
    for name in ("log_dice_difference", "rate_difference", "g2"):
        for x, y in zip(there[name], back[name], strict=True):
            assert (x is None and y is None) or x == pytest.approx(-y, abs=1e-9)
    for name in ("log_dice_difference", "rate_difference"):
        for x, y in zip(there[f"{name}_low"], back[f"{name}_high"], strict=True):
            assert (x is None and y is None) or x == pytest.approx(-y, abs=1e-9)


def test_differences_in_tier_reading_are_counts_and_rates():
    rows = differences(*corpus(4)).rows
    assert set(rows["flag"]) == {"tier reading: counts, no comparison"}
    assert set(rows["claim"]) == {"these_articles"}
    for name in ("log_dice_a", "log_dice_difference", "rate_difference", "g2", "level"):
        assert rows[name].null_count() == rows.height
    assert rows["rate_a"].null_count() == 0


def test_a_node_in_few_articles_has_no_interval(ten):
    tokens, sides, _ = ten
    b = sides.filter(side="b")["article"].to_list()[4:]
    gone = pl.col("article").is_in(b) & (pl.col("type") == NODE)
    fewer = tokens.with_columns(type=pl.when(gone).then(pl.lit("z")).otherwise("type"))
    rows = differences(fewer, sides).rows
    assert set(rows["flag"]) == {
        "the node in fewer than 5 distinct articles of one side: no interval"
    }
    assert rows["log_dice_difference"].drop_nulls().len() > 0
    assert rows["rate_difference_low"].null_count() == rows.height


def test_a_node_that_is_nowhere(ten):
    tokens, sides, _ = ten
    none = tokens.with_columns(type=pl.lit("z"))
    assert differences(none, sides).rows.is_empty()
    company = count_company(marked(none), sides)
    found = associate(company, sides, by="outlet", question=question("descriptive"), shown={})
    assert found.rows.is_empty() and found.hidden == ()
