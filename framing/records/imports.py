"""The ledger of imports in numbers."""

from __future__ import annotations

import polars as pl

from framing.records.tables import FATES


def count_fates(rows: pl.DataFrame) -> dict[str, int]:
    """Items, and what became of them.

    Parameters
    ----------
    rows
        Schema ``IMPORTS``.

    Returns
    -------
    dict
        ``items`` = ``imported`` + ``duplicate`` + ``skipped``; ``sources`` (files), ``texts``
        (distinct texts among the items), ``listed`` (files that are items of an index).
    """
    counts = {fate: rows.filter(fate=fate).height for fate in FATES}
    return {
        "sources": rows.select("source", "hash").n_unique(),
        "items": rows.height - counts["listed"],
        "texts": rows.filter(pl.col("text") != "")["text"].n_unique(),
        **counts,
    }


def say_fates(rows: pl.DataFrame) -> str:
    """The numbers in a sentence, for the terminal and the report."""
    counts = count_fates(rows)
    listed = f" ({_n(counts['listed'], 'file')} read with rows of an index)"
    return (
        f"{_n(counts['items'], 'item')} in {_n(counts['sources'], 'file')}"
        f"{listed if counts['listed'] else ''}, {_n(counts['texts'], 'distinct text')}: "
        f"{counts['imported']:,} imported, {_n(counts['duplicate'], 'duplicate')}, "
        f"{counts['skipped']:,} skipped"
    )


def _n(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
