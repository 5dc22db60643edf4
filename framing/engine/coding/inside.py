"""What begins inside a unit."""

from __future__ import annotations

import polars as pl


def place_inside(units: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``found`` that begin inside a unit.

    Parameters
    ----------
    units
        ``article``, ``start``, ``end``; units do not overlap.
    found
        ``article``, ``at`` (a character), and columns of its own.

    Returns
    -------
    DataFrame
        Columns of ``found``, then ``begins`` and ``ends`` of the unit; sorted by article and place.
    """
    spans = units.select("article", begins="start", ends="end").sort("article", "begins")
    return (
        found.sort("article", "at")
        .join_asof(
            spans,
            left_on="at",
            right_on="begins",
            by="article",
            strategy="backward",
            check_sortedness=False,
        )
        .filter(pl.col("at") < pl.col("ends"))
    )
