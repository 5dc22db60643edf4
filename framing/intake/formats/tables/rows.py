"""What every kind of table gives: its columns, and rows one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Wanted = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns, or why there are none; ``item`` as its user counts."""

    item: int
    cells: Sequence[object] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is read while ``rows`` is run through."""

    columns: tuple[str, ...]
    rows: Iterator[Row]
