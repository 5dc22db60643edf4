"""Halves of one outlet against each other, at the size of the real comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import numpy as np
import polars as pl

from framing.compare.checks.cells import Cells, Ints, Mask, take_columns
from framing.compare.checks.noise import (
    HALVES,
    N_NULLS,
    Comparison,
    summarise_nulls,
)
from framing.compare.checks.ratios import Case
from framing.compare.resampling.blocks import Task, Workers, map_ranges
from framing.records.tables import NOISE

MIN_HALF = 10  # articles
_STREAM = 6 << 40  # streams of their own: splits

Findings = dict[str, tuple[int, int]]


def split_halves(
    compared: Comparison,
    outlets: Iterable[str],
    *,
    keep: Mask,
    seed: int,
    n_nulls: int = N_NULLS,
    workers: Workers | None = None,
) -> pl.DataFrame:
    """Findings between two random halves of each outlet, at the real comparison's size.

    Halves share their events: the articles of each are dealt out in turn; an event with one
    article is left out. Both are subsampled: the halves to the real sides' numbers where these are
    smaller, and the real sides to the halves', as often as halves are drawn.

    Parameters
    ----------
    compared
        The comparison.
    outlets
        Whose articles are split; one with fewer than 10 in a half has no rows.
    keep
        Columns of the real comparison: units in events of both sides.
    seed, n_nulls
        Whole numbers.
    workers
        Who compares, where that is worth it.
    """
    cells = compared.cells
    real = (np.flatnonzero(keep & cells.is_a), np.flatnonzero(keep & ~cells.is_a))
    split = [one for name in outlets if (one := _plan_split(cells, name, real)) is not None]
    given = _Splits(compared, tuple(split), real, n_nulls, seed)
    n = n_nulls * len(split)
    task = Task("halves of outlets", _compare_halves, given, 2 * compared.work * n)
    found = [one for part in map_ranges(task, n, workers=workers) for one in part]
    rows = [pl.DataFrame(schema=NOISE)]
    for k, one in enumerate(split):
        nulls, reals = zip(*found[k * n_nulls : (k + 1) * n_nulls], strict=True)
        facts = {
            "null": HALVES,
            "outlet": one.outlet,
            "n_articles_a": one.size[0],
            "n_articles_b": one.size[1],
            "n_events": len(np.unique(one.event)),
            "flag": "",
        }
        rows.append(summarise_nulls(list(reals), list(nulls), facts))
    return pl.concat(rows)


class _Split(NamedTuple):
    """An outlet's columns, rising, their events, and how many a half takes of either side."""

    outlet: str
    rows: Ints
    event: Ints
    size: tuple[int, int]


class _Splits(NamedTuple):
    """What every null is made from: ``n_nulls`` of each outlet, one outlet after another."""

    compared: Comparison
    outlets: tuple[_Split, ...]
    real: tuple[Ints, Ints]
    n_nulls: int
    seed: int


def _plan_split(cells: Cells, outlet: str, real: tuple[Ints, Ints]) -> _Split | None:
    """What of an outlet can be split; None where a half has too few articles."""
    own = cells.columns.with_row_index("k").filter(pl.col("outlet") == outlet)
    own = own.drop_nulls("event").unique("unit", keep="first", maintain_order=True)
    own = own.filter(pl.len().over("event") > 1)
    half = own.height // 2
    size = (min(len(real[0]), half), min(len(real[1]), half))
    if half < MIN_HALF or min(size) < 2:
        return None
    event = own["event"].rank("dense").to_numpy().astype(np.int64)
    return _Split(outlet, own["k"].to_numpy().astype(np.int64), event, size)


def _compare_halves(given: _Splits, low: int, high: int) -> list[tuple[Findings, Findings]]:
    """Findings of some nulls: of two halves, and of the real sides at their size."""
    found: list[tuple[Findings, Findings]] = []
    for k, several in groupby(range(low, high), lambda i: i // given.n_nulls):
        split = given.outlets[k]
        drawn = [_draw(split, given, i % given.n_nulls) for i in several]
        part = take_columns(given.compared.cells, split.rows)
        nulls = given.compared.findings(_of_halves(split, drawn), part=part)
        reals = given.compared.findings(_of_sides(given.compared.cells, drawn))
        found += zip(nulls, reals, strict=True)
    return found


class _Drawn(NamedTuple):
    """Columns of two halves, and of either real side."""

    halves: tuple[Ints, Ints]
    sides: tuple[Ints, Ints]


def _draw(split: _Split, given: _Splits, r: int) -> _Drawn:
    dice = np.random.Generator(np.random.Philox(key=[given.seed, _STREAM + r]))
    order = split.rows[np.lexsort((dice.random(len(split.rows)), split.event))]
    a, b = (dice.permutation(order[side::2])[: split.size[side]] for side in (0, 1))
    real_a, real_b = (dice.permutation(given.real[side])[: split.size[side]] for side in (0, 1))
    return _Drawn((a, b), (real_a, real_b))


def _of_halves(split: _Split, drawn: Iterable[_Drawn]) -> Iterator[Case]:
    """Of an outlet's columns; they are one stratum."""
    n = len(split.rows)
    for one in drawn:
        is_a, keep = _flags((np.searchsorted(split.rows, half) for half in one.halves), n)
        yield Case(is_a, keep, np.zeros(n, dtype=np.int64))


def _of_sides(cells: Cells, drawn: Iterable[_Drawn]) -> Iterator[Case]:
    for one in drawn:
        is_a, keep = _flags(one.sides, len(cells.is_a))
        yield Case(is_a, keep, cells.strata)


def _flags(sides: Iterable[Ints], n: int) -> tuple[Mask, Mask]:
    """Who is of side a, and who of either."""
    a, b = sides
    is_a, keep = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    is_a[a] = keep[a] = keep[b] = True
    return is_a, keep
