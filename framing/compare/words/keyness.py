"""Keyness of one side's words against another's: effect, interval, ranking, raw counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from framing.compare.design import DESCRIPTIVE, INFERENTIAL, READING, Pair
from framing.compare.resampling.blocks import Workers
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.intervals import MIN_DF
from framing.compare.words.effects import odds_by_length, with_effects
from framing.compare.words.events import event_bounds, with_events
from framing.compare.words.influence import WordSums
from framing.compare.words.intervals import WordBounds, word_bounds
from framing.compare.words.parts import find_parts
from framing.compare.words.priors import Background, Prior, find_prior
from framing.compare.words.sides import Floats, Ints, Sides
from framing.compare.words.testing import Permuting, with_tests
from framing.counts.terms import TermCounts
from framing.measures.keyness import ZERO_COUNT, log_ratio

MIN_ARTICLES = {READING: 1, DESCRIPTIVE: 3, INFERENTIAL: 5}
N_INTERVALS = 2000
_BOUNDED = ("log_ratio", "log_odds", "mh")

WORDS = {
    "a": pl.String,
    "b": pl.String,
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
    "log_ratio_bound": pl.Float64,
    "log_odds": pl.Float64,
    "log_odds_low": pl.Float64,
    "log_odds_high": pl.Float64,
    "z": pl.Float64,
    "percent_diff": pl.Float64,
    "odds_ratio": pl.Float64,
    "g2": pl.Float64,
    "mh_log_odds": pl.Float64,
    "mh_low": pl.Float64,
    "mh_high": pl.Float64,
    "n_events_informative": pl.Int64,
    "n_events_shared": pl.Int64,
    "tdk": pl.Float64,
    "dpnorm_a": pl.Float64,
    "dpnorm_b": pl.Float64,
    "p": pl.Float64,
    "p_adjusted": pl.Float64,
    "q": pl.Float64,
    "p_method": pl.String,
    "n_articles_a": pl.Int64,
    "n_articles_b": pl.Int64,
    "n_articles": pl.Int64,
    "n_events": pl.Int64,
    "part_of": pl.String,
    "claim": pl.String,
    "flag": pl.String,
}


class Keyness(NamedTuple):
    """Words of side a against side b, and what was left out of the table and why."""

    words: pl.DataFrame
    pair: Pair
    hidden: tuple[str, ...]


def compare_words(
    counted: TermCounts,
    sides: pl.DataFrame,
    *,
    pair: Pair,
    shown: dict[str, str],
    resampling: Resampling,
    n_intervals: int = N_INTERVALS,
    testing: Permuting | None = None,
    background: Background | None = None,
    with_parts: bool = True,
    workers: Workers | None = None,
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
        outlets, and p.
    shown
        Type -> spelling to print.
    resampling
        For the intervals.
    n_intervals
        How many terms, from the top of the ranking, get an interval; the rest is said.
    testing
        How p comes about; None makes none.
    background
        A corpus for the prior of log-odds; None: both sides pooled.
    with_parts
        Whether terms stay that a longer one explains (``part_of``); they are tested all the same.
    workers
        Who draws and permutes, where that is worth it: it changes no number.

    Returns
    -------
    Keyness
        Sorted by |z| falling, then term. ``g2`` and ``tdk`` are rankings, never tests; ``p`` is
        of permutation, ``p_method`` says of which, or why there is none.
    """
    docs = pl.DataFrame({"article": counted.articles}).join(
        sides, on="article", how="left", maintain_order="left"
    )
    both = Sides(counted, docs)
    frame, hidden = _eligible(both, pair)
    compared = pair.tier != READING and frame.height > 0
    claim = testing.claim if testing else "these_outlets"
    frame = frame.with_columns(
        a=pl.lit(pair.a),
        b=pl.lit(pair.b),
        rate_a=pl.col("n_eff_a") / both.total("a") * 1e6,
        rate_b=pl.col("n_eff_b") / both.total("b") * 1e6,
        claim=pl.lit("these_articles" if pair.tier == READING else claim),
        flag=_flags(pair.tier),
    )
    prior = None
    if compared:
        total = both.total("a") + both.total("b")
        prior = find_prior(frame, total=total, background=background)
        frame = with_events(with_effects(frame, both, prior), both)
        if testing:
            frame = with_tests(frame, both, pair=pair, testing=testing, workers=workers)
        frame = frame.with_columns(part_of=find_parts(frame))
        frame = frame.with_columns(prior=pl.Series(prior.terms))
    frame = _completed(frame)
    if not with_parts:
        frame, hidden = _without_parts(frame, hidden)
    ordered = _ordered(frame, shown, pair)
    if prior and ordered.height and n_intervals:
        if ordered.height > n_intervals:
            said = f"intervals stand with the first {n_intervals} of {ordered.height} terms"
            hidden = (*hidden, said)
        strength = prior.total
        drawn, few = both.drawn_for(claim)
        top = _with_intervals(ordered.head(n_intervals), drawn, strength, resampling, workers)
        if few:
            top = _without_intervals(top, few)
        rest = ordered.tail(-n_intervals).with_columns(
            flag=_and(f"no interval beyond the first {n_intervals} terms")
        )
        ordered = pl.concat([top, rest], how="vertical_relaxed")
    clean = ordered.select(pl.col(c).cast(t) for c, t in WORDS.items()).with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )
    return Keyness(clean, pair, hidden)


