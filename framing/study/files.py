"""Writing into a study: whole files or none; rows added to lists without touching the others."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from framing.corpus.readers import find_delimiter


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and move it there: it is old or new, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, "utf-8", newline="")
    beside.replace(path)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that a copy that was broken off is never taken for one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, beside)
    beside.replace(target)


def append_rows(path: Path, rows: Sequence[Mapping[str, str]], *, key: str) -> int:
    """Add rows at the end of a CSV list; rows whose ``key`` stands there are left out.

    What is there keeps its bytes, its delimiter and its line ends. Only where rows bring a column
    that the list does not have are its header and rows lengthened, with empty cells.

    Returns
    -------
    int
        Rows added.
    """
    raw = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    mark = path.is_file() and path.read_bytes().startswith(b"\xef\xbb\xbf")
    columns = list(dict.fromkeys(name for row in rows for name, value in row.items() if value))
    delimiter = find_delimiter(raw, columns) if raw else ","
    ending = "\r\n" if "\r\n" in raw else "\n"
    lines = list(csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter))
    header = [name.strip() for name in lines[0]] if lines else []
    there = set()
    if key in header:
        at = header.index(key)
        there = {line[at].strip().casefold() for line in lines[1:] if len(line) > at}
    fresh = [row for row in rows if row.get(key, "").casefold() not in there]
    if not fresh:
        return 0
    missing = [name for name in columns if name not in header]
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending)
    if missing:
        writer.writerow([*header, *missing])
        # A blank line stays one; short rows stay as short as they were, and are told by check.
        writer.writerows([*line, *[""] * len(missing)] if line else [] for line in lines[1:])
        header += missing
    else:
        stream.write(raw if raw.endswith(("\n", "\r")) else raw + ending)
    writer.writerows([row.get(name, "") for name in header] for row in fresh)
    write_whole(path, ("\ufeff" if mark else "") + stream.getvalue())
    return len(fresh)
