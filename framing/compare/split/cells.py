"""From rows of articles to cells, outlet by event, and the decomposition as their statistic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.split.parts import split_difference

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """One denominator's cells: which outlet's words on which event stand where.

    Attributes
    ----------
    events
        Shared events with a denominator on both sides, sorted; behind them two more cells:
        what is unmatched, and what has no event.
    side, outlet, cell
        For each column of ``bottom`` its side (0, 1), the number of its outlet and of its cell.
    bottom
        Denominators, units by columns.
    outlets_equal
        Whether each outlet of a side counts the same, or by its denominator.
    """

    events: tuple[str, ...]
    side: Ints
    outlet: Ints
    cell: Ints
    bottom: Floats
    outlets_equal: bool

    @property
    def n_cells(self) -> int:
        """Shared events, and two."""
        return len(self.events) + 2


def build_cells(
    rows: pl.DataFrame, *, n_units: int, outlets_equal: bool
) -> tuple[Cells, pl.DataFrame]:
    """Cells of the articles that have a denominator.

    Parameters
    ----------
    rows
        Columns ``article``, ``unit`` (a number below ``n_units``), ``side`` (a, b), ``outlet``,
        ``event``, ``bottom`` (above 0).

    Returns
    -------
    tuple
        The cells, and the rows with ``column``, the number of their cell's column.
    """
    on = {
        side: set(rows.filter(pl.col("side") == side)["event"].drop_nulls()) for side in ("a", "b")
    }
    events = tuple(sorted(on["a"] & on["b"]))
    number = {event: k for k, event in enumerate(events)}
    placed = rows.with_columns(
        cell=pl.when(pl.col("event").is_null())
        .then(pl.lit(len(events) + 1))
        .otherwise(
            pl.col("event").replace_strict(number, default=len(events), return_dtype=pl.Int64)
        )
        .cast(pl.Int64)
    )
    columns = placed.select("side", "outlet", "cell").unique().sort("side", "outlet", "cell")
    placed = placed.join(
        columns.with_row_index("column"),
        on=["side", "outlet", "cell"],
        how="left",
        maintain_order="left",
    )
    cells = Cells(
        events=events,
        side=(columns["side"] == "b").cast(pl.Int64).to_numpy(),
        outlet=(columns.select(pl.struct("side", "outlet").rank("dense"))["side"] - 1)
        .cast(pl.Int64)
        .to_numpy(),
        cell=columns["cell"].to_numpy(),
        bottom=sum_columns(placed, "bottom", shape=(n_units, columns.height)),
        outlets_equal=outlets_equal,
    )
    return cells, placed


def sum_columns(rows: pl.DataFrame, value: str, *, shape: tuple[int, int]) -> Floats:
    """Sums of a column of rows with ``unit`` and ``column``, added in a fixed order."""
    found = np.zeros(shape)
    ordered = rows.sort("unit", "column", value)
    np.add.at(
        found, (ordered["unit"].to_numpy(), ordered["column"].to_numpy()), ordered[value].to_numpy()
    )
    return found


def side_cells(cells: Cells, bottom: Floats, tops: Floats) -> tuple[Floats, Floats]:
    """Denominators and numerators of both sides' cells, outlets weighed.

    Parameters
    ----------
    bottom
        Sums of columns, shape (replicates, columns).
    tops
        Sums of columns of each item, shape (replicates, items, columns).

    Returns
    -------
    tuple of ndarray
        Shapes (2, replicates, cells) and (2, replicates, items, cells).
    """
    bottom, tops = _weigh_outlets(cells, bottom, tops)
    return _into_cells(cells, bottom), _into_cells(cells, tops)


def _into_cells(cells: Cells, columns: Floats) -> Floats:
    """Columns (..., columns) added up by side and cell, outlet after outlet: (2, ..., cells)."""
    found = np.zeros((2, *columns.shape[:-1], cells.n_cells))
    for outlet in range(int(cells.outlet.max(initial=-1)) + 1):
        own = np.flatnonzero(cells.outlet == outlet)  # of one side, each of another cell
        found[cells.side[own[0]]][..., cells.cell[own]] += columns[..., own]
    return found


def side_rates(cells: Cells, bottom: Floats, tops: Floats) -> tuple[Floats, Floats]:
    """The rates of both sides over all cells, of shape (replicates, items); see ``side_cells``."""
    bottom, tops = _weigh_outlets(cells, bottom, tops)
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b = (
            tops[..., own].sum(axis=-1) / bottom[:, own].sum(axis=-1)[:, None]
            for own in (np.flatnonzero(cells.side == side) for side in (0, 1))
        )
    return a, b


def _weigh_outlets(cells: Cells, bottom: Floats, tops: Floats) -> tuple[Floats, Floats]:
    """Columns so that each outlet of a side counts the same, where that is asked for."""
    if not cells.outlets_equal:
        return bottom, tops
    of_outlet = np.eye(int(cells.outlet.max()) + 1)[cells.outlet]
    total = (bottom @ of_outlet)[:, cells.outlet]
    share = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return bottom * share, tops * share[:, None, :]


def observed_rates(cells: Cells, tops: Floats) -> Floats:
    """Rates of both sides' cells in the data, NaN where a cell is empty: (2, items, cells)."""
    bottom, top = side_cells(cells, cells.bottom.sum(axis=0)[None], tops.sum(axis=1)[None])
    with np.errstate(invalid="ignore", divide="ignore"):
        return top[:, 0] / bottom[:, 0][:, None, :]


