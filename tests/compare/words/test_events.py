"""Words over shared events: how each article moves the odds ratio, by weighing it up and down."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array
from scipy.stats import t

from framing.compare.resampling import blocks
from framing.compare.resampling.blocks import Workers
from framing.compare.words import events
from framing.compare.words.events import event_bounds, with_events
from framing.compare.words.sides import Sides
from framing.counts.terms import TermCounts
from framing.scheduling.limits import MEMORY
from framing.scheduling.places import Folder
from framing.scheduling.processes import Processes

DICE = np.random.default_rng(8)
N = 26
IDS = [f"x{k:02}" for k in range(N)]
COUNTS = DICE.poisson(1.2, (3, N)).astype(float)
COUNTS[2] = np.where(np.arange(N) == 0, 4, np.where(np.arange(N) % 2 == 0, 0, COUNTS[2]))
WORDS = DICE.integers(80, 200, N).astype(float)
SIDE = np.array(["a", "b"] * (N // 2))
# Event z has side a only, the last two articles have none.
EVENT = np.array(["x", "x", "y", "y", "y", "x", "x", "y"] * 3 + ["", ""])
EVENT[[8, 10]] = "z"
OUTLET = np.array([f"{s}{k % 3 % 2}" for k, s in enumerate(SIDE)])


def sides_of(unit: list[str]) -> Sides:
    terms = pl.DataFrame({"types": ["p", "q", "r"], "n_words": [1, 1, 1]})
    hidden = pl.DataFrame({"n_words": [1], "n_terms": [0], "n": [0]})
    cells = csr_array(COUNTS)
    counted = TermCounts(
        terms, pl.Series(IDS), cells.astype(np.int64), cells, WORDS.astype(np.int64), WORDS, hidden
    )
    docs = pl.DataFrame(
        {"article": IDS, "unit": unit, "stratum": OUTLET, "outlet": OUTLET,
         "event": [e or None for e in EVENT], "side": SIDE}
    )  # fmt: skip
    return Sides(counted, docs)


def log_odds(weight: np.ndarray) -> np.ndarray:
    """Mantel and Haenszel, event by event, of articles that weigh so much."""
    top, bottom = np.zeros(3), np.zeros(3)
    for event in "xy":
        a, b = ((event == EVENT) & (side == SIDE) for side in "ab")
        n_a, n_b = ((COUNTS * weight)[:, own].sum(axis=1) for own in (a, b))
        w_a, w_b = ((WORDS * weight)[own].sum() for own in (a, b))
        top += n_a * (w_b - n_b) / (w_a + w_b)
        bottom += n_b * (w_a - n_a) / (w_a + w_b)
    with np.errstate(divide="ignore"):
        return np.log(top) - np.log(bottom)


def lost(units: list[str]) -> dict[str, np.ndarray]:
    """By each unit: the estimate minus that without its articles."""
    whole = log_odds(np.ones(N))
    return {unit: whole - log_odds(np.array([1.0 * (u != unit) for u in units])) for unit in units}


def test_bounds_are_those_of_a_jackknife_within_outlets():
    both = sides_of(list(IDS))
    frame = with_events(pl.DataFrame({"row": [0, 1, 2]}), both)
    assert frame["mh_log_odds"].to_numpy() == pytest.approx(log_odds(np.ones(N)), rel=1e-12)
    assert frame["n_events_shared"].to_list() == [2, 2, 2]
    low, high = event_bounds(frame, both, level=0.9)
    for k in (0, 1):
        found = {unit: values[k] for unit, values in lost(IDS).items()}
        variance, per = 0.0, 0.0
        for outlet in sorted(set(OUTLET)):
            values = np.array([found[u] for u, o in zip(IDS, OUTLET, strict=True) if o == outlet])
            n, used = len(values), (np.abs(values) > 1e-12).sum()
            # Articles in no shared event move nothing and are none of the sample.
            part = ((n - 1) / n) ** 2 * used / (used - 1) * ((values - values.mean()) ** 2).sum()
            variance, per = variance + part, per + part**2 / (used - 1)
        reach = t.ppf(0.95, variance**2 / per) * np.sqrt(variance)
        point = frame["mh_log_odds"][k]
        assert [low[k], high[k]] == pytest.approx([point - reach, point + reach], rel=1e-9)
    # Side a uses the third term in one article alone.
    assert np.isnan([low[2], high[2]]).all()


def test_carriers_of_one_text_are_left_out_together():
    units = list(IDS)
    apart = sides_of(units)
    frame = with_events(pl.DataFrame({"row": [0, 1]}), apart)
    wide = np.subtract(*reversed(event_bounds(frame, apart, level=0.9)))
    for outlet in sorted(set(OUTLET)):  # every two articles of an outlet are one text
        own = np.flatnonzero(outlet == OUTLET)
        for one, other in zip(own[::2], own[1::2], strict=False):
            units[other] = units[one]
    together = sides_of(units)
    assert len(set(units)) < 20
    found = np.subtract(*reversed(event_bounds(frame, together, level=0.9)))
    assert (found > 0).all() and not np.isclose(found, wide, rtol=0.01).any()


def test_other_processes_and_small_blocks_give_the_same_bounds(tmp_path, monkeypatch):
    both = sides_of(IDS)
    frame = with_events(pl.DataFrame({"row": np.arange(3)}), both)
    expected = event_bounds(frame, both, level=0.9)
    assert np.isfinite(expected[0][:2]).all()
    monkeypatch.setattr(blocks, "WORTH", 0.0)
    monkeypatch.setattr(blocks, "SMALL", 0)
    pool = Processes(2, MEMORY)
    try:
        there = event_bounds(frame, both, level=0.9, workers=Workers(pool, Folder(tmp_path)))
    finally:
        pool.close()
    assert np.array_equal(expected, there, equal_nan=True)
    monkeypatch.setattr(events, "_MEMORY", 1)
    assert np.array_equal(expected, event_bounds(frame, both, level=0.9), equal_nan=True)
