"""Passages that carriers of one text share although some words of them were edited."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.corpus.copies.changes import match_pairs
from framing.corpus.copies.texts import Ints, Texts, build_texts, order_tokens
from framing.counts.tokens import hash_runs

KEPT = 0.8  # of the words of the longer run stand in the other: 20 % edited is still a copy
EDITED = {"article": pl.String, "run": pl.Int64, "hash_unit": pl.UInt64, "n_unit": pl.Int64}


def find_edited(tokens: pl.DataFrame, copies: pl.DataFrame) -> pl.DataFrame:
    """Runs of carriers that keep most words of one run of the earliest carrier.

    Parameters
    ----------
    tokens
        Columns ``article``, ``run``, ``type``: running text in reading order.
    copies
        Schema ``COPIES``.

    Returns
    -------
    DataFrame
        Schema ``EDITED``, sorted by article and run: ``hash_unit`` and ``n_unit`` are hash and
        words of the earliest carrier's.
    """
    pairs = copies.filter(pl.col("article") != pl.col("unit")).select("article", "unit")
    named = pl.concat([pairs["article"], pairs["unit"]]).unique().sort()
    some = tokens.select("article", "run", "type").filter(pl.col("article").is_in(named.implode()))
    texts = build_texts(some, pl.DataFrame({"article": named, "date": [""] * len(named)}))
    at, _ = order_tokens(some["article"], texts.names)
    a, b = (
        named.search_sorted(pairs[side]).cast(pl.Int64).to_numpy() for side in ("unit", "article")
    )
    found = unite_pairs(texts, some["run"].to_numpy()[at], a=a, b=b)
    return name_edited(found, texts.names)


def name_edited(found: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """What ``unite_pairs`` found, with names for numbers: schema ``EDITED``, sorted."""
    named = found.with_columns(article=names.gather(found["b"]))
    return named.select(list(EDITED)).sort("article", "run")


def unite_pairs(texts: Texts, runs: Ints, *, a: Ints, b: Ints) -> pl.DataFrame:
    """Runs of articles ``b`` that are a run of ``a``, their earliest carrier.

    Parameters
    ----------
    texts
        Running text, whole runs.
    runs
        The run of each word of ``texts``.
    a, b
        Numbers of the articles of each pair; each ``b`` once.

    Returns
    -------
    DataFrame
        ``b``, ``run``, ``hash_unit`` and ``n_unit`` of the run in ``a``.
    """
    parts = [_no_words()]
    for one, other, place in zip(a, b, match_pairs(texts, a=a, b=b), strict=True):
        at = np.flatnonzero(place >= 0)
        run_unit = runs[texts.starts[one] + place[at]]
        kept = {"a": one, "b": other, "run": runs[texts.starts[other] + at], "run_unit": run_unit}
        parts.append(pl.DataFrame(kept, schema=_no_words().schema))
    words = pl.concat(parts).group_by("a", "b", "run", "run_unit").agg(n=pl.len().cast(pl.Int64))
    sizes = _measure_runs(texts, runs)
    of_unit = sizes.select(a="doc", run_unit="run", hash_unit="hash", n_unit="n_tokens")
    return (
        words.join(sizes.select("run", "n_tokens", b="doc"), on=["b", "run"])
        .join(of_unit, on=["a", "run_unit"])
        .filter(pl.col("n") >= KEPT * pl.max_horizontal("n_tokens", "n_unit"))
        .sort("b", "run", -pl.col("n"), "run_unit")
        .unique(["b", "run"], keep="first", maintain_order=True)
        .select("b", "run", "hash_unit", "n_unit")
    )


def _no_words() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(("a", "b", "run", "run_unit"), pl.Int64))


def _measure_runs(texts: Texts, runs: Ints) -> pl.DataFrame:
    """``doc``, ``run``, ``hash`` and ``n_tokens`` of every run, as ``find_runs`` has them."""
    doc = np.repeat(np.arange(len(texts.sizes)), texts.sizes)
    new = np.ones(len(doc), dtype=bool)
    new[1:] = (doc[1:] != doc[:-1]) | (runs[1:] != runs[:-1])
    starts = np.flatnonzero(new)
    hashes = hash_runs(texts.words, starts) if len(starts) else np.zeros(0, dtype=np.uint64)
    sizes = np.diff(np.append(starts, len(doc)))
    return pl.DataFrame(
        {"doc": doc[starts], "run": runs[starts], "hash": hashes, "n_tokens": sizes}
    )


def unite_runs(runs: pl.DataFrame, edited: pl.DataFrame) -> pl.DataFrame:
    """Runs in which a carrier's edited passage bears the mark of the earliest carrier's.

    Two runs with equal ``hash`` and ``n_tokens`` count as one passage.

    Parameters
    ----------
    runs
        Schema ``RUNS``.
    edited
        From ``find_edited``, of the same articles or more.

    Returns
    -------
    DataFrame
        Schema ``RUNS``, rows as they came; ``start`` and ``end`` stay the carrier's own.
    """
    return (
        runs.join(edited, on=["article", "run"], how="left", maintain_order="left")
        .with_columns(
            hash=pl.coalesce("hash_unit", "hash"), n_tokens=pl.coalesce("n_unit", "n_tokens")
        )
        .select(runs.columns)
    )
