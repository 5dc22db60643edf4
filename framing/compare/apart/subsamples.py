"""Intervals by subsampling: parts of the units, without replacement, at two sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from framing.compare.apart.texts import Corpus
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
    statistic: Statistic, corpus: Corpus, *, observed: float, level: float, seed: int
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

    Returns
    -------
    Interval
        Of what as many articles like these would read: the estimate's own small bias is in it.

    Source: Politis & Romano (1994), doi:10.1214/aos/1176325770; Shao & Wu (1989),
    doi:10.1214/aos/1176347263, for the finite correction.
    """
    spread = []
    for size in SIZES:
        drawn = np.concatenate([statistic(labels) for labels in subsamples(corpus, size, seed)])
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


def subsamples(corpus: Corpus, size: float, seed: int) -> Iterator[Ints]:
    """Labels of texts in which all but a share of the units are absent, in blocks.

    Units are shuffled within their stratum and every stratum gives its share, to the next unit:
    one in ``1 / size`` along the row of all strata. Copies go together.
    """
    first = corpus.rows.group_by("unit", maintain_order=True).agg(pl.col("stratum").first())
    stratum = first["stratum"].rank("dense").to_numpy().astype(np.float64)
    n, unit, labels = len(stratum), corpus.units, corpus.labels
    for low in range(0, REPLICATES, _BLOCK):
        block = []
        for r in range(low, min(low + _BLOCK, REPLICATES)):
            key = [seed, _STREAM + round(size * 100) * REPLICATES + r]
            generator = np.random.Generator(np.random.Philox(key=key))
            order = np.argsort(stratum + generator.random(n), kind="stable")
            steps = np.floor(np.arange(n + 1) * size + generator.random())
            kept = np.zeros(n, dtype=bool)
            kept[order[np.diff(steps) > 0]] = True
            block.append(np.where(kept[unit], labels, ABSENT))
        yield np.stack(block)
