"""How far a share may be off: because units were drawn, and because articles were."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.compare.coding.corrected.shares import Part, centred
from framing.compare.coding.corrected.units import Coded, Floats, Ints

THESE_ARTICLES, THESE_OUTLETS = CLAIMS = ("these_articles", "these_outlets")


# A variance of which k units make nearly all has 2 k degrees of freedom; with 4 k intervals hold
# what they say, see docs/simulation_correction.md.
DF_SHAPE = 4.0
DF_UNSEEN = DF_SHAPE  # k = 1


class Error(NamedTuple):
    """A variance and its degrees of freedom."""

    variance: float
    df: float


def find_error(coded: Coded, part: Part, *, claim: str) -> Error:
    """The variance of a share or difference.

    ``these_articles``: units were drawn from these articles, within strata and without putting
    back; what is coded in full has no error. ``these_outlets``: the articles, too, are taken as
    drawn from each outlet's; the spread of articles holds the error of their units' drawing as if
    each unit had been drawn for itself, so that part is taken out, and that within strata put in.
    """
    left = 1.0 - coded.chance
    drawing = _add(spread(part.units, coded.cell, left), Error(part.unseen, DF_UNSEEN))
    if claim == THESE_ARTICLES:
        return drawing
    whole = spread(part.articles, coded.within, np.ones(len(coded.within)))
    alone = float(np.sum(left * np.square(part.units)))
    variance = drawing.variance + max(whole.variance - alone, 0.0)
    return Error(variance, satterthwaite(variance, (whole, drawing)))


def _add(a: Error, b: Error) -> Error:
    """The sum of two that are drawn apart."""
    variance = a.variance + b.variance
    return Error(variance, satterthwaite(variance, (a, b)))


def satterthwaite(variance: float, parts: tuple[Error, ...]) -> float:
    """Degrees of freedom of a variance made of others."""
    whole = sum(part.variance**2 / part.df for part in parts if part.variance > 0)
    return variance**2 / whole if whole > 0 else 0.0


def spread(values: Floats, cell: Ints, weight: Floats) -> Error:
    """The variance of a sum of values drawn within cells; Satterthwaite's degrees of freedom.

    Only cells count of which a value is used (is not 0); a cell with one is none to vary within.
    The degrees of freedom are fewer where few values make most of the variance.
    """
    used = np.bincount(cell, weights=values != 0)
    off = np.square(centred(values, weight, cell)) * weight
    sums = np.bincount(cell, weights=off)
    fourth = np.bincount(cell, weights=np.square(off))
    grow = np.where(used > 1, used / np.maximum(used - 1, 1), 1.0)
    each = grow * sums
    variance = float(each.sum())
    if variance <= 0:
        return Error(0.0, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        # What one value in n makes has a kurtosis of about n.
        kurtosis = np.where(sums > 0, used * fourth / np.square(sums), 1.0)
        by_shape = np.where(kurtosis > 1, DF_SHAPE * used / (kurtosis - 1.0), np.inf)
        df = np.minimum(np.maximum(used - 1, 1), by_shape)
        whole = variance**2 / float(np.sum(np.square(each) / np.maximum(df, 0.5)))
    return Error(variance, whole)


def subtract(a: Part, b: Part) -> Part:
    """The difference of two shares of one population."""
    return Part(a.value - b.value, a.units - b.units, a.articles - b.articles, a.unseen + b.unseen)


def bounds(value: float, error: Error, *, level: float, is_share: bool) -> tuple[float, float]:
    """Student's t; of a share on the scale of its logit, so that it stays within 0 and 1."""
    from scipy.special import expit, logit, stdtrit

    reach = float(-stdtrit(error.df, (1.0 - level) / 2.0)) * error.variance**0.5
    if is_share and 0 < value < 1:
        reach = reach / (value * (1.0 - value))
        middle = float(logit(value))
        return float(expit(middle - reach)), float(expit(middle + reach))
    return value - reach, value + reach
