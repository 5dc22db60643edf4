"""A random sample within strata, each unit with its inclusion probability."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.records.tables import SAMPLE

BY = ("outlet", "event", "predicted")


def draw_units(units: pl.DataFrame, *, n: int, by: tuple[str, ...] = BY, seed: int) -> pl.DataFrame:
    """``n`` units, or all if there are fewer, as evenly from the strata as these allow.

    Parameters
    ----------
    units
        Schema ``UNITS``.
    n
        How many to draw.
    by
        Columns whose values make the strata.
    seed
        Draws within strata, and the order in which coders see the units.

    Returns
    -------
    DataFrame
        Schema ``SAMPLE``, sorted by place.
    """
    strata = units.with_columns(
        stratum=pl.concat_str([pl.col(c).fill_null("-") for c in by], separator=" | ")
    ).sort("stratum", "unit")
    sizes = strata.group_by("stratum", maintain_order=True).agg(size=pl.len())
    counts = allocate(sizes["size"].to_numpy(), n)
    rng = np.random.Generator(np.random.Philox(seed))
    drawn = (
        strata.with_columns(lot=pl.Series(rng.random(strata.height)))
        .join(sizes.with_columns(take=pl.Series(counts)), on="stratum", maintain_order="left")
        .with_columns(rank=pl.col("lot").rank("ordinal").over("stratum"))
        .filter(pl.col("rank") <= pl.col("take"))
    )
    order = rng.permutation(drawn.height) + 1
    return (
        drawn.with_columns(
            probability=pl.col("take") / pl.col("size"), place=pl.Series(order, dtype=pl.Int64)
        )
        .sort("place")
        .select(pl.col(name).cast(of) for name, of in SAMPLE.items())
    )


def allocate(sizes: np.ndarray, n: int) -> np.ndarray:
    """How many to take from strata of these sizes: alike, none more than it has.

    >>> allocate(np.array([2, 10, 10]), 12)
    array([2, 5, 5])
    """
    taken = np.zeros(len(sizes), dtype=np.int64)
    left = min(n, int(sizes.sum()))
    while left:
        for k in np.argsort(taken, kind="stable"):
            if left and taken[k] < sizes[k]:
                taken[k] += 1
                left -= 1
    return taken
