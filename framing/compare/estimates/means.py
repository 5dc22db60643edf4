"""Means of article values (readability, diversity) by outlet and group, with intervals."""

from __future__ import annotations

import polars as pl

from framing.compare.design import Design
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.intervals import with_intervals
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
    rows = rows.with_columns(product=pl.col("weight") * pl.col("value"))
    parts = []
    for unit, keys in (("outlet", ["outlet", "group"]), ("group", ["group"]), ("event", ["event"])):
        by = [*keys, "measure"]
        here = rows.drop_nulls(keys)
        grid = (
            here.group_by(by)
            .agg(
                n=pl.len(),
                n_eff=pl.col("weight").sort().sum(),
                n_articles=pl.col("article").n_unique(),
                n_events=pl.col("event").drop_nulls().n_unique(),
            )
            .with_columns(
                unit=pl.lit(unit),
                scope=pl.lit(scope),
            )
            .sort(by)
        )
        for column in {"outlet", "group", "event"} - set(keys):
            grid = grid.with_columns(pl.lit(None, dtype=pl.String).alias(column))
        found = with_intervals(
            grid,
            unit=unit,
            top=(here.select(*_with_outlet(by), "article", cell="product"), by),
            bottom=(here.select(*_with_outlet(by), "article", cell="weight"), by),
            design=design,
            resampling=resampling,
            is_share=False,
        )
        parts.append(found.select(pl.col(c).cast(t) for c, t in MEANS.items()))
    return pl.concat(parts)


def _with_outlet(keys: list[str]) -> list[str]:
    return list(dict.fromkeys([*keys, "outlet"]))
