"""Differences of ratios between two sides, with a standard error that costs no resampling.

Self-checks repeat one comparison for every relabelling, and planning for every simulated corpus: a
bootstrap inside each would take hours. All of them, the real comparison too, are judged by one
rule: the linearised jackknife over units within strata, with quantiles of Student's t.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array
from scipy.special import stdtrit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SHARE, MEAN, RATE = "share", "mean", "rate"
_ITEMS_AT_ONCE = 1000
_FLAT = 1e-12  # of the scale of the estimate: what sums of floats leave of no variance


@dataclass(frozen=True, slots=True)
class Cells:
    """What units add to the numbers of one layer.

    Attributes
    ----------
    items
        One row an item (a word, a name ...), its labels.
    columns
        One row a unit on one side: ``unit``, ``side`` (a, b), ``stratum``, ``event``; a unit that
        stands on both sides has two rows.
    top
        Items by columns: what is counted.
    bottom
        Wholes by columns: what it is counted among.
    whole
        For each item its row of ``bottom``.
    kind
        ``share``, ``mean`` (compared as differences) or ``rate`` (compared as log2 ratios).
    """

    items: pl.DataFrame
    columns: pl.DataFrame
    top: csr_array
    bottom: Floats
    whole: Ints
    kind: str
    squares: csr_array = field(init=False)
    products: csr_array = field(init=False)
    present: csr_array = field(init=False)
    is_a: Mask = field(init=False)
    strata: Ints = field(init=False)
    twins: tuple[Ints, Ints] = field(init=False)
    places: csc_array = field(init=False)

    def __post_init__(self) -> None:
        """What every relabelling needs anew is multiplied, numbered and paired once.

        ``is_a`` are the columns of side a and ``strata`` the number of each column's stratum, as
        they are; ``twins`` the columns of side a and b of the units that stand on both; ``places``
        says of each cell, by columns, where its values stand.
        """
        columns = self.columns.with_row_index("k")
        pairs = columns.filter(pl.len().over("unit") == 2).sort("unit", "side")["k"].to_numpy()
        for name, found in (
            ("is_a", (columns["side"] == "a").to_numpy()),
            ("strata", columns["stratum"].rank("dense").to_numpy().astype(np.int64) - 1),
            ("twins", (pairs[::2].astype(np.int64), pairs[1::2].astype(np.int64))),
        ):
            object.__setattr__(self, name, found)
        item = np.repeat(np.arange(self.top.shape[0]), np.diff(self.top.indptr))
        beside = self.bottom[self.whole[item], self.top.indices]
        for name, data in (
            ("squares", self.top.data**2),
            ("products", self.top.data * beside),
            ("present", (self.top.data > 0).astype(np.float64)),
        ):
            made = csr_array((data, self.top.indices, self.top.indptr), shape=self.top.shape)
            object.__setattr__(self, name, made)
        at = (np.arange(self.top.nnz), self.top.indices, self.top.indptr)
        object.__setattr__(self, "places", csr_array(at, shape=self.top.shape).tocsc())


class Part(NamedTuple):
    """Some columns of ``Cells``, with all items: what is left out costs nothing."""

    top: csr_array
    squares: csr_array
    products: csr_array
    present: csr_array
    bottom: Floats
    whole: Ints
    kind: str
    is_a: Mask
    strata: Ints
    twins: tuple[Ints, Ints]


def take_columns(cells: Cells, columns: Ints) -> Part:
    """Some columns, in rising order; strata keep their numbers."""
    found = csr_array(cells.places[:, columns])
    top, squares, products, present = (
        csr_array((whole.data[found.data], found.indices, found.indptr), shape=found.shape)
        for whole in (cells.top, cells.squares, cells.products, cells.present)
    )
    number = np.full(cells.top.shape[1], -1, dtype=np.int64)
    number[columns] = np.arange(len(columns))
    first, second = (number[twin] for twin in cells.twins)
    both = (first >= 0) & (second >= 0)
    return Part(
        top,
        squares,
        products,
        present,
        cells.bottom[:, columns],
        cells.whole,
        cells.kind,
        cells.is_a[columns],
        cells.strata[columns],
        (first[both], second[both]),
    )


class Side(NamedTuple):
    """One side's sums, by item: ratio = top / bottom, its variance, and what stands behind it."""

    top: Floats
    bottom: Floats
    ratio: Floats
    variance: Floats
    df: Floats
    n_whole: Floats  # units that have the whole
    n_present: Floats  # units that have the item
    factor: Floats  # by column: n / (n - 1) of its stratum


class Differences(NamedTuple):
    """Side a minus side b (or log2 of a / b), by item; NaN where undefined."""

    estimate: Floats
    se: Floats
    df: Floats
    a: Side
    b: Side


