"""CSV and its cousins, read as a stream; a broken row costs itself only."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from framing.intake.formats.tables.columns import count_known
from framing.intake.formats.tables.lines import MAX_LINE, Lines, Opener, TooLongError, find_opener
from framing.intake.formats.tables.rows import Row, Table, Wanted
from framing.intake.records import UnreadableError

_DELIMITERS = ",;\t|"
_MAX_HEADER = 2**20  # characters; a header has some hundred, a file without lines is no table
_AHEAD = 50  # lines within which a row must end to be taken for the next good one
# Lines that one broken row may cost: an open quotation mark takes in what follows, and each line is
# tried as a beginning, so that the work grows with their number times _AHEAD.
_TRIES = 2000


def read_delimited(path: Path, wanted: Wanted = (), *, limit: int = MAX_LINE) -> Table:
    """A table of cells parted by comma, semicolon, tab or bar.

    Parameters
    ----------
    path
        The file.
    wanted
        Pairs of (field, column); a delimiter that shows these columns is preferred.
    limit
        Characters that one row may have.

    Raises
    ------
    UnreadableError
        For files that are no text or have no header.
    """
    opener = find_opener(path)
    with opener() as stream:
        first, skipped = _first_line(stream)
    delimiter = find_delimiter(first, wanted, tabs=path.suffix.lower() == ".tsv")
    with opener() as stream:
        lines = _lines_after(stream, skipped, limit=_MAX_HEADER)
        try:
            csv.field_size_limit(_MAX_HEADER)
            header = next(csv.reader(lines, delimiter=delimiter), [])
        except (csv.Error, TooLongError) as error:
            raise UnreadableError(f"the header is broken ({error})") from error
        skipped = lines.number
    columns = tuple(cell.strip() for cell in header)
    if any("\0" in column for column in columns):
        raise UnreadableError("holds NUL bytes: not text in an encoding that is read")
    if not any(columns):
        raise UnreadableError("no header: the first line has no column names")
    return Table(columns, _read_rows(opener, delimiter, skipped, len(columns), limit))


def _first_line(stream: TextIO) -> tuple[str, int]:
    """The first line that is not blank nor Excel's ``sep=;``, and how many stand before it."""
    skipped = 0
    while line := stream.readline(_MAX_HEADER):
        if line.strip() and not line.lower().startswith("sep="):
            return line, skipped
        skipped += 1
    return "", skipped


def _lines_after(stream: TextIO, skipped: int, *, limit: int) -> Lines:
    for _ in range(skipped):
        stream.readline(_MAX_HEADER)
    return Lines(stream, limit=limit, number=skipped)


def find_delimiter(header: str, wanted: Wanted = (), *, tabs: bool = False) -> str:
    """The character that parts a header into most known columns, else into most columns.

    >>> find_delimiter("Titel;Datum, Uhrzeit;Zeitung")
    ';'
    """

    def rank(delimiter: str) -> tuple[int, bool, int]:
        try:
            csv.field_size_limit(_MAX_HEADER)
            cells = next(csv.reader([header], delimiter=delimiter), [])
        except csv.Error:
            cells = header.split(delimiter)
        return count_known(cells, wanted), tabs and delimiter == "\t", len(cells)

    return max(_DELIMITERS, key=rank)


def _read_rows(
    opener: Opener, delimiter: str, skipped: int, width: int, limit: int
) -> Iterator[Row]:
    with opener() as stream:
        lines = _lines_after(stream, skipped, limit=limit)
        while True:
            begun = lines.begin_row()
            cells, reason = _read_row(lines, delimiter, limit)
            if cells is None and not reason:
                return
            if cells is not None and (len(cells) == width or len(lines.taken) < 2):
                yield from _whole(begun, cells, width)
                continue
            raw = _split_raw(lines.taken, delimiter, width)
            keep = 1 if raw else _next_good(lines.taken, delimiter, width)
            lines.give_back(keep)
            if raw:
                yield Row(begun, raw)
            else:
                reason = reason or f"{len(cells or ())} cells; the header has {width}"
                yield Row(begun, problem=_broken(begun, keep, reason))


def _read_row(lines: Lines, delimiter: str, limit: int) -> tuple[list[str] | None, str]:
    """The cells of the next row, or why there are none; neither at the end of the file."""
    # The limit is the interpreter's, not the reader's: others may have set it meanwhile.
    csv.field_size_limit(max(limit, 2**17))
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True)), ""
    except StopIteration:
        return None, ""
    except (csv.Error, TooLongError) as error:
        return None, str(error)


def _whole(begun: int, cells: list[str], width: int) -> Iterator[Row]:
    if not any(map(str.strip, cells)):
        return
    if len(cells) == width:
        yield Row(begun, cells)
    else:
        s = "s" * (len(cells) != 1)
        yield Row(
            begun,
            problem=f"broken row: {len(cells)} cell{s}; the header has {width}. Next: put cells "
            "with delimiters, quotation marks or line breaks in quotation marks",
        )


def _split_raw(taken: list[str | None], delimiter: str, width: int) -> list[str]:
    """The cells of a tab-separated line whose quotation marks are just text, empty for others."""
    if delimiter != "\t":
        return []
    # A row that goes on in the next line is no such line: it would lose its end.
    first, *following = [(line or "").rstrip("\r\n").split(delimiter) for line in taken[:2]]
    return first if all(len(cells) == width for cells in (first, *following)) else []


def _next_good(taken: list[str | None], delimiter: str, width: int) -> int:
    """How many lines a broken row costs: up to the next line where a row of full width begins."""
    if width < 2:
        return len(taken)
    for at in range(1, min(len(taken), _TRIES)):
        ahead = [line for line in taken[at : at + _AHEAD] if line is not None]
        if taken[at] is None:
            return at
        try:
            cells = next(csv.reader(ahead, delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        if len(cells) == width:
            return at
    # The last line may open a row that goes on behind what was taken.
    return max(len(taken) - 1, 1)


def _broken(begun: int, keep: int, reason: str) -> str:
    where = f" (lines {begun} to {begun + keep - 1})" if keep > 1 else ""
    if "longer than" in reason:
        return f"row{where} {reason}. Next: does a quotation mark open in line {begun} for ever?"
    return (
        f"broken row{where}: {reason}. Next: close the quotation mark that opens in line {begun}, "
        "and double those inside a cell"
    )
