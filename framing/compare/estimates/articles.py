"""Ratios of article values by outlet, group and event: what means and prevalence share."""

from __future__ import annotations

import polars as pl

from framing.compare.design import Design
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.intervals import with_intervals
from framing.records.tables import Schema

UNITS = {"outlet": ["outlet", "group"], "group": ["group"], "event": ["event"]}


def estimate_ratios(
    rows: pl.DataFrame,
    *,
    item: tuple[str, ...],
    counts: tuple[pl.Expr, pl.Expr],
    schema: Schema,
    design: Design,
    scope: str,
    resampling: Resampling,
    is_share: bool,
) -> pl.DataFrame:
    """Sum of ``cell`` / sum of ``weight`` for each item, per outlet, group and event.

    Parameters
    ----------
    rows
        One row an article and item: ``article``, ``outlet``, ``group``, ``event``, ``weight``,
        ``cell``, and the columns of ``item``.
    counts
        What ``n`` and ``n_eff`` of a row are.
    schema
        Of what is returned.
    """
    parts = []
    for unit, keys in UNITS.items():
        by = [*keys, *item]
        here = rows.drop_nulls(keys)
        n, n_eff = counts
        grid = (
            here.group_by(by)
            .agg(
                n=n,
                n_eff=n_eff,
                n_articles=pl.col("article").n_unique(),
                n_events=pl.col("event").drop_nulls().n_unique(),
            )
            .with_columns(unit=pl.lit(unit), scope=pl.lit(scope))
            .sort(by)
        )
        for column in {"outlet", "group", "event"} - set(keys):
            grid = grid.with_columns(pl.lit(None, dtype=pl.String).alias(column))
        cells = list(dict.fromkeys([*by, "outlet", "article"]))
        found = with_intervals(
            grid,
            unit=unit,
            top=(here.select(*cells, "cell"), by),
            bottom=(here.select(*cells, cell="weight"), by),
            design=design,
            resampling=resampling,
            is_share=is_share,
        )
        parts.append(found.select(pl.col(c).cast(t) for c, t in schema.items()))
    return pl.concat(parts)
