"""What each unit adds to the counts of collocates: the tables that intervals draw from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.collocates.company import Company
from framing.compare.resampling.draws import unit_strata

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CELLS = 4_000_000  # of one table: units times terms


class UnitSums:
    """Sums of a company's counts by unit, in the order of ``strata``."""

    def __init__(self, company: Company, units: pl.DataFrame) -> None:
        """``units`` has one row an article that counts: ``article``, ``unit``, ``stratum``."""
        self.strata = unit_strata(units)
        self._company = company
        place = company.docs.with_row_index("doc").select("article", "doc")
        number = self.strata.with_row_index("row").select("unit", "row")
        pairs = units.select("article", "unit").join(place, on="article").join(number, on="unit")
        doc, row = pairs["doc"].to_numpy(), pairs["row"].to_numpy()
        shape = (self.strata.height, company.docs.height)
        self._member = csr_array((np.ones(pairs.height), (row, doc)), shape=shape)

    def node(self, side: Floats) -> Floats:
        """Weighted uses of the node in each unit's articles of a side, shape (units, 1)."""
        uses = self._company.docs["n_node_eff"].to_numpy() * side
        return np.asarray(self._member @ uses)[:, np.newaxis]

    def near(self, terms: Ints, side: Floats) -> Floats:
        """Weighted uses of some words near the node, shape (units, terms)."""
        return self._sum(self._company.near_eff, terms, side)

    def every(self, terms: Ints, side: Floats) -> Floats:
        """Weighted uses of some words everywhere, shape (units, terms)."""
        return self._sum(self._company.every_eff, terms, side)

    def blocks(self, terms: Ints) -> Iterator[slice]:
        """Slices of some terms whose tables fit into memory."""
        step = int(np.clip(CELLS // max(self.strata.height, 1), 1, 500))
        for start in range(0, len(terms), step):
            yield slice(start, start + step)

    def _sum(self, cells: csr_array, terms: Ints, side: Floats) -> Floats:
        summed = cells[terms].multiply(side[np.newaxis]) @ self._member.T
        return np.ascontiguousarray(summed.toarray().T, dtype=np.float64)
