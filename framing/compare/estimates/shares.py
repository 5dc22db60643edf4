"""Shares of mentions by outlet, group and event, with intervals from units where allowed."""

from __future__ import annotations

import polars as pl

from framing.compare.design import Design
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.intervals import with_intervals
from framing.records.tables import ESTIMATE, MADE, Schema

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
    values of ``within``, in the articles of one outlet or event; that of a group is the mean of its
    outlets' shares (of those that have the whole at all), unless its outlets are pooled. With
    ``share="articles"`` it is the mean of the articles' shares.

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
        ``MADE`` (weights, what units were drawn within, how the interval was made). A unit that
        never has the whole has no row: not applicable, not 0. ``flag`` names why an interval is
        absent (``tier reading``, ``fewer than 5 articles``, ``share of 0 or 1``, ``no variation``)
        or what it lacks.
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
    more = {"n_total": pl.Int64, "n_total_eff": pl.Float64, **MADE}
    keys = {name: ESTIMATE[name] for name in ("unit", *UNITS)}
    return {**keys, **own, **ESTIMATE, **more}


def _say_weights(resampling: Resampling) -> pl.Expr:
    kind = "articles equal" if resampling.share == "articles" else "mentions pooled"
    return pl.concat_str("weights", pl.lit(kind), separator=", ", ignore_nulls=True)


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
        .sort([*keys, *item])
        .with_columns(unit=pl.lit(unit))
    )
    for column in ("outlet", "group", "event"):
        if column not in grid.columns:
            grid = grid.with_columns(pl.lit(None, dtype=pl.String).alias(column))
    # The mean over articles: each article's mentions weigh one together, or its share of a copy.
    alike = pl.len().over("article", *within) if resampling.share == "articles" else 1
    rows = rows.with_columns(cell=pl.col("weight") / alike)
    place = list(dict.fromkeys([*keys, "outlet", "article", "cell"]))
    top, bottom = rows.select(*place, *item), rows.select(*place, *within)
    return (
        with_intervals(
            grid,
            unit=unit,
            top=(top, [*keys, *item]),
            bottom=(bottom, [*keys, *within]),
            design=design,
            resampling=resampling,
            is_share=True,
        )
        .with_columns(weights=_say_weights(resampling))
        .select(name for name in _schema(item) if name != "scope")
    )
