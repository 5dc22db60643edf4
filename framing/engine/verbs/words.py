"""Words of one side against another."""

from __future__ import annotations

import polars as pl

from framing.compare.design import Pair, build_side, build_units, compare_sides
from framing.compare.words.keyness import N_INTERVALS, Keyness, compare_words
from framing.counts.terms import count_terms
from framing.counts.tokens import display_forms
from framing.engine.mentions import resampling
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope


def words(
    run: Run,
    *,
    group: str,
    versus: str = "",
    scope: Scope | None = None,
    max_n: int = 3,
    n_intervals: int = N_INTERVALS,
) -> Keyness:
    """Which words and n-grams one side uses more than another.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    group
        A group or an outlet.
    versus
        Another; empty means everybody else.
    scope
        Default: the study's.
    max_n
        Longest n-gram, 1 to 3.
    n_intervals
        How many terms, from the top of the ranking, get an interval.

    Returns
    -------
    Keyness
        ``words`` (the table), ``pair`` (with its tier) and ``hidden`` (what a threshold hid).

    Raises
    ------
    UsageError
        For a side that the study does not have.
    """
    if not 1 <= max_n <= 3:
        raise UsageError(f"max_n is {max_n}; allowed: 1, 2, 3")
    scope = scope or run.study.options.scope
    sides, pair = find_sides(run, group, versus, scope)
    tokens = run.weighted_tokens(scope).join(sides, on="article", how="semi", maintain_order="left")
    # Nothing under two articles can enter a comparison; in tier reading everything is listed.
    least = 1 if pair.tier == "reading" else 2
    counted = count_terms(tokens, max_n=max_n, min_articles=least)
    forms = display_forms(tokens.filter(pl.col("weight") > 0))
    shown = dict(zip(forms["type"], forms["shown"], strict=True))
    return compare_words(
        counted,
        sides,
        pair=pair,
        shown=shown,
        resampling=resampling(run),
        n_intervals=n_intervals,
    )


def find_sides(run: Run, group: str, versus: str, scope: Scope) -> tuple[pl.DataFrame, Pair]:
    """Units of two sides with a column ``side`` (a, b), and what the pair allows.

    Units and strata are those of the two sides alone, within the scope.
    """
    articles = run.articles_in(scope)
    known = sorted({*run.measured["group"], *run.measured["outlet"]})
    for name in (group, versus):
        if name and name not in known:
            raise UsageError(f"no side {name!r} in this study; allowed: {', '.join(known)}")
    if group == versus:
        raise UsageError(f"{group!r} cannot be compared with itself; allowed: {', '.join(known)}")
    is_a = (pl.col("group") == group) | (pl.col("outlet") == group)
    is_b = ~is_a if not versus else (pl.col("group") == versus) | (pl.col("outlet") == versus)
    if versus and articles.filter(is_a & is_b).height:
        raise UsageError(f"{group!r} and {versus!r} share articles: one is part of the other")
    side = pl.when(is_a).then(pl.lit("a")).otherwise(pl.lit("b")).alias("side")
    units = build_units(articles.filter(is_a | is_b), run.copies).with_columns(side)
    a, b = units.filter(pl.col("side") == "a"), units.filter(pl.col("side") == "b")
    pair = compare_sides(build_side(a, group), build_side(b, versus or "all others"))
    return units, pair
