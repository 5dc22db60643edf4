"""The words of a run in one row, as the matcher of patterns reads them."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.codebook.postings import WordStream
from framing.counts.numbering import number_strings
from framing.engine.run import Run


def word_stream(run: Run, tokens: pl.DataFrame, *, by_sentence: bool) -> WordStream:
    """All words in a row; a match stays in its sentence, or without gaps in its segment."""
    vocabulary, ids = number_strings(tokens["type"])
    part = "segment"
    if by_sentence:
        part = "sentence"
        tokens = tokens.join_asof(
            run.sentences.select("article", "start", "sentence"),
            on="start",
            by="article",
            strategy="backward",
            check_sortedness=False,
        ).with_columns(pl.col("sentence").fill_null(-1))
    last = pl.int_range(pl.len()).alias("index")
    limits = tokens.select("article", part, last).select(
        pl.col("index").max().over("article", part) + 1
    )
    return WordStream(
        vocabulary.to_list(),
        ids.to_numpy(),
        limits["index"].to_numpy().astype(np.int64),
        tokens["surface"].__getitem__,
    )
