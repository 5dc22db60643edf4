"""Tables in workbooks, and in Parquet by Polars, row by row, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from framing.intake.formats.tables.columns import count_known, lay_out
from framing.intake.formats.tables.rows import Row, Table, Wanted
from framing.intake.formats.workbooks import Workbook
from framing.intake.limits import brief
from framing.intake.records import UnreadableError

MAX_ROWS = 5_000_000  # of a Parquet file: a tiny one can claim billions
_HEADERS = 20  # rows at the top of a sheet among which the header stands
_BATCH = 4096  # rows of a Parquet file at a time


def read_sheet(path: Path, wanted: Wanted = ()) -> Table:
    """The first sheet of a workbook with a header that fits.

    Raises
    ------
    UnreadableError
        For workbooks that are damaged, encrypted or too large, and without a header.
    """
    header: tuple[str, int, tuple[str, ...]] | None = None
    for name, number, cells in _find_headers(path, wanted):
        header = header or (name, number, cells)
        try:
            lay_out(cells, wanted)
        except UnreadableError:
            continue
        header = (name, number, cells)
        break
    if header is None:
        raise UnreadableError("no sheet with a header")
    name, number, columns = header
    return Table(columns, _read_sheet_rows(path, name, number, len(columns)))


def _find_headers(path: Path, wanted: Wanted) -> list[tuple[str, int, tuple[str, ...]]]:
    """For each sheet the row near its top with most known headings, or its first row."""
    found = []
    with Workbook(path) as book:
        for name in book.names:
            best: tuple[int, int, tuple[str, ...]] | None = None
            for number, cells in islice(book.rows(name), _HEADERS):
                texts = tuple("" if cell is None else str(cell).strip() for cell in cells)
                width = max((at for at, text in enumerate(texts, start=1) if text), default=0)
                texts = texts[:width]
                known = count_known(texts, wanted)
                if texts and (best is None or known > best[0]):
                    best = known, number, texts
            if best:
                found.append((name, best[1], best[2]))
    return sorted(found, key=lambda header: -min(count_known(header[2], wanted), 1))


def _read_sheet_rows(path: Path, name: str, header: int, width: int) -> Iterator[Row]:
    with Workbook(path) as book:
        for number, cells in book.rows(name):
            if number <= header or not any(cell is not None and cell != "" for cell in cells):
                continue
            if any(cell is not None and cell != "" for cell in cells[width:]):
                yield Row(number, problem="a cell beyond the columns of the header")
                continue
            there = cells[:width]
            yield Row(number, [*there, *[None] * (width - len(there))])


def read_parquet(path: Path) -> Table:
    """A Parquet file, in batches of rows.

    A damaged footer can make Polars end the process (memory that nobody has): read files of
    strangers in a process of their own.

    Raises
    ------
    UnreadableError
        For files that are damaged or claim more than 5,000,000 rows.
    """
    import polars as pl

    frame = pl.scan_parquet(path, glob=False)
    columns = tuple(_calm(lambda: frame.collect_schema().names()))
    n_rows = _calm(lambda: frame.select(pl.len()).collect().item())
    if n_rows > MAX_ROWS:
        raise UnreadableError(f"{n_rows:,} rows; at most {MAX_ROWS:,} are read")
    return Table(columns, _read_parquet_rows(frame))


def _read_parquet_rows(frame: Any) -> Iterator[Row]:
    batches = iter(_calm(lambda: frame.collect_batches(chunk_size=_BATCH)))
    number = 0
    while (batch := _calm(lambda: next(batches, None))) is not None:
        for cells in _calm(batch.rows):
            number += 1
            yield Row(number, cells)


def _calm(act: Callable[[], Any]) -> Any:
    """Run an act of Polars; its errors, and its panics, which are no Exception, are ours."""
    import polars as pl

    try:
        return act()
    except (Exception, pl.exceptions.PanicException) as error:
        if isinstance(error, MemoryError):
            raise
        # The library may print the whole file in its message.
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise UnreadableError(f"not readable as Parquet ({brief(reason)})") from error
