"""Intervals of ratios of sums over units, and the reasons why there is none."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import MIN_DESCRIPTIVE, READING, Design
from framing.compare.resampling.bounds import Resampling, bounds
from framing.compare.resampling.draws import unit_strata

Cells = tuple[pl.DataFrame, list[str]]


def with_intervals(
    grid: pl.DataFrame,
    *,
    top: Cells,
    bottom: Cells,
    design: Design,
    resampling: Resampling,
    is_share: bool,
) -> pl.DataFrame:
    """Add ``low``, ``high``, ``level``, ``strata`` and ``flag`` to rows with an ``estimate``.

    Parameters
    ----------
    grid
        One row an estimate = sum of top cells / sum of bottom cells.
    top, bottom
        Rows with ``article`` and ``cell``, and the columns that tie them to rows of ``grid``.
    design
        Tier and units; all estimates see the same draws of units.
    resampling
        Seed, replicates, level.
    is_share
        Shares of 0 and 1 get counts and no interval.
    """
    rows, keys = bottom
    distinct = (
        rows.join(design.units.select("article", "unit", "stratum"), on="article")
        .group_by(keys)
        .agg(n_distinct=pl.col("unit").n_unique(), kinds=drawn_within())
    )
    grid = grid.join(distinct, on=keys, how="left", maintain_order="left", nulls_equal=True)
    extreme = (pl.col("estimate") <= 0) | (pl.col("estimate") >= 1)
    reason = (
        pl.when(design.tier == READING)
        .then(pl.lit("tier reading: no interval"))
        .when(pl.col("n_distinct") < MIN_DESCRIPTIVE)
        .then(pl.lit(f"fewer than {MIN_DESCRIPTIVE} distinct articles: no interval"))
        .when(extreme & is_share)
        .then(pl.lit("share of 0 or 1: counts, no interval"))
        .when(pl.col("estimate").is_null() | pl.col("estimate").is_nan())
        .then(pl.lit("undefined"))
        .otherwise(pl.lit(""))
    )
    grid = grid.with_columns(flag=reason)
    low = np.full(grid.height, np.nan)
    high = np.full(grid.height, np.nan)
    wanted = grid.with_row_index("row").filter(pl.col("flag") == "")
    if not wanted.is_empty():
        chosen = wanted["row"].to_numpy()
        low[chosen], high[chosen] = _bounds(wanted, top, bottom, design, resampling)
    sure = np.isfinite(low) & (high > low)
    flat = (pl.col("flag") == "") & ~pl.Series(sure)
    strata = pl.when(pl.Series(sure)).then(pl.lit("articles within ") + pl.col("kinds"))
    claim = "these_articles" if design.tier == READING else "these_outlets"
    return grid.with_columns(
        claim=pl.lit(claim),
        low=pl.when(pl.Series(sure)).then(pl.Series(low)),
        high=pl.when(pl.Series(sure)).then(pl.Series(high)),
        level=pl.when(pl.Series(sure)).then(pl.lit(resampling.level)),
        strata=strata,
        flag=pl.when(flat)
        .then(pl.lit("no variation between units: no interval"))
        .otherwise("flag"),
    )


def drawn_within() -> pl.Expr:
    """What the units of a row were drawn within: outlets, groups, or both."""
    kinds = pl.col("stratum").str.split(" ").list.first().unique().sort()
    return kinds.str.join(" and ")


def _bounds(
    wanted: pl.DataFrame, top: Cells, bottom: Cells, design: Design, resampling: Resampling
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    tables = [sum_cells(wanted, cells, design) for cells in (top, bottom)]
    return bounds(np.divide, tables, strata=unit_strata(design.units), resampling=resampling)


def sum_cells(wanted: pl.DataFrame, cells: Cells, design: Design) -> NDArray[np.float64]:
    """Sums of cells: units (as ``unit_strata`` sorts them) by wanted rows."""
    strata = unit_strata(design.units)
    number = design.units.select("article", "unit").join(
        strata.select("unit").with_row_index("u"), on="unit"
    )
    rows, keys = cells
    columns = wanted.select(keys).with_row_index("column")
    sums = (
        rows.join(number, on="article")
        .join(columns, on=keys, nulls_equal=True)
        .group_by("u", "column")
        .agg(pl.col("cell").sort().sum())
    )
    matrix = np.zeros((strata.height, wanted.height))
    matrix[sums["u"].to_numpy(), sums["column"].to_numpy()] = sums["cell"].to_numpy()
    return matrix
