"""What is shown to be equal: intervals inside the margin, for every pair; the rest is counted."""

from __future__ import annotations

import math
import random

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from scipy.sparse import csr_array

import framing
from framing.cli import main
from framing.compare.design import build_side, compare_sides
from framing.compare.resampling.bounds import Resampling, bounds
from framing.compare.resampling.draws import unit_strata
from framing.compare.words.lockwords import Versus, find_lockwords
from framing.counts.terms import TermCounts, count_terms
from framing.errors import UsageError
from framing.measures.keyness import log_ratio

RESAMPLING = Resampling(seed=5, replicates=400, level=0.95)
SIDES = ("a", "b", "c")


def corpus() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Three sides of 20 articles: "same" equal, "more" twice in c, "odd" in lumps, "rare" once."""
    dice = random.Random(11)
    tokens, docs = [], []
    for side in SIDES:
        for k in range(20):
            article = f"{side}/{k:02}"
            words = ["same"] * dice.choice([19, 20, 21]) + ["fill"] * 100
            words += ["more"] * (20 if side == "c" else 10)
            words += ["odd"] * (60 if k % 4 == 0 else 0) + ["rare"] * (k < 6)
            for position, word in enumerate(words):
                tokens.append((article, position, 0, word, 1.0))
            docs.append((article, article, f"outlet {side}", side, "e", side))
    schema = {"article": pl.String, "position": pl.Int64, "run": pl.Int64, "type": pl.String,
              "weight": pl.Float64}  # fmt: skip
    names = ("article", "unit", "stratum", "outlet", "event", "group")
    return (
        pl.DataFrame(tokens, schema=schema, orient="row"),
        pl.DataFrame(docs, schema=dict.fromkeys(names, pl.String), orient="row"),
    )


def pairs(docs: pl.DataFrame, *names: str) -> list[Versus]:
    found = []
    for a, b in names:
        units = docs.filter(pl.col("group").is_in([a, b])).with_columns(
            side=pl.col("group").replace({a: "a", b: "b"})
        )
        one, two = (build_side(units.filter(side=s), n) for s, n in (("a", a), ("b", b)))
        found.append(Versus(units, compare_sides(one, two)))
    return found


def find(versus, margin=1.25, listed=None):
    tokens, _ = corpus()
    counted = count_terms(tokens)
    types = counted.terms["types"]
    listed = np.ones(len(types), dtype=bool) if listed is None else listed
    found, hidden = find_lockwords(
        counted, versus, margin=margin, listed=listed, resampling=RESAMPLING
    )
    named = found.with_columns(term=types.gather(found["row"]))
    return {r["term"]: r for r in named.iter_rows(named=True)}, hidden


def test_only_what_is_equal_in_every_pair_is_listed():
    _, docs = corpus()
    two, _ = find(pairs(docs, "ab"))
    assert set(two) == {"same", "more", "fill"}
    three, hidden = find(pairs(docs, "ab", "ac", "bc"))
    assert set(three) == {"same", "fill"}
    assert hidden == (
        "1 word with rates more than a factor of 1.25 apart on two sides",
        "1 word too rare to show a factor of 1.25 either way",
        "1 of the other 3 not shown to be equal: intervals too wide",
    )
    for row in three.values():
        assert -math.log2(1.25) < row["low"] < row["log_ratio"] < row["high"] < math.log2(1.25)
        assert row["said"] == "equal within a factor of 1.25" and row["margin"] == 1.25


def test_the_pair_that_differs_most_stands_in_the_row():
    tokens, docs = corpus()
    row = find(pairs(docs, "ab", "ac", "bc"))[0]["same"]
    words = tokens.group_by(side=pl.col("article").str.head(1)).agg(
        n=(pl.col("type") == "same").sum(), total=pl.len()
    )
    n = {side: (k, total) for side, k, total in words.iter_rows()}
    by_hand = log_ratio(
        [n[row["a"]][0]], [n[row["b"]][0]], total_a=n[row["a"]][1], total_b=n[row["b"]][1]
    )[0]
    assert row["log_ratio"] == pytest.approx(by_hand, abs=1e-9)
    reach = {}
    for pair in ("ab", "ac", "bc"):
        alone = find(pairs(docs, pair))[0]["same"]
        reach[pair] = max(abs(alone["low"]), abs(alone["high"]))
    assert row["a"] + row["b"] == max(reach, key=reach.__getitem__)


def test_the_interval_is_that_of_all_other_estimates():
    tokens, docs = corpus()
    row = find(pairs(docs, "ab"))[0]["same"]
    units = docs.filter(pl.col("group") != "c")
    strata = unit_strata(units)
    sums = tokens.group_by("article").agg(n=(pl.col("type") == "same").sum(), total=pl.len())
    rows = strata.join(sums, left_on="unit", right_on="article", how="left", maintain_order="left")
    is_a = rows["unit"].str.starts_with("a").to_numpy()
    tables = [
        (rows[name].to_numpy() * mask).astype(float)[:, np.newaxis]
        for name in ("n", "total") for mask in (is_a, ~is_a)
    ]  # fmt: skip

    def ratio(n_a, n_b, total_a, total_b):
        return np.log2(n_a / total_a) - np.log2(n_b / total_b)

    low, high = bounds(ratio, tables, strata=strata, resampling=RESAMPLING)
    assert row["low"] == pytest.approx(low[0], abs=2e-3)
    assert row["high"] == pytest.approx(high[0], abs=2e-3)


def test_a_wider_margin_lists_more_and_swapping_sides_nothing_else():
    _, docs = corpus()
    wide, _ = find(pairs(docs, "ab", "ac", "bc"), margin=4)
    assert set(find(pairs(docs, "ab", "ac", "bc"))[0]) < set(wide) and "more" in wide
    there, back = (find(pairs(docs, pair))[0] for pair in ("ab", "ba"))
    assert set(there) == set(back)
    for term, row in there.items():
        assert row["low"] == pytest.approx(-back[term]["high"], abs=1e-9)


@pytest.mark.parametrize(("factor", "least", "most"), [(1.0, 0.4, 1.0), (1.25, 0.0, 0.035)])
def test_words_that_differ_by_the_margin_are_hardly_ever_listed(factor, least, most):
    # 2,000 words of 12 uses an article, gamma-Poisson over 40 articles a side: nominal 2.5 %.
    dice, n_articles, n_terms, listed = np.random.default_rng(7), 40, 400, 0
    articles = [f"{side}/{k:03}" for side in "ab" for k in range(n_articles)]
    rows = [(x, x, f"outlet {x[0]}", x[0], "e", x[0]) for x in articles]
    names = ("article", "unit", "stratum", "outlet", "event", "group")
    docs = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    total = np.full(2 * n_articles, 20_000)
    terms = pl.DataFrame({"types": [f"t{k:03}" for k in range(n_terms)], "n_words": [1] * n_terms})
    for seed in range(5):
        mean = np.full((n_terms, 2 * n_articles), 12.0)
        mean[:, :n_articles] *= factor
        n = dice.poisson(dice.gamma(20.0, mean / 20.0))
        counted = TermCounts(
            terms, pl.Series(articles), csr_array(n), csr_array(n.astype(float)), total,
            total.astype(float), pl.DataFrame(),
        )  # fmt: skip
        found, _ = find_lockwords(
            counted,
            pairs(docs, "ab"),
            margin=1.25,
            listed=np.ones(n_terms, dtype=bool),
            resampling=Resampling(seed, 300, 0.95),
        )
        listed += found.height
    assert least <= listed / (5 * n_terms) <= most


def test_the_verb_on_the_teaching_corpus(kurils, kurils_folder, make_study):
    found = framing.lockwords(kurils, margin=2)
    assert found.tier == "descriptive" and found.words.height > 0
    for row in found.words.iter_rows(named=True):
        assert -1 < row["low"] < row["high"] < 1
        assert len(row["rates"].split("; ")) == 3 and "of 6" in row["articles"]
    assert "the" not in set(framing.lockwords(kurils, margin=2, content=True).words["term"])
    reading = framing.lockwords(framing.open_study(make_study()))
    assert reading.words.is_empty() and reading.tier == "reading"
    assert reading.hidden == ("tier reading (North and South): equality cannot be shown",)
    result = CliRunner().invoke(main, ("lockwords", str(kurils_folder), "--margin", "2"))
    assert "equal within a factor of 2" in result.stdout and "too rare" in result.stderr


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"margin": 1.0}, "margin is 1; allowed: above 1"),
        ({"versus": "China"}, "versus 'China' needs group"),
        ({"group": "Mars"}, "no side 'Mars' in this study"),
    ],
)
def test_what_is_not_allowed_is_told(kurils, more, message):
    with pytest.raises(UsageError, match=message):
        framing.lockwords(kurils, **more)
