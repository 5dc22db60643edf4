"""Sentences on events that count under a scope, and the words that stand in passages."""

from __future__ import annotations

import polars as pl

from framing.engine.mentions import mention_rows
from framing.engine.parts.part import Part
from framing.engine.parts.weights.jobs import find_voices
from framing.engine.run import Run
from framing.records.scope import RUNNING_ROLES, Scope


def find_event_sentences(run: Run, scope: Scope) -> pl.DataFrame:
    """Sentences of running text on an event that count, with voice and a key."""
    texts = run.measured.select("article", "text")
    voices = run.once(
        ("voices of sentences",),
        lambda: run.corpus.gather_parts("voices", voice_sentences, layers=True),
    )
    layer = (
        _running(run.sentences, run.segments)
        .join(texts, on="article", maintain_order="left")
        .with_columns(
            text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
            sentence=pl.format("{}#{}", "article", pl.col("sentence").cast(pl.String).str.zfill(6)),
        )
    )
    layer = layer.join(voices, on=["article", "start"], maintain_order="left").with_columns(
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


def voice_sentences(part: Part) -> pl.DataFrame:
    """The voice of most words of each sentence of running text: ``article``, ``start``, ``voice``.

    ``start`` is the sentence's own.
    """
    tokens = part.table("tokens").select("article", "start").with_columns(voice=find_voices(part))
    sentences = _running(part.table("sentences"), part.table("segments"))
    placed = words_within(tokens, sentences.with_columns(begin="start"), "begin")
    return (
        placed.group_by("article", "begin", "voice")
        .len()
        .sort("article", "begin", "len", "voice", descending=[False, False, True, False])
        .group_by("article", "begin", maintain_order=True)
        .agg(pl.col("voice").first())
        .rename({"begin": "start"})
    )


def _running(sentences: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    roles = segments.filter(pl.col("role").is_in(RUNNING_ROLES))
    return sentences.join(roles, on=["article", "segment"], how="semi", maintain_order="left")


def named_types(run: Run) -> pl.Series:
    """Types that are capitalised nearly wherever they stand within a sentence of the body."""
    return run.once(("named types",), lambda: _named(run))


def _named(run: Run) -> pl.Series:
    found = run.corpus.merge_parts("names", count_capitals, add=add_capitals)
    return found.filter(pl.col("capital") / pl.col("n") >= 0.8)["type"]


def count_capitals(part: Part) -> pl.DataFrame:
    """How often each type stands within a sentence of the body, and with a capital; sorted."""
    body = part.table("segments").filter(pl.col("role") == "body")
    inner = (
        part.table("tokens")
        .join(body, on=["article", "segment"], how="semi", maintain_order="left")
        .filter(pl.int_range(pl.len()).over("article", "run") > 0)
    )
    is_capital = pl.col("surface").str.contains(r"^\p{Lu}")
    counts = inner.group_by("type").agg(
        n=pl.len().cast(pl.Int64), capital=is_capital.sum().cast(pl.Int64)
    )
    return counts.sort("type")


def add_capitals(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """The counts of two partitions as one."""
    return pl.concat([a, b]).group_by("type").agg(pl.col("n", "capital").sum()).sort("type")
