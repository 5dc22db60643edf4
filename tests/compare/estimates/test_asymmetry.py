"""Asymmetry of cues within an outlet against sums done by hand."""

from __future__ import annotations

import polars as pl
import pytest

from framing.compare.design import Design, build_design
from framing.compare.estimates.asymmetry import estimate_asymmetry
from framing.compare.resampling.bounds import Resampling
from framing.records.tables import OUTLETS

RESAMPLING = Resampling(seed=3, replicates=300, level=0.9)


def design(n: int, unit: str | None = None) -> Design:
    rows = [(f"O/{k}", "O", "G", "e") for k in range(n)]
    schema = dict.fromkeys(("article", "outlet", "group", "event"), pl.String)
    articles = pl.DataFrame(rows, schema=schema, orient="row")
    copies = articles.select("article", unit=pl.lit(unit) if unit else pl.col("article"),
                             n_carriers=pl.lit(1))  # fmt: skip
    outlets = pl.DataFrame(
        [{**dict.fromkeys(OUTLETS, ""), "outlet": "O", "group": "G"}], schema=OUTLETS
    )
    return build_design(articles, copies, outlets)


def estimate(made: Design, rows: list[tuple[int, str | None, str | None, float]]) -> pl.DataFrame:
    mentions = pl.DataFrame(
        [(f"O/{k}", "O", "G", "e", side, cue, w) for k, side, cue, w in rows],
        schema={**dict.fromkeys(("article", "outlet", "group", "event", "side", "cue_class"),
                                pl.String), "weight": pl.Float64},
        orient="row",
    )  # fmt: skip
    return estimate_asymmetry(mentions, design=made, scope="authored", resampling=RESAMPLING)


def row(found: pl.DataFrame, cue_class: str) -> dict[str, object]:
    return found.filter(pl.col("cue_class") == cue_class).row(0, named=True)


MANY = [
    (k, side, cue, 1.0)
    for k in range(8)
    for side, cue in (("A", "neutral"), ("A", "doubting" if k % 2 else "neutral"),
                      ("B", "neutral"), ("B", "context"))
]  # fmt: skip


def test_the_difference_of_shares_by_hand():
    found = estimate(design(8), MANY)
    doubting = row(found, "doubting")
    # 4 of 16 cues for A, none of 16 for B, whose "insisted" counts in the whole only.
    assert doubting["estimate"] == pytest.approx(4 / 16, abs=1e-12)
    assert (doubting["n_a"], doubting["n_total_a"], doubting["n_b"]) == (4, 16, 0)
    assert doubting["low"] < doubting["estimate"] < doubting["high"]
    assert row(found, "neutral")["estimate"] == pytest.approx(12 / 16 - 8 / 16, abs=1e-12)
    assert row(found, "marked")["estimate"] == doubting["estimate"]
    assert "context" not in set(found["cue_class"])
    assert row(found, "factive")["flag"] == "no such cue for either side: no interval"


def test_swapping_sides_flips_the_sign_and_the_interval():
    swapped = [(k, {"A": "B", "B": "A"}[side], cue, w) for k, side, cue, w in MANY]
    one, other = (row(estimate(design(8), rows), "doubting") for rows in (MANY, swapped))
    assert one["estimate"] == -other["estimate"]
    assert (one["low"], one["high"]) == pytest.approx((-other["high"], -other["low"]), abs=1e-12)


def test_weights_count_and_what_has_no_side_or_cue_does_not():
    rows = [(0, "A", "doubting", 0.5), (0, "A", "neutral", 1.5), (1, "B", "neutral", 1.0),
            (1, None, "doubting", 1.0), (1, "B", None, 1.0), (2, "B", "doubting", 0.0)]  # fmt: skip
    assert row(estimate(design(3), rows), "doubting")["estimate"] == pytest.approx(0.25, abs=1e-12)


@pytest.mark.parametrize(("n", "unit"), [(4, None), (8, "O/0")])
def test_few_distinct_articles_have_no_interval(n, unit):
    found = row(estimate(design(n, unit), [r for r in MANY if r[0] < n]), "doubting")
    assert found["low"] is None
    assert found["flag"] == "fewer than 5 distinct articles for a side: no interval"


def test_an_outlet_that_quotes_one_side_has_no_row():
    assert estimate(design(8), [r for r in MANY if r[1] == "A"]).is_empty()
