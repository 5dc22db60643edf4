"""Shares and differences by hand, by the tool, and corrected, side by side in one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from framing.compare.coding.corrected.errors import bounds, find_error, subtract
from framing.compare.coding.corrected.shares import (
    CORRECTED,
    HAND,
    MACHINE,
    METHODS,
    Part,
    estimate_part,
    unit_shares,
)
from framing.compare.coding.corrected.units import Coded, Floats, Ints
from framing.records.tables import CORRECTED as TABLE

MIN_CODED, MIN_ARTICLES, MIN_RARER = 100, 20, 20  # a side
UNITS = ("group", "outlet", "event")
UNSEEN = "where units were drawn alike they were coded alike: interval on the safe side"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a table says: of whom (``claim``), at which level, and whether outlets count alike."""

    variable: str
    claim: str
    level: float
    outlets_equal: bool = True
    predicts: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """A group, an outlet or an event: what its units count, and how many there are."""

    kind: str
    name: str
    share: Floats
    centre: Ints
    n: int
    n_coded: int
    n_articles: int


def correct_shares(
    coded: Coded,
    *,
    settings: Settings,
    refused: dict[tuple[str, ...], str] | None = None,
    kinds: tuple[str, ...] = UNITS,
) -> pl.DataFrame:
    """Every label's share in each group, outlet and event, and differences of two, by each method.

    Parameters
    ----------
    coded
        The population, with its coded units.
    settings
        Claim, level.
    refused
        Why a side ``(kind, name)`` gets counts alone, or a pair ``(kind, a, b)`` no row.
    kinds
        Of sides: ``group``, ``outlet``, ``event``.

    Returns
    -------
    DataFrame
        Schema ``CORRECTED``.
    """
    refused = refused or {}
    rows: list[dict[str, object]] = []
    for kind in kinds:
        sides = list(_sides(coded, kind, settings))
        for label in range(len(coded.labels)):
            parts = {side.name: _parts(coded, side, label, settings) for side in sides}
            for side in sides:
                why = refused.get((kind, side.name), "")
                rows += _side_rows(coded, side, parts[side.name], label, settings, why)
            if kind == "event":
                continue
            for a, b in combinations(sides, 2):
                if (kind, a.name, b.name) in refused:
                    continue
                both = (parts[a.name], parts[b.name])
                found = _pair_rows(coded, (a, b), both, label, settings)
                # Outlets have many pairs: those that nothing can be said of are left out.
                rows += [r for r in found if kind == "group" or r["estimate"] is not None]
    table = pl.DataFrame(rows, schema=TABLE, orient="row")
    order = {"group": 0, "outlet": 1, "event": 2, "difference": 3}
    return table.sort(
        pl.col("unit").replace_strict(order, return_dtype=pl.Int64), maintain_order=True
    )


def _sides(coded: Coded, kind: str, settings: Settings) -> Iterator[_Side]:
    names = coded.sides[kind]
    article = coded.article[coded.at]
    for name in names.drop_nulls().unique().sort():
        inside = (names == name).fill_null(value=False).to_numpy() & (coded.weight > 0)
        if not inside.any():
            continue
        equal = settings.outlets_equal and kind == "group"
        share, centre = unit_shares(coded, inside, outlets_equal=equal)
        here = inside[coded.at]
        yield _Side(
            kind, name, share, centre,
            n=int(inside.sum()),
            n_coded=int(here.sum()),
            n_articles=len(np.unique(article[here])),
        )  # fmt: skip


def _parts(coded: Coded, side: _Side, label: int, settings: Settings) -> dict[str, Part]:
    methods = METHODS if settings.predicts else (HAND,)
    return {
        method: estimate_part(coded, side.share, side.centre, label=label, method=method)
        for method in methods
        if side.n_coded or method == MACHINE
    }


def _count(coded: Coded, side: _Side, label: int) -> tuple[int, int]:
    """Coded units with the label, and of the rarer of having and not having it."""
    here = side.share[coded.at] > 0
    n = int((coded.said[here] == label).sum())
    return n, min(n, side.n_coded - n)


