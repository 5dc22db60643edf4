"""What stands near a node and what stands anywhere, counted by article."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.counts.numbering import number_strings
from framing.counts.terms import count_terms

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Company:
    """Words near the node by article.

    Attributes
    ----------
    types
        The words that stand near the node anywhere, sorted; rows of the matrices.
    docs
        One row a column of the matrices: ``article``, ``unit``, ``outlet``, ``group``, ``event``,
        the raw and weighted uses of the node ``n_node``, ``n_node_eff``, the weighted words near
        it ``n_span_eff``, and all weighted words but the node's own ``n_total_eff``.
    near, near_eff
        Types by articles: uses near the node, raw and weighted.
    every, every_eff
        The same types by articles, everywhere outside the node.
    """

    types: pl.Series
    docs: pl.DataFrame
    near: csr_array
    near_eff: csr_array
    every: csr_array
    every_eff: csr_array

    def on(self, column: str, value: str) -> Floats:
        """1 for the articles whose column has the value, 0 for others."""
        return (self.docs[column] == value).to_numpy().astype(np.float64)

    def spread(self, rows: Floats) -> Ints:
        """In how many distinct units of some articles each word stands near the node."""
        labels, number = number_strings(self.docs["unit"])
        chosen = np.flatnonzero(rows)
        shape = (self.docs.height, max(len(labels), 1))
        ones = np.ones(len(chosen))
        member = csr_array((ones, (chosen, number.to_numpy()[chosen])), shape=shape)
        return np.diff((self.near @ member).indptr)

    def n_units_with_node(self, rows: Floats) -> int:
        """In how many distinct units of some articles the node stands."""
        used = (rows > 0) & (self.docs["n_node"].to_numpy() > 0)
        return self.docs.filter(pl.Series(used))["unit"].n_unique()


def count_company(tokens: pl.DataFrame, units: pl.DataFrame) -> Company:
    """Count what stands near a node.

    Parameters
    ----------
    tokens
        Columns ``article``, ``position``, ``run``, ``type``, ``weight``; ``is_node`` (a word of
        the node), ``opens`` (its first word), ``is_near`` (in a window) and ``is_listed`` (may
        be a collocate); words that weigh 0 do not count.
    units
        One row an article in scope, also those without the node: ``article``, ``unit``,
        ``outlet``, ``group``, ``event``; sorted by article.
    """
    used = tokens.filter(pl.col("weight") > 0)
    outside = used.filter(~pl.col("is_node"))
    near = count_terms(outside.filter(pl.col("is_near") & pl.col("is_listed")))
    types = near.terms["types"]
    every = count_terms(outside.filter(pl.col("type").is_in(types.implode())))
    sums = used.group_by("article").agg(
        n_node=pl.col("opens").sum().cast(pl.Int64),
        n_node_eff=pl.col("weight").filter("opens").sort().sum(),
        n_span_eff=pl.col("weight").filter(~pl.col("is_node") & pl.col("is_near")).sort().sum(),
        n_total_eff=pl.col("weight").filter(~pl.col("is_node")).sort().sum(),
    )
    docs = units.select("article", "unit", "outlet", "group", "event").join(
        sums, on="article", how="left", maintain_order="left"
    )
    docs = docs.with_columns(pl.col("^n_.*$").fill_null(0))
    place = dict(zip(docs["article"], range(docs.height), strict=True))

    def spread_out(counts: csr_array, articles: pl.Series) -> csr_array:
        cells = counts.tocoo()
        columns = np.array([place[a] for a in articles], dtype=np.int64)[cells.col]
        shape = (len(types), docs.height)
        return csr_array((cells.data, (cells.row, columns)), shape=shape)

    return Company(
        types,
        docs,
        near=spread_out(near.n, near.articles),
        near_eff=spread_out(near.n_eff, near.articles),
        every=spread_out(every.n, every.articles),
        every_eff=spread_out(every.n_eff, every.articles),
    )
