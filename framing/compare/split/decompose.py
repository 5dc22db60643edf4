"""The decomposition of a difference between two sides, item by item, with intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import READING, Pair
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.draws import unit_strata
from framing.compare.resampling.intervals import drawn_within
from framing.compare.split.blocks import SIDES, Block, build_blocks
from framing.compare.split.bounds import observed_parts, split_bounds
from framing.compare.split.cells import observed_rates
from framing.compare.split.parts import PARTS
from framing.compare.split.reasons import Verdict, count_units, judge_block, judge_item, judge_share
from framing.records.tables import SPLIT

Floats = NDArray[np.float64]

KINDS = {"mentions": "pooled mentions", "articles": "mean of article shares"}
WEIGHTS = {"equal": "outlets equal", "pooled": "outlets by their mentions"}


@dataclass(frozen=True, slots=True)
class Question:
    """What is decomposed, and how: printed in every row."""

    pair: Pair
    scope: str
    kind: str = "mentions"  # a key of KINDS
    weights: str = "equal"  # a key of WEIGHTS
    claim: str = "these_outlets"


def decompose_rates(
    top: pl.DataFrame,
    bottom: pl.DataFrame,
    *,
    units: pl.DataFrame,
    question: Question,
    resampling: Resampling,
) -> pl.DataFrame:
    """Split the difference of two sides in each item's rate into agenda, wording and unmatched.

    Events are fixed: nothing is said of other events than these. A shared event counts as such
    for an item only where both sides have its denominator (both name the entity there); else it
    is unmatched for that item, and ``n_events_one_sided`` counts it.

    Parameters
    ----------
    top
        ``article``, ``measure``, ``within``, ``item``, ``n`` (uses as they stand), ``top``.
    bottom
        ``article``, ``measure``, ``per`` (share, mean, or what the rate is per), ``within``,
        ``bottom``: the whole; rate = top / bottom.
    units
        ``article``, ``unit``, ``stratum``, ``outlet``, ``event``, ``side`` (a, b).
    question
        The pair (tier ``reading`` gives counts alone), kind of share, weights, scope, claim.
    resampling
        Units are drawn within outlets, never within events: how many articles an outlet has on an
        event is what agenda is made of. Outlet totals are taken anew in every replicate.

    Returns
    -------
    DataFrame
        Schema ``SPLIT``, one row an item; see ``split_difference`` for the parts, which add up to
        ``difference``. A part that nothing adds to is 0 and has no interval. ``flag`` names why
        an interval or the decomposition is absent.
    """
    rows: list[dict[str, object]] = []
    equal = question.weights == "equal"
    for block in build_blocks(top, bottom, units=units, outlets_equal=equal):
        rows += _rows(block, units=units, question=question, resampling=resampling)
    return pl.DataFrame(rows, schema=SPLIT, orient="row")


def _rows(
    block: Block, *, units: pl.DataFrame, question: Question, resampling: Resampling
) -> Iterator[dict[str, object]]:
    pair, cells = question.pair, block.cells
    held = observed_rates(cells, block.tops)
    points = observed_parts(cells, block.tops, held=held)
    verdict = judge_block(block, pair)
    low, high = np.full(points.shape, np.nan), np.full(points.shape, np.nan)
    if not verdict.unbounded.issuperset(PARTS):
        low, high = split_bounds(
            cells,
            block.tops,
            held=held,
            strata=unit_strata(units),
            resampling=resampling,
            is_share=block.per == "share",
        )
    same = {
        "side_a": pair.a,
        "side_b": pair.b,
        **_counts(block, units),
        "tier": pair.tier,
        "claim": "these_articles" if pair.tier == READING else question.claim,
        "kind": "mean of article values" if block.per == "mean" else KINDS[question.kind],
        "weights": WEIGHTS[question.weights],
        "scope": question.scope,
    }
    for k, item in enumerate(block.items):
        a, b = (float(points[k, PARTS.index(name)]) for name in ("rate_a", "rate_b"))
        judged = judge_item((a, b), verdict, per=block.per)
        if judged is verdict:  # else a reason of its own stands already
            judged = judge_share(block, item, judged)
        found = _estimates(points[k], low[k], high[k], verdict=judged)
        is_bounded = any(found[f"{part}_low"] is not None for part in PARTS)
        yield {
            **same,
            "measure": block.measure,
            "per": block.per,
            "within": block.within,
            "item": item,
            **found,
            "level": resampling.level if is_bounded else None,
            "strata": _drawn(block, units) if is_bounded else None,
            **{f"n_{side}": n for side, n in block.count(item).items()},
        }


def _estimates(point: Floats, low: Floats, high: Floats, *, verdict: Verdict) -> dict[str, object]:
    """Every part with its bounds, and the flag."""
    row: dict[str, object] = {}
    flat = False
    for k, part in enumerate(PARTS):
        shown = part not in verdict.hidden and np.isfinite(point[k])
        sure = shown and part not in verdict.unbounded
        bounded = sure and bool(np.isfinite(low[k]) and high[k] > low[k])
        flat |= sure and not bounded
        row[part] = float(point[k]) if shown else None
        row[f"{part}_low"] = float(low[k]) if bounded else None
        row[f"{part}_high"] = float(high[k]) if bounded else None
    reasons = (*verdict.reasons, *(("no variation between units: no interval",) if flat else ()))
    return {**row, "flag": "; ".join(reasons)}


def _counts(block: Block, units: pl.DataFrame) -> dict[str, object]:
    """What the numbers rest on: articles, outlets and events with this denominator."""
    cells, k = block.cells, len(block.cells.events)
    bottom = block.bottoms()
    counts: dict[str, object] = {"n_events_shared": k}
    covered = {s: set(units.filter(pl.col("side") == s)["event"].drop_nulls()) for s in SIDES}
    here: set[str] = set()
    for number, side in enumerate(SIDES):
        rows = block.wholes.filter(pl.col("side") == side)
        events = set(rows["event"].drop_nulls()) - set(cells.events)
        here |= events
        total = bottom[number].sum()
        counts |= {
            f"total_{side}": rows["bottom"].sort().sum(),
            f"n_articles_{side}": count_units(block, side),
            f"n_outlets_{side}": rows["outlet"].n_unique(),
            f"n_events_{side}": len(events),
            f"n_no_event_{side}": count_units(block, side, k + 1),
            f"on_shared_{side}": float(bottom[number, :k].sum() / total) if total else None,
        }
    return {**counts, "n_events_one_sided": len(here & covered["a"] & covered["b"])}


def _drawn(block: Block, units: pl.DataFrame) -> str:
    rows = units.join(block.wholes.select("article"), on="article", how="semi")
    return "articles within " + str(rows.select(drawn_within()).item())
