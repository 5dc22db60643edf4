"""The smallest difference that this corpus could have shown."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import stdtrit

from framing.compare.checks.cells import RATE, SHARE, Cells
from framing.compare.checks.ratios import Differences, half_widths, may_be_told
from framing.compare.design import MIN_DESCRIPTIVE

Floats = NDArray[np.float64]

POWER = 0.8
RATES = (1.0, 3.0, 10.0, 30.0, 100.0)  # uses per 10,000 words
_NEIGHBOURS = 25  # words of about that rate whose standard errors stand for it


def smallest_difference(
    se: Any, df: Any = np.inf, *, level: float = 0.95, power: float = POWER
) -> Floats:
    """The difference that such a standard error finds with the given power.

    (t(1 - (1 - level)/2) + t(power)) * se, with t of ``df``: 2.8 standard errors where units are
    many. Had a difference of that size been there, 4 intervals of 5 would have excluded 0. It says
    what the corpus could show, not what is there, and is no test: a difference is "not different"
    only where its interval excludes a difference that matters.

    Parameters
    ----------
    se
        Standard errors, of any shape.
    df
        Degrees of freedom: units minus strata; default: many.
    level, power
        Between 0 and 1.

    Source: Bloom (1995), Minimum detectable effects, doi:10.1177/0193841X9501900504.

    >>> round(float(smallest_difference(1.0)), 3)
    2.802
    """
    free = np.asarray(df, dtype=np.float64)
    # scipy's t with infinite degrees of freedom is the normal only beyond some size.
    free = np.where(np.isinf(free), 1e10, free)
    sum_of_quantiles = stdtrit(free, 0.5 + level / 2) + stdtrit(free, power)
    return np.asarray(sum_of_quantiles * np.asarray(se, dtype=np.float64), dtype=np.float64)


def smallest_rows(cells: Cells, found: Differences, *, level: float = 0.95) -> pl.DataFrame:
    """Each item's difference, its interval, and the smallest that could have been shown.

    Returns
    -------
    DataFrame
        The item's labels, ``value_a``, ``value_b`` (shares, means, or uses per 10,000 words),
        ``difference`` (a - b; log2(a / b) for words), ``low``, ``high``, ``level``, ``smallest``,
        ``n_articles_a``, ``n_articles_b`` (units that have the whole), ``flag`` (why it cannot be
        told, else empty).
    """
    told = may_be_told(cells, found)
    half = half_widths(found, level=level)
    scale = 1e4 if cells.kind == RATE else 1.0
    none = np.full(len(told), np.nan)
    fewest = np.minimum(found.a.n_whole, found.b.n_whole)
    nothing = (found.a.top == 0) | (found.b.top == 0)
    extreme = nothing | (found.a.ratio == 1) | (found.b.ratio == 1)
    few = f"fewer than {MIN_DESCRIPTIVE} distinct articles on a side: cannot be told"
    reasons = {
        "": told,
        few: fewest < MIN_DESCRIPTIVE,
        "a share of 0 or 1: cannot be told": (cells.kind == SHARE) & extreme,
        "not found on one side: cannot be told": (cells.kind == RATE) & nothing,
    }
    flat = "no variation between units: cannot be told"
    flag = np.select(list(reasons.values()), list(reasons), flat)
    return cells.items.with_columns(
        value_a=pl.Series(found.a.ratio * scale),
        value_b=pl.Series(found.b.ratio * scale),
        difference=pl.Series(found.estimate),
        low=pl.Series(np.where(told, found.estimate - half, none)),
        high=pl.Series(np.where(told, found.estimate + half, none)),
        level=pl.Series(np.where(told, level, none)),
        smallest=pl.Series(
            np.where(told, smallest_difference(found.se, found.df, level=level), none)
        ),
        n_articles_a=pl.Series(found.a.n_whole).cast(pl.Int64),
        n_articles_b=pl.Series(found.b.n_whole).cast(pl.Int64),
        flag=pl.Series(flag),
    ).with_columns(pl.col(pl.Float64).fill_nan(None))


def smallest_ratios(
    cells: Cells, found: Differences, *, rates: tuple[float, ...] = RATES, level: float = 0.95
) -> pl.DataFrame:
    """For words of a given rate: the ratio of two rates that this corpus could have shown.

    The median over the 25 words whose pooled rate is nearest; words cluster in articles as they
    do here, which a formula from counts alone would not know.

    Returns
    -------
    DataFrame
        ``rate`` (uses per 10,000 words, both sides pooled), ``smallest`` (log2 of the ratio),
        ``ratio`` (one side uses it so many times as often), ``n_words`` (how many words stand for
        it), ``flag``. Null where no word has between half and twice that rate.
    """
    told = may_be_told(cells, found)
    pooled = (found.a.top + found.b.top) / (found.a.bottom + found.b.bottom) * 1e4
    least = smallest_difference(found.se, found.df, level=level)
    rows = []
    for rate in rates:
        with np.errstate(divide="ignore"):
            away = np.abs(np.log2(pooled / rate))
        near = np.flatnonzero(told & (away <= 1))
        near = near[np.argsort(away[near], kind="stable")][:_NEIGHBOURS]
        size = float(np.median(least[near])) if len(near) else None
        ratio = 2.0**size if size is not None else None
        flag = "" if len(near) else "no word of about that rate: cannot be told"
        rows.append((rate, size, ratio, len(near), flag))
    schema = {
        "rate": pl.Float64,
        "smallest": pl.Float64,
        "ratio": pl.Float64,
        "n_words": pl.Int64,
        "flag": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
