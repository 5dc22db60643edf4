"""Percent and specific agreement, Cohen's kappa of two coders, Gwet's AC1 of any number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NOTHING = 1e-9  # shares below are what rounding left


def percent_agreement(shares: Floats) -> Floats:
    """The mean, over units with two codes or more, of the share of pairs that agree.

    Parameters
    ----------
    shares
        Sums over units of ``sums.unit_shares``, shape (..., 2 + labels).

    Returns
    -------
    ndarray of shape (...)
        0 to 1; NaN where no unit has two codes.
    """
    return _divide(shares[..., 0], shares[..., 1])


def gwet_ac1(shares: Floats) -> Floats:
    """AC1 = (agreement - chance) / (1 - chance), chance = sum of p (1 - p) / (labels - 1).

    p is the mean share of a label over all coded units, also over those with one code.

    Parameters
    ----------
    shares
        As for ``percent_agreement``; every label that could be chosen counts.

    Returns
    -------
    ndarray of shape (...)
        At most 1. NaN where no unit has two codes or one label was all that was used: the formula
        has 1 there, which says nothing of coders who had nothing to tell apart.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high
    agreement. British Journal of Mathematical and Statistical Psychology 61.
    doi:10.1348/000711006X126600

    Examples
    --------
    >>> gwet_ac1(np.array([8.0, 10.0, 5.0, 5.0]))
    array(0.6)
    """
    agreed = percent_agreement(shares)
    p = _divide(shares[..., 2:], shares[..., 2:].sum(axis=-1, keepdims=True))
    chance = (p * (1 - p)).sum(axis=-1) / max(shares.shape[-1] - 3, 1)
    varies = (p > _NOTHING).sum(axis=-1) > 1
    return np.where(varies, _divide(agreed - chance, 1 - chance), np.nan)


def cohen_kappa(table: Floats) -> Floats:
    """Kappa of two coders = (agreement - chance) / (1 - chance), chance from each one's labels.

    Parameters
    ----------
    table
        Labels of one against the other over the units that both coded: sums over units of
        ``sums.pair_tables``, shape (..., labels, labels).

    Returns
    -------
    ndarray of shape (...)
        At most 1. NaN where they share no unit, or both gave one and the same label throughout.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement 20. doi:10.1177/001316446002000104

    Examples
    --------
    >>> cohen_kappa(np.array([[20.0, 5.0], [10.0, 15.0]]))
    array(0.4)
    """
    n = table.sum(axis=(-2, -1))
    agreed = _divide(np.trace(table, axis1=-2, axis2=-1), n)
    rows, columns = table.sum(axis=-1), table.sum(axis=-2)
    chance = _divide((rows * columns).sum(axis=-1), n**2)
    varies = 1 - chance > _NOTHING
    return np.where(varies, _divide(agreed - chance, 1 - chance), np.nan)


def pair_agreement(table: Floats) -> Floats:
    """The share of units on which two coders agree; ``table`` as for ``cohen_kappa``."""
    return _divide(np.trace(table, axis1=-2, axis2=-1), table.sum(axis=(-2, -1)))


def specific_agreement(pairs: Floats) -> Floats:
    """If a coder gave the label, how often another coder of the unit gave it, too.

    Parameters
    ----------
    pairs
        Sums over units of ``sums.label_pairs``, shape (..., 2, labels).

    Returns
    -------
    ndarray of shape (..., labels)
        0 to 1; NaN where the label was given to no unit with two codes.

    References
    ----------
    Cicchetti, D. V. and Feinstein, A. R. (1990). High agreement but low kappa: II. Resolving the
    paradoxes. Journal of Clinical Epidemiology 43. doi:10.1016/0895-4356(90)90159-M
    """
    return _divide(pairs[..., 0, :], pairs[..., 1, :])


def _divide(a: Floats, b: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(b > 0, a / b, np.nan)
