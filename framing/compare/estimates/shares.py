"""Shares of mentions by outlet, group and event, with intervals from units where allowed."""

from __future__ import annotations

import polars as pl

from framing.compare.design import Design
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.intervals import with_intervals
from framing.records.tables import ESTIMATE, Schema

UNITS = ("outlet", "group", "event")


def estimate_shares(
    mentions: pl.DataFrame,
    *,
    item: tuple[str, ...],
    within: tuple[str, ...],
    design: Design,
    scope: str,
    resampling: Resampling,
) -> pl.DataFrame:
    """The share of each item among all mentions with the same ``within``, per unit of analysis.

    share = sum of weights of the item's mentions / sum of weights of all mentions with the same
    values of ``within``, in the articles of one outlet, group or event.

    Parameters
    ----------
    mentions
        One row a mention: ``article``, ``outlet``, ``group``, ``event``, ``weight``, the columns
        of ``item`` and ``within``. Rows of weight 0 do not count.
    item
        Columns that say which item a mention is of; contains ``within``.
    within
        Columns that make up the whole.
    design
        Tier and units; tier ``reading`` allows no interval.
    scope
        Printed in the column ``scope``.
    resampling
        Seed, replicates and level.

    Returns
    -------
    DataFrame
        Schema ``ESTIMATE``, the item's columns, ``n_total`` and ``n_total_eff`` (the whole), and
        ``strata`` (what units were drawn within). A unit that never has the whole has no row:
        not applicable, not 0. ``flag`` names why an interval is absent: ``tier reading``,
        ``fewer than 5 articles``, ``share of 0 or 1``, ``no variation``.
    """
    used = mentions.filter(pl.col("weight") > 0)
    if used.is_empty():
        return pl.DataFrame(schema=_schema(item))
    items = used.select(item).unique().sort(item)
    parts = [_one_unit(used, unit, items, item, within, design, resampling) for unit in UNITS]
    found = pl.concat(parts).with_columns(scope=pl.lit(scope))
    return found.select(pl.col(c).cast(t) for c, t in _schema(item).items()).sort(
        pl.col("unit").replace_strict({u: k for k, u in enumerate(UNITS)}),
        "group",
        "outlet",
        "event",
        *item,
    )


def _schema(item: tuple[str, ...]) -> Schema:
    own = dict.fromkeys(item, pl.String)
    more = {"n_total": pl.Int64, "n_total_eff": pl.Float64, "strata": pl.String}
    keys = {name: ESTIMATE[name] for name in ("unit", *UNITS)}
    return {**keys, **own, **ESTIMATE, **more}


def _one_unit(
    used: pl.DataFrame,
    unit: str,
    items: pl.DataFrame,
    item: tuple[str, ...],
    within: tuple[str, ...],
    design: Design,
    resampling: Resampling,
) -> pl.DataFrame:
    """Shares for one kind of unit of analysis: point, counts, then intervals."""
    keys = {"outlet": ["outlet", "group"], "group": ["group"], "event": ["event"]}[unit]
    rows = used.drop_nulls(keys)
    whole = rows.group_by([*keys, *within]).agg(
        n_total=pl.len(),
        n_total_eff=pl.col("weight").sort().sum(),
        n_articles=pl.col("article").n_unique(),
        n_events=pl.col("event").drop_nulls().n_unique(),
    )
    own = rows.group_by([*keys, *item]).agg(n=pl.len(), n_eff=pl.col("weight").sort().sum())
    grid = (
        (whole.join(items, on=list(within)) if within else whole.join(items, how="cross"))
        .join(own, on=[*keys, *item], how="left", nulls_equal=True)
        .with_columns(pl.col("n").fill_null(0), pl.col("n_eff").fill_null(0.0))
        .with_columns(estimate=pl.col("n_eff") / pl.col("n_total_eff"))
        .sort([*keys, *item])
        .with_columns(unit=pl.lit(unit))
    )
    for column in ("outlet", "group", "event"):
        if column not in grid.columns:
            grid = grid.with_columns(pl.lit(None, dtype=pl.String).alias(column))
    top = rows.select(*keys, *item, "article", cell="weight")
    bottom = rows.select(*keys, *within, "article", cell="weight")
    return with_intervals(
        grid,
        top=(top, [*keys, *item]),
        bottom=(bottom, [*keys, *within]),
        design=design,
        resampling=resampling,
        is_share=True,
    ).select(name for name in _schema(item) if name != "scope")
