"""Keyness of one side's words against another's: effect, interval, ranking, raw counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.design import DESCRIPTIVE, INFERENTIAL, READING, Pair
from framing.compare.resampling.bounds import Resampling
from framing.compare.words.influence import WordSums
from framing.compare.words.intervals import word_bounds
from framing.counts.numbering import number_strings
from framing.counts.terms import TermCounts
from framing.measures.keyness import (
    PRIOR_SHARE,
    ZERO_COUNT,
    g2,
    informative_prior,
    log_odds,
    log_ratio,
)

MIN_ARTICLES = {READING: 1, DESCRIPTIVE: 3, INFERENTIAL: 5}
N_INTERVALS = 2000

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

WORDS = {
    "term": pl.String,
    "n_words": pl.Int64,
    "n_a": pl.Int64,
    "n_b": pl.Int64,
    "n_eff_a": pl.Float64,
    "n_eff_b": pl.Float64,
    "rate_a": pl.Float64,
    "rate_b": pl.Float64,
    "log_ratio": pl.Float64,
    "log_ratio_low": pl.Float64,
    "log_ratio_high": pl.Float64,
    "log_odds": pl.Float64,
    "z": pl.Float64,
    "g2": pl.Float64,
    "p": pl.Float64,
    "q": pl.Float64,
    "n_articles_a": pl.Int64,
    "n_articles_b": pl.Int64,
    "n_events": pl.Int64,
    "flag": pl.String,
}


class Keyness(NamedTuple):
    """Words of side a against side b, and what was left out of the table and why."""

    words: pl.DataFrame
    pair: Pair
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """Counts of both sides: weighted cells by unit, and what each article adds up to."""

    counted: TermCounts
    docs: pl.DataFrame  # one row a column of the matrices

    def mask(self, side: str) -> Floats:
        """1 for the articles of a side, 0 for others."""
        return (self.docs["side"] == side).to_numpy().astype(np.float64)

    def total(self, side: str) -> float:
        """Weighted words of a side."""
        return float(self.counted.total_eff @ self.mask(side))

    def spread(self, column: str, side: str | None = None) -> Ints:
        """In how many distinct units (outlets, events) each term stands, on a side or in all."""
        present = self.docs[column].is_not_null().to_numpy()
        if side:
            present &= (self.docs["side"] == side).to_numpy()
        labels, number = number_strings(self.docs[column].fill_null(""))
        rows = np.flatnonzero(present)
        shape = (len(self.docs), max(len(labels), 1))
        member = csr_array((np.ones(len(rows)), (rows, number.to_numpy()[rows])), shape=shape)
        return np.diff((self.counted.n @ member).indptr)


def compare_words(
    counted: TermCounts,
    sides: pl.DataFrame,
    *,
    pair: Pair,
    shown: dict[str, str],
    resampling: Resampling,
    n_intervals: int = N_INTERVALS,
) -> Keyness:
    """Compare the words of two sides.

    Parameters
    ----------
    counted
        Counts by article of both sides and of nobody else.
    sides
        Columns ``article``, ``unit``, ``stratum``, ``outlet``, ``event``, ``side`` (``a`` or
        ``b``).
    pair
        The tier decides which terms enter and what is said of them: ``reading`` gives counts
        and rates only; ``descriptive`` terms in at least 3 articles of the side that uses them
        in more, with effect and interval; ``inferential`` terms in 5 distinct articles and 2
        outlets.
    shown
        Type -> spelling to print.
    resampling
        For the interval of the log ratio.
    n_intervals
        How many terms, from the top of the ranking, get an interval; the rest is said.

    Returns
    -------
    Keyness
        Sorted by |z| falling, then term. ``g2`` is a ranking, never a test; ``p`` and ``q`` are
        null: they need permutations of units.
    """
    docs = pl.DataFrame({"article": counted.articles}).join(
        sides, on="article", how="left", maintain_order="left"
    )
    both = _Sides(counted, docs)
    frame, hidden = _eligible(both, pair)
    total_a, total_b = both.total("a"), both.total("b")
    frame = frame.with_columns(
        rate_a=pl.col("n_eff_a") / total_a * 1e6,
        rate_b=pl.col("n_eff_b") / total_b * 1e6,
        flag=_flags(pair.tier),
    )
    if pair.tier != READING and frame.height:
        frame = _with_effects(frame, total_a, total_b)
    for name, kind in WORDS.items():
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=kind).alias(name))
    rank = pl.col("z").abs() if pair.tier != READING else pl.max_horizontal("n_a", "n_b")
    spelled = pl.Series([_spell(types, shown) for types in frame["types"]], dtype=pl.String)
    ordered = frame.with_columns(term=spelled).sort(
        rank.round(9), "n_a", "n_b", "term", descending=[True, True, True, False]
    )
    if pair.tier != READING and ordered.height and n_intervals:
        if ordered.height > n_intervals:
            said = f"intervals stand with the first {n_intervals} of {ordered.height} terms"
            hidden = (*hidden, said)
        top = _with_intervals(ordered.head(n_intervals), both, resampling)
        rest = ordered.tail(-n_intervals).with_columns(
            flag=_and(f"no interval beyond the first {n_intervals} terms")
        )
        ordered = pl.concat([top, rest], how="vertical_relaxed")
    clean = ordered.select(pl.col(c).cast(t) for c, t in WORDS.items()).with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )
    return Keyness(clean, pair, hidden)


def _eligible(both: _Sides, pair: Pair) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Per term both sides' counts, for terms that the tier lets in; and what stays out."""
    counted = both.counted
    frame = counted.terms.with_columns(
        row=pl.int_range(pl.len(), dtype=pl.Int64),
        n_a=pl.Series(counted.n @ both.mask("a")).cast(pl.Int64),
        n_b=pl.Series(counted.n @ both.mask("b")).cast(pl.Int64),
        n_eff_a=pl.Series(counted.n_eff @ both.mask("a")),
        n_eff_b=pl.Series(counted.n_eff @ both.mask("b")),
        n_articles_a=pl.Series(both.spread("unit", "a")),
        n_articles_b=pl.Series(both.spread("unit", "b")),
        n_articles=pl.Series(both.spread("unit")),
        n_outlets=pl.Series(both.spread("outlet")),
        n_events=pl.Series(both.spread("event")),
    )
    least = MIN_ARTICLES[pair.tier]
    if pair.tier == INFERENTIAL:
        enters = (pl.col("n_articles") >= least) & (pl.col("n_outlets") >= 2)
        rule = f"in fewer than {least} distinct articles or 2 outlets"
    else:
        enters = pl.max_horizontal("n_articles_a", "n_articles_b") >= least
        rule = f"in fewer than {least} articles on both sides"
    out = frame.filter(~enters)
    n_terms = out.height + sum(counted.hidden["n_terms"])
    n_uses = sum(out["n_a"]) + sum(out["n_b"]) + sum(counted.hidden["n"])
    hidden = (f"{n_terms} terms ({n_uses} uses) {rule} are not shown",) if n_terms else ()
    return frame.filter(enters), hidden


