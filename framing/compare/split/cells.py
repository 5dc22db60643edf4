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

    A unit stands in a cell or two, so only its places are held: sums are grids, units are not.

    Attributes
    ----------
    events
        Shared events with a denominator on both sides, sorted; behind them two more cells:
        what is unmatched, and what has no event.
    sides
        Side (0, 1) of each outlet; an outlet on both sides is two.
    unit, outlet, cell
        For each place its unit (rising), the number of its outlet and of its cell.
    bottom
        Denominators of the places.
    outlets_equal
        Whether each outlet of a side counts the same, or by its denominator.
    """

    events: tuple[str, ...]
    sides: Ints
    unit: Ints
    outlet: Ints
    cell: Ints
    bottom: Floats
    outlets_equal: bool

    @property
    def n_cells(self) -> int:
        """Shared events, and two."""
        return len(self.events) + 2

    def add(self, values: Floats, *, places: slice = slice(None)) -> Floats:
        """Values of places added up, unit after unit: (..., places) to (..., outlets, cells)."""
        at = self.outlet[places] * self.n_cells + self.cell[places]
        shape = (len(self.sides), self.n_cells)
        found = np.empty((*values.shape[:-1], shape[0] * shape[1]))
        for k in np.ndindex(values.shape[:-1]):
            found[k] = np.bincount(at, weights=values[k], minlength=found.shape[-1])
        return found.reshape(*values.shape[:-1], *shape)


def build_cells(rows: pl.DataFrame, *, outlets_equal: bool) -> tuple[Cells, pl.DataFrame]:
    """Cells of the articles that have a denominator.

    Parameters
    ----------
    rows
        Columns ``article``, ``unit`` (a number), ``side`` (a, b), ``outlet``, ``event``,
        ``bottom`` (above 0).

    Returns
    -------
    tuple
        The cells, and the rows with ``cell`` and ``place``, the number of their place.
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
    outlets = placed.select("side", "outlet").unique().sort("side", "outlet").with_row_index("o")
    keys = ["unit", "side", "outlet", "cell"]
    places = placed.select(keys).unique().sort(keys).with_row_index("place")
    placed = placed.join(places, on=keys, how="left", maintain_order="left").with_columns(
        pl.col("place").cast(pl.Int64)
    )
    numbered = places.join(outlets, on=["side", "outlet"], how="left", maintain_order="left")
    cells = Cells(
        events=events,
        sides=(outlets["side"] == "b").cast(pl.Int64).to_numpy(),
        unit=places["unit"].cast(pl.Int64).to_numpy(),
        outlet=numbered["o"].cast(pl.Int64).to_numpy(),
        cell=places["cell"].to_numpy(),
        bottom=sum_places(placed, "bottom", n=places.height),
        outlets_equal=outlets_equal,
    )
    return cells, placed


def sum_places(rows: pl.DataFrame, value: str, *, n: int) -> Floats:
    """Sums of a column of rows with ``place``, added in a fixed order."""
    ordered = rows.sort("place", value)
    weights = ordered[value].cast(pl.Float64).to_numpy()
    sums = np.bincount(ordered["place"].to_numpy(), weights=weights, minlength=n)
    return sums.astype(np.float64)  # whole numbers where there is no row


def side_cells(cells: Cells, bottom: Floats, tops: Floats) -> tuple[Floats, Floats]:
    """Denominators and numerators of both sides' cells, outlets weighed.

    Parameters
    ----------
    bottom
        Sums of shape (replicates, outlets, cells).
    tops
        Sums of each item, of shape (replicates, items, outlets, cells).

    Returns
    -------
    tuple of ndarray
        Shapes (2, replicates, cells) and (2, replicates, items, cells).
    """
    if cells.outlets_equal:
        share = equal_shares(bottom)
        bottom, tops = bottom * share, tops * share[:, np.newaxis]
    return _by_side(cells, bottom), _by_side(cells, tops)


def equal_shares(bottom: Floats) -> Floats:
    """What makes each outlet's denominators (..., cells) add up to 1: (..., 1); 0 for none."""
    total = bottom.sum(axis=-1, keepdims=True)
    found: Floats = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return found


def _by_side(cells: Cells, grid: Floats) -> Floats:
    """A grid (..., outlets, cells) added up by side, outlet after outlet: (2, ..., cells)."""
    found = np.zeros((2, *grid.shape[:-2], cells.n_cells))
    for outlet, side in enumerate(cells.sides.tolist()):
        found[side] += grid[..., outlet, :]
    return found


def observed_rates(cells: Cells, tops: Floats) -> Floats:
    """Rates of both sides' cells in the data, NaN where a cell is empty: (2, items, cells)."""
    bottom, top = side_cells(cells, cells.add(cells.bottom)[None], cells.add(tops)[None])
    with np.errstate(invalid="ignore", divide="ignore"):
        return top[:, 0] / bottom[:, 0][:, None, :]


def leverage(cells: Cells) -> Floats:
    """The sum of squared shares of units in each cell's denominator, shape (2, cells).

    1 where a single unit makes the cell, 1 / n where n units count alike; NaN where it is empty.
    """
    weight = np.ones(len(cells.sides))
    if cells.outlets_equal:
        weight = 1.0 / np.bincount(cells.outlet, weights=cells.bottom)
    at = cells.sides[cells.outlet] * cells.n_cells + cells.cell
    own = (
        pl.DataFrame({"unit": cells.unit, "at": at, "own": cells.bottom * weight[cells.outlet]})
        .group_by("unit", "at", maintain_order=True)
        .agg(pl.col("own").sum())
        .sort("at", "unit")
    )
    at, of_unit = own["at"].to_numpy(), own["own"].to_numpy()
    total = np.bincount(at, weights=of_unit, minlength=2 * cells.n_cells)
    squares = np.bincount(at, weights=(of_unit / total[at]) ** 2, minlength=2 * cells.n_cells)
    found: Floats = np.where(total > 0, squares, np.nan).reshape(2, cells.n_cells)
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
        Numerators, shape (items, places).
    held
        From ``observed_rates``.
    """
    side = cells.sides[cells.outlet]
    h = leverage(cells)[side, cells.cell]
    factor = np.where(h < 1 - 1e-9, 1.0 / np.sqrt(np.maximum(1.0 - h, 1e-9)), 1.0)
    expected = held[side, :, cells.cell].T * cells.bottom
    stretched: Floats = expected + factor * (tops - expected)
    return stretched


def split_sides(
    bottom: tuple[Floats, Floats], plain: tuple[Floats, Floats], wide: tuple[Floats, Floats],
    *, held: Floats,
) -> Floats:  # fmt: skip
    """The parts of each item: (replicates, items, 9), from cells of both sides.

    Parameters
    ----------
    bottom, plain, wide
        Of each side (replicates or 1, cells) and (replicates or 1, items, cells): denominators,
        numerators, and these stretched. Rates of all events vary as their units do; those of
        single cells are stretched.
    """
    parts = split_difference(
        wide[0],
        bottom[0][:, None, :],
        wide[1],
        bottom[1][:, None, :],
        stand_in_a=held[0],
        stand_in_b=held[1],
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b = (plain[s].sum(axis=-1) / bottom[s].sum(axis=-1)[:, None] for s in (0, 1))
    parts[..., 0], parts[..., 1], parts[..., 2] = a, b, a - b
    return parts
