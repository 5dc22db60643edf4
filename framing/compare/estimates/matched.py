"""The matched difference of two sides: within each shared event, then the mean over events."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import INFERENTIAL, MIN_DESCRIPTIVE, READING, Design
from framing.compare.estimates.differences import count_both, difference_schema, tier_of_sides
from framing.compare.resampling.bounds import Resampling, bounds
from framing.compare.resampling.flips import Flips, flip_signs
from framing.compare.resampling.sums import Cells, Sums, sum_up
from framing.records.tables import Schema

Floats = NDArray[Any]
MIN_EVENTS = 6  # 2 / 2^6 is the first smallest p below .05
MIN_DIFFER = 3  # events in which the sides differ
_SAME = 1e-12  # relative: equal rates differ in the last digits


def matched_schema(item: tuple[str, ...]) -> Schema:
    """Columns of ``estimate_matched``."""
    return {**difference_schema(item), "p": pl.Float64, "p_method": pl.String}


def estimate_matched(
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
    """Side a minus side b within each event that both have, as the mean over these events.

    Every event gives one difference of rates and every event weighs the same, however much is
    written about it: unlike ``decompose``, whose part "wording" weighs events by what the sides
    write. It speaks of events like these as these outlets cover them: the interval takes events
    for a sample, outlets as they are. What one side alone covers tells nothing here.

    Parameters
    ----------
    top, bottom
        Rows with ``article``, ``outlet``, ``group``, ``event``, ``cell``, and the columns of
        ``item`` that they are about: rate = sum of top / sum of bottom; that of a group is the
        mean over its outlets on that event, unless its outlets are pooled.
    item, sides, design, scope, resampling, is_share
        As for ``estimate_differences``; the interval is Student's t over events, whichever
        ``resampling.interval`` is, and the claim is never ``group``.

    Returns
    -------
    DataFrame
        Columns of ``estimate_differences``, ``p``, ``p_method``. ``estimate_a`` and ``estimate_b``
        are means over the same events; ``n_events`` counts those, and other counts are theirs.
        Fewer than 6 events, or 3 in which the sides differ: no interval, and ``flag`` says so.
        ``p`` is that of sign flips over events (``flip_signs``), in tier inferential alone;
        ``p_method`` says of how many, or why there is none.
    """
    unit = "group" if sides[0] in set(design.units["group"]) else "outlet"
    # What all rows share, so that a whole without columns of its own can be joined.
    every = pl.lit(0).alias("every")
    top = (top[0].with_columns(every), [*top[1], "every"])
    bottom = _shared((bottom[0].with_columns(every), [*bottom[1], "every"]), unit, sides)
    grid = top[0].select(*item, "every").unique().sort(item)
    if grid.is_empty():
        return pl.DataFrame(schema=matched_schema(item))
    events = bottom[0]["event"].unique().sort().to_list()
    equal = unit == "group" and resampling.outlets == "equal"
    ends, rates = [], []
    for side in sides:
        whole = (bottom[0].filter(pl.col(unit) == side), bottom[1])
        part = _on_events((top[0].filter(pl.col(unit) == side), top[1]), whole)
        ends.append(sum_up(grid, part, whole, design, equal=False))
        rates.append(_rates(grid, part, whole, events=events, equal=equal))
    a, b = rates
    different = np.where(np.isclose(a, b, rtol=_SAME, atol=0.0), 0.0, a - b)
    tier = tier_of_sides(design, unit, sides)
    found = _compare(grid, (a, b, different), ends, events=events, tier=tier, how=resampling)
    return found.with_columns(
        side_a=pl.lit(sides[0]),
        side_b=pl.lit(sides[1]),
        unit=pl.lit(unit),
        outlet=pl.lit(None, pl.String),
        group=pl.lit(None, pl.String),
        event=pl.lit(None, pl.String),
        scope=pl.lit(scope),
        claim=pl.lit("these_articles" if tier == READING else "these_outlets"),
        weights=pl.lit(
            "events equal" + (f", outlets {resampling.outlets}" if unit == "group" else "")
        ),
        **count_both(ends, is_share=is_share),
    ).select(pl.col(c).cast(t) for c, t in matched_schema(item).items())


def _compare(
    grid: pl.DataFrame,
    rates: tuple[Floats, Floats, Floats],
    ends: list[Sums],
    *,
    events: list[str],
    tier: str,
    how: Resampling,
) -> pl.DataFrame:
    """Add means, interval and p; ``rates`` are those of a, of b, and a - b, by event."""
    a, b, different = rates
    flag = _reasons(different, ends, tier)
    low, high = _bounds(different, events, flag == "", how)
    # Equal differences of events may differ in their last digits.
    flat = (flag == "") & ~(high - low > _SAME * np.fmax(abs(high), abs(low)))
    flag[flat] = "no variation between events: no interval"
    tests = [_test(row, events, tier, how) for row in different]
    sure = pl.Series(flag == "", dtype=pl.Boolean)
    return grid.with_columns(
        estimate=_mean(different),
        estimate_a=_mean(np.where(np.isnan(different), np.nan, a)),
        estimate_b=_mean(np.where(np.isnan(different), np.nan, b)),
        low=pl.when(sure).then(pl.Series(low)),
        high=pl.when(sure).then(pl.Series(high)),
        level=pl.when(sure).then(how.level),
        n_events=pl.Series(np.isfinite(different).sum(axis=1)),
        flag=pl.Series(flag, dtype=pl.String),
        strata=pl.when(sure).then(pl.lit("events")),
        interval=pl.when(sure).then(pl.lit("t")),
        p=pl.Series([test.p for test in tests], dtype=pl.Float64),
        p_method=pl.Series([test.method for test in tests], dtype=pl.String),
    )


def _shared(bottom: Cells, unit: str, sides: tuple[str, str]) -> Cells:
    """Rows of both sides on events where both have the whole."""
    rows, keys = bottom
    rows = rows.filter(pl.col(unit).is_in(sides), pl.col("cell") > 0).drop_nulls("event")
    both = pl.col(unit).n_unique().over(*keys, "event") == 2
    return rows.filter(both), keys


def _on_events(top: Cells, bottom: Cells) -> Cells:
    """Rows of the part whose whole stands on an event that is compared."""
    rows, keys = top
    whole = [*bottom[1], "event"]
    kept = bottom[0].select(whole).unique()
    return rows.join(kept, on=whole, how="semi", nulls_equal=True, maintain_order="left"), keys


def _rates(
    grid: pl.DataFrame, top: Cells, bottom: Cells, *, events: list[str], equal: bool
) -> Floats:
    """Rates of one side, items by events; NaN where the side has no whole."""
    place = ["event", "outlet"] if equal else ["event"]

    def summed(cells: Cells, name: str) -> pl.DataFrame:
        rows, keys = cells
        total = pl.col("cell").sort().sum().alias(name)
        return rows.group_by(*keys, *place).agg(total)

    number = pl.DataFrame(
        {"event": events, "column": range(len(events))},
        schema={"event": pl.String, "column": pl.Int64},
    )
    rates = (
        grid.with_row_index("row")
        .join(summed(bottom, "whole"), on=bottom[1], nulls_equal=True)
        .join(summed(top, "part"), on=[*top[1], *place], how="left", nulls_equal=True)
        .with_columns(rate=pl.col("part").fill_null(0.0) / pl.col("whole"))
        .group_by("row", "event")
        .agg(pl.col("rate").sort().mean())
        .join(number, on="event")
    )
    found = np.full((grid.height, len(events)), np.nan)
    found[rates["row"].to_numpy(), rates["column"].to_numpy()] = rates["rate"].to_numpy()
    return found


def _mean(values: Floats) -> pl.Series:
    """Means over the events that a row has; null where it has none."""
    n = np.isfinite(values).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return pl.Series(np.nansum(values, axis=1) / n).fill_nan(None)


def _reasons(different: Floats, ends: list[Sums], tier: str) -> Floats:
    """Why an item has no interval; empty where it has."""
    flag = np.full(len(different), "", dtype=object)
    n = np.isfinite(different).sum(axis=1)
    few = np.minimum(*(end.n_units() for end in ends)) < MIN_DESCRIPTIVE
    differ = (np.nan_to_num(different) != 0).sum(axis=1)
    reasons = (
        (n == 0, "no event where both sides have any: undefined"),
        (np.full(len(n), tier == READING), "tier reading: no interval"),
        (n < MIN_EVENTS, f"fewer than {MIN_EVENTS} shared events: no interval"),
        (few, f"fewer than {MIN_DESCRIPTIVE} distinct articles on one side: no interval"),
        (differ < MIN_DIFFER, f"fewer than {MIN_DIFFER} events with a difference: no interval"),
    )
    for where, reason in reasons:
        flag[(flag == "") & where] = reason
    return flag


def _bounds(
    different: Floats, events: list[str], wanted: Floats, resampling: Resampling
) -> tuple[Floats, Floats]:
    """Bounds over events, for items that have the same events at once."""
    low, high = np.full(len(different), np.nan), np.full(len(different), np.nan)
    there = np.isfinite(different)
    how = replace(resampling, interval="t", claim="these_outlets")
    for pattern in np.unique(there[wanted], axis=0):
        rows = np.flatnonzero(wanted & (there == pattern).all(axis=1))
        names = [event for event, has in zip(events, pattern, strict=True) if has]
        strata = pl.DataFrame({"unit": names}).with_columns(stratum=pl.lit("events"))
        tables = (different[rows][:, pattern].T, np.ones((len(names), 1)))
        low[rows], high[rows] = bounds(np.divide, tables, strata=strata, resampling=how)
    return low, high


def _test(row: Floats, events: list[str], tier: str, resampling: Resampling) -> Flips:
    if tier != INFERENTIAL:
        return Flips(None, f"tier {tier}: no p")
    there = np.flatnonzero(np.isfinite(row))
    return flip_signs(
        row[there],
        [events[k] for k in there],
        seed=resampling.seed,
        replicates=resampling.replicates,
    )
