"""Passages that carriers of one text share although some words of them were edited."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.corpus.copies.changes import match_carriers

KEPT = 0.8  # of the words of the longer run stand in the other: 20 % edited is still a copy
_EDITED = {"article": pl.String, "run": pl.Int64, "hash_unit": pl.UInt64, "n_unit": pl.Int64}


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


def find_edited(runs: pl.DataFrame, tokens: pl.DataFrame, *, copies: pl.DataFrame) -> pl.DataFrame:
    """Runs of carriers that keep most words of one run of the earliest carrier.

    Parameters
    ----------
    runs
        Schema ``RUNS``.
    tokens
        Columns ``article``, ``run``, ``type``: running text in reading order.
    copies
        Schema ``COPIES``.

    Returns
    -------
    DataFrame
        ``article``, ``run``, and ``hash_unit`` and ``n_unit``, which are hash and words of the
        earliest carrier's.
    """
    pairs = copies.filter(pl.col("article") != pl.col("unit")).select("article", "unit")
    if pairs.is_empty():
        return pl.DataFrame(schema=_EDITED)
    sizes = runs.select("article", "run", "hash", "n_tokens")
    of_unit = sizes.rename(
        {"article": "unit", "run": "run_unit", "hash": "hash_unit", "n_tokens": "n_unit"}
    )
    return (
        _kept(tokens, pairs)
        .join(sizes.drop("hash"), on=["article", "run"])
        .join(of_unit, on=["unit", "run_unit"])
        .filter(pl.col("n") >= KEPT * pl.max_horizontal("n_tokens", "n_unit"))
        .sort("article", "run", -pl.col("n"), "run_unit")
        .unique(["article", "run"], keep="first", maintain_order=True)
        .select(list(_EDITED))
    )


def _kept(tokens: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """How many words each run of a carrier has from each run of its earliest carrier."""
    named = pl.concat([pairs["article"], pairs["unit"]]).unique()
    words = tokens.select("article", "run", "type").filter(pl.col("article").is_in(named.implode()))
    place = match_carriers(words, pairs)
    numbers = {
        str(name): part["run"].to_numpy()
        for (name,), part in words.partition_by("article", as_dict=True).items()
    }
    parts = []
    for article, unit in pairs.sort("article").iter_rows():
        at = np.flatnonzero(place[article] >= 0)
        run_unit = numbers[unit][place[article][at]]
        parts.append(
            pl.DataFrame({"run": numbers[article][at], "run_unit": run_unit}).with_columns(
                article=pl.lit(article), unit=pl.lit(unit)
            )
        )
    by = ["article", "unit", "run", "run_unit"]
    return pl.concat(parts).group_by(by).agg(n=pl.len().cast(pl.Int64))
