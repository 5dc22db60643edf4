"""How evenly a term is spread over the parts of a corpus, and in how many parts it stands."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from framing.measures.keyness.counts import FloatArray, checked_counts
from framing.measures.keyness.ranking import g2


def dispersion_dp(
    counts_by_part: ArrayLike | csr_array, *, part_sizes: ArrayLike, normalise: bool = False
) -> FloatArray:
    """Deviation of proportions: how unevenly a term is spread over the parts of a corpus.

    ``sum(abs(counts / sum(counts) - sizes / sum(sizes))) / 2``; normalised, divided by
    ``1 - min(sizes / sum(sizes))``.

    Parameters
    ----------
    counts_by_part : (parts,) or (terms, parts), tokens of the term in each part, at least 0; a
        sparse array of (terms, parts) is not made dense
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
    if isinstance(counts_by_part, csr_array):
        shape: tuple[int, ...] = counts_by_part.shape
    else:
        shape = np.shape(counts_by_part)
    if shape[-1:] != sizes.shape:
        raise ValueError(
            f"counts_by_part has shape {shape}, part_sizes {sizes.shape}; allowed: the same last "
            "axis. Put terms in rows and parts in columns."
        )
    expected = sizes / sizes.sum()
    if isinstance(counts_by_part, csr_array):
        uneven = _sparse_dp(counts_by_part, sizes, expected)
    else:
        counts = checked_counts(counts_by_part, sizes, name="counts_by_part")
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = counts / counts.sum(axis=-1, keepdims=True)
            uneven = np.abs(shares - expected).sum(axis=-1) / 2
    if sizes.size < 2:
        return np.full_like(uneven, np.nan)
    return np.asarray(uneven / (1 - expected.min()) if normalise else uneven, dtype=np.float64)


def _sparse_dp(counts: csr_array, sizes: FloatArray, expected: FloatArray) -> FloatArray:
    """The same over used parts alone: those without a use add their expected shares."""
    cells = counts.tocoo()
    term, part = cells.coords
    used = checked_counts(cells.data, sizes[part], name="counts_by_part")
    whole = np.bincount(term, weights=used, minlength=counts.shape[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        beyond = np.abs(used / whole[term] - expected[part]) - expected[part]
        found = (np.bincount(term, weights=beyond, minlength=len(whole)) + 1.0) / 2
    return np.where(whole > 0, found, np.nan)


def text_dispersion_keyness(
    n_texts_a: ArrayLike, n_texts_b: ArrayLike, *, total_a: int, total_b: int
) -> FloatArray:
    """Text dispersion keyness: log likelihood of the number of texts that hold a term.

    ``2 * sum(observed * ln(observed / expected))`` over both sides, with texts in place of words.

    Parameters
    ----------
    n_texts_a, n_texts_b : (terms,), distinct texts with the term, 0 to the total
    total_a, total_b : distinct texts of a side

    Returns
    -------
    (terms,); no unit, positive where more texts of A hold the term; a ranking, never a test. NaN
    where no text does or a side has none.

    Raises
    ------
    ValueError
        As in `g2`.

    Not to be compared between corpora of different size, nor where texts of one side are longer:
    a longer text holds more terms.

    Source: Egbert & Biber (2019), doi:10.3366/cor.2019.0162; log likelihood in the two cells of
    the term as Rayson & Garside (2000), doi:10.3115/1117729.1117730, give it.

    >>> text_dispersion_keyness([8, 5], [2, 5], total_a=10, total_b=10).round(3)
    array([3.855, 0.   ])
    """
    return g2(n_texts_a, n_texts_b, total_a=total_a, total_b=total_b, form="rayson")