def _completed(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column, empty where the tier has nothing to say."""
    missing = {name: kind for name, kind in WORDS.items() if name not in frame.columns}
    return frame.with_columns(pl.lit(None, dtype=kind).alias(n) for n, kind in missing.items())


def _without_parts(
    frame: pl.DataFrame, hidden: tuple[str, ...]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Terms that no longer one explains, and how many were left out."""
    parts = frame.filter(pl.col("part_of").is_not_null())
    if parts.is_empty():
        return frame, hidden
    n_uses = sum(parts["n_a"]) + sum(parts["n_b"])
    said = f"{parts.height} terms ({n_uses} uses) are parts of a longer one that explains them"
    return frame.filter(pl.col("part_of").is_null()), (*hidden, said)


def _ordered(frame: pl.DataFrame, shown: dict[str, str], pair: Pair) -> pl.DataFrame:
    """Terms spelled as they are printed, the strongest first."""

    def spell(column: str) -> pl.Series:
        found = [types and _spell(types, shown) for types in frame[column]]
        return pl.Series(found, dtype=pl.String)

    rank = pl.col("z").abs() if pair.tier != READING else pl.max_horizontal("n_a", "n_b")
    return frame.with_columns(term=spell("types"), part_of=spell("part_of")).sort(
        rank.round(9), "n_a", "n_b", "term", descending=[True, True, True, False]
    )


def _eligible(both: Sides, pair: Pair) -> tuple[pl.DataFrame, tuple[str, ...]]:
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


def _with_intervals(
    frame: pl.DataFrame,
    both: Sides,
    strength: float,
    resampling: Resampling,
    workers: Workers | None,
) -> pl.DataFrame:
    """Bootstrap bounds of every effect, from the same draws."""
    prior = np.full(both.counted.n_eff.shape[0], np.nan)
    prior[frame["row"].to_numpy()] = frame["prior"].to_numpy()
    lengths = both.counted.terms["n_words"].to_numpy()

    odds_of = _LogOdds(prior, strength, lengths)
    found = word_bounds(
        {"log_ratio": _ratio_of, "log_odds": odds_of},
        both.counted.n_eff,
        totals=both.counted.total_eff,
        sides=(both.mask("a") > 0, both.mask("b") > 0),
        docs=both.docs,
        resampling=resampling,
        terms=frame["row"].to_numpy(),
        workers=workers,
    )
    mh = event_bounds(frame, both, level=resampling.level, workers=workers)
    if "cluster" in both.docs.columns:  # its jackknife leaves out articles, not outlets
        mh = (np.full(frame.height, np.nan),) * 2
    found["mh"] = WordBounds(*mh, np.full(frame.height, np.inf))
    # A zero count stands in as 0.5: its bounds would be that convention's, not the data's.
    absent = (frame["n_a"] == 0) | (frame["n_b"] == 0)
    undefined = absent | frame["mh_log_odds"].is_nan()
    bounded = frame
    for name in _BOUNDED:
        low, high, _ = found[name]
        unsure = (undefined if name == "mh" else absent).to_numpy() | ~(high - low > 0)
        bounded = bounded.with_columns(
            pl.Series(f"{name}_low", np.where(unsure, np.nan, low)),
            pl.Series(f"{name}_high", np.where(unsure, np.nan, high)),
        )
    least, most = (pl.col(f"log_ratio_{end}").fill_nan(None) for end in ("low", "high"))
    silent = bounded["log_ratio_low"].is_nan() & ~absent
    # Below that, intervals of words were seen to cover 91 in 100 instead of 95.
    vague = pl.Series(found["log_ratio"].df < MIN_DF["percentile"]) & ~silent & ~absent
    return bounded.with_columns(
        log_ratio_bound=pl.when(least > 0).then(least).when(most < 0).then(most)
        .when(least.is_not_null()).then(0.0),
        flag=pl.when(silent)
        .then(_and("no variation between units: no interval"))
        .when(vague)
        .then(_and("few articles: the interval may be too narrow"))
        .otherwise("flag"),
    )  # fmt: skip


def _without_intervals(frame: pl.DataFrame, reason: str) -> pl.DataFrame:
    """No bounds, and why."""
    gone = (f"{name}_{end}" for name in _BOUNDED for end in ("low", "high"))
    none = [pl.lit(None, pl.Float64).alias(name) for name in (*gone, "log_ratio_bound")]
    return frame.with_columns(*none, flag=_and(reason))


@dataclass(frozen=True, slots=True)
class _LogOdds:
    """Log-odds of terms by their rows: what a process that draws them is sent."""

    prior: Floats
    strength: float
    lengths: Ints

    def __call__(self, sums: WordSums) -> Floats:
        own = Prior(self.prior[sums.terms], self.strength)
        return odds_by_length(
            sums.n_a, sums.n_b, prior=own, lengths=self.lengths[sums.terms],
            total_a=sums.total_a, total_b=sums.total_b,
        ).delta  # fmt: skip


def _ratio_of(sums: WordSums) -> Floats:
    return log_ratio(sums.n_a, sums.n_b, total_a=sums.total_a, total_b=sums.total_b)


def _and(reason: str) -> pl.Expr:
    """The flag with one more reason."""
    joined = pl.col("flag") + pl.when(pl.col("flag") == "").then(pl.lit("")).otherwise(pl.lit("; "))
    return joined + pl.lit(reason)


def _spell(types: str, shown: dict[str, str]) -> str:
    return " ".join(shown.get(word, word) for word in types.split(" "))
