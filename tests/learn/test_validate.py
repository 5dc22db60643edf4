from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from framing.compare.resampling.bounds import Resampling
from framing.errors import UsageError
from framing.learn.validate import BY_ARTICLE, BY_OUTLET, CURVE, OUTLET, validate
from framing.records.tables import LEARNED

RESAMPLING = Resampling(seed=1, replicates=100, level=0.95)


def macro(table: pl.DataFrame, part: str) -> pl.DataFrame:
    return table.filter((pl.col("part") == part) & (pl.col("measure") == "macro_F1"))


def test_parts_of_the_table(make_examples):
    found = validate(make_examples(120, noise=6), resampling=RESAMPLING)
    assert dict(found.schema) == LEARNED
    assert found["part"].unique(maintain_order=True).to_list() == [
        BY_ARTICLE, BY_OUTLET, OUTLET, CURVE,
    ]  # fmt: skip
    row = macro(found, BY_ARTICLE).row(0, named=True)
    assert row["low"] < row["estimate"] < row["high"]
    assert row["low"] > row["baseline"]
    assert (row["n_articles"], row["n_train"]) == (120, 96)
    assert macro(found, CURVE)["n_train"].to_list() == [24, 48, 72, 96]
    # The last part of the curve is all of the training rows.
    assert macro(found, CURVE)["estimate"][3] == row["estimate"]
    assert found.filter(pl.col("part") == OUTLET)["outlet"].to_list() == [
        f"outlet {k}" for k in range(6)
    ]


def test_labels_without_rhyme_or_reason_are_not_learned(make_examples):
    examples = make_examples(240)
    words = tuple("harbour boat rope" for _ in examples.documents)
    found = validate(replace(examples, documents=words), resampling=RESAMPLING, parts=(BY_ARTICLE,))
    assert macro(found, BY_ARTICLE)["estimate"][0] < 0.55


def test_with_few_outlets_it_is_not_validated_by_outlet(make_examples):
    examples = make_examples(120)
    outlets = tuple(f"outlet {k % 3}" for k in range(120))
    found = validate(replace(examples, outlets=outlets), resampling=RESAMPLING, parts=(BY_OUTLET,))
    assert found.select("measure", "estimate", "flag").rows() == [
        (
            "macro_F1", None,
            "not validated on other outlets: 3 outlets are coded; allowed: at least 5",
        )
    ]  # fmt: skip


def test_an_outlet_that_cannot_be_spared_is_named(make_examples):
    examples = make_examples(120)
    first = [k for k in range(120) if examples.truth[k] == 1]
    outlets = ["big" if k in first[:35] else o for k, o in enumerate(examples.outlets)]
    found = validate(
        replace(examples, outlets=tuple(outlets)), resampling=RESAMPLING, parts=(BY_OUTLET,)
    )
    flag = macro(found, BY_OUTLET)["flag"][0]
    assert flag.endswith("not tested, too few of some label left to train on: big")
    assert macro(found, BY_OUTLET)["n_articles"][0] == 85


def test_the_same_examples_give_the_same_scores(make_examples):
    one, two = (
        validate(make_examples(120, noise=6), resampling=RESAMPLING, parts=(BY_ARTICLE,))
        for _ in range(2)
    )
    assert one.equals(two)


def test_too_little_is_refused(make_examples):
    with pytest.raises(UsageError, match="weather: 60 distinct articles are coded"):
        validate(make_examples(60), resampling=RESAMPLING)
