"""Shares of articles that have something, by outlet, group and event, with intervals."""

from __future__ import annotations

import polars as pl

from framing.compare.design import Design
from framing.compare.estimates.articles import estimate_ratios
from framing.compare.resampling.bounds import Resampling
from framing.records.tables import ESTIMATE, MADE, Schema


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
    return estimate_ratios(
        rows,
        item=item,
        counts=(pl.col("has").sum(), pl.col("cell").sort().sum()),
        schema=schema,
        design=design,
        scope=scope,
        resampling=resampling,
        is_share=True,
    )


def _schema(item: tuple[str, ...]) -> Schema:
    keys = {name: ESTIMATE[name] for name in ("unit", "outlet", "group", "event")}
    return {**keys, **dict.fromkeys(item, pl.String), **ESTIMATE, **MADE}