def sum_side(cells: Cells | Part, keep: Mask, strata: Ints) -> Side:
    """Sums of the columns of one side and the linearised variance of each ratio.

    var(T/B) = sum over strata of n/(n-1) * sum over units of (e - mean e)^2, where
    e = (t - T/B * b) / B: the delta method, equal to the stratified jackknife to first order
    (Cochran 1977, Sampling Techniques, ch. 6).
    """
    among, factor, size = _merge_single(keep, strata)
    top, whole = cells.top @ keep.astype(float), cells.bottom @ keep.astype(float)
    bottom = whole[cells.whole]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = top / bottom
        square = (cells.bottom**2 @ factor)[cells.whole]
        raw = cells.squares @ factor - 2 * ratio * (cells.products @ factor) + ratio**2 * square
        rows = np.flatnonzero(keep)
        shape = (len(keep), max(len(size), 1))
        member = csr_array((np.ones(len(rows)), (rows, among[rows])), shape=shape)
        sums = (cells.top @ member).toarray()
        sums -= ratio[:, None] * (cells.bottom @ member.toarray())[cells.whole]
        centred = raw - (sums**2 / np.maximum(size - 1, 1)).sum(axis=1)
        variance = centred / bottom**2
    scale = 1.0 if cells.kind == SHARE else ratio**2
    variance[~(variance > _FLAT * scale)] = np.nan
    n_whole = ((cells.bottom > 0) @ keep.astype(float))[cells.whole]
    n_present = cells.present @ keep.astype(float)
    df = np.maximum(n_whole - len(size), 1.0)
    # Of units that do not have the whole nothing is learned about its spread.
    n = max(int(keep.sum()), 2)
    with np.errstate(divide="ignore"):
        variance *= n_whole / np.maximum(n_whole - 1, 0.5) * (n - 1) / n
    return Side(top, bottom, ratio, variance, df, n_whole, n_present, factor)


def _merge_single(keep: Mask, strata: Ints) -> tuple[Ints, Floats, Ints]:
    """Strata of the kept columns, those of one column put together; factors; sizes."""
    among = np.where(keep, strata, -1)
    size = np.bincount(strata[keep], minlength=int(strata.max(initial=0)) + 1)
    single = np.flatnonzero(size == 1)
    if len(single):
        target = single[0] if len(single) > 1 or size.max() == 1 else int(np.argmax(size))
        among[np.isin(among, single)] = target
    _, place, counts = np.unique(among[keep], return_inverse=True, return_counts=True)
    among[keep] = place
    factor = np.zeros(len(keep))
    # A side of one unit has no variance that could be told.
    factor[keep] = np.where(counts > 1, counts / np.maximum(counts - 1.0, 1.0), np.nan)[place]
    return among, factor, counts.astype(np.int64)


def find_differences(
    cells: Cells | Part,
    *,
    is_a: Mask | None = None,
    keep: Mask | None = None,
    strata: Ints | None = None,
) -> Differences:
    """Differences of side a and side b, as the sides are or under other labels.

    Parameters
    ----------
    cells
        What units add.
    is_a, keep, strata
        Other labels of the columns, fewer columns, other strata; default: as they are.

    Returns
    -------
    Differences
        ``estimate`` is a - b, or log2(a / b) for rates. Degrees of freedom are Welch's. ``se`` is
        NaN where a side has nothing, or no variance. Not for fewer than 5 units a side.
    """
    a_columns = cells.is_a if is_a is None else is_a
    kept = np.ones(len(a_columns), dtype=bool) if keep is None else keep
    within = cells.strata if strata is None else strata
    a = sum_side(cells, kept & a_columns, within)
    b = sum_side(cells, kept & ~a_columns, within)
    both = _covariance(cells, a, b, kept)
    with np.errstate(invalid="ignore", divide="ignore"):
        if cells.kind == RATE:
            estimate = np.log2(a.ratio / b.ratio)
            part_a, part_b = a.variance / a.ratio**2, b.variance / b.ratio**2
            part_a, part_b = part_a / np.log(2) ** 2, part_b / np.log(2) ** 2
            both = both / (a.ratio * b.ratio * np.log(2) ** 2)
        else:
            estimate, part_a, part_b = a.ratio - b.ratio, a.variance, b.variance
        df = (part_a + part_b) ** 2 / (part_a**2 / a.df + part_b**2 / b.df)
        se = np.sqrt(np.maximum(part_a + part_b - 2 * both, 0.0))
    estimate = np.where(np.isfinite(estimate), estimate, np.nan)
    se[~(se > 0)] = np.nan
    return Differences(estimate, se, df, a, b)


def _covariance(cells: Cells | Part, a: Side, b: Side, keep: Mask) -> Floats:
    """Covariance of both ratios by units that stand on both sides, such as shared agency copy."""
    found = np.zeros(cells.top.shape[0])
    both = keep[cells.twins[0]] & keep[cells.twins[1]]
    first, second = (columns[both] for columns in cells.twins)
    if not len(first):
        return found
    for start in range(0, len(found), _ITEMS_AT_ONCE):
        part = slice(start, start + _ITEMS_AT_ONCE)
        rows, whole = cells.top[part], cells.whole[part]
        with np.errstate(invalid="ignore", divide="ignore"):
            e_a = rows[:, first].toarray() - a.ratio[part, None] * cells.bottom[:, first][whole]
            e_b = rows[:, second].toarray() - b.ratio[part, None] * cells.bottom[:, second][whole]
            product = (e_a * e_b) @ a.factor[first]
            found[part] = product / (a.bottom[part] * b.bottom[part])
    return np.where(np.isfinite(found), found, 0.0)


def half_widths(found: Differences, *, level: float = 0.95) -> Floats:
    """Half the width of the interval of each difference; NaN where there is none."""
    return np.asarray(stdtrit(found.df, 0.5 + level / 2) * found.se, dtype=np.float64)


def may_be_told(cells: Cells | Part, found: Differences, *, least: int = 5) -> Mask:
    """Items whose difference has an interval: units enough a side, no share of 0 or 1."""
    enough = np.minimum(found.a.n_whole, found.b.n_whole) >= least
    sure = enough & np.isfinite(found.se) & np.isfinite(found.estimate)
    if cells.kind == SHARE:
        for side in (found.a, found.b):
            sure &= (side.ratio > 0) & (side.ratio < 1)
    return sure
