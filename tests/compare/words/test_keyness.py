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
from framing.compare.words.priors import Background
from framing.compare.words.testing import Permuting
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
        **more,
    )  # fmt: skip


def tabulate(tokens: pl.DataFrame, sides: pl.DataFrame, max_n: int):
    """Uses of each term by article, and words by article; token by token."""
    uses, weighted, words = defaultdict(Counter), defaultdict(Counter), Counter()
    rows = list(tokens.iter_rows())
    for k, (article, _, run, _, weight) in enumerate(rows):
        words[article] += weight
        for n in range(1, max_n + 1):
            gram = rows[k : k + n]
            if len(gram) < n or any(g[0] != article or g[2] != run for g in gram):
                continue
            term = " ".join(g[3] for g in gram)
            uses[term][article] += 1
            weighted[term][article] += weight
    return uses, weighted, words


def likelihood(cells) -> float:
    """2 x the sum of o ln(o / e) over (observed, expected)."""
    return 2 * sum(o * math.log(o / e) for o, e in cells if o)


def stratified(a, b, words, event_of) -> tuple[float, int]:
    """Mantel and Haenszel's log odds over events with words of both sides, event by event."""
    top, bottom, informs = 0.0, 0.0, 0
    for event in sorted({e for e in event_of.values() if e is not None}):
        here = {x for x, e in event_of.items() if e == event}
        size_a = sum(words[x] for x in here if x.startswith("a"))
        size_b = sum(words[x] for x in here if x.startswith("b"))
        if not (size_a and size_b):
            continue
        n_a, n_b = sum(a[x] for x in here), sum(b[x] for x in here)
        top += n_a * (size_b - n_b) / (size_a + size_b)
        bottom += n_b * (size_a - n_a) / (size_a + size_b)
        informs += n_a + n_b > 0
    return math.log(top / bottom) if top and bottom else math.nan, informs


def unevenness(own, words) -> float:
    """DPnorm over the articles of a side."""
    sizes = [words[x] / sum(words.values()) for x in words]
    if not sum(own.values()):
        return math.nan
    shares = [own[x] / sum(own.values()) for x in words]
    moved = sum(abs(x - y) for x, y in zip(shares, sizes, strict=True)) / 2
    return moved / (1 - min(sizes))


