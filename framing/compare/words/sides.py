"""Counts of two sides: who stands where, and what each term adds up to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.design import MIN_OUTLETS, outlet_clusters
from framing.counts.numbering import number_strings
from framing.counts.terms import TermCounts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sides:
    """Counts of both sides: weighted cells by article, and what each article adds up to."""

    counted: TermCounts
    docs: pl.DataFrame  # one row a column of the matrices

    def mask(self, side: str) -> Floats:
        """1 for the articles of a side, 0 for others."""
        return (self.docs["side"] == side).to_numpy().astype(np.float64)

    def total(self, side: str) -> float:
        """Weighted words of a side."""
        return float(self.counted.total_eff @ self.mask(side))

    def n_units(self, side: str) -> int:
        """Distinct articles of a side."""
        return self.docs.filter(pl.col("side") == side)["unit"].n_unique()

    def drawn_for(self, claim: str) -> tuple[Sides, str]:
        """The same, drawn as a claim asks, and why there can be no interval (empty: there can).

        For claim ``group`` outlets are drawn whole, within their groups.
        """
        if claim != "group":
            return self, ""
        outlets = self.docs.group_by("side").agg(pl.col("outlet").n_unique())["outlet"]
        reason = f"claim group: fewer than {MIN_OUTLETS} outlets a side: no interval"
        return Sides(self.counted, outlet_clusters(self.docs)), (
            reason if min(outlets, default=0) < MIN_OUTLETS else ""
        )

    def members(self, column: str, side: str | None = None) -> csr_array:
        """Articles by units (outlets, events) of a side or of all; null belongs to none."""
        present = self.docs[column].is_not_null().to_numpy()
        if side:
            present &= (self.docs["side"] == side).to_numpy()
        labels, number = number_strings(self.docs[column].fill_null(""))
        rows = np.flatnonzero(present)
        shape = (len(self.docs), max(len(labels), 1))
        return csr_array((np.ones(len(rows)), (rows, number.to_numpy()[rows])), shape=shape)

    def spread(self, column: str, side: str | None = None) -> Ints:
        """In how many distinct units (outlets, events) each term stands, on a side or in all."""
        member = self.members(column, side)
        if member.sum(axis=0).max(initial=0) <= 1:  # each unit is one article, as most are
            used = self.counted.n.copy()
            used.data = np.ones(len(used.data))
            return np.asarray(used @ member.sum(axis=1), dtype=np.int64)
        n_cells: Ints = np.diff((self.counted.n @ member).indptr)
        return n_cells
