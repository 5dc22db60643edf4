"""Marks as rows of codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import polars as pl

from framing.records.tables import CODES
from framing.web.store.records import Mark, Task


def codes_table(task: Task, marks: Iterable[Mark]) -> pl.DataFrame:
    """Schema ``CODES``: a row for each unit, coder and phase, sorted by these.

    ``marks`` are in the order they were made, which gives each its place among its coder's.
    """
    places: Counter[tuple[str, str]] = Counter()
    rows = []
    for mark in marks:
        places[mark.coder, mark.phase] += 1
        rows.append(
            {
                "unit": mark.unit,
                "variable": task.variable,
                "label": mark.label,
                "coder": mark.coder,
                "phase": mark.phase,
                "place": places[mark.coder, mark.phase],
                "at": mark.at,
                "start": mark.start,
                "end": mark.end,
                "note": mark.note or None,
                "file": "",
                "row": 0,
            }
        )
    return pl.DataFrame(rows, schema=CODES, orient="row").sort("unit", "coder", "phase")
