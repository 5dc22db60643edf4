"""How varied is the vocabulary of one text? Measures that depend little on its length.

The plain type-token ratio is left out on purpose: it falls with every further word, so texts of
different length cannot be compared by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

TypeIds = NDArray[np.integer[Any]]


def mtld(type_ids: TypeIds, *, threshold: float = 0.72, min_tokens: int = 100) -> float:
    """Mean length of the stretches over which the type-token ratio stays above a threshold.

    ``(tokens / factors forwards + tokens / factors backwards) / 2``. A factor is a stretch up to
    the token at which its type-token ratio reaches the threshold; the rest at the end counts as
    ``(1 - ratio) / (1 - threshold)`` of a factor.

    Parameters
    ----------
    type_ids : (tokens,), the type of every token in reading order, whole numbers of any range
    threshold : type-token ratio, above 0 and below 1; 0.66 to 0.75 are usual
    min_tokens : a shorter text gives NaN, at least 1

    Returns
    -------
    Tokens, above 0; more is more varied. NaN for a text with fewer than ``min_tokens`` tokens and
    for one that never repeats a type, which has no factor (lexicalrichness returns its length).

    Raises
    ------
    ValueError
        ``type_ids`` is not 1-D or not of whole numbers; an option is out of range.

    Not to be compared between texts tokenised or folded in different ways, between thresholds, or
    for texts stitched together from pieces, since the order of the tokens counts.

    Source: McCarthy & Jarvis (2010), doi:10.3758/BRM.42.2.381.

    >>> mtld(np.array([0, 1, 2, 0]), min_tokens=1)  # 4 tokens, (1 - 3/4) / 0.28 factors
    4.48
    """
    ids = _checked(type_ids)
    if not 0 < threshold < 1:
        raise ValueError(f"threshold = {threshold}; allowed: above 0, below 1. 0.72 is usual.")
    if min_tokens < 1:
        raise ValueError(f"min_tokens = {min_tokens}; allowed: at least 1. 100 is usual.")
    if ids.size < min_tokens:
        return float("nan")
    forwards = _factors(_previous(ids).tolist(), threshold)
    backwards = _factors(_previous(ids[::-1]).tolist(), threshold)
    if forwards == 0:  # then backwards is 0 too: no type is repeated anywhere
        return float("nan")
    return float((ids.size / forwards + ids.size / backwards) / 2)


def mattr(type_ids: TypeIds, *, window: int = 100) -> float:
    """Mean type-token ratio of all windows of a fixed width (moving-average TTR).

    ``sum over windows (types in window) / (window * number of windows)``

    Parameters
    ----------
    type_ids : (tokens,), the type of every token in reading order, whole numbers of any range
    window : tokens, at least 1

    Returns
    -------
    Share from ``1 / window`` to 1; more is more varied. NaN for a text shorter than one window.

    Raises
    ------
    ValueError
        ``type_ids`` is not 1-D or not of whole numbers, or ``window`` is below 1.

    Not to be compared between windows of different width, or between texts tokenised or folded in
    different ways.

    Source: Covington & McFall (2010), doi:10.1080/09296171003643098.

    >>> mattr(np.array([0, 1, 0, 0]), window=2)  # windows of 2, 2 and 1 types
    0.8333333333333334
    """
    ids = _checked(type_ids)
    if window < 1:
        raise ValueError(f"window = {window}; allowed: at least 1. 100 is usual.")
    n_windows = ids.size - window + 1
    if n_windows < 1:
        return float("nan")
    # A token is its type's first in the windows that start after the type's previous token and
    # hold this one; counting those per token avoids a pass over every window.
    position = np.arange(ids.size)
    first = np.maximum(_previous(ids) + 1, position - window + 1)
    last = np.minimum(position, n_windows - 1)
    n_types = int(np.maximum(last - first + 1, 0).sum())
    return n_types / (window * n_windows)


def _checked(type_ids: TypeIds) -> TypeIds:
    ids = np.asarray(type_ids)
    if ids.ndim != 1 or not (np.issubdtype(ids.dtype, np.integer) or ids.size == 0):
        raise ValueError(
            f"type_ids is {ids.ndim}-D of {ids.dtype}; allowed: 1-D whole numbers. Number the "
            "types of one text, e.g. with numpy.unique(tokens, return_inverse=True)[1]."
        )
    return ids


def _previous(ids: TypeIds) -> NDArray[np.int64]:
    """Position of the previous token of the same type, -1 for the first one."""
    order = np.argsort(ids, kind="stable")
    repeats = ids[order[1:]] == ids[order[:-1]]
    previous = np.full(ids.size, -1, dtype=np.int64)
    previous[order[1:][repeats]] = order[:-1][repeats]
    return previous


def _factors(previous: Sequence[int], threshold: float) -> float:
    """Number of factors in reading order; each one starts where the last ended, hence the loop."""
    n_full, start, n_types = 0, 0, 0
    for position, seen in enumerate(previous):
        n_types += seen < start
        if n_types / (position - start + 1) <= threshold:
            n_full, start, n_types = n_full + 1, position + 1, 0
    left = len(previous) - start
    return n_full + (1 - n_types / left) / (1 - threshold) if left else float(n_full)
