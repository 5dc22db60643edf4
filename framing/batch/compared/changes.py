"""One thing that differs between two reports, A and B."""

from __future__ import annotations

from dataclasses import dataclass

NEW, GONE, CHANGED = "new", "gone", "changed"
FINDING, NUMBER, ROWS, WHY, FORM = "finding", "number", "rows", "why", "form"
RESULTS = (FINDING, NUMBER, ROWS)  # what makes two reports different


@dataclass(frozen=True, slots=True)
class Change:
    """A finding, a number of a table, rows of one, or a reason; values as they are written.

    ``table`` is the file of a number, or the kind of a reason; ``intervals`` says whether two
    intervals of a number overlap or stand apart, empty where one has none.
    """

    part: str
    table: str
    item: str
    column: str = ""
    change: str = CHANGED
    a: str = ""
    b: str = ""
    a_low: str = ""
    a_high: str = ""
    b_low: str = ""
    b_high: str = ""
    intervals: str = ""
    is_main: bool = False  # the number that a row is about
