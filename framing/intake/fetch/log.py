"""``fetched.csv``: what became of each link, one row a try, the last one counts."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

from framing.files import write_whole
from framing.intake.limits import read_text
from framing.intake.records import UnreadableError
from framing.records.formulas import bare_cell, guard_cell

LOG = "fetched.csv"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one link. ``file`` is kept and ``error`` empty, or the other way round."""

    url: str
    final_url: str = ""
    status: int = 0  # of HTTP; 0: no answer, or never asked
    fetched_at: str = ""  # our clock, UTC
    sha256: str = ""  # of the page's bytes
    bytes: int = 0
    content_type: str = ""
    charset: str = ""  # as the server names it, which may be wrong
    file: str = ""
    error: str = ""
    outlet: str = ""
    date: str = ""
    title: str = ""
    event: str = ""


_NUMBERS = ("status", "bytes")
COLUMNS = tuple(field.name for field in fields(Fetched))


def read_log(folder: Path) -> dict[str, Fetched]:
    """The last row of each address; a row that was cut off when a run was killed is passed over.

    Raises
    ------
    UnreadableError
        Where ``fetched.csv`` is another table than ours.
    """
    path = folder / LOG
    if not path.is_file():
        return {}
    text = read_text(path)
    if not is_log(text):
        raise UnreadableError(
            f"{path} is no log of framing fetch: its columns are not {', '.join(COLUMNS[:4])} ...; "
            "move it, or fetch into another folder"
        )
    text = text[: text.rfind("\n") + 1]
    rows: dict[str, Fetched] = {}
    for cells in csv.DictReader(io.StringIO(text, newline="")):
        if None not in cells and None not in cells.values() and _are_numbers(cells):
            texts = {k: bare_cell(cell) for k, cell in cells.items() if k not in _NUMBERS}
            numbers = {name: int(cells[name]) for name in _NUMBERS}
            row = Fetched(**texts, status=numbers["status"], bytes=numbers["bytes"])
            rows[row.url] = row
    return rows


def is_log(text: str) -> bool:
    """Whether a text begins with the columns of a log."""
    return text.split("\n", 1)[0].rstrip("\r") == ",".join(COLUMNS)


def _are_numbers(cells: dict[str, str]) -> bool:
    return all(cells[name].isascii() and cells[name].isdigit() for name in _NUMBERS)


def _cells(row: Fetched) -> dict[str, object]:
    """A row's cells; whatever a server sent, a row is one line."""
    return {
        name: guard_cell("".join(c if c.isprintable() else " " for c in value))
        if isinstance(value, str)
        else value
        for name, value in asdict(row).items()
    }


def write_log(folder: Path, rows: Iterable[Fetched]) -> None:
    """The whole log anew, in one step: nobody ever sees half of it."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(_cells, rows))
    write_whole(folder / LOG, stream.getvalue())


def append_row(folder: Path, row: Fetched) -> None:
    """One more row at the end of the log, on the disk before this returns."""
    stream = io.StringIO(newline="")
    csv.DictWriter(stream, COLUMNS, lineterminator="\n").writerow(_cells(row))
    with (folder / LOG).open("ab") as file:
        file.write(stream.getvalue().encode())
        file.flush()
        os.fsync(file.fileno())


def fetched_fields(path: Path) -> dict[str, str]:
    """What the log beside a kept page says of it; empty for a file that was not fetched.

    ``url`` is where the page came from after redirects, ``charset`` the server's word, ``saved``
    the day of retrieval; the other fields are those of the list of links.

    Raises
    ------
    UnreadableError
        Where the log is no text, or too large.
    """
    log = path.parent / LOG
    if not log.is_file():
        return {}
    stat = log.stat()
    row = _by_file(path.parent, stat.st_mtime_ns, stat.st_size).get(path.name)
    if row is None:
        return {}
    return {
        "url": row.final_url or row.url,
        "charset": row.charset,
        "saved": row.fetched_at[:10],
        "outlet": row.outlet,
        "date": row.date,
        "title": row.title,
        "event": row.event,
    }


@lru_cache(maxsize=4)
def _by_file(folder: Path, _changed: int, _size: int) -> dict[str, Fetched]:
    if not is_log(read_text(folder / LOG)):
        return {}  # somebody's own table of that name
    return {row.file: row for row in read_log(folder).values() if row.file}
