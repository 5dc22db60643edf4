"""Cues of speech for one side against those for another, within one outlet."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl

from framing.compare.design import MIN_DESCRIPTIVE, READING, Design
from framing.compare.resampling.bounds import Floats, Resampling, bounds
from framing.compare.resampling.draws import unit_strata
from framing.compare.resampling.intervals import drawn_within
from framing.compare.resampling.sums import sum_cells
from framing.records.tables import ESTIMATE, Schema

MARKED = "marked"  # any class that colours what was said
SCORED = ("neutral", "emphatic", "factive", "doubting", "performative")
_COLOURED = SCORED[1:]
_KEYS = ("outlet", "group", "cue_class", "side_a", "side_b")

ASYMMETRY: Schema = {
    "unit": pl.String,
    "outlet": pl.String,
    "group": pl.String,
    "event": pl.String,
    "cue_class": pl.String,
    "side_a": pl.String,
    "side_b": pl.String,
    **ESTIMATE,
    "share_a": pl.Float64,
    "share_b": pl.Float64,
    "n_a": pl.Int64,
    "n_b": pl.Int64,
    "n_total_a": pl.Int64,
    "n_total_b": pl.Int64,
    "strata": pl.String,
}


def estimate_asymmetry(
    mentions: pl.DataFrame, *, design: Design, scope: str, resampling: Resampling
) -> pl.DataFrame:
    """Within each outlet: the share of a cue class for side A minus that for side B.

    estimate = share of the class among the outlet's cues for sources of side A - the same for
    side B, -1 to 1; 0: both sides get such cues equally often.

    Parameters
    ----------
    mentions
        One row an attribution: ``article``, ``outlet``, ``group``, ``event``, ``side`` (null:
        no side of the codebook), ``cue_class`` (null: no cue), ``weight``.
    design
        Units and tier.
    scope
        Printed in the column ``scope``.
    resampling
        Seed, replicates, level; units are drawn within outlets.

    Returns
    -------
    DataFrame
        Schema ``ASYMMETRY``: one row an outlet, pair of sides and class; ``marked`` is any class
        but ``neutral`` and ``context``. Cues of class ``context`` ("insisted") count in the whole
        and are never scored alone. ``n_a`` of ``n_total_a`` attributions to side A have the class.
        An interval needs 5 distinct articles for each side; else counts, and ``flag`` says why.

    Notes
    -----
    Not to be compared between outlets as a stance: outlets and editors have habits of their own,
    which the difference within one outlet takes out. A verb may simply fit what was said: read the
    passages.
    """
    used = mentions.filter(
        (pl.col("weight") > 0) & pl.col("side").is_not_null() & pl.col("cue_class").is_not_null()
    )
    coloured = used.filter(pl.col("cue_class").is_in(_COLOURED))
    classed = pl.concat([used, coloured.with_columns(cue_class=pl.lit(MARKED))])
    classed = classed.filter(pl.col("cue_class").is_in((*SCORED, MARKED)))
    grid = _grid(used)
    if grid.is_empty():
        return pl.DataFrame(schema=ASYMMETRY)
    for end in "ab":
        grid = _count(grid, used, classed, end, design)
    grid = grid.with_columns(estimate=pl.col("share_a") - pl.col("share_b")).sort(
        "group", "outlet", "side_a", "side_b", pl.col("cue_class").replace_strict(_ORDER)
    )
    return _with_bounds(grid, used, classed, design, resampling).with_columns(
        unit=pl.lit("outlet"),
        event=pl.lit(None, pl.String),
        scope=pl.lit(scope),
        claim=pl.lit("these_articles" if design.tier == READING else "these_outlets"),
    ).select(pl.col(name).cast(kind) for name, kind in ASYMMETRY.items())  # fmt: skip


_ORDER = {name: k for k, name in enumerate((MARKED, *SCORED))}


def _grid(used: pl.DataFrame) -> pl.DataFrame:
    """A row for each outlet, pair of sides that it quotes, and class."""
    rows = []
    sides = used.group_by("outlet", "group").agg(pl.col("side").unique().sort())
    for outlet, group, present in sides.sort("group", "outlet").iter_rows():
        for a, b in combinations(present, 2):
            rows += [(outlet, group, name, a, b) for name in _ORDER]
    return pl.DataFrame(rows, schema=dict.fromkeys(_KEYS, pl.String), orient="row")


def _count(
    grid: pl.DataFrame, used: pl.DataFrame, classed: pl.DataFrame, end: str, design: Design
) -> pl.DataFrame:
    """Counts and share of one side, its distinct articles and what they are drawn within."""
    side = f"side_{end}"
    whole = (
        used.join(design.units.select("article", "unit", "stratum"), on="article")
        .group_by("outlet", pl.col("side").alias(side))
        .agg(
            pl.len().alias(f"n_total_{end}"),
            pl.col("weight").sort().sum().alias(f"whole_{end}"),
            pl.col("unit").n_unique().alias(f"units_{end}"),
            pl.col("article").unique().alias(f"articles_{end}"),
            pl.col("event").drop_nulls().unique().alias(f"events_{end}"),
            drawn_within().alias(f"kinds_{end}"),
        )
    )
    part = classed.group_by("outlet", "cue_class", pl.col("side").alias(side)).agg(
        pl.len().alias(f"n_{end}"), pl.col("weight").sort().sum().alias(f"part_{end}")
    )
    return (
        grid.join(whole, on=["outlet", side], how="left", maintain_order="left")
        .join(part, on=["outlet", "cue_class", side], how="left", maintain_order="left")
        .with_columns(pl.col(f"n_{end}").fill_null(0), pl.col(f"part_{end}").fill_null(0.0))
        .with_columns((pl.col(f"part_{end}") / pl.col(f"whole_{end}")).alias(f"share_{end}"))
    )


def _with_bounds(
    grid: pl.DataFrame,
    used: pl.DataFrame,
    classed: pl.DataFrame,
    design: Design,
    resampling: Resampling,
) -> pl.DataFrame:
    fewest = pl.min_horizontal("units_a", "units_b")
    grid = grid.with_columns(
        n=pl.col("n_a") + pl.col("n_b"),
        n_eff=pl.col("part_a") + pl.col("part_b"),
        n_articles=pl.col("articles_a").list.set_union("articles_b").list.len(),
        n_events=pl.col("events_a").list.set_union("events_b").list.len(),
        flag=pl.when(fewest < MIN_DESCRIPTIVE)
        .then(pl.lit(f"fewer than {MIN_DESCRIPTIVE} distinct articles for a side: no interval"))
        .when(pl.col("n_a") + pl.col("n_b") == 0)
        .then(pl.lit("no such cue for either side: no interval"))
        .otherwise(pl.lit("")),
    )
    low, high = np.full(grid.height, np.nan), np.full(grid.height, np.nan)
    wanted = grid.with_row_index("row").filter(pl.col("flag") == "")
    if not wanted.is_empty():
        chosen = wanted["row"].to_numpy()
        low[chosen], high[chosen] = _bounds(wanted, used, classed, design, resampling)
    sure = pl.Series(np.isfinite(low) & (high > low))
    kinds = pl.concat_list("kinds_a", "kinds_b").list.unique().list.sort().list.join(" and ")
    return grid.with_columns(
        low=pl.when(sure).then(pl.Series(low)),
        high=pl.when(sure).then(pl.Series(high)),
        level=pl.when(sure).then(pl.lit(resampling.level)),
        strata=pl.when(sure).then(pl.lit("articles within ") + kinds),
        flag=pl.when((pl.col("flag") == "") & ~sure)
        .then(pl.lit("no variation between units: no interval"))
        .otherwise("flag"),
    )


def _bounds(
    wanted: pl.DataFrame,
    used: pl.DataFrame,
    classed: pl.DataFrame,
    design: Design,
    resampling: Resampling,
) -> tuple[Floats, Floats]:
    """Percentile intervals of the differences; both sides see the same draws of units."""
    tables = []
    for end in "ab":
        here = wanted.with_columns(side=pl.col(f"side_{end}"))
        part = classed.select("article", "outlet", "cue_class", "side", cell="weight")
        whole = used.select("article", "outlet", "side", cell="weight")
        tables.append(sum_cells(here, (part, ["outlet", "cue_class", "side"]), design))
        tables.append(sum_cells(here, (whole, ["outlet", "side"]), design))
    return bounds(_difference, tables, strata=unit_strata(design.units), resampling=resampling)


def _difference(part_a: Floats, whole_a: Floats, part_b: Floats, whole_b: Floats) -> Floats:
    """Share of side A minus share of side B, for every replicate."""
    return part_a / whole_a - part_b / whole_b
