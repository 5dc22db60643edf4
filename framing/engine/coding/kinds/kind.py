"""A variable with its units and the tool's labels of them; what the kinds share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from framing.engine.coding.inside import place_inside
from framing.engine.run import Run
from framing.records.coding import Variable

NONE = "none"
YES_NO = ("yes", "no")
# The rows that can be drawn: article, start, end, text, id and the columns of their layer.
Rows = Callable[[Run], pl.DataFrame]
# From such rows to the tool's labels.
Label = Callable[[Run, pl.DataFrame], pl.Series]


@dataclass(frozen=True, slots=True)
class Kind:
    """A variable, its units, and how the tool labels them."""

    variable: Variable
    rows: Rows
    label: Label


def no_label(run: Run, units: pl.DataFrame) -> pl.Series:
    """The tool has no labels of a study's own variable."""
    return pl.Series("predicted", [None] * units.height, dtype=pl.String)


def values_inside(units: pl.DataFrame, found: pl.DataFrame) -> pl.Series:
    """For each unit the different values found in it, sorted.

    Parameters
    ----------
    units
        ``article``, ``start``, ``end``; units do not overlap.
    found
        ``article``, ``at`` (a character) and ``value``.
    """
    placed = (
        place_inside(units, found)
        .group_by("article", "begins")
        .agg(values=pl.col("value").unique().sort())
    )
    joined = units.select("article", "start").join(
        placed,
        left_on=["article", "start"],
        right_on=["article", "begins"],
        how="left",
        maintain_order="left",
    )
    return joined["values"].fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def one_of(values: pl.Series, *, several: str) -> pl.Series:
    """The only value of each list, ``none`` without any, ``several`` with more than one."""
    n = values.list.len()
    return (
        pl.DataFrame({"values": values})
        .select(
            pl.when(n == 0)
            .then(pl.lit(NONE))
            .when(n == 1)
            .then(pl.col("values").list.first())
            .otherwise(pl.lit(several))
        )
        .to_series()
    )
