"""Keyness of one side's words against another's: effect, interval, ranking, raw counts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import DESCRIPTIVE, INFERENTIAL, READING, Pair
from framing.compare.intervals import Resampling
from framing.compare.resample import draw_weights, percentile_interval, unit_strata
from framing.counts.terms import TermCounts
from framing.measures.keyness import PRIOR_SHARE, g2, informative_prior, log_odds, log_ratio

MIN_ARTICLES = {READING: 1, DESCRIPTIVE: 3, INFERENTIAL: 5}
_TERMS_AT_ONCE = 2000

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


class _Sums(NamedTuple):
    """Counts of the shown terms on both sides."""

    n_a: NDArray[np.float64]
    n_b: NDArray[np.float64]
    total_a: float
    total_b: float


def compare_words(
    counted: TermCounts,
    sides: pl.DataFrame,
    *,
    pair: Pair,
    shown: dict[str, str],
    resampling: Resampling,
) -> Keyness:
    """Compare the words of two sides.

    Parameters
    ----------
    counted
        Counts by article of both sides (and, for the prior, of nobody else).
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

    Returns
    -------
    Keyness
        Sorted by |z| falling, then term. ``g2`` is a ranking, never a test; ``p`` and ``q`` are
        null: they need permutations of units.
    """
    docs = counted.totals.join(sides, on="article", maintain_order="left")
    per_term, hidden = _eligible(counted, docs, pair)
    sums = _sums(per_term, docs)
    frame = per_term.with_columns(
        rate_a=pl.col("n_eff_a") / sums.total_a * 1e6 if sums.total_a else pl.lit(None),
        rate_b=pl.col("n_eff_b") / sums.total_b * 1e6 if sums.total_b else pl.lit(None),
        flag=_flags(pair.tier),
    )
    if pair.tier != READING and frame.height:
        frame = _with_effects(frame, sums)
        low, high = _interval(frame, counted, docs, sums, resampling)
        frame = frame.with_columns(log_ratio_low=pl.Series(low), log_ratio_high=pl.Series(high))
    for name, kind in WORDS.items():
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=kind).alias(name))
    words = frame.with_columns(
        term=pl.Series([_spell(types, shown) for types in frame["types"]], dtype=pl.String)
    )
    rank = pl.col("z").abs() if pair.tier != READING else pl.max_horizontal("n_a", "n_b")
    ordered = words.sort(rank.round(9), "n_a", "n_b", "term", descending=[True, True, True, False])
    clean = ordered.select(pl.col(c).cast(t) for c, t in WORDS.items()).with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )
    return Keyness(clean, pair, hidden)


def _eligible(
    counted: TermCounts, docs: pl.DataFrame, pair: Pair
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Per term both sides' counts, for terms that the tier lets in; and what stays out."""
    rows = counted.counts.join(docs.select("doc", "unit", "outlet", "event", "side"), on="doc")
    a, b = pl.col("side") == "a", pl.col("side") == "b"
    per_term = (
        rows.group_by("term")
        .agg(
            n_a=pl.col("n").filter(a).sum(),
            n_b=pl.col("n").filter(b).sum(),
            n_eff_a=pl.col("n_eff").filter(a).sort().sum(),
            n_eff_b=pl.col("n_eff").filter(b).sort().sum(),
            n_articles_a=pl.col("unit").filter(a).n_unique(),
            n_articles_b=pl.col("unit").filter(b).n_unique(),
            n_articles=pl.col("unit").n_unique(),
            n_outlets=pl.col("outlet").n_unique(),
            n_events=pl.col("event").drop_nulls().n_unique(),
        )
        .join(counted.terms, on="term")
        .sort("term")
    )
    least = MIN_ARTICLES[pair.tier]
    if pair.tier == INFERENTIAL:
        enters = (pl.col("n_articles") >= least) & (pl.col("n_outlets") >= 2)
        rule = f"in fewer than {least} distinct articles or 2 outlets"
    else:
        enters = pl.max_horizontal("n_articles_a", "n_articles_b") >= least
        rule = f"in fewer than {least} articles on both sides"
    kept = per_term.filter(enters)
    out = per_term.filter(~enters)
    n_terms = out.height + sum(counted.hidden["n_terms"])
    n_uses = sum(out["n_a"]) + sum(out["n_b"]) + sum(counted.hidden["n"])
    hidden = (f"{n_terms} terms ({n_uses} uses) {rule} are not shown",) if n_terms else ()
    return kept, hidden


