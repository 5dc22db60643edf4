"""What one would expect of each term before looking at sides: the prior of log-odds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from framing.compare.words.sides import Floats
from framing.measures.keyness import PRIOR_SHARE, informative_prior


@dataclass(frozen=True, slots=True)
class Background:
    """A corpus to take the prior from: ``counts`` has ``types`` and ``n``; ``n_words`` in all."""

    name: str
    counts: pl.DataFrame
    n_words: float


@dataclass(frozen=True, slots=True)
class Prior:
    """Pseudo-words of each term, and of all words together."""

    terms: Floats
    total: float


def find_prior(terms: pl.DataFrame, *, total: float, background: Background | None = None) -> Prior:
    """The prior of terms with columns ``types``, ``n_eff_a``, ``n_eff_b``.

    It is worth a tenth of both sides' ``total`` weighted words, in the proportions of both
    sides pooled, or of these and the background together: a term that the background does not
    have keeps a prior above 0.
    """
    strength = PRIOR_SHARE * total
    counts = (terms["n_eff_a"] + terms["n_eff_b"]).to_numpy()
    whole = total
    if background:
        known = terms.select("types").join(
            background.counts, on="types", how="left", maintain_order="left"
        )
        counts = counts + known["n"].fill_null(0).cast(pl.Float64).to_numpy()
        whole += background.n_words
    found = informative_prior(counts, total_background=whole, strength=strength)
    return Prior(np.asarray(found, dtype=np.float64), strength)
