"""Words and n-grams per article: counted on ids, spelled out only for what is shown."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

MAX_N = 3


class TermCounts(NamedTuple):
    """Counts of terms by article, and what a threshold hid.

    ``counts`` has ``term`` and ``doc`` (numbers), ``n`` (tokens as they stand) and ``n_eff``
    (weighted); ``terms`` has ``term``, ``n_words``, ``types`` (the words, blank between), in
    alphabetical order; ``totals`` has ``doc``, ``article``, ``n``, ``n_eff`` of all words;
    ``hidden`` has per ``n_words`` the number of terms and uses below the threshold.
    """

    counts: pl.DataFrame
    terms: pl.DataFrame
    totals: pl.DataFrame
    hidden: pl.DataFrame


def count_terms(tokens: pl.DataFrame, *, max_n: int = 1, min_articles: int = 1) -> TermCounts:
    """Count words and n-grams by article.

    Parameters
    ----------
    tokens
        Columns ``article``, ``position``, ``run``, ``type``, ``weight``; tokens of weight 0 do
        not count and no n-gram reaches over them, nor from one run to the next.
    max_n
        Longest n-gram, 1 to 3.
    min_articles
        Terms in fewer distinct articles are left out, and counted in ``hidden``.
    """
    used = tokens.filter(pl.col("weight") > 0)
    vocabulary = used["type"].unique().sort()
    names = used["article"].unique().sort()
    if len(vocabulary) ** max_n >= 1 << 63:
        raise OverflowError(f"{len(vocabulary)} types are too many for {max_n}-grams")
    numbered = (
        used.lazy()
        .join(_numbering(vocabulary, "type", "key"), on="type", maintain_order="left")
        .join(_numbering(names, "article", "doc"), on="article", maintain_order="left")
        .select("doc", "position", "run", "weight", "key")
        .collect()
    )
    parts, hidden = [], []
    for n in range(1, max_n + 1):
        keys = _chain(numbered, n, len(vocabulary))
        counted, dropped = _count(keys, min_articles)
        hidden.append((n, *dropped))
        parts.append(counted.with_columns(n_words=pl.lit(n, dtype=pl.Int64)))
    counted = pl.concat(parts)
    terms = _spell(counted, vocabulary)
    by_doc = pl.DataFrame({"article": names}).with_columns(
        doc=pl.int_range(pl.len(), dtype=pl.Int64)
    )
    totals = numbered.group_by("doc").agg(n=pl.len().cast(pl.Int64), n_eff=pl.col("weight").sum())
    return TermCounts(
        counts=counted.join(terms, on=["n_words", "key"])
        .select("term", "doc", "n", "n_eff")
        .sort("term", "doc"),
        terms=terms.select("term", "n_words", "types"),
        totals=totals.join(by_doc, on="doc").select("doc", "article", "n", "n_eff").sort("doc"),
        hidden=pl.DataFrame(
            hidden, schema={"n_words": pl.Int64, "n_terms": pl.Int64, "n": pl.Int64}, orient="row"
        ),
    )


def _numbering(values: pl.Series, column: str, number: str) -> pl.LazyFrame:
    return pl.LazyFrame({column: values}).with_columns(
        pl.int_range(pl.len(), dtype=pl.Int64).alias(number)
    )


def _chain(numbered: pl.DataFrame, n: int, size: int) -> pl.DataFrame:
    """Keys of n-grams: the words of one run, next to each other, as digits of base ``size``."""
    if n == 1:
        return numbered
    ahead = range(1, n)
    fits = pl.all_horizontal(
        *(pl.col("doc").shift(-k) == pl.col("doc") for k in ahead),
        *(pl.col("run").shift(-k) == pl.col("run") for k in ahead),
        *(pl.col("position").shift(-k) == pl.col("position") + k for k in ahead),
    )
    key = pl.col("key")
    for k in ahead:
        key = key * size + pl.col("key").shift(-k)
    return numbered.lazy().with_columns(key=key, fits=fits).filter("fits").collect()


def _count(keys: pl.DataFrame, min_articles: int) -> tuple[pl.DataFrame, tuple[int, int]]:
    """Counts by key and document for keys in enough documents; how many keys and uses are not."""
    n_keys, n_uses = keys["key"].n_unique(), keys.height
    # A key used less often than that cannot stand in enough articles: most go here, cheaply.
    often = keys.group_by("key").len().filter(pl.col("len") >= min_articles).select("key")
    counted = (
        keys.lazy()
        .join(often.lazy(), on="key", how="semi")
        .group_by("key", "doc")
        .agg(n=pl.len().cast(pl.Int64), n_eff=pl.col("weight").sum())
        .filter(pl.len().over("key") >= min_articles)
        .collect()
    )
    shown = counted["key"].n_unique()
    return counted, (n_keys - shown, n_uses - int(counted["n"].sum()))


def _spell(counted: pl.DataFrame, vocabulary: pl.Series) -> pl.DataFrame:
    """Terms in alphabetical order with their words; ``term`` is the number in that order."""
    size = len(vocabulary)
    parts = []
    for n, keys in (
        counted.select("n_words", "key")
        .unique()
        .sort("n_words", "key")
        .group_by("n_words", maintain_order=True)
    ):
        rest, words = keys["key"], []
        for _ in range(int(n[0])):
            words.append(vocabulary.gather(rest % size))
            rest = rest // size
        spelled = words[-1]
        for word in reversed(words[:-1]):
            spelled = spelled + " " + word
        parts.append(keys.with_columns(types=spelled))
    if not parts:
        schema = {"n_words": pl.Int64, "key": pl.Int64, "types": pl.String, "term": pl.Int64}
        return pl.DataFrame(schema=schema)
    return (
        pl.concat(parts)
        .sort("types", "n_words")
        .with_columns(term=pl.int_range(pl.len(), dtype=pl.Int64))
    )
