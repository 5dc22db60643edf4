"""Workbooks (.xlsx) by openpyxl: sheets and rows, within bounds, whatever the file claims."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from framing.intake.limits import brief, open_zip
from framing.intake.records import UnreadableError

MAX_WORKBOOK = 512 * 2**20  # bytes unpacked; a million rows of short cells take some 300 MB
MAX_ROWS = 1_048_576  # of a sheet, by its format
_BATCH = 256
_ESCAPED = "_x000D_"  # how XLSX writes a carriage return


class Workbook:
    """An open workbook; whatever its library raises or warns is an :class:`UnreadableError`.

    ``names`` are those of its sheets, in order.
    """

    def __init__(self, path: Path) -> None:
        from openpyxl import load_workbook

        _check(path)
        with ExitStack() as held:
            # A stream: by its path, openpyxl asks for a suffix, and leaves a broken file open.
            stream = held.enter_context(path.open("rb"))
            self._book = _guarded(
                lambda: load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            )
            held.callback(self._book.close)
            self._held = held.pop_all()
        self.names: list[str] = [sheet.title for sheet in self._book.worksheets]

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def rows(self, name: str) -> Iterator[tuple[int, Sequence[object]]]:
        """The rows of a sheet with their numbers, empty ones between them too.

        Raises
        ------
        UnreadableError
            Where the sheet is damaged, or has more rows than a sheet can have.
        """
        sheet = self._book[name]
        # A sheet's own word on its size may be wrong, or monstrous.
        _guarded(sheet.reset_dimensions)
        rows = sheet.iter_rows(values_only=True)
        number = 0
        while batch := _guarded(lambda: list(islice(rows, _BATCH))):
            for cells in batch:
                number += 1
                if number > MAX_ROWS:
                    raise UnreadableError(
                        f"a sheet has at most {MAX_ROWS:,} rows; this one has more"
                    )
                yield number, tuple(map(_mend, cells))


def _mend(cell: object) -> object:
    return cell.replace(_ESCAPED, "") if isinstance(cell, str) else cell


def _check(path: Path) -> None:
    with open_zip(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > MAX_WORKBOOK:
            raise UnreadableError(
                f"the workbook unpacks to {unpacked / 2**20:,.0f} MB; at most "
                f"{MAX_WORKBOOK / 2**20:,.0f} MB are read. Next: save it as CSV"
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
        raise UnreadableError(f"{name} is damaged ({brief(error)})") from error
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise UnreadableError(f"{name} declares XML entities: no workbook does")


def _guarded(act: Callable[[], Any]) -> Any:
    with warnings.catch_warnings():
        # Of styles, validations and pictures that it leaves out: none of them is text.
        warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\b")
        try:
            return act()
        except MemoryError:
            raise
        except Exception as error:  # the library meets damage with KeyError, TypeError, ...
            # Its own message may hold a path, which may be a temporary one; the cause has none.
            reason = error.__cause__ or error
            raise UnreadableError(
                f"the workbook is damaged ({type(reason).__name__}: {brief(reason)})"
            ) from error
