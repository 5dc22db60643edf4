"""Words of two sides: an independent implementation, borders of tiers, signs."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict

import polars as pl
import pytest

from framing.compare.design import Pair, build_side, compare_sides
from framing.compare.resampling import draws as module
from framing.compare.resampling.bounds import Resampling
from framing.compare.words.keyness import WORDS, Keyness, compare_words
from framing.counts.terms import count_terms

RESAMPLING = Resampling(seed=5, replicates=300, level=0.95)


def corpus(n_articles: int, n_events: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tokens and sides: two outlets a side, words by the same dice in every run."""
    dice = random.Random(7)
    tokens, sides = [], []
    # Articles in alphabetical order, as the tokens of a run are.
    for side in "ab":
        for k in sorted(range(n_articles), key=lambda k: (k % 2, k)):
            article, outlet = f"{side}{k % 2}/{k:02}", f"{side}{k % 2}"
            words = ["the"] * 6 + ["alpha" if side == "a" else "beta"] * 2 + list("pqrstuvw")
            if k == 0:
                words.append("rare")
            if side == "a":
                words += ["often"] * (1 + k % 3)
            else:
                words += ["often"] * (k % 2)
            dice.shuffle(words)
            for position, word in enumerate(words):
                weight = 0.5 if k % 4 == 3 and position < 8 else 1.0
                tokens.append((article, position, position // 8, word, weight))
            event = f"e{k % n_events}" if n_events else None
            sides.append(
                (article, f"u{side}{k}", f"outlet {outlet}", outlet, event, side, side.upper())
            )
    schema = {
        "article": pl.String,
        "position": pl.Int64,
        "run": pl.Int64,
        "type": pl.String,
        "weight": pl.Float64,
    }
    names = ("article", "unit", "stratum", "outlet", "event", "side", "group")
    return (
        pl.DataFrame(tokens, schema=schema, orient="row"),
        pl.DataFrame(sides, schema=dict.fromkeys(names, pl.String), orient="row"),
    )  # fmt: skip


def compare(
    tokens: pl.DataFrame, sides: pl.DataFrame, max_n: int = 2, least: int = 1, **more
) -> Keyness:
    tagged = {side: build_side(sides.filter(pl.col("side") == side), side) for side in "ab"}
    return compare_words(
        count_terms(tokens, max_n=max_n, min_articles=least),
        sides,
        pair=compare_sides(tagged["a"], tagged["b"]),
        shown=more.pop("shown", {}),
        resampling=more.pop("resampling", RESAMPLING),
    )  # fmt: skip


def naive(tokens: pl.DataFrame, sides: pl.DataFrame, max_n: int) -> dict[str, dict[str, float]]:
    """Keyness word by word, straight from the formulas of the papers."""
    side_of = dict(sides.select("article", "side").iter_rows())
    event_of = dict(sides.select("article", "event").iter_rows())
    unit_of = dict(sides.select("article", "unit").iter_rows())
    outlets = defaultdict(set)
    raw, weighted = defaultdict(Counter), defaultdict(Counter)
    where, events, totals = defaultdict(set), defaultdict(set), Counter()
    rows = list(tokens.iter_rows())
    for k, (article, _, run, _, weight) in enumerate(rows):
        side = side_of[article]
        totals[side] += weight
        for n in range(1, max_n + 1):
            gram = rows[k : k + n]
            if len(gram) < n or any(g[0] != article or g[2] != run for g in gram):
                continue
            term = " ".join(g[3] for g in gram)
            raw[side][term] += 1
            weighted[side][term] += weight
            where[side, term].add(unit_of[article])
            events[term].add(event_of[article])
            outlets[term].add(article.split("/")[0])
    found = {}
    n_a, n_b, a_0 = totals["a"], totals["b"], 0.1 * (totals["a"] + totals["b"])
    for term in {*raw["a"], *raw["b"]}:
        a, b = weighted["a"][term], weighted["b"][term]
        alpha = 0.1 * (a + b)
        delta = math.log((a + alpha) / (n_a + a_0 - a - alpha)) - math.log(
            (b + alpha) / (n_b + a_0 - b - alpha)
        )
        cells = [
            (a, n_a, a + b),
            (b, n_b, a + b),
            (n_a - a, n_a, n_a + n_b - a - b),
            (n_b - b, n_b, n_a + n_b - a - b),
        ]
        likelihood = 2 * sum(
            o * math.log(o * (n_a + n_b) / (row * column)) for o, row, column in cells if o
        )
        found[term] = {
            "n_a": raw["a"][term], "n_b": raw["b"][term], "n_eff_a": a, "n_eff_b": b,
            "rate_a": a / n_a * 1e6, "rate_b": b / n_b * 1e6,
            "log_ratio": math.log2((a or 0.5) / n_a / ((b or 0.5) / n_b)),
            "log_odds": delta,
            "z": delta / math.sqrt(1 / (a + alpha) + 1 / (b + alpha)),
            "g2": math.copysign(likelihood, a / n_a - b / n_b),
            "n_articles_a": len(where["a", term]), "n_articles_b": len(where["b", term]),
            "n_events": len(events[term] - {None}), "n_outlets": len(outlets[term]),
        }  # fmt: skip
    return found


@pytest.mark.parametrize(("n_articles", "n_events", "least"), [(6, 3, 3), (20, 5, 5)])
def test_keyness_equals_an_independent_implementation(n_articles, n_events, least):
    tokens, sides = corpus(n_articles, n_events)
    found = compare(tokens, sides)
    assert found.words.columns == list(WORDS)
    expected = naive(tokens, sides, 2)
    if least == 3:
        enters = {t for t, v in expected.items() if max(v["n_articles_a"], v["n_articles_b"]) >= 3}
    else:
        enters = {
            t
            for t, v in expected.items()
            if v["n_articles_a"] + v["n_articles_b"] >= 5 and v["n_outlets"] >= 2
        }
    assert set(found.words["term"]) == enters
    for row in found.words.iter_rows(named=True):
        for column in row.keys() & expected[row["term"]].keys():
            value = expected[row["term"]][column]
            assert row[column] == pytest.approx(value, rel=1e-9, abs=1e-9), (row["term"], column)
        assert row["n_words"] == row["term"].count(" ") + 1
        assert (row["p"], row["q"]) == (None, None)


def test_swapping_sides_flips_signs_and_nothing_else():
    tokens, sides = corpus(8, 4)
    one = compare(tokens, sides).words.sort("term")
    turned = sides.with_columns(pl.col("side").replace({"a": "b", "b": "a"}))
    two = compare(tokens, turned).words.sort("term")
    assert one["term"].equals(two["term"]) and one["flag"].equals(two["flag"])
    for column in ("log_ratio", "log_odds", "z", "g2"):
        assert (-one[column]).to_list() == pytest.approx(two[column].to_list(), abs=1e-12)
    for column in ("n", "n_eff", "rate", "n_articles"):
        assert one[f"{column}_a"].equals(two[f"{column}_b"], check_names=False)
    both = one.drop_nulls("log_ratio_low")["term"]
    assert both.len() > 3
    for term in both:
        a, b = (t.row(by_predicate=pl.col("term") == term, named=True) for t in (one, two))
        assert [a["log_ratio_low"], a["log_ratio_high"]] == pytest.approx(
            [-b["log_ratio_high"], -b["log_ratio_low"]], abs=1e-9
        )


def test_the_strongest_terms_come_first():
    z = compare(*corpus(8, 4)).words["z"].abs().round(9)
    assert z.is_sorted(descending=True)
    assert set(compare(*corpus(8, 4), max_n=1).words["term"].head(2)) == {"alpha", "beta"}


def test_the_order_of_units_changes_nothing():
    tokens, sides = corpus(8, 4)
    assert compare(tokens, sides).words.equals(compare(tokens, sides.reverse()).words)


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_the_size_of_blocks_changes_no_interval(monkeypatch, block):
    expected = compare(*corpus(6, 3)).words
    monkeypatch.setattr(module, "BLOCK", block)
    assert compare(*corpus(6, 3)).words.equals(expected)


def test_intervals_hold_the_effect_and_stand_where_both_sides_use_the_term():
    words = compare(*corpus(8, 4), max_n=1).words
    often = words.row(by_predicate=pl.col("term") == "often", named=True)
    assert often["log_ratio_low"] < often["log_ratio"] < often["log_ratio_high"]
    for term in ("alpha", "beta"):
        row = words.row(by_predicate=pl.col("term") == term, named=True)
        assert (row["log_ratio_low"], row["log_ratio_high"]) == (None, None)
        assert row["flag"] == "not found on one side"
    assert often["flag"] == ""


def test_tier_reading_lists_everything_and_compares_nothing():
    found = compare(*corpus(4, 2), max_n=1)
    assert found.pair.tier == "reading"
    assert {"alpha", "beta", "rare", "often"} <= set(found.words["term"])
    assert found.hidden == ()
    for column in ("log_ratio", "log_ratio_low", "log_ratio_high", "log_odds", "z", "g2", "p", "q"):
        assert found.words[column].null_count() == found.words.height
    assert set(found.words["flag"]) == {"tier reading: counts, no comparison"}
    assert found.words["rate_a"].null_count() == 0


@pytest.mark.parametrize(("n_articles", "n_events"), [(8, 0), (30, 0)])
def test_without_a_shared_event_it_is_for_reading_however_many_articles(n_articles, n_events):
    assert compare(*corpus(n_articles, n_events), max_n=1).pair.tier == "reading"


@pytest.mark.parametrize(
    ("n_articles", "n_events", "rule"),
    [
        (6, 3, "in fewer than 3 articles on both sides are not shown"),
        (20, 5, "in fewer than 5 distinct articles or 2 outlets are not shown"),
    ],
)
@pytest.mark.parametrize("least", [1, 2])
def test_what_a_threshold_hides_is_said_with_its_count(n_articles, n_events, rule, least):
    tokens, sides = corpus(n_articles, n_events)
    found = compare(tokens, sides, least=least)
    expected = naive(tokens, sides, 2)
    shown = set(found.words["term"])
    lost = {t: v["n_a"] + v["n_b"] for t, v in expected.items() if t not in shown}
    assert "rare" in lost
    assert found.hidden == (f"{len(lost)} terms ({sum(lost.values())} uses) {rule}",)


def test_in_tier_inferential_a_term_of_one_outlet_does_not_enter():
    tokens, sides = corpus(20, 5)
    private = tokens.with_columns(
        type=pl.when(pl.col("article").str.starts_with("a0/"), pl.col("type") == "p")
        .then(pl.lit("private"))
        .otherwise("type")
    )
    assert "private" not in set(compare(private, sides, max_n=1).words["term"])


def test_terms_are_spelled_as_shown():
    found = compare(*corpus(6, 3), shown={"alpha": "al-pha", "the": "The"})
    assert {"al-pha", "The"} <= set(found.words["term"])
    assert not {"alpha", "the"} & set(found.words["term"])


def test_sides_without_words():
    tokens, sides = corpus(6, 3)
    found = compare(tokens.with_columns(weight=pl.lit(0.0)), sides)
    assert (found.words.height, found.words.columns) == (0, list(WORDS))
    only_a = compare(tokens.filter(pl.col("article").str.starts_with("a")), sides, max_n=1).words
    assert only_a["rate_b"].null_count() == only_a.height
    assert set(only_a["flag"]) == {"not found on one side"}
    assert only_a["log_ratio"].null_count() == only_a.height


def test_a_pair_is_what_it_was_given():
    assert compare(*corpus(6, 3)).pair == Pair("a", "b", "descriptive", ("e0", "e1", "e2"))
