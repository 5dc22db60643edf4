"""Bounds of parts from single cells are those of tables of units by cells."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from framing.compare.resampling.bounds import Resampling, bounds
from framing.compare.split.bounds import split_bounds
from framing.compare.split.cells import (
    Cells,
    build_cells,
    observed_rates,
    side_cells,
    split_sides,
    stretch,
    sum_places,
)

Floats = NDArray[np.float64]
N = 120


def _study(*, equal: bool) -> tuple[Cells, Floats, pl.DataFrame]:
    """Articles of four outlets on seven events; some units stand in two outlets."""
    dice = np.random.default_rng(3)
    outlet = dice.integers(4, size=N)
    unit = np.where(dice.random(N) < 0.1, dice.integers(N, size=N), np.arange(N))
    event = dice.integers(9, size=N).tolist()
    rows = pl.DataFrame(
        {
            "article": [f"a{k:03}" for k in range(N)],
            "unit": unit,
            "side": np.where(outlet < 2, "a", "b"),
            "outlet": [f"o{k}" for k in outlet],
            "event": [None if e == 8 else f"e{e}" for e in event],
            "bottom": dice.integers(1, 5, size=N).astype(float),
        }
    )
    home = rows.group_by("unit").agg(stratum=pl.col("outlet").min()).sort("stratum", "unit")
    order = home.with_row_index("number").select("unit", pl.col("number").cast(pl.Int64))
    rows = rows.join(order, on="unit").drop("unit").rename({"number": "unit"})
    cells, placed = build_cells(rows.sort("article"), outlets_equal=equal)
    n = len(cells.bottom)
    used = placed.with_columns(top=pl.col("bottom") * pl.Series(dice.random(N).round(1)))
    one = sum_places(used, "top", n=n)
    tops = np.stack([one, cells.bottom - one])
    strata = home.with_columns(unit=pl.col("unit").cast(pl.String), stratum="stratum")
    return cells, tops, strata


def _of_tables(cells: Cells, tops: Floats, strata: pl.DataFrame, how: Resampling) -> list[Floats]:
    """The same from dense tables: units by outlets and cells."""
    held = observed_rates(cells, tops)
    shape = (len(cells.sides), cells.n_cells)
    tables = []
    for values in (cells.bottom[None], tops, stretch(cells, tops, held)):
        table = np.zeros((strata.height, len(values), *shape))
        for k, row in enumerate(values):
            np.add.at(table, (cells.unit, k, cells.outlet, cells.cell), row)
        tables.append(table.reshape(strata.height, -1))

    def statistic(bottom: Floats, plain: Floats, wide: Floats) -> Floats:
        n = len(bottom)
        grid = bottom.reshape(n, *shape)
        below, above = side_cells(cells, grid, plain.reshape(n, -1, *shape))
        _, wider = side_cells(cells, grid, wide.reshape(n, -1, *shape))
        found = split_sides(
            (below[0], below[1]), (above[0], above[1]), (wider[0], wider[1]), held=held
        )
        return found.reshape(n, -1)

    found = bounds(statistic, tables, strata=strata, resampling=how)
    logit = bounds(statistic, tables, strata=strata, resampling=how, link="logit")
    low, high = (bound.reshape(len(tops), -1) for bound in found)
    if how.interval == "t":
        low[:, :2], high[:, :2] = (bound.reshape(len(tops), -1)[:, :2] for bound in logit)
    return [low, high]


@pytest.mark.parametrize("equal", [True, False])
@pytest.mark.parametrize("interval", ["t", "percentile", "bca"])
def test_bounds_are_those_of_tables_of_all_units(interval: str, equal: bool) -> None:
    cells, tops, strata = _study(equal=equal)
    how = Resampling(1, 99, 0.9, interval=interval)
    held = observed_rates(cells, tops)
    found = split_bounds(cells, tops, held=held, strata=strata, resampling=how, is_share=True)
    expected = _of_tables(cells, tops, strata, how)
    assert np.isfinite(expected[0]).sum() > 10
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
