"""Which parts of a decomposition are shown, which get an interval, and why the others do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import MIN_DESCRIPTIVE, READING, Pair
from framing.compare.resampling.intervals import MIN_WITH
from framing.compare.split.blocks import SIDES, Block
from framing.compare.split.cells import leverage
from framing.compare.split.parts import PARTS

Floats = NDArray[np.float64]

MAX_ALONE = 0.1  # weight of shared events that rest on one unit on a side
_RATES = ("rate_a", "rate_b", "difference")
_SHARED = ("agenda", "wording")
_SPLIT = PARTS[3:]
FEW = f"fewer than {MIN_DESCRIPTIVE} distinct articles"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Parts without estimate, parts without interval, and the reasons of both."""

    hidden: frozenset[str]
    unbounded: frozenset[str]
    reasons: tuple[str, ...]

    def also(self, parts: tuple[str, ...], reason: str = "", *, hide: bool = False) -> Verdict:
        """The verdict with some more parts left out."""
        return Verdict(
            self.hidden | set(parts) if hide else self.hidden,
            self.unbounded | set(parts),
            (*self.reasons, reason) if reason else self.reasons,
        )


def judge_block(block: Block, pair: Pair) -> Verdict:
    """What the articles and events of a denominator allow, whichever item is asked for."""
    found = Verdict(frozenset(), frozenset(), ())
    if pair.tier == READING:
        why = FEW + " on a side" if pair.shared_events else "no shared event"
        return found.also(PARTS, f"tier reading ({why}): counts, no decomposition", hide=True)
    distinct = [count_units(block, side) for side in SIDES]
    for side, n in zip((pair.a, pair.b), distinct, strict=True):
        if not n:
            return found.also(PARTS, f"not found in {side}: no difference", hide=True)
    if not block.cells.events:
        reason = "no shared event has it on both sides: no decomposition"
        found = found.also(_SPLIT, reason, hide=True)
    if min(distinct) < MIN_DESCRIPTIVE:
        return found.also(PARTS, f"{FEW} on a side: no interval")
    return _judge_cells(block, pair, found)


def judge_item(rates: tuple[float, float], found: Verdict, *, per: str) -> Verdict:
    """The verdict on one item: a rate at its limit varies less than it would elsewhere."""
    limits = {"mean": (), "share": (0.0, 1.0)}.get(per, (0.0,))
    if found.unbounded.issuperset(PARTS):
        return found
    at_limit = tuple(
        name for name, rate in zip(("rate_a", "rate_b"), rates, strict=True) if rate in limits
    )
    if not at_limit:
        return found
    reason = "share of 0 or 1" if per == "share" else "rate of 0"
    return found.also(
        (*at_limit, "difference", *_SPLIT), f"{reason} on a side: counts, no interval"
    )


def judge_share(block: Block, item: str, found: Verdict) -> Verdict:
    """The verdict on a share that hangs on one or two articles of a side."""
    if block.per != "share" or found.unbounded.issuperset(PARTS):
        return found
    few = [side for side in SIDES if block.n_either(item, side) < MIN_WITH]
    if not few:
        return found
    reason = f"fewer than {MIN_WITH} articles with it, or without it, on a side: no interval"
    return found.also((*(f"rate_{side}" for side in few), "difference", *_SPLIT), reason)


def count_units(block: Block, side: str, *cells: int) -> int:
    """Distinct units of a side, in some cells or in all."""
    rows = block.wholes.filter(pl.col("side") == side)
    if cells:
        rows = rows.filter(pl.col("cell").is_in(cells))
    return rows["unit"].n_unique()


def weight_alone(block: Block) -> tuple[float, int]:
    """Of the shared events, those that rest on one unit on a side: their weight and number."""
    k = len(block.cells.events)
    bottom = block.bottoms()
    inside = bottom[:, :k]
    weight = (inside / inside.sum(axis=1, keepdims=True)).mean(axis=0)
    alone = (leverage(block.cells)[:, :k] > 1 - 1e-9).any(axis=0)
    return float(weight[alone].sum()), int(alone.sum())


def _judge_cells(block: Block, pair: Pair, found: Verdict) -> Verdict:
    k = len(block.cells.events)
    if k:
        weight, n_alone = weight_alone(block)
        if min(count_units(block, side, *range(k)) for side in SIDES) < MIN_DESCRIPTIVE:
            found = found.also(_SPLIT, f"{FEW} on shared events: no interval of the parts")
        elif weight > MAX_ALONE:
            many = f"{n_alone} of {k} shared events have" if k > 1 else "the shared event has"
            reason = f"{many} a single article on a side: no interval of agenda and wording"
            found = found.also(_SHARED, reason)
        if k == 1:
            found = found.also(("agenda",))
        for name, cell in (("unmatched", k), ("no_event", k + 1)):
            n = {side: count_units(block, side, cell) for side in SIDES}
            few = [side for side in SIDES if n[side] < MIN_DESCRIPTIVE]
            whose = " and ".join({"a": pair.a, "b": pair.b}[side] for side in few if n[side])
            where = "without an event" if name == "no_event" else "outside shared events"
            reason = f"{FEW} of {whose} {where}: no interval of that part" if whose else ""
            found = found.also(tuple(f"{name}_{side}" for side in few), reason)
    return found
