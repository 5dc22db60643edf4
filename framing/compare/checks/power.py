"""What power is simulated from: a study's own articles, or numbers given by hand.

Assumed throughout: articles are drawn independently and are alike but for chance; both sides have
as many outlets with as many articles each. For claim ``these_outlets`` outlets have no manner of
their own; for claim ``group`` whole outlets are drawn, with all that is theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.checks.cells import RATE, SHARE, Cells
from framing.compare.checks.maxt import critical_score
from framing.compare.checks.pools import SIZES, Pool, draw_from
from framing.compare.checks.simulation import (
    NS,
    POWERED,
    REPLICATES,
    Draw,
    Setting,
    articles_needed,
    error_of,
    share_found,
)
from framing.compare.design import MIN_INFERENTIAL
from framing.records.tables import POWER

Floats = NDArray[np.float64]

MIN_POOL = 10  # articles to draw from
MIN_POOL_OUTLETS = 4  # for claim group

_ASSUMED = {
    "these_outlets": "no outlet has a manner of its own",
    "group": "whole outlets are drawn, with all that is theirs",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """What to simulate; ``sizes`` empty: those that suit the kind of number."""

    sizes: tuple[float, ...] = ()
    ns: tuple[int, ...] = NS
    outlets: int = 1
    claim: str = "these_outlets"
    seed: int = 1
    replicates: int = REPLICATES
    level: float = 0.95


def simulate_power(
    pool: Pool, grid: Grid, *, critical: dict[int, float] | None = None
) -> pl.DataFrame:
    """Power for every number of articles and size of difference.

    Side a is given the difference: a share so many points further toward 1 (toward 0 where it
    stands above a half), a mean so much higher; of a word side b keeps each use with chance
    1 / size, so that side a has it size times as often. What makes mentions of one article
    alike is kept.

    Parameters
    ----------
    pool, grid
        What is drawn from, and what is simulated.
    critical
        For a number of articles the score that a word must exceed among all words (see
        ``critical_scores``): gives ``power_adjusted``.

    Returns
    -------
    DataFrame
        Schema ``POWER``; one row a size and number of articles.
    """
    sizes = grid.sizes or pool.sizes
    if reason := _why_not(pool, grid):
        return _rows(pool, grid, [_Row(size, n, reason) for size, n in product(sizes, grid.ns)])
    rows: list[_Row] = []
    for size in sizes:
        if reason := _no_room(pool, size):
            rows += [_Row(size, n, reason) for n in grid.ns]
        else:
            draw = draw_from(pool, size, claim=grid.claim)
            rows += _powers(draw, size, pool.kind, grid, critical)
    return _rows(pool, grid, rows)


def critical_scores(cells: Cells, grid: Grid) -> dict[int, float]:
    """For each number of articles that allows p, the score that a word must exceed among all."""
    first = cells.columns.with_row_index("k").unique("unit", keep="first", maintain_order=True)
    if cells.kind != RATE or grid.claim == "group" or first.height < MIN_POOL:
        return {}
    columns = first["k"].to_numpy().astype(np.int64)
    sizes = {n: n * grid.outlets for n in grid.ns if n * grid.outlets >= MIN_INFERENTIAL}
    return {n: critical_score(cells, columns, n=k, seed=grid.seed) for n, k in sizes.items()}


def plan_words(*, rate: float, dispersion: float, words: int = 400, grid: Grid) -> pl.DataFrame:
    """Power for a word before any article is collected.

    Uses in an article of ``words`` words are negative binomial with mean rate * words / 10,000 on
    side a, 1 / size of that on side b, and variance mean + dispersion * mean^2; dispersion 0 is
    Poisson. For claim ``these_outlets`` only: nothing is said of how outlets differ.
    """
    mean = rate * words / 1e4

    def draw_of(size: float) -> Draw:
        def draw(
            generator: np.random.Generator, shape: tuple[int, int, int]
        ) -> tuple[Floats, Floats]:
            means = np.broadcast_to(np.array([mean, mean / size])[:, None, None, None], (2, *shape))
            if dispersion > 0:
                means = means * generator.gamma(1 / dispersion, dispersion, (2, *shape))
            uses = generator.poisson(means).astype(np.float64)
            return uses, np.full((2, *shape), float(words))

        return draw

    rows: list[_Row] = []
    for size in grid.sizes or SIZES[RATE]:
        rows += _powers(draw_of(size), size, RATE, grid)
    none = np.zeros(0)
    pool = Pool("words", "by hand", RATE, none, none, np.zeros(0, np.int64))
    return _rows(pool, grid, rows).with_columns(base=pl.lit(rate))


def say_power(rows: pl.DataFrame) -> list[str]:
    """What was assumed, and for each size how many articles an outlet have power 0.8."""
    if rows.is_empty():
        return ["nothing to simulate: no item of that measure in these articles"]
    claim = str(rows["claim"][0])
    said = [f"assumed: articles are alike but for chance, drawn independently; {_ASSUMED[claim]}"]
    for row in rows.unique(["measure", "item", "size"], maintain_order=True).iter_rows(named=True):
        what = f"{row['measure']} {row['item']}, size {row['size']:g}: "
        if row["n_needed"] is not None:
            said.append(f"{what}{row['n_needed']} articles an outlet for power {POWERED:g}")
        else:
            said.append(what + row["flag"])
    return said


def _powers(
    draw: Draw, size: float, kind: str, grid: Grid, critical: dict[int, float] | None = None
) -> list[_Row]:
    found = []
    for n in grid.ns:
        setting = Setting(kind, n, grid.outlets, grid.claim, grid.level, (critical or {}).get(n))
        found.append(share_found(draw, setting, seed=grid.seed, replicates=grid.replicates))
    needed = articles_needed(list(grid.ns), [power for power, _ in found])
    flag = "" if needed else f"more than {max(grid.ns)} articles an outlet"
    return [
        _Row(size, n, flag, power, adjusted, needed)
        for n, (power, adjusted) in zip(grid.ns, found, strict=True)
    ]


class _Row(NamedTuple):
    """One size of difference and number of articles."""

    size: float
    n: int
    flag: str
    power: float | None = None
    power_adjusted: float | None = None
    n_needed: int | None = None


def _rows(pool: Pool, grid: Grid, rows: list[_Row]) -> pl.DataFrame:
    made = [
        {
            "measure": pool.measure,
            "item": pool.item,
            "base": pool.base if len(pool.top) else None,
            "n_outlets": grid.outlets,
            "error": None if row.power is None else error_of(row.power, grid.replicates),
            "claim": grid.claim,
            "n_articles": len(pool.top),
            **row._asdict(),
        }
        for row in rows
    ]
    return pl.DataFrame(made, schema=POWER).with_columns(pl.col(pl.Float64).fill_nan(None))


def _why_not(pool: Pool, grid: Grid) -> str:
    """Why this item cannot be simulated; empty where it can."""
    if grid.claim == "group" and grid.outlets < MIN_POOL_OUTLETS:
        return f"claim group needs {MIN_POOL_OUTLETS} outlets a side, not {grid.outlets}: no power"
    n_whole = int((pool.bottom > 0).sum())
    if n_whole < MIN_POOL:
        noun = "article" if n_whole == 1 else "articles"
        return f"{n_whole} {noun} to draw from, fewer than {MIN_POOL}: no power"
    if grid.claim == "group" and (k := len(np.unique(pool.outlet))) < MIN_POOL_OUTLETS:
        return f"{k} outlets to draw from, fewer than {MIN_POOL_OUTLETS}: no power for claim group"
    if not pool.top.any():
        return "not found in any article: no power"
    return ""


def _no_room(pool: Pool, size: float) -> str:
    if pool.kind == SHARE and min(pool.base, 1 - pool.base) + size >= 1:
        return f"no room for {size:g} beside a share of {pool.base:.2f}"
    return ""
