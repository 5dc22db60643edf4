"""Estimates that are ratios of sums over units, their intervals, and the reasons for none."""

from __future__ import annotations

from collections.abc import Iterator

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
from framing.compare.resampling.bounds import (
    Bounds,
    Resampling,
    find_bounds,
    find_bounds_by_part,
)
from framing.compare.resampling.draws import unit_strata
from framing.compare.resampling.influence import Statistic
from framing.compare.resampling.sums import Cells, SparseSums, Sums, place_sums

Floats = NDArray[np.float64]
_ROWS = 32  # of the grid taken at a time: most units add to none of them
MIN_WITH = 3  # articles with the item, and without it
MIN_DF = {"t": 2.0, "percentile": 7.0, "bca": 7.0}  # see docs/simulation.md


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
    sums = SparseSums(*place_sums(grid, top, bottom, design, equal), grid.height)
    # Draws are made once for all rows; what leaves units out goes through few rows at a time.
    few = resampling.interval == "t" and not clustered
    pieces = sums.pieces(_ROWS if few else grid.height, all_units=clustered)
    point, n_either = (
        np.concatenate([np.zeros(0), *(getattr(piece, name)() for piece in pieces())])
        for name in ("point", "n_either")
    )
    grid = _count_units(grid, bottom, design).with_columns(estimate=pl.Series(point).fill_nan(None))
    grid = grid.with_columns(flag=_reasons(design, is_share, clustered))
    found = Bounds(*(np.full(grid.height, np.nan) for _ in range(3)))
    wanted = (grid["flag"] == "").to_numpy()
    if wanted.any():
        link = "logit" if is_share else ""
        found = _bounds(pieces(), design, resampling, clustered=clustered, link=link)
    grid = _refuse(grid, n_either, found, resampling, is_share)
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
    grid: pl.DataFrame, n_either: Floats, found: Bounds, resampling: Resampling, is_share: bool
) -> pl.DataFrame:
    """Reasons for no interval where it would not cover as often as stated."""
    few = (n_either < MIN_WITH) & is_share
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


def _bounds(
    pieces: Iterator[Sums],
    design: Design,
    resampling: Resampling,
    *,
    clustered: bool,
    link: str,
) -> Bounds:
    if not clustered:
        parts = ((piece.estimate, (piece.top, piece.bottom), piece.units) for piece in pieces)
        strata = unit_strata(design.units)
        return find_bounds_by_part(parts, strata=strata, resampling=resampling, link=link)
    (sums,) = pieces
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
