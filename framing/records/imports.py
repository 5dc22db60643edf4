"""The ledger of imports in numbers."""

from __future__ import annotations

import polars as pl

from framing.records.numerals import plural
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
    listed = f" ({plural(counts['listed'], 'file')} read with rows of an index)"
    return (
        f"{plural(counts['items'], 'item')} in {plural(counts['sources'], 'file')}"
        f"{listed if counts['listed'] else ''}, {plural(counts['texts'], 'distinct text')}: "
        f"{counts['imported']:,} imported, {plural(counts['duplicate'], 'duplicate')}, "
        f"{counts['skipped']:,} skipped"
    )
