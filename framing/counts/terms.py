"""Words and n-grams by article, as sparse matrices; spelled out only for what is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.counts.cells import Part, count_cells
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
    columns = ("article", "position", "run", "weight", "type", "word")
    used = tokens.select(name for name in columns if name in tokens.columns)
    if not (used["weight"] > 0).all():
        used = used.filter(pl.col("weight") > 0)
    vocabulary, types = number_words(used)
    articles, doc = _number_articles(used["article"])
    if len(vocabulary) ** max_n >= 1 << 63:
        raise OverflowError(f"{len(vocabulary)} types are too many for {max_n}-grams")
    word, small = types.to_numpy().astype(np.int32), doc.astype(np.int32)
    levels, level = _levels(used["weight"].to_numpy())
    position, run = used["position"].to_numpy(), used["run"].to_numpy()
    # Equal stretches of this lie in one run of one article, without a gap.
    breaks = np.ones(len(word), dtype=bool)
    breaks[1:] = (doc[1:] != doc[:-1]) | (run[1:] != run[:-1]) | (position[1:] != position[:-1] + 1)
    parts = []
    whole = np.ones(len(word), dtype=bool)
    for n in range(1, max_n + 1):
        if n > 1:
            whole[len(word) - n + 1 :] = False
            whole[: len(word) - n + 1] &= ~breaks[n - 1 :]
        place = np.flatnonzero(whole)
        parts.append(
            count_cells(
                [word] if n == 1 else [word[place + k] for k in range(n)],
                small if n == 1 else small[place],
                level if n == 1 or level is None else level[place],
                levels=levels,
                n_types=len(vocabulary),
                least=min_articles,
            )
        )
    return _assemble(parts, vocabulary, articles, doc, levels if level is None else levels[level])


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


def _assemble(
    parts: list[Part], vocabulary: pl.Series, articles: pl.Series, doc: Ints, weight: Floats
) -> TermCounts:
    spelled = pl.concat([_spell(part.keys, n, vocabulary) for n, part in enumerate(parts, 1)])
    order = spelled.select(pl.arg_sort_by("types", "n_words")).to_series().to_numpy()
    sizes = np.concatenate([part.sizes for part in parts])
    ends = np.append(0, np.cumsum(sizes[order]))
    begins = (np.cumsum(sizes) - sizes)[order]
    cells = np.repeat(begins - ends[:-1], sizes[order]) + np.arange(ends[-1])
    column = np.concatenate([part.doc for part in parts])[cells].astype(np.int32)
    shape = (len(order), len(articles))
    n = np.concatenate([part.n for part in parts])[cells]
    n_eff = np.concatenate([part.n_eff for part in parts])[cells]
    n_words = np.bincount(doc, minlength=len(articles)).astype(np.int64)
    total_eff = n_words * (weight[0] if len(weight) else 1.0)
    if len(weight) == len(doc):
        total_eff = np.bincount(doc, weights=weight, minlength=len(articles))
    hidden = [(k, *part.hidden) for k, part in enumerate(parts, 1)]
    schema = {"n_words": pl.Int64, "n_terms": pl.Int64, "n": pl.Int64}
    return TermCounts(
        terms=spelled[order],
        articles=articles,
        n=csr_array((n, column, ends), shape=shape),
        n_eff=csr_array((n_eff, column, ends), shape=shape),
        total=n_words,
        total_eff=total_eff.astype(np.float64),
        hidden=pl.DataFrame(hidden, schema=schema, orient="row"),
    )


def _spell(keys: Ints, n: int, vocabulary: pl.Series) -> pl.DataFrame:
    """The words of n-gram keys, which are digits of base vocabulary size."""
    words = []
    rest = keys
    for _ in range(n):
        words.append(vocabulary.gather(rest % max(len(vocabulary), 1)))
        rest = rest // max(len(vocabulary), 1)
    types = pl.select(pl.concat_str([pl.Series(w) for w in reversed(words)], separator=" "))
    return pl.DataFrame({"types": types.to_series().cast(pl.String)}).with_columns(
        n_words=pl.lit(n, dtype=pl.Int64)
    )