def leverage(cells: Cells) -> Floats:
    """The sum of squared shares of units in each cell's denominator, shape (2, cells).

    1 where a single unit makes the cell, 1 / n where n units count alike; NaN where it is empty.
    """
    total = cells.bottom.sum(axis=0)
    weight = np.ones(len(cells.cell))
    if cells.outlets_equal:
        weight = 1.0 / np.bincount(cells.outlet, weights=total)[cells.outlet]
    found = np.full((2, cells.n_cells), np.nan)
    for side in (0, 1):
        for cell in range(cells.n_cells):
            inside = (cells.side == side) & (cells.cell == cell)
            if inside.any():
                of_unit = cells.bottom[:, inside] @ weight[inside]
                found[side, cell] = ((of_unit / of_unit.sum()) ** 2).sum()
    return found


def stretch(cells: Cells, tops: Floats, held: Floats) -> Floats:
    """Numerators whose spread within a cell is as wide as it would be round the true rate.

    Units vary less round their own cell's rate than round the true one, by 1 - h where h is the
    ``leverage``; deviations are stretched by 1 / sqrt(1 - h), which leaves every sum of a side's
    cell as it is (MacKinnon and White 1985, HC2, doi:10.1016/0304-4076(85)90158-7). A cell of
    one unit has no deviation to stretch.

    Parameters
    ----------
    tops
        Numerators, shape (items, units, columns).
    held
        From ``observed_rates``.
    """
    h = leverage(cells)[cells.side, cells.cell]
    factor = np.where(h < 1 - 1e-9, 1.0 / np.sqrt(np.maximum(1.0 - h, 1e-9)), 1.0)
    expected = held[cells.side, :, cells.cell].T[:, None, :] * cells.bottom
    stretched: Floats = expected + factor * (tops - expected)
    return stretched


def split_cells(cells: Cells, bottom: Floats, tops: Floats, *, held: Floats) -> Floats:
    """The parts of each item: (replicates, items, 9), from sums of columns (see ``side_cells``)."""
    denominators, numerators = side_cells(cells, bottom, tops)
    return split_difference(
        numerators[0],
        denominators[0][:, None, :],
        numerators[1],
        denominators[1][:, None, :],
        stand_in_a=held[0],
        stand_in_b=held[1],
    )
