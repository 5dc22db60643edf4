"""The verb frames: passages that indicate frame elements, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from framing.codebook.battery import load_battery
from framing.compare.estimates.prevalence import estimate_prevalence
from framing.engine.clusters import cluster_articles
from framing.engine.coding.battery import build_sheet, scale_estimates, scale_rows
from framing.engine.mentions import article_weights, mention_rows, resampling
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.codebook import ELEMENTS
from framing.records.coding import Item
from framing.records.scope import VOICES, Scope

ANY = "any"  # elements may stand in different voices


def frames(
    run: Run, *, scope: Scope | None = None, show: str = "passages", blind: bool = False
) -> pl.DataFrame:
    """Frame indicators: passages to read, never "the article uses this frame".

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    show
        ``passages``: one row an indicator found. ``articles``: which elements stand together in
        an article, by voice. ``shares``: the share of articles with an indicator of a variable,
        and of all variables of a combination. ``clusters``: articles grouped by their elements.
        ``lists``: euphemisms and metaphors to look at. ``sheet`` and ``battery``: a sheet for
        coding by hand, with the codebook's own questions or with twenty on generic frames
        (Semetko and Valkenburg 2000). ``scores`` and ``scales``: what the coded battery makes,
        by article, and by outlet with Cronbach's alpha.
    blind
        Sheets with codes for the articles, their running text, and no outlet.

    Returns
    -------
    DataFrame
        Mentions, articles, estimates or a sheet. No row of an indicator means that no pattern
        matched.

    Raises
    ------
    UsageError
        Where ``show`` is none of these, the codebook has no frame elements, there is too little
        to cluster, or no battery is coded.
    """
    if blind and show not in ("sheet", "battery"):
        raise UsageError("blind is for sheets; allowed: with show sheet or battery")
    ways: dict[str, Callable[[Run, Scope], pl.DataFrame]] = {
        "passages": _passages,
        "articles": _articles,
        "shares": _shares,
        "clusters": lambda run, scope: cluster_articles(run, scope, _passages(run, scope)),
        "lists": _lists,
        "sheet": lambda run, scope: build_sheet(run, scope, _questions(run), blind=blind),
        "battery": lambda run, scope: build_sheet(run, scope, load_battery(), blind=blind),
        "scores": scale_rows,
        "scales": scale_estimates,
    }
    if show not in ways:
        raise UsageError(f"show {show!r} is unknown; allowed: {', '.join(ways)}")
    return ways[show](run, scope or run.study.options.scope)


def _passages(run: Run, scope: Scope) -> pl.DataFrame:
    _demand_variables(run)
    return mention_rows(run, run.layers.indicators, scope)


def _lists(run: Run, scope: Scope) -> pl.DataFrame:
    return mention_rows(run, run.layers.listed, scope)


def _demand_variables(run: Run) -> None:
    if not run.study.codebook.variables:
        raise UsageError(
            "the codebook has no frame elements; allowed: lists under frames: problem, cause, "
            "evaluation, remedy (docs/codebook.md, Frames)"
        )


def _questions(run: Run) -> list[Item]:
    """The codebook's variables as questions; one without a question is asked by its label."""
    _demand_variables(run)
    return [
        Item(v.key, v.element, v.question or f"Is this its {v.element}: {v.label}?")
        for v in run.study.codebook.variables
    ]


def _articles(run: Run, scope: Scope) -> pl.DataFrame:
    """One row an article and voice with an indicator: its variables by element, what is whole."""
    rows = _by_voice(_passages(run, scope), scope)
    found = rows.group_by("article", "voice").agg(
        *(
            pl.col("indicator")
            .filter(pl.col("element") == e)
            .unique()
            .sort()
            .str.join("; ")
            .alias(e)
            for e in ELEMENTS
        ),
        keys=pl.col("key").unique().sort(),
        n=pl.len(),
    )
    whole = [
        pl.when(_has_all(frame.elements)).then(pl.lit(frame.id))
        for frame in run.study.codebook.frames
    ]
    held = pl.concat_str(whole, separator="; ", ignore_nulls=True) if whole else pl.lit("")
    meta = run.measured.select("article", "outlet", "group", "event", "title")
    return (
        found.with_columns(_empty_to_null(held).alias("combinations"))
        .with_columns(_empty_to_null(pl.col(e)) for e in ELEMENTS)
        .join(meta, on="article")
        .sort("article", _voice_order())
        .select(
            "article", "outlet", "group", "event", "title", "voice", *ELEMENTS, "combinations", "n"
        )
    )


def _shares(run: Run, scope: Scope) -> pl.DataFrame:
    """Shares of articles, by item (a variable or a combination) and voice."""
    rows = _by_voice(_passages(run, scope), scope)
    keys = rows.group_by("article", "voice").agg(keys=pl.col("key").unique().sort())
    book = run.study.codebook
    items = [
        *(("variable", v.key, (v.key,)) for v in book.variables),
        *(("combination", f.id, f.elements) for f in book.frames),
    ]
    articles = article_weights(run, scope)
    voices = [v for v in (ANY, *VOICES) if v in set(rows["voice"])] or [ANY]
    grid = articles.join(pl.DataFrame({"voice": voices}), how="cross").join(
        keys, on=["article", "voice"], how="left", maintain_order="left"
    )
    values = pl.concat(
        grid.with_columns(kind=pl.lit(kind), item=pl.lit(name), has=_has_all(wanted)).drop("keys")
        for kind, name, wanted in items
    )
    return estimate_prevalence(
        values,
        item=("kind", "item", "voice"),
        design=run.design_in(scope),
        scope=str(scope),
        resampling=resampling(run),
    )


def _by_voice(passages: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Passages once in their own voice and once in ``any``, unless only one voice counts."""
    rows = passages.with_columns(key=pl.format("{}.{}", "element", "indicator"))
    if len(scope.voice) == 1:
        return rows
    return pl.concat([rows, rows.with_columns(voice=pl.lit(ANY))])


def _has_all(wanted: tuple[str, ...]) -> pl.Expr:
    held = [pl.col("keys").list.contains(key).fill_null(False) for key in wanted]
    return pl.all_horizontal(held)


def _empty_to_null(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


def _voice_order() -> pl.Expr:
    order = {voice: k for k, voice in enumerate((ANY, *VOICES))}
    return pl.col("voice").replace_strict(order, return_dtype=pl.Int64)
