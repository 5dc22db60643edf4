"""Which labels coders take for each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coding.agreement.grid import Grid
from framing.measures.agreement.sums import pair_tables
from framing.records.tables import CODER_CONFUSION

Floats = NDArray[np.float64]
Cell = tuple[str | None, str | None, str, str, int]


def confused_labels(grid: Grid, *, variable: str = "", sample: str = "") -> pl.DataFrame:
    """Labels that two coders gave the same unit, over all pairs of coders, then pair by pair.

    Parameters
    ----------
    grid
        From ``build_grid``.
    variable, sample
        Printed in their columns.

    Returns
    -------
    DataFrame
        Schema ``CODER_CONFUSION``. ``n`` counts pairs of codes; over all coders (``coder`` empty)
        ``label`` never stands after ``other_label`` in the variable's order, since neither coder is
        the first. Cells without a pair of codes have no row.
    """
    rows = [(variable, sample, *cell) for cell in _cells(grid)]
    return pl.DataFrame(rows, schema=CODER_CONFUSION, orient="row")


def _cells(grid: Grid) -> Iterator[Cell]:
    q = len(grid.labels)
    row = np.zeros(len(grid.codes), dtype=np.int64)
    tables = {
        (grid.coders[first], other): table
        for first in range(len(grid.coders) - 1)
        for other, table in zip(
            grid.coders[first + 1 :],
            pair_tables(grid.codes, first=first, n_labels=q, row=row).sum(axis=0),
            strict=True,
        )
    }
    total = sum(tables.values(), start=np.zeros((q, q)))
    yield from _filled(None, None, np.triu(total + total.T) - np.diag(np.diag(total)), grid.labels)
    for (coder, other), table in tables.items():
        yield from _filled(coder, other, table, grid.labels)


def _filled(
    coder: str | None, other: str | None, table: Floats, labels: tuple[str, ...]
) -> Iterator[Cell]:
    for a, b in product(range(len(labels)), repeat=2):
        if table[a, b]:
            yield coder, other, labels[a], labels[b], int(table[a, b])
