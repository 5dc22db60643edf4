"""Files that the rows of an index name, found among the sources of the same import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import PurePosixPath

from framing.intake.reading import Read
from framing.intake.records import Found


class Listed:
    """Which source a row of an index means, and which sources are items of an index.

    ``by_name`` has for each file of one article that a row means where the row stands. A file of
    several articles is imported on its own.
    """

    def __init__(self, reads: Sequence[Read]) -> None:
        self._files = {read.name: read for read in reads}
        self._by_base: dict[str, list[str]] = {}
        for read in reads:
            self._by_base.setdefault(PurePosixPath(read.name).name, []).append(read.name)
        self.by_name: dict[str, str] = {}
        for read in reads:
            for found in read.items:
                name = self._find(read, found.file) if found.file else ""
                if name and len(_articles(self._files[name])) <= 1:
                    self.by_name.setdefault(name, f"row {found.item} of {read.name}")

    def _find(self, index: Read, wanted: str) -> str:
        """The source that a row means: beside the index or at the same path, never another's.

        A bare name may mean a file in any folder, where only one is called so.
        """
        path = wanted.replace("\\", "/")
        beside = (PurePosixPath(index.name).parent / path).as_posix()
        for name in (beside, path):
            if name in self._files and name != index.name:
                return name
        same = [name for name in self._by_base.get(path, []) if name != index.name]
        return same[0] if len(same) == 1 else ""

    def resolve(self, index: Read, row: Found) -> Found:
        """The row with the text of its file; what the row says goes before what the file says."""
        name = self._find(index, row.file)
        if not name:
            n = len(self._by_base.get(row.file, []))
            what = f"fits {n} sources" if n > 1 else "is not among the sources"
            return replace(row, problem=f"file {row.file!r} {what}")
        read = self._files[name]
        articles = _articles(read)
        if len(articles) != 1:
            why = read.reason or next((f.problem for f in read.items), "")
            said = f"{len(articles)} articles in it" if articles else why or "no article in it"
            return replace(row, problem=f"file {row.file!r}: {said}")
        said_here = {
            f.name: value
            for f in fields(row)
            if f.name not in ("item", "file", "body", "problem") and (value := getattr(row, f.name))
        }
        return replace(articles[0], **said_here, item=row.item)


def _articles(read: Read) -> list[Found]:
    return [found for found in read.items if not found.problem and not found.file]
