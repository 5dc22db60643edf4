"""Words and n-grams by article, as sparse matrices; spelled out only for what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.counts.cells import TermCells, count_cells
from framing.counts.numbering import number_strings
from framing.counts.tokens import number_words

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """Counts of terms by article, and what a threshold hid.

    Attributes
    ----------
    terms
        ``types`` (the words, blank between), ``n_words``; in alphabetical order, one row a term.
    articles
        Ids, sorted; one a column of the matrices.
    n, n_eff
        Terms by articles: tokens as they stand, and weighted.
    total, total_eff
        All words of each article, raw and weighted.
    hidden
        Per ``n_words`` the number of terms and of their uses below the threshold.
    """

    terms: pl.DataFrame
    articles: pl.Series
    n: csr_array
    n_eff: csr_array
    total: Ints
    total_eff: Floats
    hidden: pl.DataFrame


def count_terms(tokens: pl.DataFrame, *, max_n: int = 1, min_articles: int = 1) -> TermCounts:
    """Count words and n-grams by article.

    Parameters
    ----------
    tokens
        Columns ``article``, ``position``, ``run``, ``type``, ``weight``, sorted by article and
        position; tokens of weight 0 do not count and no n-gram reaches over them, nor from one
        run to the next.
    max_n
        Longest n-gram, 1 to 3.
    min_articles
        Terms in fewer distinct articles are left out, and counted in ``hidden``.
    """
    numbered = number_tokens(tokens)
    cells = [count_ngrams(numbered, n, least=min_articles) for n in range(1, max_n + 1)]
    return assemble(
        cells, numbered.vocabulary, numbered.articles, numbered.totals, numbered.weighted_totals
    )


@dataclass(frozen=True, slots=True)
class Numbered:
    """Tokens that count, as numbers.

    Attributes
    ----------
    vocabulary, articles
        The distinct types and articles, sorted.
    word, doc
        Of each token: the number of its type and of its article.
    levels, level
        The distinct weights, and each token's among them (None: all have one).
    breaks
        True where a token does not stand right after the one before it: no n-gram reaches over.
    """

    vocabulary: pl.Series
    articles: pl.Series
    word: Numbers
    doc: Numbers
    levels: Floats
    level: Numbers | None
    breaks: NDArray[np.bool_]

    @property
    def totals(self) -> Ints:
        """Words of each article."""
        return np.bincount(self.doc, minlength=len(self.articles)).astype(np.int64)

    @property
    def weighted_totals(self) -> Floats:
        """The same, weighted: added up token by token, whatever other articles there are."""
        if self.level is None and (not len(self.levels) or self.levels[0] == 1.0):
            return self.totals.astype(np.float64)
        weights = np.full(len(self.doc), self.levels[0])
        if self.level is not None:
            weights = self.levels[self.level]
        summed = np.bincount(self.doc, weights=weights, minlength=len(self.articles))
        return summed.astype(np.float64)


def number_tokens(tokens: pl.DataFrame, *, vocabulary: pl.Series | None = None) -> Numbered:
    """Tokens of weight above 0 as numbers.

    Parameters
    ----------
    tokens
        As ``count_terms`` reads them.
    vocabulary
        Types in order, these among others; None: those of the tokens.
    """
    columns = ("article", "position", "run", "weight", "type", "word")
    used = tokens.select(name for name in columns if name in tokens.columns)
    if not (used["weight"] > 0).all():
        used = used.filter(pl.col("weight") > 0)
    own, types = number_words(used)
    word = types.to_numpy().astype(np.int32)
    if vocabulary is not None and len(own):
        word = own.cast(pl.Enum(vocabulary)).to_physical().to_numpy().astype(np.int32)[word]
    articles, doc = _number_articles(used["article"])
    levels, level = _levels(used["weight"].to_numpy())
    position, run = used["position"].to_numpy(), used["run"].to_numpy()
    # Equal stretches of this lie in one run of one article, without a gap.
    breaks = np.ones(len(word), dtype=bool)
    breaks[1:] = (doc[1:] != doc[:-1]) | (run[1:] != run[:-1]) | (position[1:] != position[:-1] + 1)
    kept = own if vocabulary is None else vocabulary
    return Numbered(kept, articles, word, doc.astype(np.int32), levels, level, breaks)


def count_ngrams(numbered: Numbered, n: int, *, least: int) -> TermCells:
    """Cells of all n-grams of ``n`` words in at least so many articles."""
    word, doc, level = numbered.word, numbered.doc, numbered.level
    words = [word]
    if n > 1:
        inside = np.ones(max(len(word) - n + 1, 0), dtype=bool)
        for k in range(1, n):
            inside &= ~numbered.breaks[k : k + len(inside)]
        place = np.flatnonzero(inside)
        words = [word[place + k] for k in range(n)]
        doc, level = doc[place], None if level is None else level[place]
    return count_cells(
        words,
        doc,
        level,
        levels=numbered.levels,
        n_types=len(numbered.vocabulary),
        n_docs=len(numbered.articles),
        least=least,
    )


def _number_articles(article: pl.Series) -> tuple[pl.Series, Ints]:
    """The distinct articles, sorted, and each row's place among them."""
    number = article.rle_id().cast(pl.Int64).to_numpy()
    first = np.flatnonzero(np.diff(number, prepend=-1))
    distinct = article.gather(first)
    if distinct.is_sorted() and distinct.n_unique() == len(distinct):
        return distinct, number
    distinct, numbers = number_strings(article)
    return distinct, numbers.to_numpy()


