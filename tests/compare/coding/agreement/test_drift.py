"""Thirds of a coder's own order: counted by hand, and a change that is there is found."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from framing.compare.coding.agreement.bounded import cluster_units
from framing.compare.coding.agreement.drift import drift_of, find_thirds
from framing.compare.coding.agreement.grid import Grid, build_grid
from framing.compare.resampling.bounds import Resampling
from framing.records.tables import CODES, DRIFT

HOW = Resampling(seed=1, replicates=99, level=0.95, interval="t")


def _grid(said: dict[str, list[str | None]], n_articles: int) -> Grid:
    n = len(next(iter(said.values())))
    units = pl.DataFrame(
        {
            "unit": [f"u{k:03}" for k in range(n)],
            "article": [f"a{k % n_articles:02}" for k in range(n)],
            "outlet": ["o"] * n,
            "group": ["g"] * n,
            "event": ["e"] * n,
        }
    )
    rows = [
        {**dict.fromkeys(CODES), "unit": f"u{k:03}", "coder": coder, "label": label,
         "phase": "independent", "place": k + 1}
        for coder, labels in said.items()
        for k, label in enumerate(labels)
        if label
    ]  # fmt: skip
    return build_grid(pl.DataFrame(rows, schema=CODES), units, labels=("no", "yes"))


def _drift(grid: Grid) -> pl.DataFrame:
    return drift_of(grid, clusters=cluster_units(grid.units), resampling=HOW)


def test_thirds_are_of_each_coders_own_units() -> None:
    grid = _grid({"ana": ["no"] * 6, "bo": [None, "no", None, "no", "no", None]}, 2)
    assert find_thirds(grid)[:, 0].tolist() == [0, 0, 1, 1, 2, 2]
    assert find_thirds(grid)[:, 1].tolist() == [-1, 0, -1, 1, 2, -1]


def test_agreement_and_label_shares_by_hand() -> None:
    grid = _grid(
        {
            "ana": ["no", "no", "yes", "yes", "yes", "yes"],
            "bo": ["no", "no", "yes", "no", "no", "no"],
            "cy": ["no", None, "yes", "no", "yes", None],
        },
        3,
    )
    found = _drift(grid)
    assert dict(found.schema) == DRIFT
    of = {
        (row["coder"], row["third"]): (row["estimate"], row["n"])
        for row in found.filter(pl.col("statistic") == "agreement").iter_rows(named=True)
    }
    # ana: (1 + 1) / 2, (1 + 0) / 2, (1/2 + 0) / 2; in the last third the two units have 2 and 1.
    assert of[("ana", "first")] == (1.0, 2)
    assert of[("ana", "middle")] == (0.5, 2)
    assert of[("ana", "last")] == (0.25, 2)
    assert of[("ana", "change")] == (-0.75, 4)
    # cy's own four units: u0 | u2 u3? Four in thirds are 2, 1, 1.
    assert of[("cy", "first")] == (1.0, 2)
    assert of[("cy", "middle")] == (0.5, 1)
    assert of[("cy", "last")] == (0.5, 1)
    assert found["low"].null_count() == found.height  # three articles
    share = found.filter(
        pl.col("statistic") == "label_share", coder="ana", third="last", label="yes"
    ).row(0, named=True)
    assert (share["estimate"], share["others"], share["n"]) == (1.0, 0.25, 2)


def test_a_coder_who_gets_careless_is_found_and_the_others_are_not() -> None:
    rng = np.random.default_rng(5)
    true = rng.integers(0, 2, 240)
    names = np.array(["no", "yes"])
    said = {}
    for coder, wrong in (("ana", (0.05, 0.05)), ("bo", (0.05, 0.05)), ("cy", (0.05, 0.5))):
        rate = np.where(np.arange(240) < 160, *wrong)
        said[coder] = names[np.where(rng.random(240) < rate, 1 - true, true)].tolist()
    found = _drift(_grid(said, 40)).filter(pl.col("third") == "change").drop_nulls("coder")
    change = {row["coder"]: row for row in found.iter_rows(named=True)}
    assert change["cy"]["high"] < -0.2
    assert change["cy"]["estimate"] < 1.5 * change["ana"]["estimate"] < 0


def test_a_coder_who_coded_one_unit_has_no_change() -> None:
    grid = _grid({"ana": ["no", "yes", "no"], "bo": ["no", None, None]}, 3)
    row = _drift(grid).filter(coder="bo", third="change").row(0, named=True)
    assert row["estimate"] is None
    assert row["flag"] == "undefined: no unit here that another coded, too"


def test_copies_of_one_text_are_one_article() -> None:
    grid = _grid({"ana": ["no"] * 6, "bo": ["yes"] * 6}, 3)
    copies = pl.DataFrame({"article": ["a00", "a01"], "unit": ["a00", "a00"]})
    clusters = cluster_units(grid.units, copies=copies)
    assert clusters.row.tolist() == [0, 0, 1, 0, 0, 1]
    assert clusters.strata["unit"].to_list() == ["a00", "a02"]
    with pytest.raises(ValueError, match="label 'yes'; allowed: no"):
        build_grid(
            pl.DataFrame([{**dict.fromkeys(CODES), "unit": "u", "label": "yes",
                           "coder": "a", "phase": "independent"}], schema=CODES),
            grid.units, labels=("no",),
        )  # fmt: skip