def _flags(tier: str) -> pl.Expr:
    if tier == READING:
        return pl.lit("tier reading: counts, no comparison")
    few = pl.min_horizontal("n_articles_a", "n_articles_b") < 3
    zero = (pl.col("n_a") == 0) | (pl.col("n_b") == 0)
    # A zero stands in as 0.5: a weighted count below that ranks under an absent one.
    faint = pl.min_horizontal("n_eff_a", "n_eff_b") < ZERO_COUNT
    return (
        pl.when(zero)
        .then(pl.lit("not found on one side"))
        .when(faint)
        .then(pl.lit("less than half a use on one side once copies are weighed"))
        .when(few)
        .then(pl.lit("fewer than 3 articles on one side"))
        .otherwise(pl.lit(""))
    )


def _with_effects(frame: pl.DataFrame, total_a: float, total_b: float) -> pl.DataFrame:
    """Effects and rankings; words, pairs and triples are three vocabularies, each with a prior."""
    n_a, n_b = frame["n_eff_a"].to_numpy(), frame["n_eff_b"].to_numpy()
    both, strength = n_a + n_b, PRIOR_SHARE * (total_a + total_b)
    delta, z = np.empty(len(both)), np.empty(len(both))
    lengths = frame["n_words"].to_numpy()
    for n in np.unique(lengths):
        own = lengths == n
        prior = informative_prior(both[own], total_background=total_a + total_b, strength=strength)
        delta[own], z[own] = log_odds(
            n_a[own], n_b[own], total_a=total_a, total_b=total_b, prior=prior, prior_total=strength
        )
    return frame.with_columns(
        log_ratio=pl.Series(log_ratio(n_a, n_b, total_a=total_a, total_b=total_b)),
        log_odds=pl.Series(delta),
        z=pl.Series(z),
        g2=pl.Series(g2(n_a, n_b, total_a=total_a, total_b=total_b)),
    )


def _with_intervals(frame: pl.DataFrame, both: _Sides, resampling: Resampling) -> pl.DataFrame:
    """Bootstrap bounds of the log ratio."""
    bounds = word_bounds(
        {"log_ratio": _ratio_of},
        both.counted.n_eff,
        totals=both.counted.total_eff,
        sides=(both.mask("a") > 0, both.mask("b") > 0),
        docs=both.docs,
        resampling=resampling,
        terms=frame["row"].to_numpy(),
    )
    low, high = bounds["log_ratio"]
    # A zero count stands in as 0.5: its bounds would be that convention's, not the data's.
    absent = (frame["n_a"] == 0) | (frame["n_b"] == 0)
    unsure = absent.to_numpy() | ~(high - low > 0)
    low[unsure], high[unsure] = np.nan, np.nan
    bounded = frame.with_columns(log_ratio_low=pl.Series(low), log_ratio_high=pl.Series(high))
    silent = bounded["log_ratio_low"].is_nan() & ~absent
    return bounded.with_columns(
        flag=pl.when(silent).then(_and("no variation between units: no interval")).otherwise("flag")
    )


def _ratio_of(sums: WordSums) -> Floats:
    return log_ratio(sums.n_a, sums.n_b, total_a=sums.total_a, total_b=sums.total_b)


def _and(reason: str) -> pl.Expr:
    """The flag with one more reason."""
    joined = pl.col("flag") + pl.when(pl.col("flag") == "").then(pl.lit("")).otherwise(pl.lit("; "))
    return joined + pl.lit(reason)


def _spell(types: str, shown: dict[str, str]) -> str:
    return " ".join(shown.get(word, word) for word in types.split(" "))
