"""What power is simulated from: a study's own articles, or numbers given by hand.

Assumed throughout: articles are drawn independently and are alike but for chance; both sides have
as many outlets with as many articles each. For claim ``these_outlets`` outlets have no manner of
their own; for claim ``group`` whole outlets are drawn, with all that is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.checks.ratios import MEAN, RATE, SHARE, Cells, Ints
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
from framing.records.tables import POWER

Floats = NDArray[np.float64]

MIN_POOL = 10  # articles to draw from
MIN_POOL_OUTLETS = 4  # for claim group
SIZES = {SHARE: (0.1, 0.2, 0.3), RATE: (1.5, 2.0, 4.0)}
_SIZES_SD = (0.25, 0.5, 0.8)  # of means, in standard deviations between articles

_ASSUMED = {
    "these_outlets": "no outlet has a manner of its own",
    "group": "whole outlets are drawn, with all that is theirs",
}


@dataclass(frozen=True, slots=True)
class Pool:
    """One item in the articles that simulated corpora are drawn from.

    ``top`` and ``bottom`` have one value an article, ``outlet`` its outlet's number; ``base`` is
    the share, the mean, or the uses per 10,000 words of all together.
    """

    measure: str
    item: str
    kind: str
    top: Floats
    bottom: Floats
    outlet: Ints

    @property
    def base(self) -> float:
        """The number of all articles together."""
        ratio = float(self.top.sum() / self.bottom.sum()) if self.bottom.sum() else np.nan
        return ratio * 1e4 if self.kind == RATE else ratio

    @property
    def sizes(self) -> tuple[float, ...]:
        """Differences to simulate where none are asked for."""
        if self.kind != MEAN:
            return SIZES[self.kind]
        values = self.top[self.bottom > 0] / self.bottom[self.bottom > 0]
        return tuple(float(f"{k * values.std(ddof=1):.3g}") for k in _SIZES_SD)


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


def build_pool(cells: Cells, row: int, *, measure: str, item: str) -> Pool:
    """One item of a layer, one article a unit, both sides together.

    Weights of passages that articles share are rounded to whole uses: simulated corpora have no
    copies.
    """
    first = cells.columns.with_row_index("k").unique("unit", keep="first", maintain_order=True)
    at = first["k"].to_numpy()
    top = cells.top[[row]].toarray()[0, at]
    bottom = cells.bottom[cells.whole[row], at]
    if cells.kind == MEAN:
        with np.errstate(invalid="ignore"):
            top = np.where(bottom > 0, top / bottom, 0.0)
        bottom = (bottom > 0).astype(np.float64)
    elif cells.kind == SHARE:
        top, bottom = np.rint(top), np.rint(bottom)
        bottom = np.maximum(top, bottom)
    else:
        top = np.rint(top)
    outlet = first["outlet"].rank("dense").to_numpy().astype(np.int64) - 1
    return Pool(measure, item, cells.kind, top, bottom, outlet)


def simulate_power(pool: Pool, grid: Grid) -> pl.DataFrame:
    """Power for every number of articles and size of difference.

    Side a is given the difference: a share so many points further toward 1 (toward 0 where it
    stands above a half), a mean so much higher; of a word side b keeps each use with chance
    1 / size, so that side a has it size times as often. What makes mentions of one article
    alike is kept.

    Returns
    -------
    DataFrame
        Schema ``POWER``; one row a size and number of articles.
    """
    sizes = grid.sizes or pool.sizes
    if reason := _why_not(pool, grid):
        return _rows(
            pool, grid, [(size, n, None, None, reason) for size, n in product(sizes, grid.ns)]
        )
    rows: list[tuple[float, int, float | None, int | None, str]] = []
    for size in sizes:
        if reason := _no_room(pool, size):
            rows += [(size, n, None, None, reason) for n in grid.ns]
            continue
        draw = _draw_from(pool, size, grid)
        rows += _powers(draw, size, pool.kind, grid)
    return _rows(pool, grid, rows)


def plan_words(*, rate: float, dispersion: float, words: int = 400, grid: Grid) -> pl.DataFrame:
    """Power for a word before any article is collected.

    Uses in an article of ``words`` words are negative binomial with mean rate * words / 10,000 on
    side a, 1 / size of that on side b, and variance mean + dispersion * mean^2; dispersion 0 is
    Poisson. With claim ``group`` dispersion lies between articles only: no outlet has its manner.
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

    rows: list[tuple[float, int, float | None, int | None, str]] = []
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
    draw: Draw, size: float, kind: str, grid: Grid
) -> list[tuple[float, int, float | None, int | None, str]]:
    found = []
    for n in grid.ns:
        setting = Setting(kind, n, grid.outlets, grid.claim, grid.level)
        found.append(share_found(draw, setting, seed=grid.seed, replicates=grid.replicates))
    needed = articles_needed(list(grid.ns), found)
    flag = "" if needed else f"more than {max(grid.ns)} articles an outlet"
    return [(size, n, p, needed, flag) for n, p in zip(grid.ns, found, strict=True)]


