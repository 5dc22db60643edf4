from __future__ import annotations

import polars as pl
import pytest

from framing.compare.evaluation import (
    ALL,
    NOT_FOUND,
    NOT_IN_GOLD,
    PASSAGE,
    count_confusion,
    pair_passages,
    score_layer,
)
from framing.compare.resampling.bounds import Resampling
from framing.records.gold import Gold, Passage

DRAWS = Resampling(seed=7, replicates=200, level=0.9)


def passage(article: str, start: int, kind: str, annotator: str = "") -> Passage:
    return Passage(article, ((start, start + 10),), {"kind": kind}, annotator)


def gold(*passages: Passage, annotators: dict[str, tuple[str, ...]] | None = None) -> Gold:
    return Gold(passages, annotators or {p.article: ("",) for p in passages}, ("kind",))


def score(truth: Gold, found: list[Passage], units: dict[str, str] | None = None) -> pl.DataFrame:
    pairings = pair_passages(truth, found, iou=0.5)
    own = units or {article: article for article in truth.annotators}
    return score_layer(pairings, layer="names", columns=("kind",), units=own, resampling=DRAWS)


def value(rows: pl.DataFrame, column: str, label: str, measure: str) -> object:
    one = rows.filter(
        (pl.col("column") == column) & (pl.col("label") == label) & (pl.col("measure") == measure)
    )
    return one["estimate"].item()


TRUTH = gold(
    passage("a", 0, "x"), passage("a", 20, "y"), passage("b", 0, "x"), passage("b", 40, "x")
)
FOUND = [passage("a", 2, "x"), passage("a", 20, "x"), passage("b", 0, "x"), passage("b", 70, "y"),
         passage("c", 0, "x")]  # fmt: skip


def test_scores_by_hand():
    rows = score(TRUTH, FOUND)
    # Four gold, four found in a and b (c was not annotated), three matched, two with its label.
    assert value(rows, PASSAGE, "", "precision") == 0.75 == value(rows, PASSAGE, "", "recall")
    assert value(rows, ALL, "", "F1") == 0.5
    assert value(rows, "kind", "", "agreement") == pytest.approx(2 / 3, abs=1e-12)
    assert value(rows, "kind", "x", "recall") == pytest.approx(2 / 3, abs=1e-12)
    assert value(rows, "kind", "x", "precision") == pytest.approx(2 / 3, abs=1e-12)
    assert value(rows, "kind", "y", "F1") == 0.0


def test_few_articles_have_no_interval():
    rows = score(TRUTH, FOUND)
    assert rows["low"].null_count() == rows.height
    assert "fewer than 5 distinct articles: no interval" in set(rows["flag"])


def test_a_copy_is_no_second_article():
    marks = [passage(f"a{k}", 0, "x") for k in range(6)]
    alone = score(gold(*marks), marks[:4])
    assert alone.filter(column=PASSAGE, measure="recall")["low"].item() is not None
    copies = dict.fromkeys((f"a{k}" for k in range(6)), "a0") | {"a5": "a5"}
    assert score(gold(*marks), marks[:4], copies)["low"].null_count() == alone.height


def test_own_output_as_gold_is_perfect_and_says_why_it_has_no_interval():
    marks = [passage(f"a{k}", 0, "xy"[k % 2]) for k in range(8)]
    rows = score(gold(*marks), marks)
    assert set(rows["estimate"]) == {1.0}
    assert set(rows.filter(column=PASSAGE)["flag"]) == {
        "no variation between articles: no interval"
    }


def test_nothing_found_has_no_precision():
    rows = score(TRUTH, [])
    assert value(rows, PASSAGE, "", "precision") is None
    assert value(rows, PASSAGE, "", "recall") == 0.0
    assert "undefined: nothing to count" in set(rows["flag"])


def test_an_article_read_and_found_empty_counts_against_the_layer():
    truth = gold(passage("a", 0, "x"), annotators={"a": ("",), "b": ("",)})
    rows = score(truth, [passage("a", 0, "x"), passage("b", 0, "x")])
    assert value(rows, PASSAGE, "", "precision") == 0.5


def test_annotators_of_one_article_share_its_weight():
    truth = gold(
        passage("a", 0, "x", "ann"), passage("a", 0, "x", "bob"), passage("a", 30, "x", "bob"),
        annotators={"a": ("ann", "bob")},
    )  # fmt: skip
    rows = score(truth, [passage("a", 0, "x")])
    first = rows.filter(column=PASSAGE, measure="recall")
    assert first["n_gold"].item() == 1.5
    assert first["estimate"].item() == pytest.approx(1 / 1.5, abs=1e-12)


def test_swapping_gold_and_found_swaps_precision_and_recall():
    there = [passage("a", 0, "x"), passage("a", 20, "y"), passage("b", 0, "x")]
    here = [passage("a", 0, "x"), passage("b", 3, "y"), passage("b", 30, "y")]
    articles = {"a": ("",), "b": ("",)}
    one = score(gold(*there, annotators=articles), here)
    other = score(gold(*here, annotators=articles), there)
    for label in (PASSAGE, ALL):
        assert value(one, label, "", "precision") == value(other, label, "", "recall")


def test_confusion_counts_what_has_no_partner():
    pairings = pair_passages(TRUTH, FOUND, iou=0.5)
    rows = count_confusion(pairings, layer="names", column="kind")
    assert rows.select("gold", "found", "n").rows() == [
        ("x", "x", 2), (NOT_IN_GOLD, "y", 1), ("x", NOT_FOUND, 1), ("y", "x", 1)
    ]  # fmt: skip
