"""Filled sheets as they come back: CSV or XLSX, whatever a spreadsheet did to them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from framing.corpus.readers import find_delimiter, open_quote
from framing.errors import Problem
from framing.intake.formats.workbooks import Workbook
from framing.intake.limits import read_text
from framing.intake.records import UnreadableError
from framing.records.formulas import bare_cell
from framing.study.tables import Row

NEEDED = ("unit", "label")
# Columns that are read; a sheet has others beside them for who codes.
COLUMNS = ("unit", "variable", "label", "coder", "phase", "place", "at", "start", "end", "note")
_HEAD = 50  # rows of a sheet among which its header stands

Numbered = Iterator[tuple[int, Sequence[str]]]


def read_filled(path: Path, named: str, problems: list[Problem]) -> list[Row]:
    """Rows of a filled sheet; of its columns only ``COLUMNS``, whichever else it has.

    A file that cannot be read, or has no column for unit or label, is a problem and costs itself
    alone. Commas, semicolons and tabs part cells; every usual encoding is read; rows that a
    spreadsheet made shorter or longer by empty cells are whole.
    """
    readers = {".csv": _csv_rows, ".xlsx": _xlsx_rows}
    reader = readers.get(path.suffix.lower())
    try:
        if reader is None:
            raise UnreadableError(f"file type {path.suffix or '(none)'!r} is not read")
        return list(_with_header(reader(path)))
    except UnreadableError as error:
        problems.append(
            Problem(
                named,
                0,
                f"{error}.",
                f"a filled sheet, .csv or .xlsx, with columns {', '.join(NEEDED)}.",
                "save it again as CSV UTF-8, or move it out of the folder.",
            )
        )
        return []


def _with_header(rows: Numbered) -> Iterator[Row]:
    """Rows below the first one that names the columns which are needed."""
    header: list[str] = []
    for seen, (line, cells) in enumerate(rows, start=1):
        if header:
            given = dict(zip(header, map(_cleaned, cells), strict=False))
            row = {name: given.get(name, "") for name in COLUMNS if name in header}
            if any(row.values()):
                yield Row(line, row)
            continue
        names = [cell.strip().casefold() for cell in cells]
        if set(NEEDED) <= set(names):
            header = names
            twice = sorted({name for name in COLUMNS if names.count(name) > 1})
            if twice:
                raise UnreadableError(f"column {', '.join(twice)} stands twice")
        elif seen > _HEAD:
            break
    if not header:
        raise UnreadableError(f"no column {' or no column '.join(NEEDED)}")


def _cleaned(cell: str) -> str:
    return bare_cell(" ".join(cell.split()))


def _csv_rows(path: Path) -> Numbered:
    text = re.sub(r"\Asep=.\r?\n", "", read_text(path))
    delimiter = find_delimiter(text.casefold(), COLUMNS)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # whole articles are cells
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        line = open_quote(text, delimiter) or reader.line_num
        raise UnreadableError(f"broken in line {line} ({error})") from error


def _xlsx_rows(path: Path) -> Numbered:
    """Rows of the first sheet of a workbook that has the columns."""
    with Workbook(path) as book:
        for name in book.names:
            head = [
                [_as_text(cell).strip().casefold() for cell in cells]
                for _, cells in islice(book.rows(name), _HEAD)
            ]
            if any(set(NEEDED) <= set(cells) for cells in head):
                for line, cells in book.rows(name):
                    yield line, [_as_text(cell) for cell in cells]
                return


def _as_text(cell: object) -> str:
    """A cell as who filled it in saw it: 1.0 is 1."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
