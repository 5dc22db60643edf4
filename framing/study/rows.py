"""Rows added to the CSV lists of a study; what stands there keeps its bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from framing.corpus.readers import find_delimiter
from framing.errors import UsageError
from framing.files import write_whole
from framing.records.formulas import bare_cell, guard_cell


def append_rows(path: Path, rows: Sequence[Mapping[str, str]], *, key: str) -> int:
    """Add rows at the end of a CSV list; rows whose ``key`` stands there are left out.

    What is there keeps its bytes, its delimiter and its line ends. Only where rows bring a column
    that the list does not have are its header and rows lengthened, by empty cells at their end.

    Returns
    -------
    int
        Rows added.

    Raises
    ------
    UsageError
        Where the list is broken.
    """
    raw = path.read_bytes().decode("utf-8") if path.is_file() else ""
    mark, text = ("\ufeff", raw[1:]) if raw.startswith("\ufeff") else ("", raw)
    columns = list(dict.fromkeys(name for row in rows for name, value in row.items() if value))
    delimiter = find_delimiter(text, columns) if text else ","
    ending = "\r\n" if "\r\n" in text else "\n"
    records = split_records(text, delimiter, path.name)
    header = [name.strip() for name in records[0][1]] if records else []
    there = set()
    if key in header:
        at = header.index(key)
        cells_there = (cells[at].strip() for _, cells in records[1:] if len(cells) > at)
        there = {bare_cell(cell).casefold() for cell in cells_there}
    fresh = [row for row in rows if row.get(key, "").casefold() not in there]
    if not fresh:
        return 0
    missing = [name for name in columns if name not in header]
    kept = "".join(_lengthen(records, missing, delimiter)) if records else ""
    if kept and not kept.endswith(("\n", "\r")):
        kept += ending
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending)
    if not header:
        writer.writerow(missing)
    names = (*header, *missing)
    writer.writerows([guard_cell(row.get(name, "")) for name in names] for row in fresh)
    write_whole(path, mark + kept + out.getvalue())
    return len(fresh)


def _lengthen(
    records: list[tuple[str, list[str]]], missing: list[str], delimiter: str
) -> list[str]:
    """Records with cells for more columns; a row that is too short or blank stays as it is."""
    width = len(records[0][1])
    longer = []
    for k, (raw, cells) in enumerate(records):
        bare = raw.rstrip("\r\n")
        new = missing if k == 0 else [""] * len(missing) if len(cells) == width else []
        longer.append(delimiter.join([bare, *new]) + raw[len(bare) :])
    return longer


def split_records(text: str, delimiter: str, name: str) -> list[tuple[str, list[str]]]:
    """Each CSV record as it stands in the text, and its cells.

    Raises
    ------
    UsageError
        At the first broken row.
    """
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    records, done = [], 0
    try:
        for cells in reader:
            records.append(("".join(lines[done : reader.line_num]), cells))
            done = reader.line_num
    except csv.Error as error:
        raise UsageError(
            f"{name}:{reader.line_num}: broken row ({error}); allowed: CSV; framing check says "
            "how to mend it. Nothing was written"
        ) from error
    return records
