"""Means of article values (readability, diversity) by outlet and group, with intervals."""

from __future__ import annotations

import polars as pl

from framing.compare.design import Design
from framing.compare.estimates.articles import estimate_ratios
from framing.compare.resampling.bounds import Resampling
from framing.records.tables import ESTIMATE, MADE, Schema

_KEYS = {name: ESTIMATE[name] for name in ("unit", "outlet", "group", "event")}
MEANS: Schema = {**_KEYS, "measure": pl.String, **ESTIMATE, **MADE}


def estimate_means(
    values: pl.DataFrame, *, design: Design, scope: str, resampling: Resampling
) -> pl.DataFrame:
    """The weighted mean of article values for each measure, per outlet, group and event.

    mean = sum of weight x value / sum of weight; carriers of one copy group share a weight of 1.
    The mean of a group is that of its outlets' means, unless its outlets are pooled.

    Parameters
    ----------
    values
        One row an article and measure: ``article``, ``outlet``, ``group``, ``event``,
        ``weight``, ``measure``, ``value`` (null where undefined: too short).
    design, scope, resampling
        As for ``estimate_shares``.

    Returns
    -------
    DataFrame
        Schema ``MEANS``; ``n`` articles with a value, ``n_eff`` the sum of their weights.
    """
    rows = values.drop_nulls("value").filter(pl.col("weight") > 0)
    if rows.is_empty():
        return pl.DataFrame(schema=MEANS)
    rows = rows.with_columns(cell=pl.col("weight") * pl.col("value"))
    return estimate_ratios(
        rows,
        item=("measure",),
        counts=(pl.len(), pl.col("weight").sort().sum()),
        schema=MEANS,
        design=design,
        scope=scope,
        resampling=resampling,
        is_share=False,
    )