def lacking(n_coded: int, n_articles: int, n_rarer: int) -> str:
    """What a side lacks to get an interval; empty where it lacks nothing.

    >>> lacking(100, 20, 19)
    'the label or its absence coded 19 times, 20 needed: counts alone'
    """
    if n_coded < MIN_CODED:
        return f"{n_coded} units coded, {MIN_CODED} needed: counts alone"
    if n_articles < MIN_ARTICLES:
        return f"coded units of {n_articles} articles, {MIN_ARTICLES} needed: counts alone"
    if n_rarer < MIN_RARER:
        return f"the label or its absence coded {n_rarer} times, {MIN_RARER} needed: counts alone"
    return ""


def _side_rows(
    coded: Coded,
    side: _Side,
    parts: dict[str, Part],
    label: int,
    settings: Settings,
    why: str,
) -> list[dict[str, object]]:
    n_label, n_rarer = _count(coded, side, label)
    why = why or lacking(side.n_coded, side.n_articles, n_rarer)
    base: dict[str, Any] = {
        **dict.fromkeys(TABLE),
        "variable": settings.variable,
        "label": coded.labels[label],
        "unit": side.kind,
        side.kind: side.name,
        "n": side.n,
        "n_label": n_label,
        "n_coded": side.n_coded,
        "n_articles": side.n_articles,
        "n_rarer": n_rarer,
        "claim": settings.claim,
    }
    if side.kind == "outlet":
        groups = coded.sides.filter(pl.col("outlet") == side.name)["group"]
        base["group"] = groups[0]
    return _rows(coded, parts, base, settings, why, is_share=True)


def _pair_rows(
    coded: Coded,
    sides: tuple[_Side, _Side],
    parts: tuple[dict[str, Part], dict[str, Part]],
    label: int,
    settings: Settings,
) -> list[dict[str, object]]:
    why = ""
    counts = [_count(coded, side, label) for side in sides]
    for side, (_, n_rarer) in zip(sides, counts, strict=True):
        less = lacking(side.n_coded, side.n_articles, n_rarer)
        why = why or (f"{side.name}: {less}" if less else "")
    base: dict[str, Any] = {
        **dict.fromkeys(TABLE),
        "variable": settings.variable,
        "label": coded.labels[label],
        "unit": "difference",
        "side_a": sides[0].name,
        "side_b": sides[1].name,
        "n": sum(side.n for side in sides),
        "n_label": sum(n for n, _ in counts),
        "n_coded": sum(side.n_coded for side in sides),
        "n_articles": min(side.n_articles for side in sides),
        "n_rarer": min(n for _, n in counts),
        "claim": settings.claim,
    }
    methods = [] if why else [name for name in parts[0] if name in parts[1]]
    both = {name: subtract(parts[0][name], parts[1][name]) for name in methods}
    return _rows(coded, both, base, settings, why, is_share=False)


def _rows(
    coded: Coded,
    parts: dict[str, Part],
    base: dict[str, Any],
    settings: Settings,
    why: str,
    *,
    is_share: bool,
) -> list[dict[str, object]]:
    """A row a method; where there may be no interval hand's counts alone, with the reason."""
    if why or HAND not in parts:
        return [{**base, "method": HAND, "flag": why or "no unit coded: counts alone"}]
    found = []
    for method, part in parts.items():
        row = {**base, "method": method, "lambda": part.tuning, "flag": ""}
        value = part.value
        error = find_error(coded, part, claim=settings.claim)
        if is_share and not 0 <= value <= 1:
            flag = f"corrected to {value:.3g}, outside 0 to 1: no interval"
            found.append({**row, "estimate": min(max(value, 0.0), 1.0), "flag": flag})
            continue
        row["estimate"] = value
        if error.variance <= 0:
            row["flag"] = _certain(method)
        elif error.df < 2:
            row["flag"] = "interval of too few units: no interval"
        else:
            low, high = bounds(value, error, level=settings.level, is_share=is_share)
            row |= {"low": low, "high": high, "level": settings.level}
            if part.unseen > error.variance / 2:
                row["flag"] = UNSEEN
            if is_share and method != MACHINE:
                row["n_eff"] = value * (1 - value) / error.variance
        found.append(row)
    return found


def _certain(method: str) -> str:
    if method == MACHINE:
        return "the tool labels every unit: no error of drawing, that of its labels is unknown"
    return "every unit coded, or no variation: no interval"


__all__ = ["CORRECTED", "HAND", "MACHINE", "Settings", "correct_shares", "lacking"]
