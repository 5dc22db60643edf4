"""Effects, rankings and dispersion of the terms of two sides."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.compare.words.priors import Prior
from framing.compare.words.sides import Floats, Ints, Sides
from framing.counts.numbering import number_strings
from framing.measures.keyness import (
    LogOdds,
    dispersion_dp,
    g2,
    log_odds,
    log_ratio,
    odds_ratio,
    percent_diff,
    text_dispersion_keyness,
)

MIN_DISPERSION = 10  # distinct articles of a side: below, hardly any term can be even


def with_effects(frame: pl.DataFrame, both: Sides, prior: Prior) -> pl.DataFrame:
    """Add every effect and ranking; ``prior`` has one value a row of ``frame``."""
    n_a, n_b = frame["n_eff_a"].to_numpy(), frame["n_eff_b"].to_numpy()
    total_a, total_b = both.total("a"), both.total("b")
    lengths = frame["n_words"].to_numpy()
    odds = odds_by_length(n_a, n_b, prior=prior, lengths=lengths, total_a=total_a, total_b=total_b)
    return frame.with_columns(
        log_ratio=pl.Series(log_ratio(n_a, n_b, total_a=total_a, total_b=total_b)),
        log_odds=pl.Series(odds.delta),
        z=pl.Series(odds.z),
        percent_diff=pl.Series(percent_diff(n_a, n_b, total_a=total_a, total_b=total_b)),
        odds_ratio=pl.Series(odds_ratio(n_a, n_b, total_a=total_a, total_b=total_b)),
        g2=pl.Series(g2(n_a, n_b, total_a=total_a, total_b=total_b)),
        tdk=pl.Series(
            text_dispersion_keyness(
                frame["n_articles_a"].to_numpy(),
                frame["n_articles_b"].to_numpy(),
                total_a=both.n_units("a"),
                total_b=both.n_units("b"),
            )
        ),
        dpnorm_a=pl.Series(_evenness(frame, both, "a")),
        dpnorm_b=pl.Series(_evenness(frame, both, "b")),
    )


def odds_by_length(
    n_a: Floats,
    n_b: Floats,
    *,
    prior: Prior,
    lengths: Ints,
    total_a: Floats | float,
    total_b: Floats | float,
) -> LogOdds:
    """Log-odds of terms on the last axis; words, pairs and triples are a vocabulary each."""
    delta, z = np.empty(n_a.shape), np.empty(n_a.shape)
    for n in np.unique(lengths):
        own = lengths == n
        delta[..., own], z[..., own] = log_odds(
            n_a[..., own],
            n_b[..., own],
            total_a=total_a,
            total_b=total_b,
            prior=prior.terms[own],
            prior_total=prior.total,
        )
    return LogOdds(delta, z)


def _evenness(frame: pl.DataFrame, both: Sides, side: str) -> Floats:
    """DPnorm over the distinct articles of a side with words; null where they are few."""
    labels, number = number_strings(both.docs["unit"])
    weights = both.counted.total_eff * both.mask(side)
    words = np.bincount(number.to_numpy(), weights=weights, minlength=len(labels))
    held = np.flatnonzero(words > 0)
    if len(held) < MIN_DISPERSION:
        return np.full(frame.height, np.nan)
    # Most units are one article: then columns are taken, which is cheaper than a product.
    rows = both.counted.n_eff[frame["row"].to_numpy()]
    own = np.flatnonzero(both.mask(side) * (both.counted.total_eff > 0))
    if len(own) == len(held):
        return dispersion_dp(rows[:, own], part_sizes=both.counted.total_eff[own], normalise=True)
    cells = rows @ both.members("unit", side)
    return dispersion_dp(cells[:, held].tocsr(), part_sizes=words[held], normalise=True)