def _rows(
    pool: Pool, grid: Grid, rows: list[tuple[float, int, float | None, int | None, str]]
) -> pl.DataFrame:
    made = [
        {
            "measure": pool.measure,
            "item": pool.item,
            "base": pool.base if len(pool.top) else None,
            "size": size,
            "n": n,
            "n_outlets": grid.outlets,
            "power": power,
            "error": None if power is None else error_of(power, grid.replicates),
            "n_needed": needed,
            "claim": grid.claim,
            "n_articles": len(pool.top),
            "flag": flag,
        }
        for size, n, power, needed, flag in rows
    ]
    return pl.DataFrame(made, schema=POWER).with_columns(pl.col(pl.Float64).fill_nan(None))


def _why_not(pool: Pool, grid: Grid) -> str:
    """Why this item cannot be simulated; empty where it can."""
    if grid.claim == "group" and grid.outlets < MIN_POOL_OUTLETS:
        return f"claim group needs {MIN_POOL_OUTLETS} outlets a side, not {grid.outlets}: no power"
    n_whole = int((pool.bottom > 0).sum())
    if n_whole < MIN_POOL:
        return f"{n_whole} articles to draw from, fewer than {MIN_POOL}: no power"
    if grid.claim == "group" and (k := len(np.unique(pool.outlet))) < MIN_POOL_OUTLETS:
        return f"{k} outlets to draw from, fewer than {MIN_POOL_OUTLETS}: no power for claim group"
    if not pool.top.any():
        return "not found in any article: no power"
    return ""


def _no_room(pool: Pool, size: float) -> str:
    if pool.kind == SHARE and min(pool.base, 1 - pool.base) + size >= 1:
        return f"no room for {size:g} beside a share of {pool.base:.2f}"
    return ""


def _draw_from(pool: Pool, size: float, grid: Grid) -> Draw:
    """Draws of articles from the pool, with the difference put in."""
    change = {SHARE: _shift_share, RATE: _thin, MEAN: _shift_mean}[pool.kind]

    def draw(generator: np.random.Generator, shape: tuple[int, int, int]) -> tuple[Floats, Floats]:
        at = _articles(pool, generator, shape, grid.claim)
        top, bottom = pool.top[at], pool.bottom[at]
        return change(pool, top, bottom, size, generator), bottom

    return draw


def _articles(
    pool: Pool, generator: np.random.Generator, shape: tuple[int, int, int], claim: str
) -> Ints:
    """Which article of the pool stands in each place; for groups from a drawn outlet each."""
    n = len(pool.top)
    if claim != "group":
        return generator.integers(0, n, size=(2, *shape))
    order = np.argsort(pool.outlet, kind="stable")
    _, first, size = np.unique(pool.outlet[order], return_index=True, return_counts=True)
    outlet = generator.integers(0, len(size), size=(2, *shape[:2], 1))
    place = np.floor(generator.random((2, *shape)) * size[outlet]).astype(np.int64)
    return np.asarray(order[first[outlet] + place], dtype=np.int64)


Change = Callable[[Pool, Floats, Floats, float, np.random.Generator], Floats]


def _thin(
    pool: Pool, top: Floats, bottom: Floats, size: float, generator: np.random.Generator
) -> Floats:
    """Side b keeps each use with chance 1 / size: what is scattered stays as scattered."""
    kept = generator.binomial(top[1].astype(np.int64), 1 / size)
    return np.stack([top[0], kept.astype(np.float64)])


def _shift_mean(
    pool: Pool, top: Floats, bottom: Floats, size: float, generator: np.random.Generator
) -> Floats:
    """Every article of side a has so much more."""
    return np.stack([top[0] + size * bottom[0], top[1]])


def _shift_share(
    pool: Pool, top: Floats, bottom: Floats, size: float, generator: np.random.Generator
) -> Floats:
    """Mentions of side a turn into the item, or away from it where it has more than half.

    As far as mentions of one article are alike (their correlation), whole articles turn; else
    single mentions do. So the correlation within articles stays about what it is.
    """
    # Above a half the other items together gain: the rule treats a share and its rest alike.
    part = bottom - top if pool.base > 0.5 else top
    chance = size / (1 - min(pool.base, 1 - pool.base))
    whole = generator.random(part[0].shape) < _correlation(pool)
    turned = generator.random(part[0].shape) < chance
    single = part[0] + generator.binomial((bottom[0] - part[0]).astype(np.int64), chance)
    moved = np.where(whole, np.where(turned, bottom[0], part[0]), single)
    return np.stack([moved, part[1]])


def _correlation(pool: Pool) -> float:
    """How alike two mentions of one article are, 0 to 1: what pairs agree beyond chance."""
    pairs = float((pool.bottom * (pool.bottom - 1)).sum())
    if not pairs:
        return 0.0
    share = float((pool.top * (pool.bottom - 1)).sum()) / pairs
    both = float((pool.top * (pool.top - 1)).sum()) / pairs
    spread = share * (1 - share)
    return min(max((both - share**2) / spread, 0.0), 1.0) if spread else 0.0
