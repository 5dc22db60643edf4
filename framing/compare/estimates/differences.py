"""The difference of two groups, or two outlets, in shares or means, with its interval."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import (
    MIN_DESCRIPTIVE,
    MIN_OUTLETS,
    READING,
    Design,
    build_side,
    compare_sides,
)
from framing.compare.resampling.bounds import Resampling, find_bounds
from framing.compare.resampling.draws import unit_strata
from framing.compare.resampling.intervals import MIN_DF, MIN_WITH, clustered_tables, say_interval
from framing.compare.resampling.sums import Cells, Sums, sum_up
from framing.records.tables import ESTIMATE, MADE, Schema

Floats = NDArray[Any]


def difference_schema(item: tuple[str, ...]) -> Schema:
    """Columns of ``estimate_differences``."""
    ends = {f"{name}_{end}": pl.Float64 for name in ("estimate",) for end in "ab"}
    counts = {f"n_articles_{end}": pl.Int64 for end in "ab"}
    sides = {"side_a": pl.String, "side_b": pl.String}
    return {**sides, **dict.fromkeys(item, pl.String), **ESTIMATE, **ends, **counts, **MADE}


def estimate_differences(
    top: Cells,
    bottom: Cells,
    *,
    item: tuple[str, ...],
    sides: tuple[str, str],
    design: Design,
    scope: str,
    resampling: Resampling,
    is_share: bool,
) -> pl.DataFrame:
    """Side a minus side b for each item: ratio of sums, for groups the mean over outlets.

    Parameters
    ----------
    top, bottom
        Rows with ``article``, ``outlet``, ``group``, ``cell``, and the columns of ``item`` that
        they are about: estimate of a side = sum of top / sum of bottom.
    item
        Columns that say what a row is about; there is one for every item in ``top``.
    sides
        Two groups, or two outlets.
    design
        Units; the tier is that of the two sides.
    scope
        Printed in the column ``scope``.
    resampling
        How estimates and intervals are made.
    is_share
        Shares need 3 articles with the item and 3 without it on both sides.

    Returns
    -------
    DataFrame
        ``side_a``, ``side_b``, the item's columns, schema ``ESTIMATE`` (``estimate`` is a - b),
        ``estimate_a``, ``estimate_b``, ``n_articles_a``, ``n_articles_b``, schema ``MADE``.
        ``n`` counts the articles of both sides that have the item, of means those with a value;
        ``n_eff`` are their weights. ``flag`` says why there is no
        interval. An interval that holds 0 does not show that the sides are alike.
    """
    unit = "group" if sides[0] in set(design.units["group"]) else "outlet"
    # What all rows share, so that a whole without columns of its own can be joined.
    every = pl.lit(0).alias("every")
    top = (top[0].with_columns(every), [*top[1], "every"])
    rows, keys = bottom = (bottom[0].with_columns(every), [*bottom[1], "every"])
    grid = top[0].select(*item, "every").unique().sort(item)
    if grid.is_empty():
        return pl.DataFrame(schema=difference_schema(item))
    equal = unit == "group" and resampling.outlets == "equal"
    clustered = unit == "group" and resampling.claim == "group"
    ends = [
        sum_up(
            grid,
            (top[0].filter(pl.col(unit) == side), top[1]),
            (rows.filter(pl.col(unit) == side), keys),
            design,
            equal,
        )
        for side in sides
    ]
    a, b = (end.point() for end in ends)
    tables: list[Floats] = []
    strata, statistics = unit_strata(design.units), []
    for end in ends:
        made, statistic, strata = (
            clustered_tables(end, design, resampling)
            if clustered
            else ((end.top, end.bottom), end.estimate, strata)
        )
        tables += made
        statistics.append(statistic)

    def difference(ta: Floats, ba: Floats, tb: Floats, bb: Floats) -> Floats:
        return statistics[0](ta, ba) - statistics[1](tb, bb)

    found = find_bounds(difference, tables, strata=strata, resampling=resampling)
    tier = tier_of_sides(design, unit, sides)
    flag = _reasons(
        ends,
        (a, b),
        tier,
        is_share=is_share,
        clustered=clustered,
        n_outlets=_count_outlets(grid, bottom, unit, sides),
    )
    flag = flag.set(pl.Series((flag == "").to_numpy() & ~(found.high > found.low)), _FLAT)
    vague = (flag == "").to_numpy() & (found.df < MIN_DF[resampling.interval])
    flag = flag.set(
        pl.Series(vague), f"{resampling.interval} interval of too few articles: no interval"
    )
    sure = flag == ""
    return grid.with_columns(
        side_a=pl.lit(sides[0]),
        side_b=pl.lit(sides[1]),
        unit=pl.lit(unit),
        outlet=pl.lit(None, pl.String),
        group=pl.lit(None, pl.String),
        event=pl.lit(None, pl.String),
        scope=pl.lit(scope),
        claim=pl.lit(
            "these_articles" if tier == READING else "group" if clustered else "these_outlets"
        ),
        estimate=pl.Series(a - b).fill_nan(None),
        low=pl.when(sure).then(pl.Series(found.low)),
        high=pl.when(sure).then(pl.Series(found.high)),
        level=pl.when(sure).then(resampling.level),
        **count_both(ends, is_share=is_share),
        n_events=pl.lit(_n_events(design, unit, sides)),
        flag=flag,
        estimate_a=pl.Series(a).fill_nan(None),
        estimate_b=pl.Series(b).fill_nan(None),
        weights=pl.lit(f"outlets {resampling.outlets}" if unit == "group" else None, pl.String),
        strata=pl.when(sure).then(
            pl.lit("outlets within group" if clustered else "articles within outlet")
        ),
        interval=pl.when(sure).then(pl.lit(say_interval(resampling, is_share=False))),
    ).select(pl.col(c).cast(t) for c, t in difference_schema(item).items())


def count_both(ends: list[Sums], *, is_share: bool) -> dict[str, pl.Series]:
    """The columns of an estimate that count what both sides rest on."""
    units_a, units_b = (end.n_units() for end in ends)
    n = [end.n_with() if is_share else end.n_units() for end in ends]
    weight = [end.top_sum() if is_share else end.bottom_sum() for end in ends]
    return {
        "n": pl.Series(n[0] + n[1]),
        "n_eff": pl.Series(weight[0] + weight[1]),
        "n_articles": pl.Series(units_a + units_b),
        "n_articles_a": pl.Series(units_a),
        "n_articles_b": pl.Series(units_b),
    }


_FLAT = "no variation between units: no interval"


def tier_of_sides(design: Design, unit: str, sides: tuple[str, str]) -> str:
    """What may be said of two groups, or two outlets."""
    a, b = (build_side(design.units.filter(pl.col(unit) == side), side) for side in sides)
    return compare_sides(a, b).tier


def _count_outlets(grid: pl.DataFrame, bottom: Cells, unit: str, sides: tuple[str, str]) -> Floats:
    """Outlets that have the whole of each item, on the side that has fewer."""
    rows, keys = bottom
    found = []
    for side in sides:
        here = rows.filter(pl.col(unit) == side)
        counts = here.group_by(keys).agg(k=pl.col("outlet").n_unique())
        joined = grid.join(counts, on=keys, how="left", maintain_order="left", nulls_equal=True)
        found.append(joined["k"].fill_null(0).to_numpy())
    least: Floats = np.minimum(*found)
    return least


def _n_events(design: Design, unit: str, sides: tuple[str, str]) -> int:
    return design.units.filter(pl.col(unit).is_in(sides))["event"].drop_nulls().n_unique()


def _reasons(
    ends: list[Sums],
    points: tuple[Floats, Floats],
    tier: str,
    *,
    is_share: bool,
    clustered: bool,
    n_outlets: Floats,
) -> pl.Series:
    """Why an item has no interval; empty where it has."""
    n = ends[0].n_rows
    flag = np.full(n, "", dtype=object)

    def refuse(where: Floats, reason: str) -> None:
        flag[(flag == "") & where] = reason

    everywhere = np.ones(n, dtype=bool)
    refuse(everywhere & (tier == READING), "tier reading: no interval")
    refuse(
        clustered & (n_outlets < MIN_OUTLETS),
        f"claim group: fewer than {MIN_OUTLETS} outlets a side: no interval",
    )
    few = np.minimum(*(end.n_units() for end in ends)) < MIN_DESCRIPTIVE
    refuse(few, f"fewer than {MIN_DESCRIPTIVE} distinct articles on one side: no interval")
    refuse(~np.isfinite(points[0] - points[1]), "undefined")
    if is_share:
        few = np.minimum(*(end.n_either() for end in ends)) < MIN_WITH
        refuse(
            few, f"fewer than {MIN_WITH} articles with it, or without it, on one side: no interval"
        )
    return pl.Series(flag, dtype=pl.String)
