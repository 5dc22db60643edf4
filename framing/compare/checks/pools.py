"""Articles that simulated corpora are drawn from, and how a difference is put into them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.checks.cells import MEAN, RATE, SHARE, Cells, Ints
from framing.compare.checks.simulation import Draw

Floats = NDArray[np.float64]

SIZES = {SHARE: (0.1, 0.2, 0.3), RATE: (1.5, 2.0, 4.0)}
_SIZES_SD = (0.25, 0.5, 0.8)  # of means, in standard deviations between articles


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


def count_drawn(cells: Cells) -> Ints:
    """For each item how many of the articles that are drawn from have it (see ``build_pool``)."""
    uses = cells.top[:, _first(cells)["k"].to_numpy()]
    if cells.kind != MEAN:
        uses.data = np.rint(uses.data)
    uses.eliminate_zeros()
    return np.asarray(np.diff(uses.indptr), dtype=np.int64)


def build_pool(cells: Cells, row: int, *, measure: str, item: str) -> Pool:
    """One item of a layer, one article a unit, both sides together.

    Weights of passages that articles share are rounded to whole uses: simulated corpora have no
    copies.
    """
    first = _first(cells)
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


def _first(cells: Cells) -> pl.DataFrame:
    """One article a unit, and its column ``k``."""
    return cells.columns.with_row_index("k").unique("unit", keep="first", maintain_order=True)


def draw_from(pool: Pool, size: float, *, claim: str) -> Draw:
    """Draws of articles from the pool, with the difference put in."""
    change = {SHARE: _shift_share, RATE: _thin, MEAN: _shift_mean}[pool.kind]

    def draw(generator: np.random.Generator, shape: tuple[int, int, int]) -> tuple[Floats, Floats]:
        at = _articles(pool, generator, shape, claim)
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
