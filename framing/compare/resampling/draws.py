"""Resampling of units within strata: weights times counts, one seeded stream a stratum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

BLOCK = 100  # replicates held at a time
Floats = NDArray[np.float64]


def unit_strata(units: pl.DataFrame) -> pl.DataFrame:
    """Units with their stratum: ``unit``, ``stratum``, sorted by both as strata then units.

    Where the units have a ``cluster`` (what is drawn together within a stratum: outlets, events)
    it stands there, too, and comes before the unit in the order.
    """
    within = ["stratum", "cluster"] if "cluster" in units.columns else ["stratum"]
    return units.select("unit", *within).unique().sort(*within, "unit")


def drawn_together(strata: pl.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What is drawn: the number of each unit's cluster, and how many each stratum has.

    Clusters (units where there is none) are numbered in the order of ``strata``.
    """
    names = ["stratum", "cluster" if "cluster" in strata.columns else "unit"]
    new = pl.struct(names).rle_id().cast(pl.Int64).alias("drawn")
    numbered = strata.select("stratum", new)
    sizes = numbered.group_by("stratum", maintain_order=True).agg(pl.col("drawn").n_unique())
    return numbered["drawn"].to_numpy(), sizes["drawn"].cast(pl.Int64).to_numpy()


def draw_weights(strata: pl.DataFrame, *, seed: int, replicates: int) -> Iterator[Floats]:
    """Bootstrap weights of units, in blocks of replicates.

    Of the n units (or clusters) of a stratum n - 1 are drawn with replacement; the weight is how
    often a unit was drawn, times n / (n - 1): sums then vary as much as they should, also where n
    is small (Rao and Wu 1988, doi:10.1080/01621459.1988.10478591). A stratum of one is not
    drawn: its weight is 1. Each stratum has a Philox stream of its own, so an article that comes
    to one outlet moves no draw of another; neither block size nor the number of workers does.

    Parameters
    ----------
    strata
        From ``unit_strata``; units of one ``cluster`` have one weight.
    seed, replicates
        Whole numbers; replicates at least 1.

    Yields
    ------
    ndarray of shape (block, n_units)
    """
    drawn, sizes = drawn_together(strata)
    whole = len(drawn) == sizes.sum()
    names = strata["stratum"].unique(maintain_order=True)
    for weights in draw_strata(names, sizes, seed=seed, replicates=replicates):
        yield weights if whole else weights[:, drawn]


def draw_clusters(strata: pl.DataFrame, *, seed: int, replicates: int) -> Iterator[Floats]:
    """As ``draw_weights``, of shape (block, n_clusters): a column for what is drawn."""
    _, sizes = drawn_together(strata)
    names = strata["stratum"].unique(maintain_order=True)
    return draw_strata(names, sizes, seed=seed, replicates=replicates)


def draw_strata(
    names: Iterable[str],
    sizes: NDArray[np.int64],
    *,
    seed: int,
    replicates: int,
    block: int = BLOCK,
) -> Iterator[Floats]:
    """As ``draw_clusters``, of strata by name and by how many clusters each has.

    ``block`` is how many replicates are held at a time: it changes none of them.
    """
    streams = [named_stream(seed, name) for name in names]
    ends = np.cumsum(sizes)
    for low in range(0, replicates, block):
        n_rows = min(block, replicates - low)
        weights = np.ones((n_rows, ends[-1] if len(ends) else 0))
        row = np.arange(n_rows)[:, np.newaxis]
        for stream, size, end in zip(streams, sizes.tolist(), ends.tolist(), strict=True):
            if size > 1:
                picked = np.floor(stream.random((n_rows, size - 1)) * size).astype(np.int64)
                times = np.bincount((picked + row * size).ravel(), minlength=n_rows * size)
                weights[:, end - size : end] = times.reshape(n_rows, size) * (size / (size - 1))
        yield weights


def named_stream(seed: int, name: str) -> np.random.Generator:
    """Random numbers of a stratum: they depend on the seed and its name alone."""
    digest = hashlib.blake2b(name.encode("utf-8"), digest_size=8).digest()
    return np.random.Generator(np.random.Philox(key=[seed, int.from_bytes(digest, "little")]))


def percentile_interval(
    draws: Floats, *, level: float, tails: tuple[Floats, Floats] | None = None
) -> tuple[Floats, Floats]:
    """Percentile interval over the first axis; replicates where the value is undefined fall out.

    Parameters
    ----------
    draws
        Shape (replicates, estimates).
    level
        Equal tails of (1 - level) / 2, unless ``tails`` says otherwise.
    tails
        For each estimate the shares of the replicates below low and below high; NaN: none.

    Returns
    -------
    tuple of ndarray
        Low and high; NaN where fewer than 90 % of the replicates are defined.
    """
    n, width = draws.shape
    if tails is None:
        tail = np.full(width, (1.0 - level) / 2.0)
        tails = (tail, 1.0 - tail)
    finite = np.isfinite(draws)
    n_finite = finite.sum(axis=0)
    ordered = np.sort(np.where(finite, draws, np.inf), axis=0)
    enough = (n_finite >= 0.9 * n) & np.isfinite(tails[0]) & np.isfinite(tails[1])
    low, high = np.full(width, np.nan), np.full(width, np.nan)
    columns = np.flatnonzero(enough)
    for bound, tail in zip((low, high), tails, strict=True):
        place = tail[columns] * (n_finite[columns] - 1)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, n_finite[columns] - 1)
        start, share = ordered[below, columns], place - below
        bound[columns] = start + (ordered[above, columns] - start) * share
    return low, high
