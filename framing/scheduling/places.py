"""Where partitions lie: a folder, or whatever fsspec reaches. Every worker sees the same place."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

import polars as pl

from framing.errors import MissingPackageError, UsageError


class Place(Protocol):
    """Files by name below a root; pickled, it is the root alone."""

    root: str

    def read(
        self, name: str, *, columns: list[str] | None = None, rows: tuple[int, int] | None = None
    ) -> pl.DataFrame:
        """A table, or some columns of it, or its rows from first to before last.

        Raises
        ------
        OSError, polars.exceptions.PolarsError
            Where it is missing or broken.
        """

    def write(self, name: str, table: pl.DataFrame) -> None:
        """A table under a name: whole or not at all."""

    def read_bytes(self, name: str) -> bytes:
        """A file."""

    def write_bytes(self, name: str, content: bytes) -> None:
        """A file under a name: whole or not at all."""

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; none where it is missing."""

    def remove(self, name: str) -> None:
        """Remove a file; nothing happens where there is none."""


class Folder:
    """A folder of this machine, or one that all machines share."""

    def __init__(self, root: str | Path) -> None:
        self.root = str(root)

    def read(
        self, name: str, *, columns: list[str] | None = None, rows: tuple[int, int] | None = None
    ) -> pl.DataFrame:
        """See ``Place.read``; row groups that hold none of the rows are not read."""
        path = self._path(name)
        if rows is None:
            return pl.read_parquet(path, columns=columns)
        table = pl.scan_parquet(path).slice(rows[0], rows[1] - rows[0])
        return (table if columns is None else table.select(columns)).collect()

    def write(self, name: str, table: pl.DataFrame) -> None:
        """See ``Place.write``."""
        beside = self._beside(name)
        try:
            table.write_parquet(beside)
            beside.replace(self._path(name))
        finally:
            beside.unlink(missing_ok=True)

    def read_bytes(self, name: str) -> bytes:
        """See ``Place.read_bytes``."""
        return self._path(name).read_bytes()

    def write_bytes(self, name: str, content: bytes) -> None:
        """See ``Place.write_bytes``."""
        beside = self._beside(name)
        try:
            beside.write_bytes(content)
            beside.replace(self._path(name))
        finally:
            beside.unlink(missing_ok=True)

    def names(self, folder: str) -> list[str]:
        """See ``Place.names``."""
        place = self._path(folder)
        return sorted(p.name for p in place.iterdir()) if place.is_dir() else []

    def remove(self, name: str) -> None:
        """See ``Place.remove``."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return Path(self.root, name)

    def _beside(self, name: str) -> Path:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.with_name(f".{path.name}.{os.getpid()}.new")


class Remote:
    """A place by its URL, reached through fsspec."""

    def __init__(self, root: str) -> None:
        self.root = root
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise MissingPackageError(
                f'{root} needs fsspec; Next: python -m pip install "framing[cluster]"'
            ) from error
        try:
            self._files, self._below = url_to_fs(root)
        except (ImportError, ValueError) as error:
            raise UsageError(
                f"{root}: {error}; allowed: a folder, or a URL that fsspec can open"
            ) from error

    def __reduce__(self) -> tuple[Any, ...]:
        return Remote, (self.root,)

    def read(
        self, name: str, *, columns: list[str] | None = None, rows: tuple[int, int] | None = None
    ) -> pl.DataFrame:
        """See ``Place.read``; the file is fetched whole: it is one partition."""
        with self._files.open(self._path(name), "rb") as file:
            table = pl.read_parquet(file, columns=columns)
        return table if rows is None else table.slice(rows[0], rows[1] - rows[0])

    def write(self, name: str, table: pl.DataFrame) -> None:
        """See ``Place.write``."""
        import io

        buffer = io.BytesIO()
        table.write_parquet(buffer)
        self.write_bytes(name, buffer.getvalue())

    def read_bytes(self, name: str) -> bytes:
        """See ``Place.read_bytes``."""
        found: bytes = self._files.cat_file(self._path(name))
        return found

    def write_bytes(self, name: str, content: bytes) -> None:
        """See ``Place.write_bytes``: object stores show a file when it is whole."""
        path = self._path(name)
        self._files.makedirs(str(PurePosixPath(path).parent), exist_ok=True)
        self._files.pipe_file(path, content)

    def names(self, folder: str) -> list[str]:
        """See ``Place.names``."""
        try:
            found = self._files.ls(self._path(folder), detail=False)
        except FileNotFoundError:
            return []
        return sorted(PurePosixPath(path).name for path in found)

    def remove(self, name: str) -> None:
        """See ``Place.remove``."""
        try:
            self._files.rm_file(self._path(name))
        except FileNotFoundError:
            return

    def _path(self, name: str) -> str:
        return f"{self._below.rstrip('/')}/{name}"


def open_place(root: str | Path) -> Place:
    """The place that a path or a URL means."""
    return Remote(str(root)) if "://" in str(root) else Folder(root)
