"""Counts of some articles, and of terms in more of them, taken from counts of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.counts.terms import (
    TermCounts,
    assemble,
    count_ngrams,
    hidden_rows,
    number_tokens,
)

Ints = NDArray[np.int64]
LEAST = (1, 2)  # articles that a term needs; what more would ask for is chosen from these


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of terms, from which those of fewer articles or commoner terms can be taken.

    A term below the threshold of two articles stands in one article alone: it is enough to know
    how many of them each article has.

    Attributes
    ----------
    counts
        Of terms in at least ``least`` articles, 1 or 2.
    left_out
        Shape (2, max_n, n_articles): terms that stand in this article alone and are left out, and
        their uses.
    """

    counts: TermCounts
    least: int
    left_out: Ints

    @property
    def max_n(self) -> int:
        """The longest n-gram."""
        return int(self.left_out.shape[1])

    @property
    def n_bytes(self) -> int:
        """Memory of the matrices and the terms."""
        n, n_eff = self.counts.n, self.counts.n_eff
        arrays = (n.data, n.indices, n.indptr, n_eff.data)
        return sum(one.nbytes for one in arrays) + int(self.counts.terms.estimated_size())


def count_all(tokens: pl.DataFrame, *, max_n: int, least: int) -> Counted:
    """Count words and n-grams of tokens that are in memory; see ``count_terms``."""
    numbered = number_tokens(tokens)
    cells = [count_ngrams(numbered, n, least=least) for n in range(1, max_n + 1)]
    totals = (numbered.totals, numbered.weighted_totals)
    by_article = np.array([some.by_article for some in cells], dtype=np.int64).swapaxes(0, 1)
    counts = assemble(cells, numbered.vocabulary, numbered.articles, *totals)
    return with_left_out(counts, least, by_article)


def with_left_out(counts: TermCounts, least: int, by_article: Ints) -> Counted:
    """Counts, and what they leave out of each article's.

    Parameters
    ----------
    by_article
        Shape (2, max_n, n_articles): cells of n-grams and their uses, before any is left out.
    """
    left_out = by_article.copy()
    size = np.diff(counts.n.indptr)
    for n in range(1, by_article.shape[1] + 1):
        own = np.repeat(counts.terms["n_words"].to_numpy() == n, size)
        column, uses = counts.n.indices[own], counts.n.data[own]
        n_articles = len(counts.articles)
        left_out[0, n - 1] -= np.bincount(column, minlength=n_articles)
        summed = np.bincount(column, weights=uses, minlength=n_articles)
        left_out[1, n - 1] -= summed.astype(np.int64)
    return Counted(counts, least, left_out)


def choose_counts(
    counted: Counted, *, max_n: int, min_articles: int, articles: pl.Series | None = None
) -> TermCounts:
    """What ``count_terms`` gives for tokens of some articles, from counts of all.

    Parameters
    ----------
    counted
        Of n-grams at least as long, with a threshold that is no higher.
    max_n, min_articles
        As in ``count_terms``; articles and terms are those of the chosen articles.
    articles
        Ids; None: all.
    """
    if min_articles < counted.least or max_n > counted.max_n:
        raise ValueError(
            f"terms of {max_n} words in {min_articles} articles, from counts of "
            f"{counted.max_n} in {counted.least}"
        )
    counts = counted.counts
    if articles is None and (max_n, min_articles) == (counted.max_n, counted.least):
        return counts
    ids = counts.articles
    chosen = np.ones(len(ids), dtype=bool)
    if articles is not None:
        chosen = ids.is_in(articles.implode()).to_numpy()
    size = np.diff(counts.n.indptr)
    length = counts.terms["n_words"].to_numpy()
    row = np.repeat(np.arange(len(size), dtype=np.int32), size)
    inside = chosen[counts.n.indices] & (length <= max_n)[row]
    n_articles = np.bincount(row[inside], minlength=len(size))
    enters = n_articles >= max(min_articles, 1)
    rare = (n_articles > 0) & ~enters
    uses = np.bincount(row[inside], weights=counts.n.data[inside], minlength=len(size))
    hidden = [
        (n, *counted.left_out[:, n - 1, chosen].sum(axis=1).tolist()) for n in range(1, max_n + 1)
    ]
    for n in range(1, max_n + 1):
        own = rare & (length == n)
        hidden.append((n, int(own.sum()), int(uses[own].sum())))
    inside &= enters[row]
    column = (np.cumsum(chosen) - 1).astype(np.int32)[counts.n.indices[inside]]
    ends = np.append(0, np.cumsum(n_articles[enters]))
    shape = (int(enters.sum()), int(chosen.sum()))
    return TermCounts(
        terms=counts.terms.filter(pl.Series(enters)),
        articles=ids.filter(pl.Series(chosen)),
        n=csr_array((counts.n.data[inside], column, ends), shape=shape),
        n_eff=csr_array((counts.n_eff.data[inside], column, ends), shape=shape),
        total=counts.total[chosen],
        total_eff=counts.total_eff[chosen],
        hidden=hidden_rows(hidden),
    )
