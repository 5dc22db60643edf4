"""Words on shared events: one odds ratio over all of them, with an interval from units."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.draws import draw_weights, percentile_interval, unit_strata
from framing.compare.words.sides import Floats, Sides
from framing.measures.keyness import mantel_haenszel

_TERMS_AT_ONCE = 500


def with_events(frame: pl.DataFrame, both: Sides) -> pl.DataFrame:
    """Add ``mh_log_odds`` over shared events, and how many of how many inform."""
    rows = frame["row"].to_numpy()
    members = {side: both.members("event", side) for side in "ab"}
    words = {side: both.counted.total_eff @ members[side] for side in "ab"}
    counts = {side: (both.counted.n_eff @ members[side]).tocsr()[rows] for side in "ab"}
    found = mantel_haenszel(counts["a"], counts["b"], total_a=words["a"], total_b=words["b"])
    shared = int(((words["a"] > 0) & (words["b"] > 0)).sum())
    return frame.with_columns(
        mh_log_odds=pl.Series(found.log_odds),
        n_events_informative=pl.Series(found.n_informative),
        n_events_shared=pl.lit(shared, dtype=pl.Int64),
    )


def event_bounds(frame: pl.DataFrame, both: Sides, resampling: Resampling) -> tuple[Floats, Floats]:
    """Bootstrap bounds of ``mh_log_odds``, from the same draws of units as all others.

    Events are walked one by one, and only terms that stand in one pay for it.
    """
    strata = unit_strata(both.docs)
    number = both.docs.select("unit").join(
        strata.select("unit").with_row_index("u"), on="unit", how="left", maintain_order="left"
    )
    unit = number["u"].cast(pl.Int64).to_numpy()
    weights = np.concatenate(
        list(draw_weights(strata, seed=resampling.seed, replicates=resampling.replicates))
    )
    low, high = np.full(frame.height, np.nan), np.full(frame.height, np.nan)
    for start in range(0, frame.height, _TERMS_AT_ONCE):
        part = slice(start, start + _TERMS_AT_ONCE)
        sums = _sums(frame["row"].to_numpy()[part], both, unit, weights)
        with np.errstate(invalid="ignore", divide="ignore"):
            draws = np.log(sums[0]) - np.log(sums[1])
        low[part], high[part] = percentile_interval(
            np.where(np.isfinite(draws), draws, np.nan), level=resampling.level
        )
    return low, high


def _sums(
    rows: np.ndarray, both: Sides, unit: np.ndarray, weights: Floats
) -> tuple[Floats, Floats]:
    """Top and bottom of the common odds ratio in every replicate: (replicates, terms) each."""
    cells = both.counted.n_eff[rows].tocsc()
    top, bottom = (np.zeros((len(weights), len(rows))) for _ in range(2))
    sides = both.docs["side"].to_numpy()
    events = both.docs["event"]
    for event in events.drop_nulls().unique().sort():
        here = (events == event).fill_null(False).to_numpy()
        at = {side: np.flatnonzero(here & (sides == side)) for side in "ab"}
        if not (len(at["a"]) and len(at["b"])):
            continue
        drawn = {side: weights[:, unit[at[side]]] for side in "ab"}
        words = {side: drawn[side] @ both.counted.total_eff[at[side]] for side in "ab"}
        used = {side: cells[:, at[side]].tocsr() for side in "ab"}
        terms = np.flatnonzero(np.diff(used["a"].indptr) + np.diff(used["b"].indptr))
        n_a, n_b = ((used[side][terms] @ drawn[side].T).T for side in "ab")
        size = words["a"] + words["b"]
        sound = (words["a"] > 0) & (words["b"] > 0)
        per = np.divide(sound, size, out=np.zeros(len(size)), where=sound)[:, np.newaxis]
        top[:, terms] += n_a * (words["b"][:, np.newaxis] - n_b) * per
        bottom[:, terms] += n_b * (words["a"][:, np.newaxis] - n_a) * per
    return top, bottom
