"""The CSV files of a study folder: rows with their line numbers, columns checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.corpus.readers import find_delimiter, open_quote
from framing.errors import Problem, suggest
from framing.records.formulas import bare_cell

UNREADABLE = ("not readable", "no column")  # how such a problem begins


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file: its line and its cells, stripped."""

    line: int
    cells: dict[str, str]


def read_rows(
    path: Path,
    needed: Sequence[str],
    allowed: Sequence[str],
    problems: list[Problem],
    *,
    others: bool = False,
) -> list[Row]:
    """Rows of a CSV file; no file, no rows. Wrong columns and short rows are problems.

    Cells are separated by commas, semicolons or tabs, whichever the header shows. With
    ``others`` columns besides those allowed are kept, too.
    """
    text = _decode(path, problems) if path.is_file() else None
    if text is None:
        return []
    delimiter = find_delimiter(text, allowed)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        known = [*allowed, *header] if others else allowed
        if not _check_header(header, path, needed, known, problems):
            return []
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problems.append(_wrong_length(path, reader.line_num, cells, header))
                continue
            # Gold repeats the words of articles to the letter; lists are ours or a sheet's.
            stripped = (cell.strip() if others else bare_cell(cell.strip()) for cell in cells)
            rows.append(Row(reader.line_num, dict(zip(header, stripped, strict=True))))
        return rows
    except csv.Error as error:
        problems.append(_broken(path, reader.line_num, error, open_quote(text, delimiter)))
        return []


def _decode(path: Path, problems: list[Problem]) -> str | None:
    raw = path.read_bytes()
    step = "save it again as CSV UTF-8 (comma delimited)."
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:200]:
        found = "not readable: the file is UTF-16, not UTF-8."
        problems.append(Problem(path.name, 1, found, "a CSV file in UTF-8.", step, fatal=True))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"not readable: byte {raw[error.start]:#04x} is no UTF-8."
        problems.append(Problem(path.name, line, found, "a CSV file in UTF-8.", step, fatal=True))
        return None


def _check_header(
    header: list[str],
    path: Path,
    needed: Sequence[str],
    allowed: Sequence[str],
    problems: list[Problem],
) -> bool:
    """Whether the rows can be read; whatever is wrong with the columns is a problem."""
    missing = [name for name in needed if name not in header]
    unknown = [name for name in header if name not in allowed]
    twice = sorted({name for name in header if header.count(name) > 1})
    said = [f"no column {name!r}" for name in missing]
    said += [f"unknown column {name!r}" for name in unknown]
    said += [f"column {name!r} stands twice" for name in twice]
    if said:
        near = [suggest(name, set(allowed) - set(header)) for name in unknown]
        step = " ".join((*filter(None, near), "rename or add the column."))
        problems.append(
            Problem(
                path.name,
                1,
                f"{', '.join(said)}.",
                f"{', '.join(allowed)}.",
                step,
                fatal=bool(missing or twice),
            )
        )
    return not missing


def _wrong_length(path: Path, line: int, cells: list[str], header: list[str]) -> Problem:
    return Problem(
        path.name,
        line,
        f"{len(cells)} cell{'s' * (len(cells) != 1)}.",
        f"{len(header)} cells, as the header has.",
        "quote cells with commas." if len(cells) > len(header) else "add the cells that are left.",
    )


def _broken(path: Path, line: int, error: csv.Error, opened: int) -> Problem:
    found = f"not readable: {error}."
    if opened:
        found = "not readable: a quotation mark opens a cell in this line and does not close it."
    return Problem(
        path.name,
        opened or line,
        found,
        'a cell in quotation marks ends with one; a mark inside is written twice, "".',
        "close it, or remove it.",
        fatal=True,
    )
