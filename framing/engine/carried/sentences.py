"""Sentences on events that count under a scope, and the words that stand in passages."""

from __future__ import annotations

import polars as pl

from framing.engine.mentions import mention_rows
from framing.engine.run import Run
from framing.records.scope import RUNNING_ROLES, Scope


def find_event_sentences(run: Run, scope: Scope) -> pl.DataFrame:
    """Sentences of running text on an event that count, with voice and a key."""
    roles = run.segments.filter(pl.col("role").is_in(RUNNING_ROLES))
    texts = run.measured.select("article", "text")
    layer = (
        run.sentences.join(roles, on=["article", "segment"], how="semi", maintain_order="left")
        .join(texts, on="article", maintain_order="left")
        .with_columns(
            text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
            sentence=pl.format("{}#{}", "article", pl.col("sentence").cast(pl.String).str.zfill(6)),
        )
    )
    layer = layer.join(_voices(run, layer), on="sentence", how="inner").with_columns(
        id="sentence", rule=pl.lit("sentence"), parent=pl.lit(None, dtype=pl.String)
    )
    layer = layer.select(
        "article", "start", "end", "text", "sentence", "voice", "id", "rule", "parent"
    )
    return mention_rows(run, layer, scope).filter(pl.col("event").is_not_null())


def words_within(tokens: pl.DataFrame, passages: pl.DataFrame, key: str) -> pl.DataFrame:
    """Tokens that stand in passages (of one article without overlap), with the passage's key."""
    spans = passages.select("article", key, "start", last="end").sort("article", "start")
    return tokens.join_asof(
        spans, on="start", by="article", strategy="backward", check_sortedness=False
    ).filter(pl.col("start") < pl.col("last"))


def _voices(run: Run, sentences: pl.DataFrame) -> pl.DataFrame:
    """The voice of most words of each sentence."""
    tokens = run.tokens.select("article", "start").with_columns(voice=run.voices)
    return (
        words_within(tokens, sentences, "sentence")
        .group_by("sentence", "voice")
        .len()
        .sort("sentence", "len", "voice", descending=[False, True, False])
        .group_by("sentence", maintain_order=True)
        .agg(pl.col("voice").first())
    )


def named_types(run: Run) -> pl.Series:
    """Types that are capitalised nearly wherever they stand within a sentence of the body."""
    return run.once(("named types",), lambda: _named(run))["type"]


def _named(run: Run) -> pl.DataFrame:
    body = run.segments.filter(pl.col("role") == "body")
    inner = (
        run.tokens.join(body, on=["article", "segment"], how="semi", maintain_order="left")
        .filter(pl.int_range(pl.len()).over("article", "run") > 0)
        .group_by("type")
        .agg(capital=pl.col("surface").str.contains(r"^\p{Lu}").mean())
    )
    return inner.filter(pl.col("capital") >= 0.8).select("type").sort("type")
