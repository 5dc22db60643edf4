"""The verb names: which names each outlet uses."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from framing.engine.mentions import (
    check_matched,
    layer_differences,
    layer_shares,
    mention_rows,
)
from framing.engine.run import Run
from framing.engine.verbs.practice import practice_articles, practice_shares, side_shares
from framing.engine.verbs.suggested import suggest_names
from framing.errors import UsageError
from framing.records.scope import PLACES, Scope

_ITEM, _WITHIN = ("entity", "name", "side", "mode"), ("entity",)


def names(
    run: Run,
    *,
    scope: Scope | None = None,
    mentions: bool = False,
    suggest: bool = False,
    show: str = "shares",
    first: bool = False,
    places: tuple[str, ...] = (),
    versus: tuple[str, str] | None = None,
    matched: bool = False,
) -> pl.DataFrame:
    """Which names each outlet uses for the codebook's entities.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    mentions
        The same as ``show="mentions"``.
    suggest
        Wordings that outlets seem to use for the same thing, codebook or none (see
        ``framing.engine.verbs.suggested.suggest_names``).
    show
        ``shares`` of names by mode; ``sides``: shares of each side's names and of neutral
        wordings in the outlet's own words; ``practice``: shares of articles by naming practice;
        ``articles``: the practice of each; ``mentions``: one row a mention.
    first
        Only the first mention in each article below its headline (with the other name of the
        same breath).
    places
        Only mentions in these places; see ``framing.records.scope.PLACES``. Default: everywhere.
    versus
        Two groups, or two outlets: the difference of their shares, with its interval (see
        ``estimate_differences``); with ``show="shares"`` alone.
    matched
        With ``versus``: the difference within shared events (see ``estimate_matched``).

    Returns
    -------
    DataFrame
        Shares: ``entity``, ``name``, ``side``, ``mode`` and the estimate columns; the estimate is
        the share among all mentions of the entity in that outlet, group or event and scope,
        neutral wordings included. Mentions: ``entity``, ``name``, ``side``, ``mode``, ``gloss``,
        ``gloss_owner``, ``scare``, ``pair``, ``first``. See
        ``framing.engine.verbs.practice`` for the others.

    Raises
    ------
    UsageError
        Where ``show`` or a place is unknown, or the codebook has no contested entity (``sides``,
        ``practice``, ``articles``).
    """
    if suggest:
        return suggest_names(run, scope=scope)[0]
    scope = scope or run.study.options.scope
    ways: dict[str, Callable[[Run, pl.DataFrame, Scope], pl.DataFrame]] = {
        "shares": _shares,
        "sides": side_shares,
        "practice": practice_shares,
        "articles": practice_articles,
        "mentions": lambda run, rows, scope: rows,
    }
    show = "mentions" if mentions else show
    if show not in ways:
        raise UsageError(f"show {show!r} is unknown; allowed: {', '.join(ways)}")
    for place in places:
        if place not in PLACES:
            raise UsageError(f"place {place!r} is unknown; allowed: {', '.join(PLACES)}")
    if versus and show != "shares":
        raise UsageError(f"versus is of shares, not of {show!r}; allowed: one of them")
    check_matched(versus, matched)
    rows = mention_rows(run, run.layers.names, scope)
    if first:
        rows = rows.filter("first")
    if places:
        rows = rows.filter(pl.col("place").is_in(places))
    if versus:
        return layer_differences(
            run, rows, item=_ITEM, within=_WITHIN, scope=scope, sides=versus, matched=matched
        )
    return ways[show](run, rows, scope)


def _shares(run: Run, rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    return layer_shares(run, rows, item=_ITEM, within=_WITHIN, scope=scope)
