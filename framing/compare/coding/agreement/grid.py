"""Codes given before any discussion, as a grid of units by coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.measures.agreement.sums import MISSING
from framing.records.coding import INDEPENDENT

_CODED = ["unit", "coder", "label", "place"]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Who gave which unit which label.

    Attributes
    ----------
    units
        ``unit`` and the columns asked for, of every unit that somebody coded, sorted by unit.
    coders, labels
        Coders in order of their names; labels in the variable's order.
    codes
        Shape (units, coders): the label's number, ``MISSING`` where a coder gave none.
    order
        Shape (units, coders): which of the coder's units it was, from 1; 0 where missing.
    """

    units: pl.DataFrame
    coders: tuple[str, ...]
    labels: tuple[str, ...]
    codes: NDArray[np.int64]
    order: NDArray[np.int64]


def independent_codes(codes: pl.DataFrame) -> pl.DataFrame:
    """What coders said before any discussion, the only codes that are compared between them.

    Parameters
    ----------
    codes
        Schema ``CODES``.

    Returns
    -------
    DataFrame
        ``unit``, ``coder``, ``label``, ``place``.
    """
    return codes.filter(pl.col("phase") == INDEPENDENT).select(_CODED)


def build_grid(codes: pl.DataFrame, units: pl.DataFrame, *, labels: Sequence[str]) -> Grid:
    """The grid of all independent codes.

    Parameters
    ----------
    codes
        Schema ``CODES`` of one variable; a coder gave a unit one label a phase.
    units
        ``unit``, and whatever is to stand in ``Grid.units``.
    labels
        All labels that could be given, in order.

    Raises
    ------
    ValueError
        For a label that is none of ``labels``, or a unit that is none of ``units``.
    """
    said = independent_codes(codes)
    if wrong := sorted(set(said["label"]) - set(labels)):
        raise ValueError(f"label {wrong[0]!r}; allowed: {', '.join(labels)}")
    if lost := sorted(set(said["unit"]) - set(units["unit"])):
        raise ValueError(f"unit {lost[0]!r} was not drawn")
    coded = units.join(said.select("unit").unique(), on="unit", how="semi").sort("unit")
    coders = sorted(set(said["coder"]))
    rows, columns = _places(said["unit"], coded["unit"]), _places(said["coder"], coders)
    grid = np.full((coded.height, len(coders)), MISSING, dtype=np.int64)
    grid[rows, columns] = _places(said["label"], labels)
    order = np.zeros(grid.shape, dtype=np.int64)
    order[rows, columns] = said["place"].fill_null(0).to_numpy()
    return Grid(coded, tuple(coders), tuple(labels), grid, order)


def _places(values: pl.Series, among: Sequence[str] | pl.Series) -> NDArray[np.int64]:
    place = {name: k for k, name in enumerate(among)}
    return np.array([place[value] for value in values], dtype=np.int64)
