"""Widths of columns for paper, where nothing scrolls: by the words that have to fit."""

from __future__ import annotations

import math
import re

from framing.reporting.model import Link, Table, Text

LONGEST_WORD = 14  # characters; longer words are broken
# Characters across a page in each size of type: upright, upright and small, on its side.
LINES = {"": 104, "small-type": 124, "wide": 190}
_ENOUGH = 60  # characters of a cell beyond which a column asks for no more room
_GAP = 1.5  # characters of padding a column
_BOLD = 1.15  # heads are bold
_NOTE = "0000"  # room for the number of a note
_ENDS = re.compile(r"[\s/]+|-+(?!\d)")  # a date stays whole
_INTERVAL = re.compile(r"(\[[^\[\], ]{1,7},) (?=[^\[\], ]{1,7}\])")
_FEWER = 0.75  # lines of a table for which smaller type is worth it
_MANY = 12  # lines from which on they count


def type_size(table: Table) -> str:
    """The size of type in which only overlong words are broken; the widest lie on their side.

    Small type also where it makes a long table clearly shorter.

    >>> type_size(Table("t", "", ("n", "Words"), ((("1",), ("a longer text",)),)))
    ''
    >>> type_size(Table("t", "", ("Attributions",) * 8, ()))
    'small-type'
    """
    columns = _columns(table)
    least = sum(low for low, _ in columns)
    size = next((size for size, line in LINES.items() if least <= line), "wide")
    if size:
        return size
    upright, small = (_lines(table, _widths(columns, LINES[s])) for s in ("", "small-type"))
    return "small-type" if upright > _MANY and small <= _FEWER * upright else ""


def keep_together(text: str) -> str:
    """Text whose short intervals do not break in the middle.

    >>> keep_together("1 [−52, 54]").count("\\u00a0")
    1
    """
    return _INTERVAL.sub("\\1\u00a0", text)


def column_shares(table: Table) -> list[float]:
    """The part of the line that each column gets; they sum to 1.

    >>> table = Table("t", "", ("n", "Words"), ((("1",), ("a longer text",)),))
    >>> [round(share, 2) for share in column_shares(table)]
    [0.15, 0.85]
    """
    widths = _widths(_columns(table), LINES[type_size(table)])
    return [width / sum(widths) for width in widths]


def _widths(columns: list[tuple[float, float]], line: float) -> list[float]:
    room = line - sum(low for low, _ in columns)
    wishes = sum(wish for _, wish in columns)
    spread = min(1.0, max(room, 0) / wishes) if wishes else 0.0
    return [low + wish * spread for low, wish in columns]


def _lines(table: Table, widths: list[float]) -> int:
    """About how many lines the rows take."""
    return sum(
        max(math.ceil(len(_written(cell)) / width) for cell, width in zip(row, widths, strict=True))
        for row in table.rows
    )


def _columns(table: Table) -> list[tuple[float, float]]:
    """What each column needs, and what more it would like, in characters."""
    found = []
    for k, name in enumerate(table.columns):
        cells = [_written(row[k]) for row in table.rows]
        low = _GAP + max(_longest(name) * _BOLD, *(_longest(cell) for cell in cells), 1)
        found.append((low, max(_wish(cells) + _GAP - low, 0.0)))
    return found


def _written(text: Text) -> str:
    return "".join(part.text + _NOTE if isinstance(part, Link) else part for part in text)


def _longest(text: str) -> int:
    words = _ENDS.split(_INTERVAL.sub(r"\1_", text))
    return min(max((len(word) for word in words), default=0), LONGEST_WORD)


def _wish(cells: list[str]) -> float:
    """Between the mean and the longest cell: one long cell may take several lines."""
    sizes = [min(len(cell), _ENOUGH) for cell in cells] or [1]
    return (sum(sizes) / len(sizes) + max(sizes)) / 2
