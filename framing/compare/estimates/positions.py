"""Which stances are counted, and in whose voice."""

from __future__ import annotations

import polars as pl


def statements(stances: pl.DataFrame) -> pl.DataFrame:
    """Rows that take a position: what is asked, supposed or unsaid takes none."""
    return stances.filter(pl.col("mood") == "statement")


def own_positions(stances: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``voice`` ``source`` where the holder is neither the outlet nor its agency.

    "Japan does not recognise ..." stands in the outlet's words and is no position of the outlet's.

    Parameters
    ----------
    stances
        Mention rows: ``holder``, ``voice``, ``outlet``, ``wire``.
    """
    own = (pl.col("holder") == pl.col("outlet")) | (
        (pl.col("voice") == "wire") & (pl.col("holder") == pl.col("wire"))
    )
    return stances.with_columns(voice=pl.when(own).then("voice").otherwise(pl.lit("source")))