def naive(tokens: pl.DataFrame, sides: pl.DataFrame, max_n: int) -> dict[str, dict[str, float]]:
    """Keyness word by word, straight from the formulas of the papers."""
    event_of = dict(sides.select("article", "event").iter_rows())
    uses, weighted, words = tabulate(tokens, sides, max_n)
    by_side = {s: {x: w for x, w in words.items() if x.startswith(s)} for s in "ab"}
    size = {s: sum(by_side[s].values()) for s in "ab"}
    texts = {s: sum(x.startswith(s) for x in event_of) for s in "ab"}
    n_a, n_b, a_0 = size["a"], size["b"], 0.1 * (size["a"] + size["b"])
    found = {}
    for term, raw in uses.items():
        own = {s: Counter({x: w for x, w in weighted[term].items() if x[0] == s}) for s in "ab"}
        n = {s: sum(k for x, k in raw.items() if x.startswith(s)) for s in "ab"}
        a, b = sum(own["a"].values()), sum(own["b"].values())
        held = {s: sum(x.startswith(s) for x in raw) for s in "ab"}
        alpha = 0.1 * (a + b)
        delta = math.log((a + alpha) / (n_a + a_0 - a - alpha)) - math.log(
            (b + alpha) / (n_b + a_0 - b - alpha)
        )
        whole = n_a + n_b
        score = likelihood(
            [(a, (a + b) * n_a / whole), (b, (a + b) * n_b / whole),
             (n_a - a, (whole - a - b) * n_a / whole), (n_b - b, (whole - a - b) * n_b / whole)]
        )  # fmt: skip
        both = held["a"] + held["b"]
        tdk = likelihood((held[s], both * texts[s] / (texts["a"] + texts["b"])) for s in "ab")
        mh, informs = stratified(own["a"], own["b"], words, event_of)
        even = {s: unevenness(own[s], by_side[s]) if texts[s] >= 10 else math.nan for s in "ab"}
        found[term] = {
            "n_a": n["a"], "n_b": n["b"], "n_eff_a": a, "n_eff_b": b,
            "rate_a": a / n_a * 1e6, "rate_b": b / n_b * 1e6,
            "log_ratio": math.log2((a or 0.5) / n_a / ((b or 0.5) / n_b)),
            "log_odds": delta,
            "z": delta / math.sqrt(1 / (a + alpha) + 1 / (b + alpha)),
            "percent_diff": 100 * (a / n_a / (b / n_b) - 1) if b else math.nan,
            "odds_ratio": a / (n_a - a) / (b / (n_b - b)) if b else math.nan,
            "g2": math.copysign(score, a / n_a - b / n_b),
            "mh_log_odds": mh, "n_events_informative": informs,
            "tdk": math.copysign(tdk, held["a"] / texts["a"] - held["b"] / texts["b"]),
            "dpnorm_a": even["a"], "dpnorm_b": even["b"],
            "n_articles_a": held["a"], "n_articles_b": held["b"], "n_articles": both,
            "n_events": len({event_of[x] for x in raw} - {None}),
            "n_outlets": len({x.split("/")[0] for x in raw}),
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
            here = math.nan if row[column] is None else row[column]
            close = pytest.approx(value, rel=1e-9, abs=1e-9, nan_ok=True)
            assert here == close, (row["term"], column)
        assert row["n_words"] == row["term"].count(" ") + 1
        assert (row["p"], row["q"], row["n_events_shared"]) == (None, None, n_events)


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
    words = compare(*corpus(16, 4), max_n=1).words
    often = words.row(by_predicate=pl.col("term") == "often", named=True)
    assert often["log_ratio_low"] < often["log_ratio"] < often["log_ratio_high"]
    for term in ("alpha", "beta"):
        row = words.row(by_predicate=pl.col("term") == term, named=True)
        assert (row["log_ratio_low"], row["log_ratio_high"]) == (None, None)
        assert row["flag"] == "not found on one side"
    assert often["flag"] == ""


def test_an_interval_of_few_articles_says_that_it_may_be_too_narrow():
    words = compare(*corpus(6, 3), max_n=1).words
    often = words.row(by_predicate=pl.col("term") == "often", named=True)
    assert often["log_ratio_low"] < often["log_ratio_high"]
    assert often["flag"] == "few articles: the interval may be too narrow"


def test_claim_group_draws_whole_outlets_and_needs_four_a_side():
    tokens, sides = corpus(24, 6)
    testing = Permuting(1, 199, "group")
    two = compare(tokens, sides, max_n=1, testing=testing).words
    assert two["log_ratio_low"].null_count() == two.height
    assert all("claim group: fewer than 4 outlets a side: no interval" in f for f in two["flag"])
    # The same articles under four names: what an outlet's articles share is drawn with it.
    k = pl.col("article").str.slice(-2).cast(pl.Int64)
    many = sides.with_columns(outlet=pl.format("{}{}", "side", k % 4))
    four = compare(tokens, many, max_n=1, testing=testing).words
    of_articles = compare(tokens, many, max_n=1).words
    often = pl.col("term") == "often"
    bounds = ("log_ratio_low", "log_ratio_high")
    assert four.filter(often).select(bounds).row(0) != of_articles.filter(often).select(bounds).row(
        0
    )
    assert four.filter(often)["log_ratio_low"].is_not_null().all()
    assert four["mh_low"].null_count() == four.height  # its jackknife leaves out articles


def test_p_is_doubted_where_articles_of_one_side_are_longer():
    tokens, sides = corpus(20, 5)
    is_b = pl.col("article").str.starts_with("b")
    again = tokens.filter(is_b).with_columns(
        position=pl.col("position") + 100, run=pl.col("run") + 100
    )
    longer = pl.concat([tokens, again]).sort("article", "position")
    words = compare(longer, sides, max_n=1, testing=TESTING).words.drop_nulls("p")
    assert all("times as long: p may be too small" in said for said in words["p_method"])


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


def test_the_bound_of_the_log_ratio_is_the_one_nearer_to_0():
    words = compare(*corpus(20, 5)).words.drop_nulls("log_ratio_low")
    kinds = set()
    for low, high, bound in words.select(
        "log_ratio_low", "log_ratio_high", "log_ratio_bound"
    ).rows():
        expected = 0.0 if low <= 0 <= high else min(low, high, key=abs)
        assert bound == expected
        kinds.add((bound > 0) - (bound < 0))
    assert kinds == {0, 1} or kinds == {0, -1, 1}
    assert compare(*corpus(20, 5)).words["log_ratio_bound"].null_count() > 0


def test_intervals_hold_every_effect():
    words = compare(*corpus(20, 5), max_n=1).words
    for name, low, high in (("log_odds", "log_odds_low", "log_odds_high"),
                            ("mh_log_odds", "mh_low", "mh_high")):  # fmt: skip
        bounded = words.drop_nulls(low)
        assert bounded.height > 5
        assert (bounded[low] < bounded[name]).all() and (bounded[name] < bounded[high]).all()


TESTING = Permuting(seed=3, permutations=199)


def test_p_stands_in_tier_inferential_with_its_method():
    words = compare(*corpus(20, 5), max_n=1, testing=TESTING).words
    said = "Westfall-Young max-T, 199 relabellings within 5 events, smallest p 0.005"
    for term in ("alpha", "beta", "often"):
        row = words.row(by_predicate=pl.col("term") == term, named=True)
        assert (row["p"], row["p_adjusted"] <= 0.01, row["p_method"]) == (0.005, True, said)
        assert (row["claim"], row["flag"] == "") == ("these_outlets", term == "often")
    tested = words.drop_nulls("p")
    assert (tested["p_adjusted"] >= tested["p"]).all()
    # 12 terms: 0.005 x 12 is above .05.
    assert tested.height == words.height == words["q"].null_count() == 12


def test_q_stands_where_p_is_fine_enough():
    words = compare(*corpus(20, 5), max_n=1, testing=Permuting(3, 1999)).words.drop_nulls("p")
    # Benjamini and Hochberg: the smallest of p m / rank from here upwards.
    p = sorted(words["p"])
    by_hand = {x: min(1.0, *(y * len(p) / (k + 1) for k, y in enumerate(p) if y >= x)) for x in p}
    assert words["q"].to_list() == pytest.approx([by_hand[x] for x in words["p"]])


@pytest.mark.parametrize(
    ("n_articles", "n_events", "claim", "reason"),
    [
        (8, 4, "these_outlets", "tier descriptive: no p"),
        (20, 5, "group", "claim group needs 4 outlets a side, a has 2: no p"),
    ],
)
def test_where_there_is_no_p_its_method_says_why(n_articles, n_events, claim, reason):
    testing = Permuting(1, 199, claim)
    words = compare(*corpus(n_articles, n_events), testing=testing).words
    assert set(words["p_method"]) == {reason}
    assert words.select("p", "p_adjusted", "q").null_count().row(0) == (words.height,) * 3


def test_a_part_is_left_out_where_a_longer_term_explains_it():
    tokens, sides = corpus(20, 5)
    # "alpha" always follows "new" here: 40 uses of either, all of them together.
    doubled = pl.concat([
        tokens.with_columns(pl.col("position") * 2 + 1),
        tokens.filter(pl.col("type") == "alpha").with_columns(
            pl.col("position") * 2, type=pl.lit("new")
        ),
    ]).sort("article", "position").with_columns(
        position=pl.int_range(pl.len()).over("article").cast(pl.Int64)
    )  # fmt: skip
    kept = compare(doubled, sides, testing=TESTING).words
    less = compare(doubled, sides, testing=TESTING, with_parts=False)
    parts = dict(kept.drop_nulls("part_of").select("term", "part_of").iter_rows())
    assert parts["alpha"] == parts["new"] == "new alpha"
    assert set(less.words["term"]) == set(kept["term"]) - set(parts)
    n_uses = kept.filter(pl.col("part_of").is_not_null()).select(pl.col("n_a", "n_b").sum())
    n = f"{len(parts)} terms ({sum(n_uses.row(0))} uses)"
    assert f"{n} are parts of a longer one that explains them" in less.hidden
    # What is left out of the table is tested with the rest.
    p = dict(kept.select("term", "p_adjusted").iter_rows())
    assert all(p[t] == q for t, q in less.words.select("term", "p_adjusted").iter_rows())


def test_a_background_moves_the_prior_and_nothing_else():
    tokens, sides = corpus(8, 4)
    own = compare(tokens, sides, max_n=1).words.sort("term")
    counts = pl.DataFrame({"types": ["alpha", "the", "unseen"], "n": [900.0, 100.0, 5.0]})
    found = compare(
        tokens, sides, max_n=1, background=Background("more", counts, 2000.0)
    ).words.sort("term")
    moved = {"log_odds", "log_odds_low", "log_odds_high", "z"}
    same = [name for name in own.columns if name not in moved]
    assert own.select(same).equals(found.select(same))
    row = found.row(by_predicate=pl.col("term") == "alpha", named=True)
    expected = naive(tokens, sides, 1)["alpha"]
    total = sum(tokens["weight"])
    size_a = sum(tokens.filter(pl.col("article").str.starts_with("a"))["weight"])
    alpha = 0.1 * total * (expected["n_eff_a"] + 900) / (total + 2000)
    odds = [
        (n + alpha) / (size + 0.1 * total - n - alpha)
        for n, size in ((expected["n_eff_a"], size_a), (0, total - size_a))
    ]
    assert row["log_odds"] == pytest.approx(math.log(odds[0]) - math.log(odds[1]), rel=1e-9)
