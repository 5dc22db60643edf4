"""A random sample within strata, each unit with its inclusion probability.

Every unit has a lot of its own, from the seed, what is coded, and its id; the lowest lots of a
stratum are drawn (permanent random numbers: Ohlsson 1995). So the order of rows changes nothing,
and a larger sample of the same seed holds the smaller one.
"""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.errors import UsageError
from framing.records.coding import ALLOCATIONS, EVEN
from framing.records.tables import SAMPLE

BY = ("outlet", "event", "predicted")
COLUMNS = ("outlet", "group", "event", "predicted")
# What strata are made of where nobody says: the first of these that the size of a sample allows.
_COARSER = (BY, ("outlet", "predicted"), ("group", "predicted"), ("predicted",), ())
_WANTED = 2  # units a stratum: fewer tell nothing of the variance within it

Ints = NDArray[np.int64]


def draw_units(
    units: pl.DataFrame,
    *,
    n: int,
    by: tuple[str, ...] | None = None,
    seed: int,
    what: str = "",
    allocation: str = EVEN,
    skip: int = 0,
) -> pl.DataFrame:
    """``n`` units, or all if there are fewer, at random within strata.

    Parameters
    ----------
    units
        Schema ``UNITS``.
    n
        How many to draw.
    by
        Columns whose values make the strata; none for one stratum; default: ``choose_strata``.
    seed, what
        Seed, and what is coded: units of different variables are drawn independently.
    allocation
        ``even``: as many of each stratum as of the others, as far as it has them;
        ``proportional``: to its units. Every stratum gives at least one.
    skip
        So many were drawn before, in the same way: they are left out. A unit's probability is
        that of being among these ``n``; with its probability in the sample before it adds up to
        that in both together.

    Returns
    -------
    DataFrame
        Schema ``SAMPLE``, sorted by place.

    Raises
    ------
    UsageError
        For columns or an allocation that are none, or fewer units than strata.
    """
    by = choose_strata(units, n + skip) if by is None else by
    strata = with_strata(units, by)
    sizes = strata.group_by("stratum").agg(size=pl.len()).sort("stratum")
    counts = _allocate_checked(sizes, n + skip, by, allocation)
    before = allocate(sizes["size"].to_numpy(), skip, allocation) if skip else counts * 0
    lots = [_lot(seed, what, unit) for unit in strata["unit"]]
    drawn = (
        strata.with_columns(lot=pl.Series(lots, dtype=pl.UInt64))
        .sort("stratum", "lot", "unit")
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over("stratum"))
        .join(sizes.with_columns(take=pl.Series(counts), gone=pl.Series(before)), on="stratum")
        .filter((pl.col("rank") <= pl.col("take")) & (pl.col("rank") > pl.col("gone")))
    )
    order = [_lot(seed, f"{what}\0place", unit) for unit in drawn["unit"]]
    return (
        drawn.with_columns(order=pl.Series(order, dtype=pl.UInt64))
        .sort("order", "unit")
        .with_columns(
            probability=(pl.col("take") - pl.col("gone")) / pl.col("size"),
            place=pl.int_range(1, pl.len() + 1),
        )
        .select(pl.col(name).cast(of) for name, of in SAMPLE.items())
    )


def with_strata(units: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Units with their ``stratum``: the values of some columns in one line.

    Raises
    ------
    UsageError
        For a column that makes no strata.
    """
    for column in by:
        if column not in COLUMNS:
            raise UsageError(f"strata by {column!r}; allowed: {', '.join(COLUMNS)}")
    cells = [pl.col(column).fill_null("-") for column in by] or [pl.lit("all")]
    return units.with_columns(stratum=pl.concat_str(cells, separator=" | "))


def choose_strata(units: pl.DataFrame, n: int) -> tuple[str, ...]:
    """The finest strata of which ``n`` units leave two for each that has two.

    Outlet, event and predicted label; else without event, then groups instead of outlets, then
    the label alone.
    """
    for by in _COARSER:
        sizes = with_strata(units, by).group_by("stratum").len()["len"]
        if sizes.clip(upper_bound=_WANTED).sum() <= n:
            return by
    return ()


def _allocate_checked(sizes: pl.DataFrame, n: int, by: tuple[str, ...], allocation: str) -> Ints:
    if allocation not in ALLOCATIONS:
        raise UsageError(f"allocation {allocation!r}; allowed: {', '.join(ALLOCATIONS)}")
    if n < sizes.height:
        raise UsageError(
            f"{n} units of {sizes.height} strata ({', '.join(by)}): some would never be drawn; "
            f"allowed: at least {sizes.height} units, or fewer columns"
        )
    return allocate(sizes["size"].to_numpy(), n, allocation)


def allocate(sizes: Ints, n: int, allocation: str = EVEN) -> Ints:
    """How many to take from strata of these sizes; none more than it has, at least one each.

    One by one to the stratum that is furthest behind its share (Sainte-Laguë), so that whoever
    draws more takes no less of any.

    >>> allocate(np.array([2, 10, 10]), 12), allocate(np.array([2, 10, 10]), 11, "proportional")
    (array([2, 5, 5]), array([1, 5, 5]))
    """
    weights = np.ones(len(sizes)) if allocation == EVEN else sizes.astype(np.float64)
    taken = np.zeros(len(sizes), dtype=np.int64)
    first = min(n, len(sizes))
    taken[:first] = 1
    behind = (taken + 0.5) / weights
    behind[taken >= sizes] = np.inf
    for _ in range(min(n, int(sizes.sum())) - first):
        k = int(np.argmin(behind))
        taken[k] += 1
        behind[k] = (taken[k] + 0.5) / weights[k] if taken[k] < sizes[k] else np.inf
    return taken


def _lot(seed: int, what: str, unit: str) -> int:
    said = f"{seed}\0{what}\0{unit}".encode()
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big")
