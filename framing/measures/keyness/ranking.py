"""Scores that order terms by evidence; they grow with the corpus and are no tests."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from framing.measures.keyness.counts import FloatArray, checked_sides, comparable


def g2(
    n_a: ArrayLike,
    n_b: ArrayLike,
    *,
    total_a: ArrayLike,
    total_b: ArrayLike,
    form: Literal["full", "rayson"] = "full",
) -> FloatArray:
    """Signed log likelihood of a term's 2x2 table: a ranking, never a test.

    ``sign * 2 * sum(observed * ln(observed / expected))`` over the cells. Words of one article
    are not independent, so its chi-square p value is far too small and is not given.

    Parameters
    ----------
    n_a, n_b, total_a, total_b : as in `log_ratio`
    form : "full" sums four cells, the term and all other tokens on both sides (Dunning;
        quanteda); "rayson" only the two cells of the term (Rayson & Garside; AntConc, Wmatrix)

    Returns
    -------
    No unit; positive where A over-uses the term, negative where B does; further from 0 is more
    evidence, not a larger difference. NaN where both counts are 0 or a total is 0.

    Raises
    ------
    ValueError
        A count is negative, not finite or above its total, shapes do not fit, or ``form`` is
        unknown.

    Not to be compared between corpora of different size: it grows with the number of tokens.

    Source: Dunning (1993), Computational Linguistics 19(1), https://aclanthology.org/J93-1003
    (no DOI); Rayson & Garside (2000), doi:10.3115/1117729.1117730.

    >>> g2([8, 5], [2, 5], total_a=1000, total_b=1000).round(3)
    array([3.873, 0.   ])
    """
    if form not in ("full", "rayson"):
        raise ValueError(f'form = {form!r}; allowed: "full" or "rayson". Choose one of them.')
    a, b, size_a, size_b = checked_sides(n_a, n_b, total_a, total_b)
    both, size = a + b, size_a + size_b
    with np.errstate(divide="ignore", invalid="ignore"):
        # All four cells miss their expectation by the same amount; this keeps its digits.
        surplus = (a * size_b - b * size_a) / size
        score = _cell(a, both * size_a / size, surplus) + _cell(b, both * size_b / size, -surplus)
        if form == "full":
            rest = np.maximum(size - both, 0)
            score += _cell(size_a - a, rest * size_a / size, -surplus)
            score += _cell(size_b - b, rest * size_b / size, surplus)
    signed = 2 * np.sign(surplus) * np.maximum(score, 0)
    return np.where(comparable(a, b, size_a, size_b), signed, np.nan)


def _cell(observed: FloatArray, expected: FloatArray, surplus: FloatArray) -> FloatArray:
    """``observed * ln(observed / expected)``, 0 where nothing was observed."""
    logs = np.zeros_like(surplus)
    np.log1p(surplus / expected, out=logs, where=observed > 0)
    return observed * logs
