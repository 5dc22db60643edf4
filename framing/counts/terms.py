"""Words and n-grams by article, as sparse matrices; spelled out only for what is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.counts.numbering import number_strings

Ints = NDArray[np.int64]
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
    used = tokens.filter(pl.col("weight") > 0)
    vocabulary, types = number_strings(used["type"])
    articles, documents = number_strings(used["article"])
    if len(vocabulary) ** max_n >= 1 << 63:
        raise OverflowError(f"{len(vocabulary)} types are too many for {max_n}-grams")
    word, doc = types.to_numpy(), documents.to_numpy()
    weight = used["weight"].to_numpy()
    position, run = used["position"].to_numpy(), used["run"].to_numpy()
    # Equal stretches of this lie in one run of one article, without a gap.
    stretch = np.cumsum(
        (np.diff(doc, prepend=-1) != 0) + (np.diff(run, prepend=-1) != 0)
        + (np.diff(position, prepend=-1) != 1) > 0
    )  # fmt: skip
    parts = []
    key, place = word, np.arange(len(word))
    for n in range(1, max_n + 1):
        if n > 1:
            fits = place + n - 1 < len(word)
            fits[fits] = stretch[place[fits] + n - 1] == stretch[place[fits]]
            place = place[fits]
            key = key[fits] * len(vocabulary) + word[place + n - 1]
        parts.append(_count(key, doc[place], weight[place], len(articles), min_articles))
    return _assemble(parts, vocabulary, articles, doc, weight)


@dataclass(frozen=True, slots=True)
class _Part:
    """Cells of the n-grams of one length: term index and document, sorted, with counts."""

    keys: Ints
    term: Ints
    doc: Ints
    n: Ints
    n_eff: Floats
    hidden: tuple[int, int]


def _count(key: Ints, doc: Ints, weight: Floats, n_docs: int, min_articles: int) -> _Part:
    # A key used less often than that cannot stand in enough articles: most go here, cheaply.
    often, found, n_keys = _frequent(key, min_articles)
    kept = found >= 0
    cells, n, n_eff = _cells(found[kept] * n_docs + doc[kept], weight[kept])
    term, column = np.divmod(cells, max(n_docs, 1))
    enters = np.bincount(term, minlength=len(often)) >= min_articles
    inside = enters[term]
    hidden = (n_keys - int(enters.sum()), len(key) - int(n[inside].sum()))
    renumbered = np.cumsum(enters) - 1
    return _Part(
        often[enters], renumbered[term[inside]], column[inside], n[inside], n_eff[inside], hidden
    )


def _frequent(key: Ints, least: int) -> tuple[Ints, Ints, int]:
    """Keys used so often, sorted; each use's place among them (-1: none); the number of keys."""
    if len(key) and key.max() < 4 * len(key):
        uses = np.bincount(key)
        often = np.flatnonzero(uses >= max(least, 1))
        place = np.full(len(uses), -1)
        place[often] = np.arange(len(often))
        return often, place[key], int(np.count_nonzero(uses))
    by_key = pl.DataFrame({"key": key}).group_by("key").len()
    often = by_key.filter(pl.col("len") >= least)["key"].sort().to_numpy()
    if not len(often):
        return often, np.full(len(key), -1), by_key.height
    found = np.minimum(np.searchsorted(often, key), len(often) - 1)
    return often, np.where(often[found] == key, found, -1), by_key.height


def _cells(cell: Ints, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """Distinct cells, sorted, with how often each stands and the sum of its weights."""
    if not len(cell):
        return cell, cell, weight
    if (weight == 1.0).all():
        distinct, n = np.unique(cell, return_counts=True)
        return distinct, n.astype(np.int64), n.astype(np.float64)
    order = np.argsort(cell, kind="stable")
    ordered = cell[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    n = np.diff(np.append(starts, len(ordered)))
    return ordered[starts], n, np.add.reduceat(weight[order], starts)


def _assemble(
    parts: list[_Part], vocabulary: pl.Series, articles: pl.Series, doc: Ints, weight: Floats
) -> TermCounts:
    spelled = pl.concat([_spell(part.keys, n, vocabulary) for n, part in enumerate(parts, 1)])
    order = spelled.with_row_index("at").sort("types", "n_words")
    place = np.empty(order.height, dtype=np.int64)
    place[order["at"].to_numpy()] = np.arange(order.height)
    offsets = np.cumsum([0, *(len(part.keys) for part in parts)])
    term = place[np.concatenate([p.term + o for p, o in zip(parts, offsets[:-1], strict=True)])]
    column = np.concatenate([part.doc for part in parts])
    shape = (order.height, len(articles))
    n = np.concatenate([part.n for part in parts])
    n_eff = np.concatenate([part.n_eff for part in parts])
    hidden = [(k, *part.hidden) for k, part in enumerate(parts, 1)]
    schema = {"n_words": pl.Int64, "n_terms": pl.Int64, "n": pl.Int64}
    return TermCounts(
        terms=order.select("types", "n_words"),
        articles=articles,
        n=csr_array((n, (term, column)), shape=shape),
        n_eff=csr_array((n_eff, (term, column)), shape=shape),
        total=np.bincount(doc, minlength=len(articles)).astype(np.int64),
        total_eff=np.bincount(doc, weights=weight, minlength=len(articles)).astype(np.float64),
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
