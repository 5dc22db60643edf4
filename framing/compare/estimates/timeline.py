"""Rates over time by outlet and group, with intervals where a period has enough articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from framing.compare.design import READING, Design
from framing.compare.estimates.periods import Period
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.intervals import with_intervals
from framing.records.tables import TIMELINE

UNITS = {"outlet": ["outlet", "group"], "group": ["group"]}
_WHOLE = ["measure", "per", "within"]
_AT_ONCE = 5_000_000  # cells of numerators held at a time
_BOUNDS = ("low", "high", "level", "strata", "flag", "claim")


def estimate_timeline(
    top: pl.DataFrame,
    bottom: pl.DataFrame,
    *,
    places: pl.DataFrame,
    periods: Sequence[Period],
    design: Design,
    scope: str,
    resampling: Resampling,
) -> pl.DataFrame:
    """Rates per period: sum of top / sum of bottom in the articles of one outlet or group.

    Parameters
    ----------
    top
        ``article``, ``measure``, ``per``, ``within``, ``item``, ``n``, ``top``.
    bottom
        ``article``, ``measure``, ``per``, ``within``, ``n``, ``bottom``. Where ``per`` is
        ``period`` the estimate is the sum of ``top``: a count, which has no interval.
    places
        ``article``, ``outlet``, ``group``, ``event``, ``period`` of the articles in some period.
    periods
        All of them, in order of time, also those without an article.
    design
        Tier and units: in tier ``reading`` no interval. Units are drawn within outlets over all
        periods, so that how many articles fall into a period varies, too.

    Returns
    -------
    DataFrame
        Schema ``TIMELINE`` without ``events``: a row for every outlet and group, item and period;
        ``n_in_period`` articles of the outlet fall into it, ``n_articles`` of them have the whole
        (the entity named, a statement made). A period without them has ``n`` 0 and no estimate:
        a gap, not a rate of 0.
    """
    order = pl.DataFrame(
        [(p.id, k, p.first.isoformat(), p.last.isoformat()) for k, p in enumerate(periods)],
        schema={"period": pl.String, "k": pl.Int64, "from": pl.String, "to": pl.String},
        orient="row",
    )
    items = top.select(*_WHOLE, "item").unique().sort(*_WHOLE, "item")
    parts = [pl.DataFrame(schema={**TIMELINE, "k": pl.Int64})]
    for unit, keys in UNITS.items():
        found = _one_unit(top, bottom, keys=keys, items=items, places=places)
        found = pl.concat(
            list(_bounded(found, top, bottom, keys=keys, places=places, design=design,
                          resampling=resampling)),
            how="diagonal",
        )  # fmt: skip
        every = (
            places.select(keys)
            .unique()
            .sort(keys)
            .join(items, how="cross")
            .join(order, how="cross")
        )
        here = places.group_by(*keys, "period").agg(n_in_period=pl.len().cast(pl.Int64))
        on = [*keys, *_WHOLE, "item", "period"]
        whole = every.join(found, on=on, how="left").join(here, on=[*keys, "period"], how="left")
        parts.append(_filled(whole, unit, scope, design))
    return (
        pl.concat(parts)
        .sort(
            pl.col("unit").replace_strict({u: k for k, u in enumerate(UNITS)}),
            "group", "outlet", *_WHOLE, "item", "k",
        )
        .select(name for name in TIMELINE if name != "events")
    )  # fmt: skip


def _one_unit(
    top: pl.DataFrame, bottom: pl.DataFrame, *, keys: list[str], items: pl.DataFrame,
    places: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Points and counts of the periods that have a whole."""
    by = [*keys, "period", *_WHOLE]
    rows = bottom.filter(pl.col("bottom") > 0).join(places, on="article")
    whole = rows.group_by(by).agg(
        n_total=pl.col("n").sum(),
        total=pl.col("bottom").sort().sum(),
        n_articles=pl.col("article").n_unique().cast(pl.Int64),
        n_events=pl.col("event").drop_nulls().n_unique().cast(pl.Int64),
    )
    own = (
        top.join(places, on="article")
        .group_by([*by, "item"])
        .agg(pl.col("n").sum(), n_eff=pl.col("top").sort().sum())
    )
    rate = pl.col("n_eff") / pl.when(pl.col("per") == "period").then(1.0).otherwise("total")
    return (
        whole.join(items, on=_WHOLE)
        .join(own, on=[*by, "item"], how="left")
        .with_columns(pl.col("n").fill_null(0), pl.col("n_eff").fill_null(0.0))
        .with_columns(estimate=rate)
        .sort([*by, "item"])
    )


def _bounded(
    found: pl.DataFrame, top: pl.DataFrame, bottom: pl.DataFrame, *, keys: list[str],
    places: pl.DataFrame, design: Design, resampling: Resampling,
) -> Iterator[pl.DataFrame]:  # fmt: skip
    """Rows with intervals, an outlet or group at a time: only its own strata are drawn."""
    counts = pl.col("per") == "period"
    yield found.filter(counts).with_columns(flag=pl.lit("a count: no interval"))
    for (*here, per), rows in found.filter(~counts).group_by([*keys, "per"], maintain_order=True):
        where = [pl.col(key) == value for key, value in zip(keys, here, strict=True)]
        mine = places.filter(where)
        own = design.units.join(mine, on="article", how="semi").select("stratum")
        units = design.units.join(own, on="stratum", how="semi", maintain_order="left")
        tops = top.filter(pl.col("per") == per).join(mine, on="article")
        wholes = bottom.filter(pl.col("per") == per).join(mine, on="article")
        by = [*keys, "period", *_WHOLE]
        step = max(1, _AT_ONCE // max(units["unit"].n_unique(), 1))
        for start in range(0, rows.height, step):
            yield with_intervals(
                rows[start : start + step],
                top=(tops.select(*by, "item", "article", cell="top"), [*by, "item"]),
                bottom=(wholes.select(*by, "article", cell="bottom"), by),
                design=replace(design, units=units),
                resampling=resampling,
                is_share=per == "share",
            )


def _filled(whole: pl.DataFrame, unit: str, scope: str, design: Design) -> pl.DataFrame:
    """Rows of all periods; what is not there is said, not 0."""
    missing = [name for name in (*_BOUNDS, "outlet") if name not in whole.columns]
    whole = whole.with_columns(pl.lit(None, dtype=TIMELINE[name]).alias(name) for name in missing)
    empty = pl.col("n_in_period").is_null()
    reason = (
        pl.when(empty)
        .then(pl.lit("no article"))
        .when(pl.col("n_articles").is_null())
        .then(pl.lit("none of its articles has it"))
        .otherwise("flag")
    )
    counts = ("n", "n_total", "n_articles", "n_in_period", "n_events")
    claim = "these_articles" if design.tier == READING else "these_outlets"
    filled = whole.with_columns(
        flag=reason,
        unit=pl.lit(unit),
        scope=pl.lit(scope),
        claim=pl.lit(claim),
        n_eff=pl.col("n_eff").fill_null(0.0),
        # Of counts alone a period without articles has an estimate: none.
        estimate=pl.when(empty & (pl.col("per") == "period")).then(0.0).otherwise("estimate"),
        events=pl.lit(None, dtype=pl.String),
        **{name: pl.col(name).fill_null(0) for name in counts},
    )
    return filled.select(
        *(pl.col(name).cast(kind) for name, kind in TIMELINE.items()), pl.col("k").cast(pl.Int64)
    )
