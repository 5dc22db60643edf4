"""Which terms does side A use more than side B? Effects, rankings and dispersion on count arrays.

Counts have shape (terms,) or (replicates, terms) and may be fractions, since tokens can be
weighted. A total is every token in scope, not the sum over the terms passed: one number, or for
replicates one number each. Nothing is filtered here.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

ZERO_COUNT = 0.5  # Hardie's stand-in for a term that one side never uses
# Chosen by us, not tuned on data: see informative_prior.
PRIOR_SHARE = 0.1
# Weighted counts and their total are summed in different orders.
_SLACK = 1 + 1e-9


class LogOdds(NamedTuple):
    """Log-odds-ratio ``delta`` (natural log) and ``z``, delta in its own standard deviations."""

    delta: FloatArray
    z: FloatArray


def log_ratio(
    n_a: ArrayLike, n_b: ArrayLike, *, total_a: ArrayLike, total_b: ArrayLike
) -> FloatArray:
    """Binary logarithm of how many times more often A uses a term than B.

    ``log2((n_a / total_a) / (n_b / total_b))``; a count of 0 (only 0) is replaced by 0.5.

    Parameters
    ----------
    n_a, n_b : (terms,) or (replicates, terms), tokens, 0 to the total
    total_a, total_b : all tokens in scope, a number or (replicates,), at least 0

    Returns
    -------
    Doublings: +1 is twice as often in A, -1 twice as often in B, 0 equally often. NaN where both
    counts are 0 or a total is 0.

    Raises
    ------
    ValueError
        A count is negative, not finite or above its total, or shapes do not fit.

    Not to be compared between corpora of different size where one count is 0: the value then
    follows the size. Weighted counts below 0.5 fall below the stand-in for 0; say so beside them.

    Source: Hardie (2014), Log Ratio: an informal introduction,
    http://cass.lancs.ac.uk/log-ratio-an-informal-introduction/ (no DOI).

    >>> log_ratio([8, 0, 0], [2, 4, 0], total_a=1000, total_b=1000)
    array([ 2., -3., nan])
    """
    a, b, size_a, size_b = _checked(n_a, n_b, total_a, total_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(a > 0, a, ZERO_COUNT) * size_b / (np.where(b > 0, b, ZERO_COUNT) * size_a)
        score = np.log2(ratio)
    return np.where(_comparable(a, b, size_a, size_b), score, np.nan)


def percent_diff(
    n_a: ArrayLike, n_b: ArrayLike, *, total_a: ArrayLike, total_b: ArrayLike
) -> FloatArray:
    """Difference between the rates of A and B in per cent of B's rate (%DIFF).

    ``100 * (n_a / total_a - n_b / total_b) / (n_b / total_b)``

    Parameters
    ----------
    n_a, n_b, total_a, total_b : as in `log_ratio`

    Returns
    -------
    Per cent, from -100 (only in B) without upper limit; +100 is twice as often in A. NaN where B
    has none, since there is nothing to be a per cent of, or a total is 0.

    Raises
    ------
    ValueError
        A count is negative, not finite or above its total, or shapes do not fit.

    Not symmetric: +100 seen from A is -50 seen from B, so never average it over terms.

    Source: Gabrielatos & Marchi (2011), Keyness: matching metrics to definitions (no DOI);
    Gabrielatos (2018) in Corpus Approaches to Discourse, doi:10.4324/9781315179346. They put 1e-18
    for a zero; that is NaN here.

    >>> percent_diff([8, 0, 3], [2, 4, 0], total_a=1000, total_b=1000)
    array([ 300., -100.,   nan])
    """
    a, b, size_a, size_b = _checked(n_a, n_b, total_a, total_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = 100 * (a * size_b - b * size_a) / (b * size_a)
    return np.where(_comparable(a, b, size_a, size_b) & (b > 0), score, np.nan)


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
    a, b, size_a, size_b = _checked(n_a, n_b, total_a, total_b)
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
    return np.where(_comparable(a, b, size_a, size_b), signed, np.nan)


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
    counts = _counts(n_background, total, name="n_background")
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
    a, b, size_a, size_b = _checked(n_a, n_b, total_a, total_b)
    alpha = np.asarray(prior, dtype=np.float64)
    if alpha.shape != a.shape[-1:]:
        raise ValueError(
            f"prior has shape {alpha.shape}; allowed: one per term, {a.shape[-1:]}. Filter it "
            "like the counts."
        )
    if alpha.size and not (alpha.min() > 0 and prior_total * _SLACK >= alpha.sum()):
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


def dispersion_dp(
    counts_by_part: ArrayLike, *, part_sizes: ArrayLike, normalise: bool = False
) -> FloatArray:
    """Deviation of proportions: how unevenly a term is spread over the parts of a corpus.

    ``sum(abs(counts / sum(counts) - sizes / sum(sizes))) / 2``; normalised, divided by
    ``1 - min(sizes / sum(sizes))``.

    Parameters
    ----------
    counts_by_part : (parts,) or (terms, parts), tokens of the term in each part, at least 0
    part_sizes : (parts,), all tokens of each part, above 0
    normalise : True gives DPnorm, whose highest value is 1 whatever the parts

    Returns
    -------
    (terms,), or 0-d for one term; 0 is as even as the parts allow, near 1 is all in one small
    part: more is more uneven. NaN for a term without tokens and for fewer than two parts.

    Raises
    ------
    ValueError
        A count is negative, not finite or above its part, a size is not above 0, or shapes do not
        fit.

    Not to be compared between corpora cut into different parts, nor for rare terms: a term with
    fewer tokens than there are parts is uneven by necessity.

    Source: Gries (2008), doi:10.1075/ijcl.13.4.02gri; DPnorm: Lijffijt & Gries (2012),
    doi:10.1075/ijcl.17.1.08lij.

    >>> dispersion_dp([[5, 5], [10, 0], [0, 0]], part_sizes=[100, 300])
    array([0.25, 0.75,  nan])
    """
    sizes = np.asarray(part_sizes, dtype=np.float64)
    if sizes.ndim != 1 or not (np.isfinite(sizes) & (sizes > 0)).all():
        raise ValueError(f"part_sizes = {sizes}; allowed: 1-D, above 0. Leave out empty parts.")
    shape = np.shape(counts_by_part)
    if shape[-1:] != sizes.shape:
        raise ValueError(
            f"counts_by_part has shape {shape}, part_sizes {sizes.shape}; allowed: the same last "
            "axis. Put terms in rows and parts in columns."
        )
    counts = _counts(counts_by_part, sizes, name="counts_by_part")
    expected = sizes / sizes.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = counts / counts.sum(axis=-1, keepdims=True)
        uneven = np.abs(shares - expected).sum(axis=-1) / 2
    if sizes.size < 2:
        return np.full_like(uneven, np.nan)
    return np.asarray(uneven / (1 - expected.min()) if normalise else uneven, dtype=np.float64)


def _cell(observed: FloatArray, expected: FloatArray, surplus: FloatArray) -> FloatArray:
    """``observed * ln(observed / expected)``, 0 where nothing was observed."""
    logs = np.zeros_like(surplus)
    np.log1p(surplus / expected, out=logs, where=observed > 0)
    return observed * logs


def _comparable(
    a: FloatArray, b: FloatArray, size_a: FloatArray, size_b: FloatArray
) -> NDArray[np.bool_]:
    return (a + b > 0) & (size_a > 0) & (size_b > 0)


def _counts(values: ArrayLike, limit: FloatArray | np.float64, *, name: str) -> FloatArray:
    """Counts as floats, or an error that names the first one that cannot be a count."""
    counts = np.asarray(values, dtype=np.float64)
    if counts.ndim == 0:
        raise ValueError(f"{name} = {counts}; allowed: one count per term. Pass a list of counts.")
    fine = (counts >= 0) & (counts <= limit * _SLACK)  # False for NaN
    if not fine.all():
        at = tuple(int(i) for i in np.argwhere(~fine)[0])
        most = np.broadcast_to(limit, counts.shape)[at]
        raise ValueError(
            f"{name}{list(at)} = {counts[at]}; allowed: 0 to {most}, the tokens there are. Check "
            "that counts and totals come from the same scope."
        )
    return counts


def _total(value: ArrayLike, shape: tuple[int, ...], *, name: str) -> FloatArray:
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


def _checked(
    n_a: ArrayLike, n_b: ArrayLike, total_a: ArrayLike, total_b: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    shape_a, shape_b = np.shape(n_a), np.shape(n_b)
    if shape_a[-1:] != shape_b[-1:]:
        raise ValueError(
            f"n_a has shape {shape_a}, n_b {shape_b}; allowed: the same terms on both sides. "
            "Count both with one vocabulary."
        )
    size_a = _total(total_a, shape_a, name="total_a")
    size_b = _total(total_b, shape_b, name="total_b")
    return _counts(n_a, size_a, name="n_a"), _counts(n_b, size_b, name="n_b"), size_a, size_b
