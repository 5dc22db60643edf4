"""The verb lockwords: words that all sides use at like rates."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl

from framing.compare.design import READING, TIERS
from framing.compare.words.lockwords import (
    MARGIN,
    Lockwords,
    Versus,
    find_lockwords,
    rates_by_side,
)
from framing.engine.mentions import resampling
from framing.engine.run import Run
from framing.engine.verbs.words import find_sides
from framing.errors import UsageError
from framing.language.english import function_types
from framing.records.scope import Scope
from framing.records.tables import LOCKWORDS, empty


def lockwords(
    run: Run,
    *,
    group: str = "",
    versus: str = "",
    scope: Scope | None = None,
    margin: float = MARGIN,
    content: bool = False,
) -> Lockwords:
    """Words that are shown to be used at like rates: what is not different.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    group, versus
        Two groups or outlets; without ``versus`` the group against everybody else. Default: all
        pairs of groups, each of which must agree.
    scope
        Default: the study's.
    margin
        Above 1: how many times more often still counts as equal.
    content
        Leave out function words.

    Returns
    -------
    Lockwords
        ``words`` has schema ``LOCKWORDS``: one row a word, with the pair of sides that differs
        most, by uses falling. Empty in tier reading; ``hidden`` says so, and counts words that
        differ, that are too rare and that are not shown to be equal. See ``find_lockwords``.

    Raises
    ------
    UsageError
        For a side that is not there, fewer than two groups, or a margin that is not above 1.
    """
    if not margin > 1:
        raise UsageError(f"margin is {margin:g}; allowed: above 1, as 1.25 for a quarter more")
    if versus and not group:
        raise UsageError(f"versus {versus!r} needs group; allowed: both, or neither")
    scope = scope or run.study.options.scope
    pairs = ((group, versus),) if group else _all_pairs(run, scope)
    sides = [Versus(*find_sides(run, a, b, scope)) for a, b in pairs]
    tier = min((one.pair.tier for one in sides), key=TIERS.index)
    if tier == READING:
        worst = next(one.pair for one in sides if one.pair.tier == READING)
        why = f"tier reading ({worst.a} and {worst.b}): equality cannot be shown"
        return Lockwords(empty(LOCKWORDS), tier, (why,))
    counted = run.counts.weighted(scope, max_n=1)
    types = counted.terms["types"]
    listed = np.ones(len(types), dtype=bool)
    if content:
        listed = ~types.is_in(sorted(function_types())).to_numpy()
    found, hidden = find_lockwords(
        counted,
        sides,
        margin=margin,
        listed=listed,
        resampling=resampling(run),
        workers=run.workers,
    )
    shown = run.counts.forms(scope)
    rows = found["row"].to_numpy()
    masks = _masks(counted.articles, sides)
    words = (
        found.join(rates_by_side(counted, rows, masks), on="row", maintain_order="left")
        .with_columns(
            term=pl.Series([shown[word] for word in types.gather(rows)], dtype=pl.String),
            scope=pl.lit(str(scope)),
        )
        .select(pl.col(c).cast(t) for c, t in LOCKWORDS.items())
        .sort("n", "term", descending=[True, False])
    )
    return Lockwords(words, tier, hidden)


def _all_pairs(run: Run, scope: Scope) -> tuple[tuple[str, str], ...]:
    groups = sorted(set(run.articles_in(scope)["group"]))
    if len(groups) < 2:
        raise UsageError(
            f"only articles of {', '.join(groups) or 'no group'} here; allowed: two groups, or "
            "an outlet as group and another as versus"
        )
    return tuple(combinations(groups, 2))


def _masks(articles: pl.Series, sides: list[Versus]) -> dict[str, np.ndarray]:
    """For each side which articles are its own, by name."""
    masks = {}
    for one in sides:
        for side, name in (("a", one.pair.a), ("b", one.pair.b)):
            own = one.units.filter(pl.col("side") == side)["article"]
            masks[name] = articles.is_in(own.implode()).to_numpy()
    return dict(sorted(masks.items()))
