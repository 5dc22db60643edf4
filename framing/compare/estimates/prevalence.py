"""Shares of articles that have something, by outlet, group and event, with intervals."""

from __future__ import annotations

import polars as pl

from framing.compare.design import Design
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.intervals import with_intervals
from framing.records.tables import ESTIMATE, MADE, Schema

_UNITS = {"outlet": ["outlet", "group"], "group": ["group"], "event": ["event"]}


def estimate_prevalence(
    values: pl.DataFrame,
    *,
    item: tuple[str, ...],
    design: Design,
    scope: str,
    resampling: Resampling,
) -> pl.DataFrame:
    """The share of articles that have an item, per unit of analysis.

    share = sum of weights of the articles that have it / sum of weights of all articles; that of a
    group is the mean of its outlets' shares, unless its outlets are pooled.

    Parameters
    ----------
    values
        One row an article and item: ``article``, ``outlet``, ``group``, ``event``, ``weight``,
        the columns of ``item``, and ``has`` (true or false).
    item
        Columns that say which item a row is about.
    design, scope, resampling
        As for ``estimate_shares``.

    Returns
    -------
    DataFrame
        Unit columns, those of ``item``, schemas ``ESTIMATE`` and ``MADE``. ``n`` articles have
        the item, of ``n_articles``; ``n_eff`` are their weights. ``flag`` says why an interval
        is absent.
    """
    schema = _schema(item)
    rows = values.filter(pl.col("weight") > 0)
    if rows.is_empty():
        return pl.DataFrame(schema=schema)
    rows = rows.with_columns(cell=pl.when("has").then("weight").otherwise(0.0))
    parts = []
    for unit, keys in _UNITS.items():
        by = [*keys, *item]
        here = rows.drop_nulls(keys)
        grid = (
            here.group_by(by)
            .agg(
                n=pl.col("has").sum(),
                n_eff=pl.col("cell").sort().sum(),
                n_articles=pl.col("article").n_unique(),
                n_events=pl.col("event").drop_nulls().n_unique(),
            )
            .with_columns(unit=pl.lit(unit), scope=pl.lit(scope))
            .sort(by)
        )
        for column in {"outlet", "group", "event"} - set(keys):
            grid = grid.with_columns(pl.lit(None, dtype=pl.String).alias(column))
        found = with_intervals(
            grid,
            unit=unit,
            top=(here.select(*_with_outlet(by), "article", "cell"), by),
            bottom=(here.select(*_with_outlet(by), "article", cell="weight"), by),
            design=design,
            resampling=resampling,
            is_share=True,
        )
        parts.append(found.select(pl.col(c).cast(t) for c, t in schema.items()))
    return pl.concat(parts)


def _with_outlet(keys: list[str]) -> list[str]:
    return list(dict.fromkeys([*keys, "outlet"]))


def _schema(item: tuple[str, ...]) -> Schema:
    keys = {name: ESTIMATE[name] for name in ("unit", "outlet", "group", "event")}
    return {**keys, **dict.fromkeys(item, pl.String), **ESTIMATE, **MADE}
