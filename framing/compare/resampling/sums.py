"""Cells summed by unit: what estimates and their intervals are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import Design
from framing.compare.resampling.draws import unit_strata

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Cells = tuple[pl.DataFrame, list[str]]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sums:
    """Cells summed by unit, for each row of the grid or each of its outlets.

    ``row`` says which row of the grid a column is of; it never falls. ``units`` are the numbers of
    the units that rows of the sums are of, where others add nothing; None: all.
    """

    top: Floats
    bottom: Floats
    row: Ints
    n_rows: int
    units: Ints | None = None

    def starts(self) -> Ints:
        """The first column of each row that has one."""
        found: Ints = np.flatnonzero(np.diff(self.row, prepend=-1))
        return found

    def point(self) -> Floats:
        """The estimate of each row."""
        total = (self.top.sum(axis=0)[None], self.bottom.sum(axis=0)[None])
        found: Floats = self.estimate(*total)[0]
        return found

    def top_sum(self) -> Floats:
        """Weighted part of each row."""
        found: Floats = self.add(self.top.sum(axis=0)[None])[0]
        return found

    def bottom_sum(self) -> Floats:
        """Weighted whole of each row."""
        found: Floats = self.add(self.bottom.sum(axis=0)[None])[0]
        return found

    def n_units(self) -> Ints:
        """How many units each row has in its whole."""
        found: Ints = (self.add(self.bottom) > 0).sum(axis=0)
        return found

    def n_with(self) -> Ints:
        """How many units each row has in its part."""
        found: Ints = (self.add(self.top) > 0).sum(axis=0)
        return found

    def n_either(self) -> Ints:
        """Units with the part, or with the rest of the whole: whichever are fewer."""
        top, bottom = self.add(self.top), self.add(self.bottom)
        rest = bottom - top > 1e-9 * bottom
        found: Ints = np.minimum((top > 0).sum(axis=0), rest.sum(axis=0))
        return found

    def add(self, table: Floats) -> Floats:
        """Columns of one row added up; rows without a column are 0."""
        out = np.zeros((len(table), self.n_rows))
        if len(self.row):
            out[:, np.unique(self.row)] = np.add.reduceat(table, self.starts(), axis=1)
        return out

    def estimate(self, top: Floats, bottom: Floats) -> Floats:
        """Ratio for each row: that of its sums, or the mean over the outlets that have it."""
        with np.errstate(invalid="ignore", divide="ignore"):
            if len(self.row) == self.n_rows and (np.diff(self.row) == 1).all():
                return top / bottom
            there = bottom > 0
            return self.add(np.where(there, top / bottom, 0.0)) / self.add(there.astype(float))


@dataclass(frozen=True, slots=True)
class SparseSums:
    """The same where most units add to few rows: dense some rows at a time, of units that add."""

    top: csc_array
    bottom: csc_array
    row: Ints
    n_rows: int

    def pieces(self, size: int, *, all_units: bool) -> Callable[[], Iterator[Sums]]:
        """The sums of ``size`` rows after another, as often as they are asked for."""

        def made() -> Iterator[Sums]:
            for low in range(0, self.n_rows, max(size, 1)):
                high = min(low + size, self.n_rows)
                first, last = np.searchsorted(self.row, [low, high]).tolist()
                both = [table[:, first:last] for table in (self.top, self.bottom)]
                row = self.row[first:last] - low
                if all_units:
                    yield Sums(both[0].toarray(), both[1].toarray(), row, high - low)
                    continue
                units = np.unique(np.concatenate([table.indices for table in both]))
                top, bottom = (_rows_of(table, units) for table in both)
                yield Sums(top, bottom, row, high - low, units.astype(np.int64))

        return made


def _rows_of(table: csc_array, units: NDArray[np.integer]) -> Floats:
    """Some rows of a table, dense, which hold all that is not 0."""
    found = np.zeros((len(units), table.shape[1]))
    column = np.repeat(np.arange(table.shape[1]), np.diff(table.indptr))
    found[np.searchsorted(units, table.indices), column] = table.data
    return found


def sum_up(grid: pl.DataFrame, top: Cells, bottom: Cells, design: Design, equal: bool) -> Sums:
    """Sums of both cells; with ``equal`` a column for each outlet of a row."""
    above, below, number = place_sums(grid, top, bottom, design, equal)
    return Sums(above.toarray(), below.toarray(), number, grid.height)


def place_sums(
    grid: pl.DataFrame, top: Cells, bottom: Cells, design: Design, equal: bool
) -> tuple[csc_array, csc_array, Ints]:
    """Both sums by units and columns, and the row of the grid that each column is of."""
    (top_rows, top_keys), (rows, keys) = top, bottom
    columns = grid.with_row_index("row")
    if equal:
        present = rows.select(*keys, "outlet").unique()
        columns = (
            columns.drop("outlet", strict=False)
            .join(present, on=keys, nulls_equal=True)
            .sort("row", "outlet")
        )
        top_keys, keys = [*top_keys, "outlet"], [*keys, "outlet"]
    above = _sum_cells(columns, (top_rows, top_keys), design)
    below = _sum_cells(columns, (rows, keys), design)
    return above, below, columns["row"].cast(pl.Int64).to_numpy()


def sum_cells(wanted: pl.DataFrame, cells: Cells, design: Design) -> Floats:
    """Sums of cells: units (as ``unit_strata`` sorts them) by wanted rows."""
    found: Floats = _sum_cells(wanted, cells, design).toarray()
    return found


def _sum_cells(wanted: pl.DataFrame, cells: Cells, design: Design) -> csc_array:
    from scipy.sparse import csc_array

    strata = unit_strata(design.units)
    number = design.units.select("article", "unit").join(
        strata.select("unit").with_row_index("u"), on="unit"
    )
    rows, keys = cells
    columns = wanted.select(keys).with_row_index("column")
    sums = (
        rows.join(number, on="article")
        .join(columns, on=keys, nulls_equal=True)
        .group_by("u", "column")
        .agg(pl.col("cell").sort().sum())
    )
    place = (sums["u"].to_numpy(), sums["column"].to_numpy())
    shape = (strata.height, wanted.height)
    return csc_array((sums["cell"].to_numpy().astype(np.float64), place), shape=shape)
