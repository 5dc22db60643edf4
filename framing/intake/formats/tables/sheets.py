"""XLSX by openpyxl and Parquet by Polars, row by row, within bounds."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from framing.intake.formats.tables.columns import count_known, lay_out
from framing.intake.formats.tables.rows import Row, Table, Wanted
from framing.intake.limits import open_zip
from framing.intake.records import UnreadableError

MAX_ROWS = 5_000_000  # of a Parquet file: a tiny one can claim milliards
_MAX_SHEET = 512 * 2**20  # of a workbook, unpacked
_HEADERS = 20  # rows at the top of a sheet among which the header stands
_BATCH = 256
_ESCAPED = "_x000D_"  # how XLSX writes a carriage return


def read_sheet(path: Path, wanted: Wanted = ()) -> Table:
    """The first sheet of a workbook with a header that fits.

    Raises
    ------
    UnreadableError
        For workbooks that are damaged, encrypted or too large, and without a header.
    """
    _check_workbook(path)
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


def _check_workbook(path: Path) -> None:
    with open_zip(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > _MAX_SHEET:
            raise UnreadableError(
                f"the workbook has {unpacked / 2**20:,.0f} MB; at most {_MAX_SHEET >> 20} MB are "
                "read. Next: save it as CSV"
            )
        for member in members:
            if member.filename.lower().endswith((".xml", ".rels")):
                _check_prolog(archive, member.filename)


def _check_prolog(archive: Any, name: str) -> None:
    """Workbooks declare no entities; those that do want to fill memory or read files."""
    try:
        with archive.open(name) as stream:
            head = stream.read(2**16).replace(b"\0", b"")
    except Exception as error:  # zlib.error and its like have no common base
        raise UnreadableError(f"{name} is damaged ({error})") from error
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise UnreadableError(f"{name} declares XML entities: no workbook does")


def _find_headers(path: Path, wanted: Wanted) -> list[tuple[str, int, tuple[str, ...]]]:
    """For each sheet the row near its top with most known headings, or its first row."""
    found = []
    with _Workbook(path) as book:
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
    with _Workbook(path) as book:
        for number, cells in book.rows(name):
            if number <= header or not any(cell is not None and cell != "" for cell in cells):
                continue
            if any(cell is not None and cell != "" for cell in cells[width:]):
                yield Row(number, problem="a cell beyond the columns of the header")
                continue
            texts = [_mend(cell) for cell in cells[:width]]
            yield Row(number, texts + [None] * (width - len(texts)))


def _mend(cell: object) -> object:
    return cell.replace(_ESCAPED, "") if isinstance(cell, str) else cell


class _Workbook:
    """An open workbook; whatever its library raises or warns is one kind of error."""

    def __init__(self, path: Path) -> None:
        from openpyxl import load_workbook

        self._book = _guarded(
            lambda: load_workbook(path, read_only=True, data_only=True, keep_links=False)
        )
        self.names: list[str] = [sheet.title for sheet in self._book.worksheets]

    def __enter__(self) -> _Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def rows(self, name: str) -> Iterator[tuple[int, Sequence[object]]]:
        """Rows with their numbers, without the empty ones that a sheet claims to have."""
        sheet = self._book[name]
        # A sheet's own word on its size may be wrong, or monstrous.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        number = 0
        while batch := _guarded(lambda: list(islice(rows, _BATCH))):
            yield from enumerate(batch, start=number + 1)
            number += len(batch)


def _guarded(act: Callable[[], Any]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return act()
        except MemoryError:
            raise
        except Exception as error:  # the library meets damage with KeyError, TypeError, ...
            reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
            raise UnreadableError(f"the workbook is damaged ({reason})") from error


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
    batches = iter(_calm(lambda: frame.collect_batches(chunk_size=_BATCH * 16)))
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
        reason = (str(error) or type(error).__name__).splitlines()[0][:120]
        raise UnreadableError(f"not readable as Parquet ({reason})") from error
