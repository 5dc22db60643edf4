"""Copy groups: articles that carry (nearly) the same sentences.

Two articles belong together when the runs of at least six words that they share, to the letter
of their types, hold half of the words of the shorter one.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.counts.tokens import MIN_RUN
from framing.records.tables import COPIES

SHARE = 0.5
_COMMON = 50  # carriers of a run that are paired with each other; the rest with the first one


def find_copies(runs: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The copy group of every article; one of its own where it has no copies.

    Parameters
    ----------
    runs
        Schema ``RUNS`` of running text (title, standfirst, body).
    articles
        Columns ``article``, ``date``.

    Returns
    -------
    DataFrame
        Schema ``COPIES``: ``unit`` is the first article (by date, then id) of the group.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    order = articles.select("article", "date").sort("date", "article", nulls_last=True)
    number = order.select("article").with_row_index("doc")
    rows = runs.join(number, on="article").select("doc", "hash", "n_tokens").unique()
    sizes = rows.group_by("doc").agg(pl.col("n_tokens").sum().alias("size"))
    same = ["hash", "n_tokens"]
    shared = (
        rows.filter(pl.col("n_tokens") >= MIN_RUN)
        .filter(pl.len().over(same) > 1)
        .with_columns(rank=pl.col("doc").rank("ordinal").over(same))
    )
    # Pairs grow with the square of carriers: a long list is tied to its first member alone.
    few = shared.filter(pl.len().over(same) <= _COMMON)
    many = shared.filter(pl.len().over(same) > _COMMON)
    pairs = (
        pl.concat(
            [
                few.join(few, on=same, suffix="_b").filter(pl.col("doc") < pl.col("doc_b")),
                many.filter(pl.col("rank") == 1)
                .join(many, on=same, suffix="_b")
                .filter(pl.col("doc") < pl.col("doc_b")),
            ]
        )
        .group_by("doc", "doc_b")
        .agg(pl.col("n_tokens").sum().alias("same"))
        .join(sizes, on="doc")
        .join(sizes.rename({"doc": "doc_b", "size": "size_b"}), on="doc_b")
        .filter(pl.col("same") >= SHARE * pl.min_horizontal("size", "size_b"))
    )
    first, second = pairs["doc"].to_numpy(), pairs["doc_b"].to_numpy()
    graph = coo_array((np.ones(len(first)), (first, second)), shape=(len(number),) * 2)
    _, label = connected_components(graph, directed=False)
    return (
        number.with_columns(group=pl.Series(label))
        .with_columns(
            unit=pl.col("article").first().over("group", order_by="doc"),
            n_carriers=pl.len().over("group").cast(pl.Int64),
        )
        .select(list(COPIES))
        .sort("article")
    )
