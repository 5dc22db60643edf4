"""How many units to code for an interval of a wished width, and in which strata."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np

from framing.compare.coding.corrected.errors import (
    DF_SHAPE,
    Error,
    bounds,
    satterthwaite,
)
from framing.compare.coding.corrected.table import MIN_CODED, MIN_RARER
from framing.compare.coding.corrected.units import Floats, Ints

# As many expected of the rarer label that chance rarely leaves fewer than are needed.
ENOUGH_RARER = ceil(MIN_RARER + 2 * MIN_RARER**0.5)
Allocate = Callable[[Ints, int], Ints]


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A share, or the difference of two, of which the width is wished.

    Attributes
    ----------
    label, names
        Of what: a label, and one side or two.
    value
        About where it lies.
    added
        Of each unit: its share of the sum, negative on side b, 0 outside.
    chance
        Of each unit: how likely a person gives it the label.
    left
        Of each unit: what is expected of hand - lambda times tool, less its mean on its side.
    articles
        Variance of articles, and its degrees of freedom; none where these articles are meant.
    side
        Of each unit: the number of its side, -1 outside.
    """

    label: str
    names: tuple[str, ...]
    value: float
    added: Floats
    chance: Floats
    left: Floats
    articles: Error
    side: Ints

    @property
    def is_share(self) -> bool:
        """Whether it is of one side."""
        return int(self.side.max()) == 0


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """Strata of a population: the number of each unit's, their sizes, how they are drawn from.

    ``lost`` is the share of drawn units that will not be settled.
    """

    stratum: Ints
    sizes: Ints
    allocate: Allocate
    lost: float = 0.0

    def taken(self, n: int) -> Floats:
        """Units that will be settled of ``n`` drawn."""
        return self.allocate(self.sizes, n).astype(np.float64) * (1.0 - self.lost)


def make_target(
    label: str,
    *,
    names: tuple[str, ...],
    shares: list[Floats],
    machine: Floats,
    chance: Floats,
    articles: Error,
) -> Target:
    """A target with the lambda of each side that would make it vary least.

    Parameters
    ----------
    label, names
        What it is of.
    shares
        Of one side, or of a and b: what each unit counts, from ``unit_shares``.
    machine, chance
        Of each unit: whether the tool gives it the label, how likely a person does.
    articles
        Variance of drawing articles; of the claim ``these_articles``: 0.
    """
    added, left = np.zeros(len(chance)), np.zeros(len(chance))
    side, value = np.full(len(chance), -1, dtype=np.int64), 0.0
    for number, share in enumerate(shares):
        mean, told = float(share @ chance), float(share @ machine)
        off = machine - told
        whole = float(share @ (off * off))
        tuning = float(np.clip(share @ (off * (chance - mean)) / whole, 0, 1)) if whole else 0.0
        here = share > 0
        left[here] = (chance - mean - tuning * off)[here]
        added += share if number == 0 else -share
        side[here] = number
        value += mean if number == 0 else -mean
    return Target(label, names, value, added, chance, left, articles, side)


def expect_error(target: Target, strata: Strata, n: int) -> Error:
    """The variance that ``n`` drawn units would leave."""
    sizes = strata.sizes.astype(np.float64)
    taken = np.minimum(strata.taken(n), sizes)
    squares = deviations(target, strata) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(
            taken > 0, sizes**2 * squares * (1 - taken / sizes) / taken, sizes**2 * squares
        )
    drawing = Error(float(each.sum()), _shape(target, strata, taken, each))
    variance = drawing.variance + target.articles.variance
    whole = Error(variance, target.articles.df)
    if target.articles.variance <= 0:
        return drawing
    return Error(variance, satterthwaite(variance, (whole, drawing)))


def deviations(target: Target, strata: Strata) -> Floats:
    """The standard deviation in each stratum of what a coded unit adds."""
    n = len(strata.sizes)
    middle = target.added * target.left
    sums = np.bincount(strata.stratum, weights=middle, minlength=n)
    off = middle - (sums / strata.sizes)[strata.stratum]
    chance = np.square(target.added) * target.chance * (1 - target.chance)
    whole = np.bincount(strata.stratum, weights=np.square(off) + chance, minlength=n)
    return np.sqrt(whole / np.maximum(strata.sizes - 1, 1))


def _shape(target: Target, strata: Strata, taken: Floats, each: Floats) -> float:
    """Degrees of freedom that coded units will leave: few where a label is rare in a stratum."""
    n = len(strata.sizes)
    p = np.bincount(strata.stratum, weights=target.chance, minlength=n) / strata.sizes
    with np.errstate(invalid="ignore", divide="ignore"):
        kurtosis = 1.0 / (p * (1 - p)) - 3.0
        by_shape = np.where(kurtosis > 1, DF_SHAPE * taken / (kurtosis - 1.0), np.inf)
    df = np.clip(np.minimum(taken - 1, by_shape), 0.5, None)
    whole = float(np.sum(np.square(each) / df))
    return float(each.sum()) ** 2 / whole if whole > 0 else 0.0


def expect_width(target: Target, strata: Strata, n: int, *, level: float) -> float:
    """The width of the interval that ``n`` drawn units would give; 0 where all is coded."""
    error = expect_error(target, strata, n)
    if error.variance <= 0:
        return 0.0
    low, high = bounds(target.value, error, level=level, is_share=target.is_share)
    return high - low


def enough(target: Target, strata: Strata, n: int) -> bool:
    """Whether ``n`` drawn units would be as many of each side and label as an interval needs."""
    taken = strata.taken(n) / strata.sizes
    for number in range(int(target.side.max()) + 1):
        rate = taken[strata.stratum] * (target.side == number)
        coded, rarer = float(rate.sum()), float(rate @ target.chance)
        if coded < MIN_CODED or min(rarer, coded - rarer) < ENOUGH_RARER:
            return False
    return True


def find_size(
    target: Target, strata: Strata, *, width: float, level: float, done: int = 0
) -> int | None:
    """The smallest number of drawn units, at least ``done``, for the width; None: not even all."""
    total = int(strata.sizes.sum())

    def fits(n: int) -> bool:
        return enough(target, strata, n) and (expect_width(target, strata, n, level=level) <= width)

    low, high = max(done, len(strata.sizes)), total
    if not fits(total):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle + 1, high)
    return low


def best_allocation(target: Target, strata: Strata, n: int) -> Ints:
    """Of ``n`` units those of each stratum that leave the least variance (Neyman 1934)."""
    weight = strata.sizes * deviations(target, strata)
    least = np.minimum(2, strata.sizes)

    def taken(scale: float) -> Floats:
        return np.clip(scale * weight, least, strata.sizes)

    low, high = 0.0, 1.0
    reach = np.where(weight > 0, strata.sizes, least).sum()
    while taken(high).sum() < min(n, reach):
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if taken(middle).sum() < n else (low, middle)
    return np.round(taken(high)).astype(np.int64)
