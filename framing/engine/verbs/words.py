"""Words of one side against another, and of every group against the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import polars as pl

from framing.compare.design import READING, TIERS, Pair, build_side, build_units, compare_sides
from framing.compare.resampling.permutation import CLAIMS
from framing.compare.words.keyness import N_INTERVALS, Keyness, compare_words
from framing.compare.words.testing import PERMUTATIONS, Permuting
from framing.engine.background import find_background
from framing.engine.mentions import resampling
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope


def words(
    run: Run,
    *,
    group: str = "",
    versus: str = "",
    pairs: bool = False,
    scope: Scope | None = None,
    max_n: int = 3,
    n_intervals: int = N_INTERVALS,
    permutations: int = PERMUTATIONS,
    claim: str = "",
    background: Run | Path | None = None,
    parts: bool = False,
) -> Keyness:
    """Which words and n-grams one side uses more than another.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    group
        A group or an outlet; empty means each group against all others.
    versus
        Another; empty means everybody else.
    pairs
        Without ``group``: each pair of groups.
    scope
        Default: the study's.
    max_n
        Longest n-gram, 1 to 3.
    n_intervals
        How many terms of a comparison, from the top of the ranking, get an interval.
    permutations
        How many random relabellings p rests on; all, where there are no more.
    claim
        ``these_outlets`` permutes articles within events and draws them within outlets;
        ``group`` permutes and draws whole outlets, at least 4 a side. Default: the study's.
    background
        Another study or a file (see ``find_background``) for the prior of log-odds; default:
        both sides pooled.
    parts
        Keep terms that a longer n-gram explains.

    Returns
    -------
    Keyness
        ``words`` (the table, one row a comparison and term, by columns ``a`` and ``b``), ``pair``
        (with the tier; of many, the lowest) and ``hidden`` (what a threshold hid).

    Raises
    ------
    UsageError
        For a side that the study does not have, or options that do not fit.
    """
    if versus and not group:
        raise UsageError(f"versus {versus!r} needs group; allowed: both, or neither")
    if pairs and group:
        raise UsageError(f"pairs are of all groups; allowed: pairs, or group {group!r}")
    scope = scope or run.study.options.scope
    claim = claim or run.study.options.claim
    how = How(max_n, n_intervals, permutations, claim, background, parts)
    names = ((group, versus),) if group else group_pairs(run, scope, pairs=pairs)
    found = compare_groups(run, names, scope=scope, how=how)
    if len(found) == 1:
        return found[0]
    tier = min((one.pair.tier for one in found), key=TIERS.index)
    shared = set.intersection(*(set(one.pair.shared_events) for one in found))
    name = "each other group" if pairs else "all others"
    hidden = [f"{k.pair.a} against {k.pair.b}: {line}" for k in found for line in k.hidden]
    return Keyness(
        pl.concat([one.words for one in found]),
        Pair("each group", name, tier, tuple(sorted(shared))),
        tuple(hidden),
    )


@dataclass(frozen=True, slots=True)
class How:
    """How words are counted, tested and listed; see ``words``."""

    max_n: int = 3
    n_intervals: int = N_INTERVALS
    permutations: int = PERMUTATIONS
    claim: str = "these_outlets"
    background: Run | Path | None = None
    parts: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.max_n <= 3:
            raise UsageError(f"max_n is {self.max_n}; allowed: 1, 2, 3")
        if self.permutations < 1:
            raise UsageError(f"permutations is {self.permutations}; allowed: 1 or more")
        if self.claim not in CLAIMS:
            raise UsageError(f"claim is {self.claim!r}; allowed: {', '.join(CLAIMS)}")


def group_pairs(run: Run, scope: Scope, *, pairs: bool = False) -> tuple[tuple[str, str], ...]:
    """Each group against all others (""), or each pair; of two groups the one pair there is."""
    groups = sorted(set(run.articles_in(scope)["group"]))
    if len(groups) < 2:
        raise UsageError(
            f"only articles of {', '.join(groups) or 'no group'} here; allowed: two groups, or "
            "an outlet as group and another as versus"
        )
    if pairs or len(groups) == 2:
        return tuple(combinations(groups, 2))
    return tuple((group, "") for group in groups)


def compare_groups(
    run: Run, names: Iterable[tuple[str, str]], *, scope: Scope, how: How
) -> tuple[Keyness, ...]:
    """Comparisons one by one: sides by name, "" for everybody else."""
    source = how.background
    expected = None if source is None else find_background(source, max_n=how.max_n)
    options = run.study.options
    shown = run.counts.forms(scope)
    found = []
    for a, b in names:
        sides, pair = find_sides(run, a, b, scope)
        # Nothing under two articles can enter a comparison; in tier reading everything is listed.
        least = 1 if pair.tier == READING else 2
        own = sides["article"] if b else None
        counted = run.counts.weighted(scope, max_n=how.max_n, min_articles=least, articles=own)
        found.append(
            compare_words(
                counted,
                sides,
                pair=pair,
                shown=shown,
                resampling=resampling(run),
                n_intervals=how.n_intervals,
                testing=Permuting(options.seed, how.permutations, how.claim),
                background=expected,
                with_parts=how.parts,
                workers=run.workers,
            )
        )
    return tuple(found)


def how_tested(rows: pl.DataFrame) -> tuple[str, ...]:
    """One line a comparison: how its p came about, or why there is none."""
    said = (
        rows.group_by("a", "b", "p_method", maintain_order=True)
        .len()
        .sort("len", descending=True, maintain_order=True)
        .unique(["a", "b"], keep="first", maintain_order=True)
        .sort("a", "b")
        .drop_nulls("p_method")
    )
    return tuple(f"p of {a} against {b}: {how}" for a, b, how, _ in said.iter_rows())


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
