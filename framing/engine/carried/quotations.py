"""Quotations that articles on events carry, and where their words stand without marks."""

from __future__ import annotations

import polars as pl

from framing.compare.coverage.quotations import LEAST_WORDS, find_same_quotations
from framing.engine.carried.schema import as_carried, short_id
from framing.engine.carried.sentences import find_event_sentences, words_within
from framing.engine.mentions import mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope

QUOTED, WORDS_ONLY = "quoted", "words only"


def find_quotation_mentions(run: Run, scope: Scope) -> pl.DataFrame:
    """What stands in quotation marks and is somebody's, in at least 4 words.

    ``words only``: the words of a quotation that another article has, read as no quotation here.
    """
    marks = find_quotes(run)
    quotes = mention_rows(run, marks, scope).filter(pl.col("event").is_not_null())
    sentences = find_event_sentences(run, scope).rename({"sentence": "passage"})
    tokens = run.tokens.select("article", "start", "type")
    quoted = words_within(tokens, quotes, "passage")
    long = quoted.group_by("passage").len().filter(pl.col("len") >= LEAST_WORDS)
    quotes = quotes.join(long, on="passage", how="semi", maintain_order="left")
    quoted = quoted.join(long, on="passage", how="semi", maintain_order="left")
    everywhere = words_within(tokens, marks, "passage").select("article", "start")
    others = words_within(
        tokens.join(everywhere, on=["article", "start"], how="anti", maintain_order="left"),
        sentences,
        "passage",
    )
    columns = ["passage", "article", "event", "role", "place", "voice", "outlet", "group",
               "start", "end", "text"]  # fmt: skip
    rows = pl.concat(
        [
            quotes.select(columns).with_columns(is_quotation=True, how=pl.lit(QUOTED)),
            sentences.select(columns).with_columns(is_quotation=False, how=pl.lit(WORDS_ONLY)),
        ]
    ).sort("passage")
    words = pl.concat([quoted, others]).select("passage", "type")
    found = find_same_quotations(rows.select("passage", "article", "event", "is_quotation"), words)
    labels = rows.select(quotation="passage", label=pl.col("text").str.replace_all(r"\s+", " "))
    found = found.join(rows, on="passage").join(labels, on="quotation")
    return as_carried(_once(found).with_columns(
        kind=pl.lit("quotations"), carries=True,
        item=pl.col("quotation").map_elements(short_id, return_dtype=pl.String),
    ))  # fmt: skip


def _once(found: pl.DataFrame) -> pl.DataFrame:
    """Words alone are no further passage of an article that has them in marks."""
    in_marks = found.filter("is_quotation").select("quotation", "article").unique()
    words = found.filter(~pl.col("is_quotation")).join(
        in_marks, on=["quotation", "article"], how="anti"
    )
    return pl.concat([found.filter("is_quotation"), words])


def find_quotes(run: Run) -> pl.DataFrame:
    """Passages in quotation marks in the content of an attribution, each once."""
    said = run.layers.attributions.select("id", "rule", "parent", "quotation")
    texts = run.measured.select("article", "text")
    return (
        run.layers.spans.filter(pl.col("part") == "quote")
        .join(said.filter(pl.col("quotation").is_in(["direct", "mixed"])), on="id")
        .sort("article", "start", "end", "id")
        .unique(["article", "start"], keep="last", maintain_order=True)
        .join(texts, on="article", maintain_order="left")
        .with_columns(
            text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
            passage=pl.format('{}"{}', "article", pl.col("start").cast(pl.String).str.zfill(8)),
            voice=pl.lit("source"),
        )
        .select("article", "start", "end", "text", "passage", "voice", "id", "rule", "parent")
    )
