"""Counts and totals as arrays that can be compared, or an error that names what cannot."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

ZERO_COUNT = 0.5  # Hardie's stand-in for a term that one side never uses
# Weighted counts and their total are summed in different orders.
SLACK = 1 + 1e-9


def checked_sides(
    n_a: ArrayLike, n_b: ArrayLike, total_a: ArrayLike, total_b: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Counts and totals of both sides as floats, or an error that says what does not fit."""
    shape_a, shape_b = np.shape(n_a), np.shape(n_b)
    if shape_a[-1:] != shape_b[-1:]:
        raise ValueError(
            f"n_a has shape {shape_a}, n_b {shape_b}; allowed: the same terms on both sides. "
            "Count both with one vocabulary."
        )
    size_a = checked_total(total_a, shape_a, name="total_a")
    size_b = checked_total(total_b, shape_b, name="total_b")
    return (
        checked_counts(n_a, size_a, name="n_a"),
        checked_counts(n_b, size_b, name="n_b"),
        size_a,
        size_b,
    )


def comparable(
    a: FloatArray, b: FloatArray, size_a: FloatArray, size_b: FloatArray
) -> NDArray[np.bool_]:
    """Where a term is used at all and both sides have words."""
    return (a + b > 0) & (size_a > 0) & (size_b > 0)


def checked_counts(values: ArrayLike, limit: FloatArray | np.float64, *, name: str) -> FloatArray:
    """Counts as floats, or an error that names the first one that cannot be a count."""
    counts = np.asarray(values, dtype=np.float64)
    if counts.ndim == 0:
        raise ValueError(f"{name} = {counts}; allowed: one count per term. Pass a list of counts.")
    fine = (counts >= 0) & (counts <= limit * SLACK)  # False for NaN
    if not fine.all():
        at = tuple(int(i) for i in np.argwhere(~fine)[0])
        most = np.broadcast_to(limit, counts.shape)[at]
        raise ValueError(
            f"{name}{list(at)} = {counts[at]}; allowed: 0 to {most}, the tokens there are. Check "
            "that counts and totals come from the same scope."
        )
    return counts


def checked_total(value: ArrayLike, shape: tuple[int, ...], *, name: str) -> FloatArray:
    """A total as floats, with a last axis to stand beside the terms."""
    total = np.asarray(value, dtype=np.float64)
    if total.shape not in ((), shape[:-1]):
        raise ValueError(
            f"{name} has shape {total.shape}; allowed: a number, or one per replicate, "
            f"{shape[:-1]}. It counts all tokens of a side, not those of one term."
        )
    if not (np.isfinite(total) & (total >= 0)).all():
        raise ValueError(f"{name} = {total}; allowed: finite, at least 0. Check the scope.")
    return total[..., np.newaxis]
