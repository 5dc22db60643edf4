"""Estimates that are ratios of sums over units, their intervals, and the reasons for none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import (
    MIN_DESCRIPTIVE,
    MIN_OUTLETS,
    READING,
    Design,
    outlet_clusters,
)
from framing.compare.resampling.bounds import Bounds, Resampling, find_bounds
from framing.compare.resampling.draws import unit_strata
from framing.compare.resampling.influence import Statistic

Cells = tuple[pl.DataFrame, list[str]]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MIN_WITH = 3  # articles with the item, and without it
MIN_DF = {"t": 2.0, "percentile": 7.0, "bca": 7.0}  # see docs/simulation.md


@dataclass(frozen=True, slots=True)
class Sums:
    """Cells summed by unit, for each row of the grid or each of its outlets.

    ``row`` says which row of the grid a column is of; it never falls.
    """

    top: Floats
    bottom: Floats
    row: Ints
    n_rows: int

    def starts(self) -> Ints:
        """The first column of each row that has one."""
        found: Ints = np.flatnonzero(np.diff(self.row, prepend=-1))
        return found

    def point(self) -> Floats:
        """The estimate of each row."""
        total = (self.top.sum(axis=0)[None], self.bottom.sum(axis=0)[None])
        found: Floats = self.estimate(*total)[0]
        return found

    def top_sum(self) -> Floats:
        """Weighted part of each row."""
        found: Floats = self.add(self.top.sum(axis=0)[None])[0]
        return found

    def bottom_sum(self) -> Floats:
        """Weighted whole of each row."""
        found: Floats = self.add(self.bottom.sum(axis=0)[None])[0]
        return found

    def n_units(self) -> Ints:
        """How many units each row has in its whole."""
        found: Ints = (self.add(self.bottom) > 0).sum(axis=0)
        return found

    def n_with(self) -> Ints:
        """How many units each row has in its part."""
        found: Ints = (self.add(self.top) > 0).sum(axis=0)
        return found

    def n_either(self) -> Ints:
        """Units with the part, or with the rest of the whole: whichever are fewer."""
        top, bottom = self.add(self.top), self.add(self.bottom)
        rest = bottom - top > 1e-9 * bottom
        found: Ints = np.minimum((top > 0).sum(axis=0), rest.sum(axis=0))
        return found

    def add(self, table: Floats) -> Floats:
        """Columns of one row added up; rows without a column are 0."""
        out = np.zeros((len(table), self.n_rows))
        if len(self.row):
            out[:, np.unique(self.row)] = np.add.reduceat(table, self.starts(), axis=1)
        return out

    def estimate(self, top: Floats, bottom: Floats) -> Floats:
        """Ratio for each row: that of its sums, or the mean over the outlets that have it."""
        with np.errstate(invalid="ignore", divide="ignore"):
            if len(self.row) == self.n_rows and (np.diff(self.row) == 1).all():
                return top / bottom
            there = bottom > 0
            return self.add(np.where(there, top / bottom, 0.0)) / self.add(there.astype(float))


def with_intervals(
    grid: pl.DataFrame,
    *,
    unit: str = "",
    top: Cells,
    bottom: Cells,
    design: Design,
    resampling: Resampling,
    is_share: bool,
) -> pl.DataFrame:
    """Add ``estimate``, ``low``, ``high``, ``level``, ``claim``, how it was made, and ``flag``.

    Parameters
    ----------
    grid
        One row an estimate = sum of top cells / sum of bottom cells; for a group the mean of that
        over its outlets, unless ``resampling.outlets`` is ``pooled``.
    unit
        ``group``: rows are about groups, and cells have ``outlet``; else all cells are pooled.
    top, bottom
        Rows with ``article`` and ``cell``, and the columns that tie them to rows of
        ``grid``.
    design
        Tier and units; all estimates see the same units.
    resampling
        How estimates and intervals are made.
    is_share
        Shares of 0 and 1 get counts and no interval; others one that stays within 0 and 1.
    """
    equal = unit == "group" and resampling.outlets == "equal"
    clustered = unit == "group" and resampling.claim == "group"
    sums = sum_up(grid, top, bottom, design, equal)
    grid = _count_units(grid, bottom, design).with_columns(
        estimate=pl.Series(sums.point()).fill_nan(None)
    )
    grid = grid.with_columns(flag=_reasons(design, is_share, clustered))
    found = Bounds(*(np.full(grid.height, np.nan) for _ in range(3)))
    wanted = (grid["flag"] == "").to_numpy()
    if wanted.any():
        link = "logit" if is_share else ""
        found = _bounds(sums, design, resampling, clustered=clustered, link=link)
    grid = _refuse(grid, sums, found, resampling, is_share)
    sure = (grid["flag"] == "").to_numpy() & np.isfinite(found.low) & (found.high > found.low)
    return _fill(grid, found, pl.Series(sure), resampling).with_columns(
        claim=pl.lit(_claim(design, clustered)),
        strata=pl.when(pl.Series(sure)).then(
            pl.lit("outlets within group")
            if clustered
            else pl.lit("articles within ") + pl.col("kinds")
        ),
        weights=pl.lit(f"outlets {resampling.outlets}" if unit == "group" else None, pl.String),
        interval=pl.when(pl.Series(sure)).then(pl.lit(say_interval(resampling, is_share))),
    )


def say_interval(resampling: Resampling, is_share: bool) -> str:
    """How an interval was made, in a few words."""
    if resampling.interval == "t":
        return "t on the logit" if is_share else "t"
    return f"{resampling.interval} with tails of t"


def _claim(design: Design, clustered: bool) -> str:
    return "these_articles" if design.tier == READING else "group" if clustered else "these_outlets"


def _count_units(grid: pl.DataFrame, bottom: Cells, design: Design) -> pl.DataFrame:
    rows, keys = bottom
    outlets = pl.col("outlet").n_unique() if "outlet" in rows.columns else pl.lit(0)
    distinct = (
        rows.join(design.units.select("article", "unit", "stratum"), on="article")
        .group_by(keys)
        .agg(
            n_distinct=pl.col("unit").n_unique(),
            n_outlets=outlets,
            kinds=drawn_within(),
        )
    )
    return grid.join(distinct, on=keys, how="left", maintain_order="left", nulls_equal=True)


def _reasons(design: Design, is_share: bool, clustered: bool) -> pl.Expr:
    """Why a row has no interval; empty where it has."""
    extreme = (pl.col("estimate") <= 0) | (pl.col("estimate") >= 1)
    too_few = pl.format("claim group: {} outlets, 4 needed: no interval", "n_outlets")
    return (
        pl.when(design.tier == READING)
        .then(pl.lit("tier reading: no interval"))
        .when((pl.col("n_outlets") < MIN_OUTLETS) & clustered)
        .then(too_few)
        .when(pl.col("n_distinct") < MIN_DESCRIPTIVE)
        .then(pl.lit(f"fewer than {MIN_DESCRIPTIVE} distinct articles: no interval"))
        .when(extreme & is_share)
        .then(pl.lit("share of 0 or 1: counts, no interval"))
        .when(pl.col("estimate").is_null() | pl.col("estimate").is_nan())
        .then(pl.lit("undefined"))
        .otherwise(pl.lit(""))
    )


def _refuse(
    grid: pl.DataFrame, sums: Sums, found: Bounds, resampling: Resampling, is_share: bool
) -> pl.DataFrame:
    """Reasons for no interval where it would not cover as often as stated."""
    few = (sums.n_either() < MIN_WITH) & is_share
    vague = found.df < MIN_DF[resampling.interval]
    said = f"{resampling.interval} interval of too few articles: no interval"
    return grid.with_columns(
        flag=pl.when(pl.col("flag") != "")
        .then("flag")
        .when(pl.Series(few))
        .then(pl.lit(f"fewer than {MIN_WITH} articles with it, or without it: no interval"))
        .when(pl.Series(vague))
        .then(pl.lit(said))
        .otherwise(pl.lit(""))
    )


def _fill(
    grid: pl.DataFrame, found: Bounds, sure: pl.Series, resampling: Resampling
) -> pl.DataFrame:
    flat = (pl.col("flag") == "") & ~sure
    return grid.with_columns(
        low=pl.when(sure).then(pl.Series(found.low)),
        high=pl.when(sure).then(pl.Series(found.high)),
        level=pl.when(sure).then(pl.lit(resampling.level)),
        flag=pl.when(flat)
        .then(pl.lit("no variation between units: no interval"))
        .otherwise("flag"),
    )


def drawn_within() -> pl.Expr:
    """What the units of a row were drawn within: outlets, groups, or both."""
    kinds = pl.col("stratum").str.split(" ").list.first().unique().sort()
    return kinds.str.join(" and ")


def sum_up(grid: pl.DataFrame, top: Cells, bottom: Cells, design: Design, equal: bool) -> Sums:
    """Sums of both cells; with ``equal`` a column for each outlet of a row."""
    (top_rows, top_keys), (rows, keys) = top, bottom
    columns = grid.with_row_index("row")
    if equal:
        present = rows.select(*keys, "outlet").unique()
        columns = (
            columns.drop("outlet", strict=False)
            .join(present, on=keys, nulls_equal=True)
            .sort("row", "outlet")
        )
        top_keys, keys = [*top_keys, "outlet"], [*keys, "outlet"]
    number = columns["row"].cast(pl.Int64).to_numpy()
    above = sum_cells(columns, (top_rows, top_keys), design)
    return Sums(above, sum_cells(columns, (rows, keys), design), number, grid.height)


def _bounds(
    sums: Sums, design: Design, resampling: Resampling, *, clustered: bool, link: str
) -> Bounds:
    if not clustered:
        tables, strata = (sums.top, sums.bottom), unit_strata(design.units)
        return find_bounds(sums.estimate, tables, strata=strata, resampling=resampling, link=link)
    tables, statistic, strata = clustered_tables(sums, design, resampling)
    return find_bounds(statistic, tables, strata=strata, resampling=resampling, link=link)


def clustered_tables(
    sums: Sums, design: Design, resampling: Resampling
) -> tuple[tuple[Floats, Floats], Statistic, pl.DataFrame]:
    """Tables, statistic and strata for draws of whole outlets."""
    homes = outlet_clusters(design.units)
    place = {unit: k for k, unit in enumerate(unit_strata(design.units)["unit"])}
    outlets = unit_strata(homes)
    order = [place[unit] for unit in outlets["unit"]]
    tables = (sums.top[order], sums.bottom[order])
    if resampling.outlets == "pooled":
        return tables, sums.estimate, outlets
    # A whole outlet is drawn with its own ratio, which its weight does not change.
    starts = np.flatnonzero(outlets["cluster"].rle_id().diff().fill_null(1).to_numpy())
    each = [np.add.reduceat(table, starts, axis=0) for table in tables]
    there = each[1] > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = sums.add(np.where(there, each[0] / each[1], 0.0))
    names = outlets.select("stratum", unit="cluster").unique(maintain_order=True)
    return (ratio, sums.add(there.astype(float))), np.divide, names


def sum_cells(wanted: pl.DataFrame, cells: Cells, design: Design) -> Floats:
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
