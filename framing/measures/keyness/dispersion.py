"""How evenly a term is spread over the parts of a corpus."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.measures.keyness.counts import FloatArray, checked_counts


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
    counts = checked_counts(counts_by_part, sizes, name="counts_by_part")
    expected = sizes / sizes.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = counts / counts.sum(axis=-1, keepdims=True)
        uneven = np.abs(shares - expected).sum(axis=-1) / 2
    if sizes.size < 2:
        return np.full_like(uneven, np.nan)
    return np.asarray(uneven / (1 - expected.min()) if normalise else uneven, dtype=np.float64)
