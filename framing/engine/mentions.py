"""Annotations as mention rows, placed and weighed by the scope, and the shares of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from framing.compare.estimates.differences import estimate_differences
from framing.compare.estimates.matched import estimate_matched
from framing.compare.estimates.shares import estimate_shares
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.sums import Cells
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.records.tables import MENTION

_TAIL = ("weight", "id", "rule", "parent")


def mention_rows(run: Run, layer: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Rows of a layer that count under a scope.

    Parameters
    ----------
    run
        The run that the layer belongs to.
    layer
        A table of annotations with ``article``, ``start``, ``end``, ``text``; where it has no
        ``voice`` (attributions) the voice is ``source``.
    scope
        A mention counts when its first word does, with that word's weight.

    Returns
    -------
    DataFrame
        Columns of ``MENTION``, the layer's own, then ``weight``, ``id``, ``rule``, ``parent``;
        sorted by article and start.
    """
    if "voice" not in layer.columns:
        layer = layer.with_columns(voice=pl.lit("source"))
    rows = (
        run.locate(layer, _without_voice(scope))
        .filter(pl.col("weight") > 0)
        .join(
            run.measured.select("article", "outlet", "group", "event", "wire"),
            on="article",
            maintain_order="left",
        )
    )
    if scope.voice:
        rows = rows.filter(pl.col("voice").is_in(scope.voice))
    own = [c for c in layer.columns if c not in MENTION and c not in _TAIL]
    return rows.sort("article", "start", "end", "id").select(*MENTION, *own, *_TAIL)


def spoken(attributions: pl.DataFrame) -> pl.DataFrame:
    """Attributions of speech: attitudes (what somebody wants or supports) are none."""
    return attributions.filter(pl.col("quotation") != "attitude")


def _without_voice(scope: Scope) -> Scope:
    """A mention carries its own voice, which may differ from that of its first word."""
    return replace(scope, voice=())


def layer_shares(
    run: Run, rows: pl.DataFrame, *, item: tuple[str, ...], within: tuple[str, ...], scope: Scope
) -> pl.DataFrame:
    """Shares of mention rows (see ``estimate_shares``) under a scope of this run."""
    return estimate_shares(
        rows,
        item=item,
        within=within,
        design=run.design_in(scope),
        scope=str(scope),
        resampling=resampling(run),
    )


def layer_differences(
    run: Run,
    rows: pl.DataFrame,
    *,
    item: tuple[str, ...],
    within: tuple[str, ...],
    scope: Scope,
    sides: tuple[str, str],
    matched: bool = False,
) -> pl.DataFrame:
    """The difference of two groups, or two outlets, in each share.

    See ``estimate_differences``; with ``matched`` within shared events (``estimate_matched``).
    """
    how = resampling(run)
    used = rows.filter(pl.col("weight") > 0)
    alike = pl.len().over("article", *within) if how.share == "articles" else 1
    used = used.with_columns(cell=pl.col("weight") / alike)
    parts = ((used, list(item)), (used, list(within)))
    return side_differences(
        run, parts, item=item, scope=scope, sides=sides, matched=matched, is_share=True
    )


def side_differences(
    run: Run,
    parts: tuple[Cells, Cells],
    *,
    item: tuple[str, ...],
    scope: Scope,
    sides: tuple[str, str],
    matched: bool,
    is_share: bool,
) -> pl.DataFrame:
    """Two sides' ratios of ``parts``, top and bottom, compared as a whole or within events."""
    check_sides(run, sides)
    top, bottom = parts
    given: dict[str, Any] = {
        "is_share": is_share,
        "item": item,
        "sides": sides,
        "design": run.design_in(scope),
        "scope": str(scope),
        "resampling": resampling(run),
    }
    if matched:
        return estimate_matched(top, bottom, **given)
    return estimate_differences(top, bottom, **given)


def check_matched(versus: tuple[str, str] | None, matched: bool) -> None:
    """An error where two sides are to be matched and none are named."""
    if matched and not versus:
        raise UsageError("matched needs versus, the two sides; allowed: both, or neither")


def check_sides(run: Run, sides: tuple[str, str]) -> None:
    """An error unless both are groups, or both outlets, and they are two."""
    groups, outlets = sorted(set(run.measured["group"])), sorted(set(run.measured["outlet"]))
    if sides[0] == sides[1]:
        raise UsageError(f"{sides[0]!r} cannot be compared with itself")
    if not any(set(sides) <= set(names) for names in (groups, outlets)):
        raise UsageError(
            f"sides {sides[0]!r} and {sides[1]!r}; allowed: two groups of {', '.join(groups)}, "
            f"or two outlets of {', '.join(outlets)}"
        )


def resampling(run: Run) -> Resampling:
    """How the study's options want estimates and their intervals."""
    options = run.study.options
    return Resampling(
        options.seed,
        options.replicates,
        options.level,
        interval=options.interval,
        claim=options.claim,
        outlets=options.outlet_weights,
        share=options.share,
    )


def article_weights(run: Run, scope: Scope, *, among: pl.Series | None = None) -> pl.DataFrame:
    """The articles in a scope; under ``authored`` carriers of one text share a weight of 1.

    ``among`` are the articles that count, by default all: those left out carry nothing.
    """
    articles = run.articles_in(scope)
    if among is not None:
        articles = articles.filter(pl.col("article").is_in(among.unique().sort().implode()))
    articles = articles.join(
        run.copies.select("article", "unit"), on="article", maintain_order="left"
    )
    carriers = pl.len().over("unit", "group") if scope.copies == "authored" else pl.lit(1)
    return articles.select("article", "outlet", "group", "event", weight=1.0 / carriers)
