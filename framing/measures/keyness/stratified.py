"""One odds ratio over many strata: the same events, then compared."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.measures.keyness.counts import FloatArray

Table = FloatArray | csr_array


class MantelHaenszel(NamedTuple):
    """Common ``log_odds`` (natural log), and how many strata say anything of each term."""

    log_odds: FloatArray
    n_informative: NDArray[np.int64]


def mantel_haenszel(
    n_a: Table, n_b: Table, *, total_a: FloatArray, total_b: FloatArray
) -> MantelHaenszel:
    """Common odds ratio of 2x2 tables, one a stratum, after Mantel and Haenszel.

    ``ln(sum(n_a (total_b - n_b) / N) / sum(n_b (total_a - n_a) / N))`` with N both totals of a
    stratum: what it says of the same stratum, however unequally the sides cover the strata.

    Parameters
    ----------
    n_a, n_b : (terms, strata), dense or sparse; tokens, 0 to the totals, may be fractions
    total_a, total_b : (strata,), all tokens in scope, at least 0

    Returns
    -------
    MantelHaenszel(log_odds, n_informative)
        Both (terms,). ``log_odds`` is positive where A over-uses the term; NaN where one of the
        sums is 0: a side does not use the term in any stratum with words of both. A stratum
        informs where both sides have words and one uses the term.

    Raises
    ------
    ValueError
        Shapes do not fit, or a total is negative or not finite.

    Its textbook variance takes words as independent and is not given. Strata with a common odds
    ratio are assumed: where events differ in sign it is an average of opposites.

    Source: Mantel & Haenszel (1959), doi:10.1093/jnci/22.4.719.

    >>> counts_a, counts_b = np.array([[6.0, 2.0]]), np.array([[3.0, 1.0]])
    >>> size = np.array([100.0, 50.0])
    >>> found = mantel_haenszel(counts_a, counts_b, total_a=size, total_b=size)
    >>> found.log_odds.round(3), found.n_informative
    (array([0.722]), array([2]))
    """
    size_a, size_b = (np.asarray(t, dtype=np.float64) for t in (total_a, total_b))
    if n_a.shape != n_b.shape or not size_a.shape == size_b.shape == n_a.shape[1:]:
        raise ValueError(
            f"n_a has shape {n_a.shape}, n_b {n_b.shape}, total_a {size_a.shape}, total_b "
            f"{size_b.shape}; allowed: (terms, strata) twice and (strata,) twice."
        )
    for name, size in (("total_a", size_a), ("total_b", size_b)):
        if not (np.isfinite(size) & (size >= 0)).all():
            raise ValueError(f"{name} = {size}; allowed: finite, at least 0. Check the scope.")
    shared = (size_a > 0) & (size_b > 0)
    per = np.divide(shared, size_a + size_b, out=np.zeros(len(shared)), where=shared)
    both = (n_a * n_b) @ per
    with np.errstate(divide="ignore", invalid="ignore"):
        for_a, for_b = n_a @ (size_b * per) - both, n_b @ (size_a * per) - both
        log_odds = np.where((for_a > 0) & (for_b > 0), np.log(for_a) - np.log(for_b), np.nan)
    informs = ((n_a + n_b) > 0) @ shared.astype(np.int64)
    return MantelHaenszel(log_odds, np.asarray(informs, dtype=np.int64))
