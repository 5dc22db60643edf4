"""Text to tokens, and tokens to runs: columnar, no per-token Python."""

from __future__ import annotations

import polars as pl

from framing.language.words import STOP, WORD, display, fold
from framing.records.tables import RUNS, TOKENS

MIN_RUN = 6  # words; shorter runs ("He said.") recur by chance and are never called repeats


def tokenise(articles: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Tokens of articles, segment by segment, with character offsets into the stored text.

    Parameters
    ----------
    articles
        Columns ``article``, ``text``.
    segments
        Schema ``SEGMENTS``; tokens never cross a segment.

    Returns
    -------
    DataFrame
        Schema ``TOKENS``, sorted by article and position. ``run`` numbers the runs of words
        between stops within an article. ``text[start:end] == surface`` for every row.
    """
    pieces = (
        segments.lazy()
        .join(articles.lazy().select("article", "text"), on="article", maintain_order="left")
        .select(
            "article",
            "segment",
            offset="start",
            passage=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
        )
        .select(
            "article",
            "segment",
            "offset",
            surface=pl.col("passage").str.extract_all(WORD),
            # The same match with the gap before it: lengths of these add up to offsets.
            piece=pl.col("passage").str.extract_all(f"(?s:.*?)(?:{WORD})"),
        )
        .explode("surface", "piece")
        .drop_nulls("surface")
        .collect(engine="streaming")
    )
    if pieces.is_empty():
        return pl.DataFrame(schema=TOKENS)
    length = pl.col("surface").str.len_chars().cast(pl.Int64)
    reach = pl.col("piece").str.len_chars().cast(pl.Int64).cum_sum().over("article", "segment")
    gap = pl.col("piece").str.head(
        pl.col("piece").str.len_chars() - pl.col("surface").str.len_chars()
    )
    first = pl.col("segment") != pl.col("segment").shift(1, fill_value=-1)
    located = pieces.sort("article", "segment", maintain_order=True).with_columns(
        end=pl.col("offset") + reach,
        stop=(first.over("article") | gap.str.contains(STOP)).cast(pl.Int64),
    )
    spelling = _types(located["surface"])
    return (
        located.with_columns(
            start=pl.col("end") - length,
            position=pl.int_range(pl.len()).over("article"),
            run=pl.col("stop").cum_sum().over("article") - 1,
        )
        .join(spelling.select("surface", "type"), on="surface", maintain_order="left")
        .select(pl.col(name).cast(kind) for name, kind in TOKENS.items())
    )


def _types(surface: pl.Series) -> pl.DataFrame:
    """Each distinct surface with its type: folding runs once per distinct word."""
    words = surface.unique().sort()
    return pl.DataFrame(
        {"surface": words, "type": [fold(w) for w in words]},
        schema={"surface": pl.String, "type": pl.String},
    )


def find_runs(tokens: pl.DataFrame) -> pl.DataFrame:
    """Runs of words between stops, each with a hash of its types.

    The hash sums mixed type hashes times odd powers by position, in wrapping integers, so equal
    runs have equal hashes whatever the order of rows or the number of workers.

    Returns
    -------
    DataFrame
        Schema ``RUNS``: one row a run; ``n_tokens`` words; ``start`` and ``end`` offsets.
    """
    if tokens.is_empty():
        return pl.DataFrame(schema=RUNS)
    within = pl.int_range(pl.len()).over("article", "run")
    # An odd multiplier per place; equal runs meet equal multipliers.
    place = (within.cast(pl.UInt64) * 2 + 1) * pl.lit(0x9E3779B97F4A7C15, dtype=pl.UInt64)
    return (
        tokens.join(_hashed_types(tokens["type"]), on="type", maintain_order="left")
        .with_columns(part=pl.col("type_hash") * place)
        .group_by("article", "run", maintain_order=True)
        .agg(
            segment=pl.col("segment").first(),
            hash=pl.col("part").sum(),
            n_tokens=pl.len(),
            start=pl.col("start").first(),
            end=pl.col("end").last(),
        )
        .select(pl.col(name).cast(kind) for name, kind in RUNS.items())
    )


def _hashed_types(types: pl.Series) -> pl.DataFrame:
    """64-bit hashes of types, the same on every machine and version."""
    import hashlib

    distinct = types.unique().sort()
    values = [
        int.from_bytes(hashlib.blake2b(t.encode(), digest_size=8).digest(), "little")
        for t in distinct
    ]
    return pl.DataFrame(
        {"type": distinct, "type_hash": values}, schema={"type": pl.String, "type_hash": pl.UInt64}
    )


def display_forms(tokens: pl.DataFrame) -> pl.DataFrame:
    """For each type the spelling that tables show: its commonest one, ties by alphabet.

    Returns
    -------
    DataFrame
        Columns ``type``, ``shown``, sorted by type.
    """
    spellings = tokens.group_by("type", "surface").len()
    shown = pl.DataFrame(
        [(s, display(s)) for s in spellings["surface"].unique().sort()],
        schema={"surface": pl.String, "shown": pl.String},
        orient="row",
    )
    return (
        spellings.join(shown, on="surface")
        .group_by("type", "shown")
        .agg(pl.col("len").sum())
        .sort("type", "len", "shown", descending=[False, True, False])
        .group_by("type", maintain_order=True)
        .agg(pl.col("shown").first())
    )
