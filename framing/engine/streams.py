"""The words of a run in one row, as the matcher of patterns reads them."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.codebook.postings import WordStream
from framing.counts.numbering import number_strings
from framing.engine.run import Run

Ints = NDArray[np.int64]


def word_stream(run: Run, tokens: pl.DataFrame, *, by_sentence: bool) -> WordStream:
    """All words in a row; a match stays in its sentence, or without gaps in its segment."""
    if not by_sentence:
        return stream_within(tokens, "segment")
    return stream_within(tokens.with_columns(sentence=number_sentences(run, tokens)), "sentence")


def stream_within(tokens: pl.DataFrame, part: str) -> WordStream:
    """All words in a row; a match stays where this column has one value in an article."""
    vocabulary, ids = number_strings(tokens["type"])
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


def number_sentences(run: Run, tokens: pl.DataFrame) -> pl.Series:
    """For each word the last sentence of its article that begins at it or before; -1: none."""
    return tokens.join_asof(
        run.sentences.select("article", "start", "sentence"),
        on="start",
        by="article",
        strategy="backward",
        check_sortedness=False,
    )["sentence"].fill_null(-1)


def stretches(run: Run, tokens: pl.DataFrame, *, by_sentence: bool) -> tuple[Ints, Ints]:
    """For each word the index of the first word of its segment (or sentence), and of the one
    after its last."""
    parts = tokens.select("article", "segment")
    if by_sentence:
        parts = parts.with_columns(sentence=number_sentences(run, tokens))
    number = parts.select(pl.struct(pl.all()).rle_id())[parts.columns[0]].to_numpy()
    first = np.flatnonzero(np.diff(number, prepend=-1))
    sizes = np.diff(np.append(first, len(number)))
    return np.repeat(first, sizes), np.repeat(first + sizes, sizes)