def _levels(weight: Floats) -> tuple[Floats, Numbers | None]:
    """The distinct weights, and each token's among them (None: all have one)."""
    if not len(weight) or (weight == weight[0]).all():
        return weight[:1], None
    others = np.flatnonzero(weight != 1.0)
    rare, place = np.unique(weight[others], return_inverse=True)
    level = np.zeros(len(weight), dtype=np.int32)
    level[others] = place + 1
    return np.append(1.0, rare), level


def assemble(
    cells: Sequence[TermCells],
    vocabulary: pl.Series,
    articles: pl.Series,
    total: Ints,
    total_eff: Floats,
) -> TermCounts:
    """Cells of terms that are no other's, in any order, as one table of terms and its matrices.

    Parameters
    ----------
    cells
        Of words numbered as in ``vocabulary``, of articles numbered as in ``articles``.
    vocabulary, articles
        In alphabetical order.
    total, total_eff
        Of each article.
    """
    spelled = pl.concat([_spell(some.words, vocabulary) for some in cells])
    order = spelled.select(pl.arg_sort_by("types", "n_words")).to_series().to_numpy()
    sizes = np.concatenate([some.sizes for some in cells])
    ends = np.append(0, np.cumsum(sizes[order]))
    begins = np.empty(len(order), dtype=np.int64)
    begins[order] = ends[:-1]
    column = np.empty(ends[-1], dtype=np.int32)
    n, n_eff = np.empty(ends[-1], dtype=np.int64), np.empty(ends[-1], dtype=np.float64)
    first = 0
    # Piece by piece: an order of all cells would take as much memory as their numbers.
    for some in cells:
        own = begins[first : first + len(some.sizes)] - (np.cumsum(some.sizes) - some.sizes)
        place = np.repeat(own, some.sizes) + np.arange(len(some.doc))
        column[place], n[place], n_eff[place] = some.doc, some.n, some.n_eff
        first += len(some.sizes)
    shape = (len(order), len(articles))
    return TermCounts(
        terms=spelled[order],
        articles=articles,
        n=csr_array((n, column, ends), shape=shape),
        n_eff=csr_array((n_eff, column, ends), shape=shape),
        total=total,
        total_eff=total_eff,
        hidden=hidden_rows([(len(some.words), *some.hidden) for some in cells]),
    )


def hidden_rows(rows: Sequence[tuple[int, int, int]]) -> pl.DataFrame:
    """``n_words``, ``n_terms``, ``n``: what was left out, added up by length."""
    schema = {"n_words": pl.Int64, "n_terms": pl.Int64, "n": pl.Int64}
    found = pl.DataFrame(list(rows), schema=schema, orient="row")
    return found.group_by("n_words").sum().sort("n_words")


def _spell(words: list[Numbers], vocabulary: pl.Series) -> pl.DataFrame:
    types = pl.select(
        pl.concat_str([vocabulary.gather(pl.Series(word)) for word in words], separator=" ")
    )
    return pl.DataFrame({"types": types.to_series().cast(pl.String)}).with_columns(
        n_words=pl.lit(len(words), dtype=pl.Int64)
    )
