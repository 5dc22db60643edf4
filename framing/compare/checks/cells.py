"""What units add to the numbers of a layer: cells, and some of their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SHARE, MEAN, RATE = "share", "mean", "rate"


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

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process go only the cells: there the rest is made again."""
        given = (self.items, self.columns, self.top, self.bottom, self.whole, self.kind)
        return Cells, given


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
