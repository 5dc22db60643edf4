"""What each unit moves: the jackknife within strata, and what it says of an interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[..., Floats]
_ROWS = 256  # units taken out at a time
SAME = 1e-10  # relative change of an estimate that does not use a unit


@dataclass(frozen=True, slots=True)
class Influence:
    """Of each estimate: how its units' weights tell on it.

    ``error`` is the standard error of the jackknife; ``df`` are degrees of freedom after
    Satterthwaite, of the strata as the estimate uses them;
    ``scale`` is what the standard error lacks where it uses only some of a stratum's units;
    ``acceleration`` is that of BCa; ``n_used`` counts the units that it uses at all.
    """

    error: Floats
    df: Floats
    scale: Floats
    acceleration: Floats
    n_used: Floats


def find_influence(
    statistic: Statistic,
    tables: Sequence[Floats],
    sizes: NDArray[np.int64],
    units: NDArray[np.int64] | None = None,
) -> Influence:
    """Take every unit out once, its stratum weighed up for it, and see what moves.

    Parameters
    ----------
    statistic
        As for ``bounds``.
    tables
        Arrays of shape (units, columns), strata one after another.
    sizes
        How many units each stratum has.
    units
        The numbers of the units that rows of ``tables`` are of, rising, where others add nothing;
        None: all.

    Returns
    -------
    Influence
        NaN where taking out a unit leaves an estimate undefined: it hangs on that unit.

    Notes
    -----
    Jackknife within strata: variance (n - 1) / n x the sum of squares in each (Efron and
    Tibshirani 1993, chapter 11); acceleration after Davison and Hinkley (1997, section 5.3).
    """
    total = [table.sum(axis=0, keepdims=True) for table in tables]
    n = len(_call(statistic, total)[0])
    variance, used = np.zeros((len(sizes), n)), np.zeros((len(sizes), n))
    skew = np.zeros(n)
    ends = np.cumsum(sizes)
    edges = np.append(0, ends if units is None else np.searchsorted(units, ends))
    edges = edges.astype(np.int64)
    for h, size in enumerate(sizes.tolist()):
        if size > 1:
            part = [table[edges[h] : edges[h + 1]] for table in tables]
            without, nobody, used[h] = _without(statistic, total, part, size)
            rest = size - len(without)  # units that add nothing: all the same
            with np.errstate(invalid="ignore"):
                mean = (without.sum(axis=0) + (rest * nobody if rest else 0.0)) / size
                moved, other = mean - without, (mean - nobody if rest else np.zeros(n))
            spread = np.square(moved).sum(axis=0) + rest * np.square(other)
            variance[h] = (size - 1) / size * spread
            skew += ((size - 1) / size) ** 3 * ((moved**3).sum(axis=0) + rest * other**3)
    return summarise(variance, used, skew, sizes)


def summarise(variance: Floats, used: Floats, skew: Floats, sizes: NDArray[np.int64]) -> Influence:
    """Of strata by estimates: the variance that each adds, the units used, and the skew of all."""
    n = np.maximum(sizes, 2)[:, np.newaxis].astype(np.float64)
    whole = variance.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        lacking = np.where(used > 1, used / (used - 1) / (n / (n - 1)), 1.0)
        wide = (variance * lacking).sum(axis=0)
        per = np.square(variance * lacking) / np.maximum(used - 1, 1)
        df = np.square(wide) / per.sum(axis=0)
        scale = np.sqrt(wide / whole)
        squares = (variance * (n - 1) / n).sum(axis=0)
        acceleration = skew / 6.0 / squares**1.5
    return Influence(np.sqrt(whole), df, scale, acceleration, used.sum(axis=0))


def _without(
    statistic: Statistic, total: Sequence[Floats], part: Sequence[Floats], size: int
) -> tuple[Floats, Floats, Floats]:
    """The estimates without each unit of a stratum that adds something, and without another one.

    Last, how many of its ``size`` units each estimate uses.
    """
    sums = [table.sum(axis=0, keepdims=True) for table in part]
    nobody = _call(statistic, [t + s / (size - 1) for t, s in zip(total, sums, strict=True)])
    plain = _call(statistic, total)
    # Without a unit that adds nothing there is what there is without anybody: most add to few.
    adds = np.flatnonzero(np.logical_or.reduce([(table != 0).any(axis=1) for table in part]))
    found, used = np.zeros((len(adds), len(plain[0]))), np.zeros(len(plain[0]))
    for low in range(0, len(adds), _ROWS):
        here = adds[low : low + _ROWS]
        rows = [table[here] for table in part]
        without = _call(
            statistic,
            [t + (s - size * x) / (size - 1) for t, s, x in zip(total, sums, rows, strict=True)],
        )
        # A unit that lies on the estimate moves nothing and is used all the same: seen when its
        # tables are weighed apart.
        uneven = _call(
            statistic,
            [t + x * 0.5 / (k + 1) for k, (t, x) in enumerate(zip(total, rows, strict=True))],
        )
        used += (_differs(without, nobody) | _differs(uneven, plain)).sum(axis=0)
        found[low : low + _ROWS] = without
    used += (size - len(adds)) * (_differs(nobody, nobody) | _differs(plain, plain))[0]
    return found, nobody[0], used


def _differs(values: Floats, base: Floats) -> NDArray[np.bool_]:
    return ~np.isclose(values, base, rtol=SAME, atol=1e-12, equal_nan=False)


def _call(statistic: Statistic, tables: Sequence[Floats]) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return statistic(*tables)
