"""Intervals by subsampling: parts of the units, without replacement, at two sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from framing.compare.apart.texts import Corpus
from framing.compare.resampling.blocks import Task, Workers, map_ranges
from framing.measures.divergence import ABSENT

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Statistic = Callable[[Ints], Floats]  # labels of texts (labellings, texts) -> (labellings,)

SIZES = (0.25, 0.75)  # shares of the units
REPLICATES = 200  # of each size
MIN_SIDE = 20  # distinct articles; with 10 the interval covered 93 % in simulation
_BLOCK = 50
_STREAM = 1 << 33  # apart from draws and relabellings of the same seed


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds, or the reason why there are none."""

    low: float | None
    high: float | None
    reason: str


def subsample_interval(
    statistic: Statistic,
    corpus: Corpus,
    *,
    observed: float,
    level: float,
    seed: int,
    work: float = 0.0,
    workers: Workers | None = None,
) -> Interval:
    r"""The interval of a statistic that leaves units out, and so cannot be bootstrapped.

    Drawn without replacement, b of n units leave a spread of

    .. math:: V_b = \alpha \left(\frac nb - 1\right) + \beta \left(\frac{n^2}{b^2} - 1\right)

    round the estimate of all n: the part alpha of order 1/n with its finite correction, and the
    part beta of order 1/n^2, which is all that is left where the groups do not differ (the first
    term of Hoeffding's decomposition vanishes there). The variance of the estimate itself is
    alpha + beta; two sizes of b tell both. Half samples alone take beta for alpha, and are nearly
    twice too wide near no difference.

    Parameters
    ----------
    statistic
        Of labels of texts, ``ABSENT`` for those left out.
    corpus
        The texts; their units are drawn within ``stratum``.
    observed
        The statistic of all units.
    level
        Of the interval, such as 0.95.
    seed
        Whole number.
    work, workers
        About how many multiplications one labelling takes, and who does them where it is worth it.

    Returns
    -------
    Interval
        Of what as many articles like these would read: the estimate's own small bias is in it.

    Source: Politis & Romano (1994), doi:10.1214/aos/1176325770; Shao & Wu (1989),
    doi:10.1214/aos/1176347263, for the finite correction.
    """
    n = REPLICATES * len(SIZES)
    given = _Subsamples(statistic, _stratum_of(corpus), corpus.units, corpus.labels, seed)
    task = Task("subsamples", _measure, given, work * n)
    found = np.concatenate(list(map_ranges(task, n, workers=workers)))
    spread = []
    for drawn in found.reshape(len(SIZES), REPLICATES):
        drawn = drawn[np.isfinite(drawn)]
        if len(drawn) < 0.9 * REPLICATES:
            return Interval(None, None, "undefined in too many subsamples: no interval")
        spread.append(float(drawn.var(ddof=1)))
    error = np.sqrt(full_variance(spread, SIZES))
    if not error > 0:
        return Interval(None, None, "no variation between subsamples: no interval")
    reach = float(ndtri((1 + level) / 2) * error)
    return Interval(max(observed - reach, 0.0), min(observed + reach, 1.0), "")


def full_variance(spread: list[float], sizes: tuple[float, float]) -> float:
    """The variance of the estimate of all units from those of subsamples of two sizes.

    >>> round(full_variance([3 * 2.0 + 15 * 1.0, 2.0 / 3 + 7 / 9], (0.25, 0.75)), 9)
    3.0
    """
    equations = np.array([[1 / size - 1, 1 / size**2 - 1] for size in sizes])
    alpha, beta = np.linalg.solve(equations, spread)
    # One part below 0 is noise: the other then explains the larger sample's spread alone.
    if beta < 0:
        alpha, beta = spread[1] / equations[1, 0], 0.0
    elif alpha < 0:
        alpha, beta = 0.0, spread[1] / equations[1, 1]
    return float(alpha + beta)


class _Subsamples(NamedTuple):
    """What is subsampled: strata of units, the unit and the label of each text."""

    statistic: Statistic
    stratum: Floats
    unit: Ints
    labels: Ints
    seed: int


def _measure(given: _Subsamples, low: int, high: int) -> Floats:
    """The statistic of some subsamples; those of one size stand after those of another."""
    found = [np.empty(0)]
    for start in range(low, high, _BLOCK):
        drawn = [
            _subsample(given, SIZES[i // REPLICATES], i % REPLICATES)
            for i in range(start, min(start + _BLOCK, high))
        ]
        found.append(given.statistic(np.stack(drawn)))
    return np.concatenate(found)


def _subsample(given: _Subsamples, size: float, r: int) -> Ints:
    """Labels of texts in which all but a share of the units are absent.

    Units are shuffled within their stratum and every stratum gives its share, to the next unit:
    one in ``1 / size`` along the row of all strata. Copies go together.
    """
    n = len(given.stratum)
    key = [given.seed, _STREAM + round(size * 100) * REPLICATES + r]
    generator = np.random.Generator(np.random.Philox(key=key))
    order = np.argsort(given.stratum + generator.random(n), kind="stable")
    steps = np.floor(np.arange(n + 1) * size + generator.random())
    kept = np.zeros(n, dtype=bool)
    kept[order[np.diff(steps) > 0]] = True
    return np.where(kept[given.unit], given.labels, ABSENT)


def _stratum_of(corpus: Corpus) -> Floats:
    """The number of each unit's stratum."""
    first = corpus.rows.group_by("unit", maintain_order=True).agg(pl.col("stratum").first())
    return first["stratum"].rank("dense").to_numpy().astype(np.float64)
