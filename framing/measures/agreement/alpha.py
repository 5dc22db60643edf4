"""Krippendorff's alpha from coincidences: nominal, ordinal, interval, and of single labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NOMINAL, ORDINAL, INTERVAL = METRICS = ("nominal", "ordinal", "interval")
_NOTHING = 1e-9  # less than this share of a code is what rounding left


def krippendorff_alpha(coincidences: Floats, *, metric: str = NOMINAL) -> Floats:
    """Alpha = 1 - observed disagreement / disagreement expected by chance.

    Parameters
    ----------
    coincidences
        Sums over units of ``sums.coincidences``, shape (..., labels, labels).
    metric
        How far two labels are apart: ``nominal`` (other or the same), ``ordinal`` (codes between
        them), ``interval`` (steps between them).

    Returns
    -------
    ndarray of shape (...)
        At most 1; 0 is chance; below 0 where coders disagree more than by chance. NaN where no
        unit has two codes, or all these codes are one label: nothing varies.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability.
    https://repository.upenn.edu/asc_papers/43

    Examples
    --------
    >>> krippendorff_alpha(np.array([[4.0, 1.0], [1.0, 4.0]]))
    array(0.64)
    """
    n = coincidences.sum(axis=-1)
    total = n.sum(axis=-1)
    far = _distances(n, metric)
    observed = (coincidences * far).sum(axis=(-2, -1))
    expected = (n[..., :, np.newaxis] * n[..., np.newaxis, :] * far).sum(axis=(-2, -1))
    return np.asarray(_alpha(observed, expected, total, _varies(n)))


def label_alpha(coincidences: Floats) -> Floats:
    """Nominal alpha of each label against all others taken together.

    Returns
    -------
    ndarray of shape (..., labels)
        NaN where the label, or every other, is missing among the codes of units with two.
    """
    n = coincidences.sum(axis=-1)
    total = n.sum(axis=-1, keepdims=True)
    apart = n - np.diagonal(coincidences, axis1=-2, axis2=-1)
    varies = (n > _NOTHING * total) & (total - n > _NOTHING * total)
    return _alpha(apart, n * (total - n), total, varies)


def _distances(n: Floats, metric: str) -> Floats:
    """Squared distances of labels, shape (..., labels, labels)."""
    size = n.shape[-1]
    if metric == NOMINAL:
        return 1.0 - np.eye(size)
    if metric == ORDINAL:
        place = np.cumsum(n, axis=-1) - n / 2
    elif metric == INTERVAL:
        place = np.arange(size, dtype=np.float64)
    else:
        raise ValueError(f"metric {metric!r}; allowed: {', '.join(METRICS)}")
    return np.square(place[..., :, np.newaxis] - place[..., np.newaxis, :])


def _varies(n: Floats) -> NDArray[np.bool_]:
    """Whether more than one label was used."""
    used = n > _NOTHING * n.sum(axis=-1, keepdims=True)
    return np.asarray(used.sum(axis=-1) > 1)


def _alpha(observed: Floats, expected: Floats, total: Floats, varies: NDArray[np.bool_]) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(varies, 1.0 - (total - 1) * observed / expected, np.nan)
