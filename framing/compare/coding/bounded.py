"""Intervals of agreement: whole articles are drawn, within outlets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coding.parts import Part
from framing.compare.design import build_units
from framing.compare.resampling.bounds import Bounds, Resampling, find_bounds
from framing.compare.resampling.draws import unit_strata
from framing.compare.resampling.intervals import MIN_DF

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MIN_APART = 3  # articles in which coders differ
MIN_ARTICLES = 8  # distinct ones with a unit that two coded; see docs/simulation_agreement.md


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """What is drawn together.

    Attributes
    ----------
    row
        Of each unit of a grid, the number of its article (copies of one text are one), from 0.
    strata
        From ``unit_strata``: these articles in the order of their numbers.
    """

    row: Ints
    strata: pl.DataFrame


def cluster_units(units: pl.DataFrame, *, copies: pl.DataFrame | None = None) -> Clusters:
    """Articles of units, drawn within their outlets; lone ones of an outlet within the group.

    Parameters
    ----------
    units
        ``article``, ``outlet``, ``group``, ``event`` of each unit.
    copies
        Schema ``COPIES``; by default no article is a copy.
    """
    articles = units.select("article", "outlet", "group", "event").unique("article").sort("article")
    homes = articles.select("article", unit="article") if copies is None else copies
    # Articles that are not measured, of another language, have no row among copies.
    whole = articles.select("article").join(homes, on="article", how="left", maintain_order="left")
    drawn = build_units(articles, whole.with_columns(pl.col("unit").fill_null(pl.col("article"))))
    strata = unit_strata(drawn)
    numbers = strata.select("unit", number=pl.int_range(pl.len(), dtype=pl.Int64))
    numbered = drawn.select("article", "unit").join(numbers, on="unit")
    row = units.select("article").join(numbered, on="article", how="left", maintain_order="left")
    return Clusters(row["number"].to_numpy(), strata)


def with_bounds(
    rows: pl.DataFrame, part: Part, *, clusters: Clusters, resampling: Resampling
) -> pl.DataFrame:
    """Rows with ``low``, ``high`` and ``level``, or in ``flag`` why there is no interval.

    Parameters
    ----------
    rows
        The rows of a part with ``estimate``, null where it is undefined.
    """
    if not len(clusters.strata):
        return rows
    low, high, df = bounds_below_one(part, clusters=clusters, resampling=resampling)
    reached = np.isfinite(low) & np.isfinite(high) & (high > low)
    flagged = rows.with_columns(
        flag=pl.when(pl.col("n_articles") < MIN_ARTICLES)
        .then(pl.lit(f"fewer than {MIN_ARTICLES} distinct articles: no interval"))
        .when(pl.col("n_apart") == 0)
        .then(pl.lit("coders never differ: no interval"))
        .when(pl.min_horizontal("n_apart", "n_with") < MIN_APART)
        .then(pl.lit(f"coders differ in fewer than {MIN_APART} articles: no interval"))
        .when(pl.Series(df < MIN_DF[resampling.interval]))
        .then(pl.lit(f"{resampling.interval} interval of too few articles: no interval"))
        .when(~pl.Series(reached))
        .then(pl.lit("no variation between articles: no interval"))
        .otherwise(pl.lit(""))
    )
    sure = pl.col("estimate").is_not_null() & (pl.col("flag") == "")
    return flagged.with_columns(
        low=pl.when(sure).then(pl.Series(low)),
        high=pl.when(sure).then(pl.Series(high)),
        level=pl.when(sure).then(pl.lit(resampling.level)),
    )


def bounds_below_one(part: Part, *, clusters: Clusters, resampling: Resampling) -> Bounds:
    """Bounds of values that are 1 at most, from taking whole articles out or drawing them again.

    An interval ``t`` is symmetric in the logarithm of what is lacking to 1 (link ``log``), or in
    the log odds of shares (link ``logit``), so it never reaches beyond 1. NaN where there is none.
    """

    def lacking(sums: Floats) -> Floats:
        return 1.0 - part.statistic(sums)

    found = find_bounds(
        lacking, [part.sums], strata=clusters.strata, resampling=resampling, link=part.link
    )
    return Bounds(1.0 - found.high, 1.0 - found.low, found.df)
