"""Bounds of anything that is computed from sums over units: one engine for every measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.draws import draw_clusters, drawn_together, percentile_interval
from framing.compare.resampling.influence import Influence, Statistic, find_influence

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# A statistic, its tables, and the numbers of the units that their rows are of (None: all).
Part = tuple[Statistic, Sequence[Floats], Ints | None]
INTERVALS = ("t", "percentile", "bca")
LINKS = ("", "logit", "log")


@dataclass(frozen=True, slots=True)
class Resampling:
    """How estimates and their intervals are made.

    ``interval`` is one of ``INTERVALS``. ``claim`` is ``these_outlets`` or ``group``; ``outlets``
    of a group weigh ``equal`` or ``pooled``; a ``share`` is that of ``pooled`` mentions or the
    mean over ``articles``.
    """

    seed: int
    replicates: int
    level: float
    interval: str = "percentile"
    claim: str = "these_outlets"
    outlets: str = "equal"
    share: str = "pooled"


class Bounds(NamedTuple):
    """Low and high, and the degrees of freedom that they have, of shape (estimates,)."""

    low: Floats
    high: Floats
    df: Floats


def bounds(
    statistic: Statistic,
    tables: Sequence[Floats],
    *,
    strata: pl.DataFrame,
    resampling: Resampling,
    link: str = "",
) -> tuple[Floats, Floats]:
    """Bounds of a statistic of sums, from taking units out or drawing them again.

    Parameters
    ----------
    statistic
        Takes one array for each table, the sums of its columns, of shape (replicates, columns),
        and returns the estimates, of shape (replicates, estimates); NaN where one is undefined.
        It must be smooth in the sums: the jackknife fails for medians and ranks.
    tables
        Arrays of shape (units, columns): what each unit adds; units in the order of ``strata``.
    strata
        From ``unit_strata``: what is drawn, and within what; units of one ``cluster`` together.
    resampling
        Seed, replicates, level, kind of interval.
    link
        The scale on which an interval ``t`` is symmetric: ``logit`` for shares, ``log`` for
        positive numbers, empty for differences. Percentiles need none.

    Returns
    -------
    tuple of ndarray
        Low and high, of shape (estimates,); NaN where fewer than 90 % of the replicates are
        defined, or where the estimate hangs on one unit. Not for statistics that leave units out
        and predict them: those are never bootstrapped.

    Notes
    -----
    ``t``: estimate and jackknife standard error within strata, Student's t with the degrees of
    freedom (Satterthwaite) of the strata that an estimate uses. ``percentile``: draws of n - 1 of n
    units, with the tails of the same t (Hesterberg 2015, doi:10.1080/00031305.2015.1089789).
    ``bca`` after Efron (1987, doi:10.1080/01621459.1987.10478410), with these tails, too. Which
    covers how often: docs/simulation.md.

    >>> units = pl.DataFrame({"unit": list("abcd"), "stratum": ["outlet A"] * 4})
    >>> how = Resampling(1, 99, 0.9)
    >>> uses, words = np.array([[1.0], [3.0], [2.0], [8.0]]), np.array([[9.0], [9.0], [8.0], [9.0]])
    >>> low, high = bounds(np.divide, [uses, words], strata=units, resampling=how)
    >>> bool(low[0] < 14 / 35 < high[0])
    True
    """
    found = find_bounds(statistic, tables, strata=strata, resampling=resampling, link=link)
    return found.low, found.high


def find_bounds(
    statistic: Statistic,
    tables: Sequence[Floats],
    *,
    strata: pl.DataFrame,
    resampling: Resampling,
    link: str = "",
) -> Bounds:
    """As ``bounds``, with degrees of freedom."""
    parts = ((statistic, tables, None),)
    return find_bounds_by_part(parts, strata=strata, resampling=resampling, link=link)


def find_bounds_by_part(
    parts: Iterable[Part],
    *,
    strata: pl.DataFrame,
    resampling: Resampling,
    link: str = "",
) -> Bounds:
    """As ``find_bounds``, of estimates one after another that depend on tables of their own."""
    drawn, sizes = drawn_together(strata)
    found = []
    for statistic, tables, units in parts:
        if len(drawn) != sizes.sum():
            own = drawn if units is None else drawn[units]
            tables, units = [_sum_rows(table, own) for table in tables], np.unique(own)
        found.append(_find(statistic, tables, units, sizes, strata, resampling, link))
    return Bounds(*(np.concatenate(each) for each in zip(*found, strict=True)))


def _find(
    statistic: Statistic,
    tables: Sequence[Floats],
    units: Ints | None,
    sizes: Ints,
    strata: pl.DataFrame,
    resampling: Resampling,
    link: str,
) -> Bounds:
    influence = find_influence(statistic, tables, sizes, units)
    with np.errstate(invalid="ignore", divide="ignore"):
        point = statistic(*(table.sum(axis=0, keepdims=True) for table in tables))[0]
    if resampling.interval == "t":
        low, high = student_bounds(point, influence, resampling.level, link)
        return Bounds(low, high, influence.df)
    draws = []
    for weights in draw_clusters(strata, seed=resampling.seed, replicates=resampling.replicates):
        with np.errstate(invalid="ignore", divide="ignore"):
            own = weights if units is None else weights[:, units]
            draws.append(statistic(*(own @ table for table in tables)))
    found = np.concatenate(draws)
    bias = median_bias(found, point) if resampling.interval == "bca" else np.zeros(len(point))
    tails = find_tails(influence, bias, resampling)
    low, high = percentile_interval(found, level=resampling.level, tails=tails)
    return Bounds(low, high, influence.df)


def student_bounds(
    point: Floats, influence: Influence, level: float, link: str
) -> tuple[Floats, Floats]:
    """Student's t on the scale of the link; NaN where the estimate is at its end."""
    from scipy.special import expit, logit, stdtrit

    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        reach = -stdtrit(influence.df, (1.0 - level) / 2.0) * influence.error
        if link == "logit":
            middle, reach = logit(point), reach / (point * (1.0 - point))
            return expit(middle - reach), expit(middle + reach)
        if link == "log":
            return point * np.exp(-reach / point), point * np.exp(reach / point)
        return point - reach, point + reach


