"""What a design can say of each pair of sides, and what it cannot, in sentences."""

from __future__ import annotations

from itertools import combinations

import polars as pl

from framing.compare.design import (
    DESCRIPTIVE,
    MIN_DESCRIPTIVE,
    MIN_INFERENTIAL,
    MIN_OUTLETS,
    MIN_SHARED_EVENTS,
    READING,
    Pair,
    build_side,
    compare_sides,
)
from framing.compare.resampling.permutation import count_relabellings, exchange
from framing.records.tables.schema import INT, REAL, TEXT, Schema

PAIRS: Schema = {
    "kind": TEXT,
    "side_a": TEXT,
    "side_b": TEXT,
    "tier": TEXT,
    "claims": TEXT,
    "n_articles_a": INT,
    "n_articles_b": INT,
    "n_distinct_a": INT,
    "n_distinct_b": INT,
    "n_outlets_a": INT,
    "n_outlets_b": INT,
    "n_events_shared": INT,
    "n_events_a": INT,
    "n_events_b": INT,
    "smallest_p": REAL,
    "smallest_p_group": REAL,
    "cannot": TEXT,
}


def describe_pairs(units: pl.DataFrame) -> pl.DataFrame:
    """Every pair of groups, then of outlets: tier, claims, and what cannot be said.

    Parameters
    ----------
    units
        As from ``build_units``.

    Returns
    -------
    DataFrame
        Schema ``PAIRS``. ``n_events_a`` are events that side a alone covers. ``smallest_p`` is what
        permuting articles within shared events could show at best, ``smallest_p_group`` whole
        outlets; null where nothing can change places. Both are of all relabellings: a test with R
        random ones cannot go below 1 / (R + 1).
    """
    rows = []
    for kind in ("group", "outlet"):
        names = sorted(set(units[kind]))
        for a, b in combinations(names, 2):
            rows.append(_describe(kind, a, b, units.filter(pl.col(kind).is_in([a, b]))))
    return pl.DataFrame(rows, schema=PAIRS, orient="row")


def _describe(kind: str, a: str, b: str, units: pl.DataFrame) -> dict[str, object]:
    parts = {side: units.filter(pl.col(kind) == side) for side in (a, b)}
    sides = [build_side(part, side) for side, part in parts.items()]
    pair = compare_sides(*sides)
    outlets = {side: part["outlet"].n_unique() for side, part in parts.items()}
    rows = units.with_columns(side=pl.col(kind))
    found = {
        "kind": kind,
        "tier": pair.tier,
        "claims": ", ".join(_claims(kind, pair, outlets)),
        "n_events_shared": len(pair.shared_events),
        "smallest_p": _smallest(rows, "these_outlets"),
        "smallest_p_group": _smallest(rows, "group") if kind == "group" else None,
        "cannot": " ".join(_refusals(kind, pair, outlets, [s.n_distinct for s in sides])),
    }
    for end, side in zip("ab", sides, strict=True):
        found |= {
            f"side_{end}": side.name,
            f"n_articles_{end}": side.n_articles,
            f"n_distinct_{end}": side.n_distinct,
            f"n_outlets_{end}": outlets[side.name],
            f"n_events_{end}": len(set(side.events) - set(pair.shared_events)),
        }
    return {name: found[name] for name in PAIRS}


def _claims(kind: str, pair: Pair, outlets: dict[str, int]) -> list[str]:
    if pair.tier == READING:
        return ["these_articles"]
    enough = kind == "group" and min(outlets.values()) >= MIN_OUTLETS
    return ["these_outlets", *(["group"] if enough else [])]


def _refusals(kind: str, pair: Pair, outlets: dict[str, int], distinct: list[int]) -> list[str]:
    """What cannot be said of a pair, and what it would take."""
    said = []
    if not pair.shared_events:
        said.append("No shared event: what they cover and how they write cannot be told apart.")
    elif pair.tier == READING:
        said.append(
            f"Fewer than {MIN_DESCRIPTIVE} distinct articles on one side ({min(distinct)}): counts "
            "and passages, no comparison."
        )
    if pair.tier == DESCRIPTIVE:
        said.append(
            f"No p value: {MIN_INFERENTIAL} distinct articles a side and {MIN_SHARED_EVENTS} "
            f"shared events needed, here {min(distinct)} and {len(pair.shared_events)}."
        )
    if kind == "outlet":
        return said
    for side, n in outlets.items():
        if n == 1:
            said.append(f"{side} has one outlet: outlet and group are one thing here.")
        elif n < MIN_OUTLETS:
            said.append(f"Claim group: {side} has {n} outlets, {MIN_OUTLETS} needed.")
    return said


def _smallest(rows: pl.DataFrame, claim: str) -> float | None:
    """The smallest attainable p; None where nothing can change places."""
    if (
        claim == "group"
        and rows.group_by("outlet").agg(pl.col("side").n_unique())["side"].max() != 1
    ):
        return None
    plan = exchange(rows.select("article", "unit", "side", "event", "outlet"), claim=claim)
    return count_relabellings(plan).smallest_p if plan.n_strata else None
