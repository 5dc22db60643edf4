"""Rates by article, for every layer alike: what is counted, and the whole that it is a part of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from framing.codebook.matching import find_hits, keep_longest
from framing.codebook.patterns import compile_pattern
from framing.compare.estimates.positions import own_positions, statements
from framing.engine.mentions import article_weights, mention_rows, spoken
from framing.engine.run import Run
from framing.engine.streams import word_stream
from framing.engine.verbs.style import style
from framing.errors import UsageError
from framing.records.scope import TEXT_ROLES, Scope

LAYERS = ("names", "stance", "voices", "words", "style")
MILLION = 1e6
_KEYS = ("measure", "per", "within")
Rates = tuple[pl.DataFrame, pl.DataFrame]


def article_rates(
    run: Run, layer: str, *, scope: Scope, terms: Sequence[str] = (), kind: str = "mentions"
) -> Rates:
    """Numerators and denominators of a layer's rates, article by article.

    Parameters
    ----------
    layer
        ``names``: a name among own-word mentions of its entity; ``stance``: a position in a
        voice among statements on its target, and statements per article; ``voices``: a side among
        attributions of speech; ``words``: each term per million words; ``style``: article
        values (readability, diversity).
    scope
        What counts, with which weight.
    terms
        For ``words``: patterns of the codebook's language.
    kind
        ``mentions``: mentions are pooled; ``articles``: each article's own share counts the same,
        whatever the number of its mentions (articles without any have none).

    Returns
    -------
    tuple of DataFrame
        ``article``, ``measure``, ``per``, ``within``, ``item``, ``n``, ``top``; and ``article``,
        ``measure``, ``per``, ``within``, ``n``, ``bottom``. Rate = sum of top / sum of bottom.

    Raises
    ------
    UsageError
        For an unknown layer or kind, or terms where none, or some, are needed.
    """
    ways: dict[str, Callable[[], Rates]] = {
        "names": lambda: _names(run, scope),
        "stance": lambda: _stance(run, scope),
        "voices": lambda: _voices(run, scope),
        "words": lambda: _words(run, scope, terms),
        "style": lambda: _style(run, scope),
    }
    if layer not in ways:
        raise UsageError(f"layer {layer!r} is unknown; allowed: {', '.join(LAYERS)}")
    if (layer == "words") != bool(terms):
        raise UsageError(
            f"layer {layer!r} with {len(terms)} terms; allowed: terms with words and only there"
        )
    if kind not in ("mentions", "articles"):
        raise UsageError(f"kind {kind!r} is unknown; allowed: mentions, articles")
    top, bottom = ways[layer]()
    if kind == "articles":
        return _by_article(top, bottom, article_weights(run, scope))
    return top, bottom


def layer_scope(layer: str, scope: Scope) -> Scope:
    """The scope that a layer is read in: readability is that of the body, unless said otherwise."""
    if layer == "style" and scope.role == TEXT_ROLES:
        return replace(scope, role=("body",))
    return scope


def _names(run: Run, scope: Scope) -> Rates:
    rows = mention_rows(run, run.layers.names, scope).filter(pl.col("mode") == "own")
    return _shares(rows, measure="own names", within=pl.col("entity"), item=pl.col("name"))


def _voices(run: Run, scope: Scope) -> Rates:
    rows = mention_rows(run, spoken(run.layers.attributions), scope)
    item = pl.col("side").fill_null("none")
    return _shares(rows, measure="speakers by side", within=pl.lit(""), item=item)


def _stance(run: Run, scope: Scope) -> Rates:
    # Whose position it is decides on the voice, so the scope's voice is asked for after that.
    rows = mention_rows(run, run.layers.stances, replace(scope, voice=()))
    rows = statements(own_positions(rows))
    if scope.voice:
        rows = rows.filter(pl.col("voice").is_in(scope.voice))
    within = pl.format("{} ({})", "target", "kind")
    item = pl.format("{}, {}", "position", "voice")
    top, bottom = _shares(rows, measure="positions", within=within, item=item)
    per_article = top.with_columns(measure=pl.lit("statements"), per=pl.lit("article"))
    targets = per_article.select(*_KEYS).unique().sort(_KEYS)
    articles = article_weights(run, scope).select("article", n=pl.lit(1), bottom="weight")
    wholes = articles.join(targets, how="cross", maintain_order="left").select(bottom.columns)
    return pl.concat([top, per_article]), pl.concat([bottom, wholes], how="vertical_relaxed")


def _words(run: Run, scope: Scope, terms: Sequence[str]) -> Rates:
    """Uses of each pattern, by its longest matches, per million words."""
    tokens = run.weighted_tokens(scope)
    keys = [pl.lit("words").alias("measure"), pl.lit("million words").alias("per")]
    within = pl.lit("").alias("within")
    parts = []
    for term in dict.fromkeys(terms):
        compiled = compile_pattern(term, run.study.codebook.references)
        stream = word_stream(run, tokens, by_sentence=compiled.has_gap)
        first = [hit.first for hit in keep_longest(find_hits([compiled], stream))]
        hits = tokens.select("article", "weight")[first].filter(pl.col("weight") > 0)
        parts.append(hits.with_columns(item=pl.lit(term)))
    used = tokens.filter(pl.col("weight") > 0)
    bottom = used.group_by("article").agg(n=_n(), bottom=_sum() / MILLION).sort("article")
    found = pl.concat(parts).group_by("article", "item").agg(n=_n(), top=_sum())
    # Every article has a row for every term, so that a term that nobody uses is told, too.
    every = bottom.select("article").join(
        pl.DataFrame({"item": list(dict.fromkeys(terms))}), how="cross", maintain_order="left"
    )
    top = every.join(found, on=["article", "item"], how="left", maintain_order="left")
    return (
        top.select(
            "article", *keys, within, "item", pl.col("n").fill_null(0), pl.col("top").fill_null(0.0)
        ),
        bottom.select("article", *keys, within, "n", "bottom"),
    )


def _style(run: Run, scope: Scope) -> Rates:
    values = style(run, scope=scope, articles=True).drop_nulls("value")
    weights = article_weights(run, scope, among=values["article"])
    rows = values.join(
        weights.select("article", "weight"), on="article", maintain_order="left"
    ).select(
        "article",
        "measure",
        pl.lit("mean").alias("per"),
        pl.lit("").alias("within"),
        pl.lit("value").alias("item"),
        pl.lit(1, dtype=pl.Int64).alias("n"),
        top=pl.col("value") * pl.col("weight"),
        bottom=pl.col("weight"),
    )
    return rows.drop("bottom"), rows.drop("item", "top")


def _shares(rows: pl.DataFrame, *, measure: str, within: pl.Expr, item: pl.Expr) -> Rates:
    keyed = rows.select(
        "article",
        "weight",
        measure=pl.lit(measure),
        per=pl.lit("share"),
        within=within,
        item=item,
    )
    keys = ["article", *_KEYS]
    top = keyed.group_by(*keys, "item").agg(n=_n(), top=_sum()).sort(*keys, "item")
    return top, keyed.group_by(*keys).agg(n=_n(), bottom=_sum()).sort(keys)


def _by_article(top: pl.DataFrame, bottom: pl.DataFrame, weights: pl.DataFrame) -> Rates:
    """Each article's own rate, once: what readers of one article meet."""
    own = bottom.filter(pl.col("bottom") > 0).join(
        weights.select("article", "weight"), on="article", maintain_order="left"
    )
    joined = top.join(own, on=["article", *_KEYS], suffix="_whole", maintain_order="left")
    shares = joined.with_columns(top=pl.col("top") / pl.col("bottom") * pl.col("weight"))
    return shares.select(top.columns), own.with_columns(bottom=pl.col("weight")).drop("weight")


def _n() -> pl.Expr:
    return pl.len().cast(pl.Int64)


def _sum() -> pl.Expr:
    return pl.col("weight").sort().sum()