def find_tails(influence: Influence, z0: Floats, resampling: Resampling) -> tuple[Floats, Floats]:
    """Shares of the replicates below low and below high, for each estimate."""
    # Imported here: the command line reads this module for its options.
    from scipy.special import ndtr, stdtrit

    tail = (1.0 - resampling.level) / 2.0
    with np.errstate(invalid="ignore", divide="ignore"):
        reach = influence.scale * -stdtrit(influence.df, tail)
        if resampling.interval != "bca":
            return ndtr(-reach), ndtr(reach)
        ends = []
        for z in (z0 - reach, z0 + reach):
            # Beyond 1 / acceleration the correction turns round; the last draw stands there.
            left = 1.0 - influence.acceleration * z
            bent = np.where(left > 0, z0 + z / left, np.sign(z) * np.inf)
            ends.append(ndtr(np.where(np.isnan(z), np.nan, bent)))
    return ends[0], ends[1]


def median_bias(draws: Floats, point: Floats) -> Floats:
    """Of BCa: where the estimate stands among its replicates, ties counted half."""
    from scipy.special import ndtri

    finite = np.isfinite(draws)
    below = ((draws < point) & finite).sum(axis=0) + 0.5 * ((draws == point) & finite).sum(axis=0)
    n = finite.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = ndtri(np.clip(below / n, 0.5 / n, 1 - 0.5 / n))
    return found


def _sum_rows(table: Floats, row: Ints) -> Floats:
    """The table's rows summed where they have one number; ``row`` never falls."""
    if not len(row):
        return table
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    summed: Floats = np.add.reduceat(table, starts, axis=0)
    return summed
