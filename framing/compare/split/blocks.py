"""Items of one denominator at a time: their cells, their numerators, and what they count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.draws import unit_strata
from framing.compare.split.cells import Cells, build_cells, side_cells, sum_places

AT_ONCE = 4_000_000  # numerators held at a time: 32 MB
SIDES = ("a", "b")


@dataclass(frozen=True, slots=True)
class Block:
    """Items of one denominator.

    Attributes
    ----------
    measure, per, within
        What the denominator is of, and what the rate is per.
    items
        Sorted.
    cells
        Of the denominator.
    wholes
        One row an article with a denominator: ``article``, ``bottom``, ``side``, ``outlet``,
        ``event``, ``unit`` (its number), ``cell``, ``place``.
    uses
        One row an article and item: columns of ``wholes``, ``item``, ``n``, ``top``.
    tops
        Numerators, shape (items, places of the cells).
    """

    measure: str
    per: str
    within: str
    items: tuple[str, ...]
    cells: Cells
    wholes: pl.DataFrame
    uses: pl.DataFrame
    tops: NDArray[np.float64]

    def bottoms(self) -> NDArray[np.float64]:
        """Denominators of both sides' cells, outlets weighed: (2, cells)."""
        cells = self.cells
        none = np.zeros((1, 0, len(cells.sides), cells.n_cells))
        return side_cells(cells, cells.add(cells.bottom)[None], none)[0][:, 0]

    def count(self, item: str) -> dict[str, int]:
        """Uses of an item on each side, as they stand."""
        found = self.uses.filter(pl.col("item") == item).group_by("side").agg(pl.col("n").sum())
        return {**dict.fromkeys(SIDES, 0), **dict(found.iter_rows())}

    def n_either(self, item: str, side: str) -> int:
        """Distinct articles of a side that have an item, or that have something else: the fewer."""
        own = self.uses.filter((pl.col("item") == item) & (pl.col("side") == side))
        wholes = self.wholes.filter(pl.col("side") == side).select("article", "unit", "bottom")
        rows = wholes.join(own.select("article", "top"), on="article", how="left").with_columns(
            pl.col("top").fill_null(0.0)
        )
        has = rows.filter(pl.col("top") > 0)["unit"].n_unique()
        # Weighted sums of the same mentions can differ in their last digits.
        lacks = rows.filter(pl.col("top") < pl.col("bottom") * (1 - 1e-9))["unit"].n_unique()
        return min(has, lacks)


def build_blocks(
    top: pl.DataFrame, bottom: pl.DataFrame, *, units: pl.DataFrame, outlets_equal: bool
) -> Iterator[Block]:
    """Blocks in order of measure and ``within``, as many items in each as memory allows."""
    order = unit_strata(units).select("unit").with_row_index("number")
    known = units.join(order, on="unit", maintain_order="left").select(
        "article", "side", "outlet", "event", unit=pl.col("number").cast(pl.Int64)
    )
    keys = ["measure", "per", "within"]
    every = (
        bottom.select("article", *keys, "bottom")
        .filter(pl.col("bottom") > 0)
        .join(known, on="article", maintain_order="left")
    )
    tops = top.select("article", "measure", "within", "item", "n", "top")
    for (measure, per, within), rows in every.sort(*keys, "article").group_by(
        keys, maintain_order=True
    ):
        cells, wholes = build_cells(rows, outlets_equal=outlets_equal)
        wholes = wholes.drop(keys)
        uses = tops.filter(pl.col("measure") == measure, pl.col("within") == within).join(
            wholes, on="article", maintain_order="left"
        )
        items = sorted(set(uses["item"]))
        of_item = uses.partition_by("item", as_dict=True)
        n = len(cells.bottom)
        step = max(1, AT_ONCE // n)
        for start in range(0, len(items), step):
            some = tuple(items[start : start + step])
            found = [sum_places(of_item[(i,)], "top", n=n) for i in some]
            yield Block(
                str(measure), str(per), str(within), some, cells, wholes, uses, np.stack(found)
            )
