"""The verb omissions: what each outlet carries of an event, and what was not found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from framing.compare.coverage.events import COVERED, build_coverage
from framing.compare.coverage.omissions import KINDS, SIDES, build_matrix, build_omissions
from framing.engine.carried.actors import find_actor_mentions
from framing.engine.carried.claims import find_claim_mentions
from framing.engine.carried.codebook import find_facts, find_names
from framing.engine.carried.quotations import find_quotation_mentions
from framing.engine.carried.schema import CARRIED
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope

SHOWN = ("rows", "matrix", "passages")
_FINDERS: dict[str, Callable[[Run, Scope], pl.DataFrame]] = {
    "claims": find_claim_mentions,
    "quotations": find_quotation_mentions,
    "actors": find_actor_mentions,
    "names": find_names,
    "facts": find_facts,
}


def omissions(
    run: Run,
    *,
    scope: Scope | None = None,
    by: str = "outlet",
    kinds: Sequence[str] = (),
    show: str = "rows",
) -> pl.DataFrame:
    """What each outlet carries of what others do on an event, and what was not found in it.

    Only articles on an event are looked at, and only outlets with one: of others nothing can be
    said but what ``framing events`` says. "Not found" is about these articles, as the rules of
    this tool read them.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's. Which words count, how long an article is.
    by
        ``outlet`` or ``group``.
    kinds
        Some of ``KINDS``; empty means all.
    show
        ``rows``; ``matrix``: a row an item, a column an outlet or group; ``passages``: every
        mention.

    Returns
    -------
    DataFrame
        Rows: schema ``OMISSIONS`` (see ``build_omissions``): what was not found first, the most
        telling first. ``chance_none`` is how likely none is found in as many words, were the
        item carried at the rate of the others (see ``framing.measures.omission.chance_none``);
        no p value. Passages: ``CARRIED``.

    Raises
    ------
    UsageError
        For an unknown kind, side or way to show.
    """
    for name, value, allowed in (("by", by, SIDES), ("show", show, SHOWN)):
        if value not in allowed:
            raise UsageError(f"{name} {value!r} is unknown; allowed: {', '.join(allowed)}")
    scope = scope or run.study.options.scope
    mentions = find_carried(run, scope=scope, kinds=kinds)
    if show == "passages":
        return mentions
    rows = build_omissions(mentions, _articles(run, scope), by=by)
    return build_matrix(rows, coverage(run, scope), by=by) if show == "matrix" else rows


def find_carried(run: Run, *, scope: Scope, kinds: Sequence[str] = ()) -> pl.DataFrame:
    """Every mention of an item on an event, by kind, event, item and place."""
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"kind {kind!r} is unknown; allowed: {', '.join(KINDS)}")
    wanted = [kind for kind in KINDS if kind in kinds or not kinds]
    parts = [_mentions(run, kind, scope) for kind in wanted]
    return pl.concat(parts).sort(
        pl.col("kind").replace_strict(dict(zip(KINDS, range(len(KINDS)), strict=True))),
        "event", "item", "article", "start", "end",
    )  # fmt: skip


def _mentions(run: Run, kind: str, scope: Scope) -> pl.DataFrame:
    return run.once(("carried", kind, scope), lambda: _FINDERS[kind](run, scope).select(CARRIED))


def coverage(run: Run, scope: Scope) -> pl.DataFrame:
    """Which outlet of the scope covers which of its events: schema ``COVERAGE``."""
    outlets = run.study.outlets
    if scope.outlets:
        outlets = outlets.filter(pl.col("outlet").is_in(scope.outlets))
    articles = run.articles_in(replace(scope, outlets=()))
    named = set(articles["event"].drop_nulls())
    events = [event for event in run.study.events if event.id in named]
    if scope.outlets:
        articles = articles.filter(pl.col("outlet").is_in(scope.outlets))
    found = build_coverage(articles, outlets, events=events, sampling=run.study.sampling)
    kept = found.filter(coverage=COVERED)["event"].unique()
    return found.filter(pl.col("event").is_in(kept.implode()))


def _articles(run: Run, scope: Scope) -> pl.DataFrame:
    """Articles on events that have words in the scope, by date."""
    words = (
        run.weighted_tokens(scope)
        .filter(pl.col("weight") > 0)
        .group_by("article")
        .agg(n_words=pl.len().cast(pl.Int64))
    )
    return (
        run.articles_in(scope)
        .filter(pl.col("event").is_not_null())
        .join(words, on="article")
        .join(run.copies.select("article", "unit"), on="article")
        .sort("date", "article", nulls_last=True)
        .select("article", "outlet", "group", "event", "unit", "n_words")
    )
