"""What the columns of a report's tables mean: read from a data file, for people and sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import polars as pl
import yaml

_BOUNDS = {"_low": "Lower", "_high": "Upper"}
_SIDES = {"_a": "side A", "_b": "side B"}
_TYPES = {"String": "text", "Int64": "whole number", "UInt64": "whole number",
          "Float64": "number", "Boolean": "yes/no"}  # fmt: skip


class ColumnNote(NamedTuple):
    """A column of a table: its name, what stands in it, the unit, what it means."""

    column: str
    type: str
    unit: str
    meaning: str


def describe_table(name: str) -> str:
    """What a table of a report holds, in one sentence; empty where nobody wrote it down."""
    return str(_notes()["tables"].get(name, {}).get("about", ""))


def describe_columns(name: str, frame: pl.DataFrame) -> tuple[ColumnNote, ...]:
    """What each column of a table holds.

    Parameters
    ----------
    name
        Of the table in the report (``names_mentions``).
    frame
        The table itself: its columns and their types.
    """
    own = _notes()["tables"].get(name, {}).get("columns", {})
    known = {**_notes()["columns"], **own}
    return tuple(
        ColumnNote(column, _TYPES.get(str(kind), str(kind).lower()), *_found(column, known))
        for column, kind in frame.schema.items()
    )


def dictionary(tables: Iterable[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """All columns of all tables as one table: table, column, type, unit, meaning."""
    rows = [(name, *note) for name, frame in tables for note in describe_columns(name, frame)]
    return pl.DataFrame(
        rows, schema=dict.fromkeys(("table", *ColumnNote._fields), pl.String), orient="row"
    )


@cache
def _notes() -> Mapping[str, dict[str, Any]]:
    text = files(__package__).joinpath("columns.yaml").read_text("utf-8")
    found: Mapping[str, dict[str, Any]] = yaml.safe_load(text)
    return found


def _found(column: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Unit and meaning, also of bounds and sides of what is known; empty where nothing is."""
    if column in known:
        unit, meaning = known[column].split(" | ", 1)
        return unit, meaning
    for ending, which in _BOUNDS.items():
        if column.endswith(ending):
            unit, _ = _found(column.removesuffix(ending), known)
            return unit, f"{which} bound of the interval of {column.removesuffix(ending)}"
    for ending, side in _SIDES.items():
        if column.endswith(ending) and f"{column.removesuffix(ending)}_ab" in known:
            unit, meaning = _found(f"{column.removesuffix(ending)}_ab", known)
            return unit, f"{meaning}, {side}"
    return "", ""
