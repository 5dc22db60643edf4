"""Intervals of agreement: whole articles are drawn, within outlets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coding.agreement.coefficients import Part
from framing.compare.design import build_units
from framing.compare.resampling.bounds import Resampling, find_bounds
from framing.compare.resampling.draws import unit_strata

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# What docs/simulation_agreement.md bears out, whichever interval the study has.
INTERVAL = "bca"
MIN_ARTICLES = 8  # distinct ones with a unit that two coded
MIN_APART = 5  # of them, where coders differ
MIN_ALIKE = 5  # and where they agree on what is rarer
MIN_DF = 4.0


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


def estimate_rows(part: Part) -> pl.DataFrame:
    """The estimates of a part over all articles, with what stands beside them, and no interval."""
    found = part.statistic(part.sums.sum(axis=0, keepdims=True))[0]
    none = pl.lit(None, dtype=pl.Float64)
    estimates = pl.Series(found, dtype=pl.Float64).fill_nan(None)
    return part.beside.with_columns(
        estimate=estimates, low=none, high=none, level=none, flag=pl.lit("")
    )


def bounded_rows(part: Part, *, clusters: Clusters, resampling: Resampling) -> pl.DataFrame:
    """``estimate_rows`` with bounds, or in ``flag`` why there is no interval."""
    rows = estimate_rows(part)
    if not len(clusters.strata):
        return rows
    made = replace(resampling, interval=INTERVAL)
    found = find_bounds(part.statistic, [part.sums], strata=clusters.strata, resampling=made)
    reached = np.isfinite(found.low) & np.isfinite(found.high) & (found.high > found.low)
    flagged = rows.with_columns(
        flag=pl.when(pl.col("n_articles") < MIN_ARTICLES)
        .then(pl.lit(f"fewer than {MIN_ARTICLES} distinct articles: no interval"))
        .when(pl.col("n_apart") < MIN_APART)
        .then(pl.lit(f"coders differ in fewer than {MIN_APART} articles: no interval"))
        .when(pl.col("n_alike") < MIN_ALIKE)
        .then(pl.lit(f"coders agree on the rarer in fewer than {MIN_ALIKE} articles: no interval"))
        .when(pl.Series(~(found.df >= MIN_DF)))
        .then(pl.lit(f"{INTERVAL} interval of too few articles: no interval"))
        .when(~pl.Series(reached))
        .then(pl.lit("undefined in too many draws: no interval"))
        .otherwise(pl.lit(""))
    )
    sure = pl.col("estimate").is_not_null() & (pl.col("flag") == "")
    return flagged.with_columns(
        low=pl.when(sure).then(pl.Series(found.low)),
        high=pl.when(sure).then(pl.Series(found.high)),
        level=pl.when(sure).then(pl.lit(resampling.level)),
    )