def _sums(per_term: pl.DataFrame, docs: pl.DataFrame) -> _Sums:
    total = {
        side: float(docs.filter(pl.col("side") == side)["n_eff"].sort().sum()) for side in "ab"
    }
    return _Sums(
        per_term["n_eff_a"].to_numpy(), per_term["n_eff_b"].to_numpy(), total["a"], total["b"]
    )


def _flags(tier: str) -> pl.Expr:
    if tier == READING:
        return pl.lit("tier reading: counts, no comparison")
    few = pl.min_horizontal("n_articles_a", "n_articles_b") < 3
    zero = (pl.col("n_a") == 0) | (pl.col("n_b") == 0)
    return (
        pl.when(zero)
        .then(pl.lit("not found on one side"))
        .when(few)
        .then(pl.lit("fewer than 3 articles on one side"))
        .otherwise(pl.lit(""))
    )


def _with_effects(frame: pl.DataFrame, sums: _Sums) -> pl.DataFrame:
    n_a, n_b, total_a, total_b = sums
    both, pooled = n_a + n_b, total_a + total_b
    strength = PRIOR_SHARE * pooled
    prior = informative_prior(both, total_background=pooled, strength=strength)
    delta, z = log_odds(
        n_a, n_b, total_a=total_a, total_b=total_b, prior=prior, prior_total=strength
    )
    return frame.with_columns(
        log_ratio=pl.Series(log_ratio(n_a, n_b, total_a=total_a, total_b=total_b)),
        log_odds=pl.Series(delta),
        z=pl.Series(z),
        g2=pl.Series(g2(n_a, n_b, total_a=total_a, total_b=total_b)),
    )


def _interval(
    frame: pl.DataFrame,
    counted: TermCounts,
    docs: pl.DataFrame,
    sums: _Sums,
    resampling: Resampling,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bootstrap bounds of the log ratio: sparse counts times dense weights, terms in blocks."""
    from scipy.sparse import csc_array

    strata = unit_strata(docs)
    number = dict(zip(strata["unit"], range(strata.height), strict=True))
    place = docs.select(
        "doc", "side", u=pl.col("unit").replace_strict(number, return_dtype=pl.Int64)
    )
    column = frame.select("term").with_row_index("column")
    cells = counted.counts.join(column, on="term").join(place, on="doc")
    low, high = np.full(frame.height, np.nan), np.full(frame.height, np.nan)
    shape = (strata.height, frame.height)
    matrix, total = {}, {}
    for side in "ab":
        own = cells.filter(pl.col("side") == side)
        entries = (own["u"].to_numpy(), own["column"].to_numpy())
        matrix[side] = csc_array((own["n_eff"].to_numpy(), entries), shape=shape)
        mine = place.join(docs.select("doc", "n_eff"), on="doc").filter(pl.col("side") == side)
        total[side] = np.bincount(mine["u"], weights=mine["n_eff"], minlength=strata.height)
    weights = np.concatenate(
        list(draw_weights(strata, seed=resampling.seed, replicates=resampling.replicates))
    )
    totals = {f"total_{side}": weights @ total[side] for side in "ab"}
    for start in range(0, frame.height, _TERMS_AT_ONCE):
        part = slice(start, start + _TERMS_AT_ONCE)
        n_a = (matrix["a"][:, part].T @ weights.T).T
        n_b = (matrix["b"][:, part].T @ weights.T).T
        draws = log_ratio(n_a, n_b, **totals)
        low[part], high[part] = percentile_interval(draws, level=resampling.level)
    # A zero count stands in as 0.5: its bounds would be that convention's, not the data's.
    absent = (sums.n_a == 0) | (sums.n_b == 0) | (high - low <= 0)
    low[absent], high[absent] = np.nan, np.nan
    return low, high


def _spell(types: str, shown: dict[str, str]) -> str:
    return " ".join(shown.get(word, word) for word in types.split(" "))
