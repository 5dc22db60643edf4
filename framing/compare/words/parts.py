"""Which terms are parts of a longer one that explains their count."""

from __future__ import annotations

import polars as pl

INSIDE = 0.8  # of a part's uses on each side, in one longer term


def find_parts(terms: pl.DataFrame) -> pl.Series:
    """The longest term that explains each term's count, else null.

    A longer term explains a part when at least 0.8 of the part's uses on each side stand in it.

    Parameters
    ----------
    terms
        Columns ``types`` (words, blank between), ``n_words``, ``n_a``, ``n_b``.

    Returns
    -------
    Series
        ``types`` of the longer term, in the order of ``terms``: the longest, of equals the one
        with more uses, then by alphabet. Where that one is part of a still longer one, that.
    """
    counts = terms.select("types", "n_words", "n_a", "n_b")
    inside = pl.concat([_inner(counts, size) for size in (1, 2)])
    explains = [
        pl.col(f"{n}_whole") >= INSIDE * pl.col(n) for n in ("n_a", "n_b")
    ]  # a side that never uses the part asks nothing
    found = (
        inside.join(counts.drop("n_words"), on="types")
        .filter(*explains)
        .sort("n_words", pl.col("n_a_whole") + pl.col("n_b_whole"), "whole",
              descending=[True, True, False])
        .unique("types", keep="first", maintain_order=True)
        .select("types", part_of="whole")
    )  # fmt: skip
    # Pairs within triples: what a pair explains, the triple that explains the pair does.
    further = found.rename({"types": "part_of", "part_of": "furthest"})
    found = found.join(further, on="part_of", how="left").select(
        "types", part_of=pl.coalesce("furthest", "part_of")
    )
    return terms.select("types").join(found, on="types", how="left", maintain_order="left")[
        "part_of"
    ]


def _inner(terms: pl.DataFrame, size: int) -> pl.DataFrame:
    """Every run of ``size`` words within a longer term: ``types``, ``whole`` and its counts."""
    longer = terms.filter(pl.col("n_words") > size)
    words = pl.col("types").str.split(" ")
    pieces = [
        longer.filter(pl.col("n_words") >= start + size).select(
            words.list.slice(start, size).list.join(" "),
            "n_words",
            whole="types",
            n_a_whole="n_a",
            n_b_whole="n_b",
        )
        for start in range(3)
    ]
    return pl.concat(pieces).unique(maintain_order=True)
