"""Log-odds with an informative prior: differences shrunk by what one would expect."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from framing.measures.keyness.counts import SLACK, FloatArray, checked_counts, checked_sides

# Chosen by us, not tuned on data: see informative_prior.
PRIOR_SHARE = 0.1


class LogOdds(NamedTuple):
    """Log-odds-ratio ``delta`` (natural log) and ``z``, delta in its own standard deviations."""

    delta: FloatArray
    z: FloatArray


def informative_prior(
    n_background: ArrayLike, *, total_background: float, strength: float | None = None
) -> FloatArray:
    """Pseudo-counts for ``log_odds``: what a background corpus would lead one to expect.

    ``strength * n_background / total_background``

    Parameters
    ----------
    n_background : (terms,), tokens of each term in the background, above 0
    total_background : all tokens of the background, above 0
    strength : what the whole prior is worth, in tokens, above 0; pass the same number to
        ``log_odds`` as ``prior_total``. Default: a tenth of the background

    Returns
    -------
    (terms,) pseudo-tokens, above 0; more shrinks the difference further.

    Raises
    ------
    ValueError
        A term is missing from the background (its log-odds would be unbounded), a count exceeds
        the total, or the total or the strength is not above 0.

    The default fits a background that is both sides pooled. A fixed 500 tokens gives a word with
    50 uses on one side and none on the other, in two million tokens, z = 0.9, as a pseudo-count
    of 0.01 has a variance of 80; the pooled counts themselves (tidylo) give 4.0, a tenth of them
    5.1, and still shrink 1 against 0 to 0.7. For a background far larger than the texts, give
    ``strength`` as a share of the texts. Values of different strength must not be compared.

    Source: Monroe, Colaresi & Quinn (2008), doi:10.1093/pan/mpn018.

    >>> informative_prior([50, 10], total_background=1000, strength=100)
    array([5., 1.])
    """
    total = np.float64(total_background)
    if not (np.isfinite(total) and total > 0):
        raise ValueError(
            f"total_background = {total}; allowed: above 0. Pool both sides for a background."
        )
    counts = checked_counts(n_background, total, name="n_background")
    if (counts == 0).any():
        where = np.flatnonzero(counts == 0)
        raise ValueError(
            f"n_background{where[:5].tolist()} = 0 ({where.size} of {counts.size} terms); allowed: "
            "above 0. Use a background that holds both sides, or leave these terms out."
        )
    worth = PRIOR_SHARE * float(total) if strength is None else strength
    if not (np.isfinite(worth) and worth > 0):
        raise ValueError(f"strength = {worth}; allowed: above 0. Leave it out for the default.")
    return np.asarray(worth * counts / total, dtype=np.float64)


def log_odds(
    n_a: ArrayLike,
    n_b: ArrayLike,
    *,
    total_a: ArrayLike,
    total_b: ArrayLike,
    prior: ArrayLike,
    prior_total: float,
) -> LogOdds:
    """Log-odds-ratio with informative Dirichlet prior ("Fightin' Words").

    ``delta = logit_a - logit_b``, ``logit = ln((n + prior) / (total + prior_total - n - prior))``
    (eq. 16); ``z = delta / sqrt(1 / (n_a + prior) + 1 / (n_b + prior))`` (eq. 22).

    Parameters
    ----------
    n_a, n_b, total_a, total_b : as in `log_ratio`
    prior : (terms,), pseudo-tokens, above 0; the same for every replicate
    prior_total : pseudo-tokens of the whole vocabulary, not only of the terms passed

    Returns
    -------
    LogOdds(delta, z), positive where A over-uses the term. ``delta`` is in natural-log units and
    shrunk towards 0, ``z`` in standard deviations. A term that neither side uses is defined.

    Raises
    ------
    ValueError
        A count or a prior is out of range, ``prior_total`` is below the sum of the priors, or
        shapes do not fit.

    Not to be compared between runs with different priors. ``z`` takes words as independent, so it
    ranks terms; |z| > 1.96 is no finding.

    Source: Monroe, Colaresi & Quinn (2008), doi:10.1093/pan/mpn018.

    >>> scores = log_odds([8, 5], [2, 5], total_a=1000, total_b=1000, prior=[1, 1], prior_total=200)
    >>> scores.delta.round(3), scores.z.round(3)
    (array([1.104, 0.   ]), array([1.655, 0.   ]))
    """
    a, b, size_a, size_b = checked_sides(n_a, n_b, total_a, total_b)
    alpha = np.asarray(prior, dtype=np.float64)
    if alpha.shape != a.shape[-1:]:
        raise ValueError(
            f"prior has shape {alpha.shape}; allowed: one per term, {a.shape[-1:]}. Filter it "
            "like the counts."
        )
    if alpha.size and not (alpha.min() > 0 and prior_total * SLACK >= alpha.sum()):
        raise ValueError(
            f"prior from {alpha.min()} to {alpha.max()} with sum {alpha.sum()}, prior_total = "
            f"{prior_total}; allowed: above 0, sum at most prior_total. See informative_prior."
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        odds_a = (a + alpha) / (size_a + prior_total - a - alpha)
        odds_b = (b + alpha) / (size_b + prior_total - b - alpha)
        delta = np.log(odds_a) - np.log(odds_b)
    # No other token at all on a side: the odds have no bottom.
    delta = np.where(np.isfinite(delta), delta, np.nan)
    return LogOdds(delta, delta / np.sqrt(1 / (a + alpha) + 1 / (b + alpha)))
