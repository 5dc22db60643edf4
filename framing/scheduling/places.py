"""Where partitions lie: a folder, or whatever fsspec reaches. Every worker sees the same place."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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

    def read_stretches(self, name: str, stretches: Sequence[tuple[int, int]]) -> bytes:
        """Bytes of a file from each first to before each last, one stretch after another."""

    def write_bytes(self, name: str, content: bytes) -> None:
        """A file under a name: whole or not at all."""

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; none where it is missing."""

    def remove(self, name: str) -> None:
        """Remove a file; nothing happens where there is none."""

    def remove_folder(self, name: str) -> None:
        """Remove a folder with all that is in it; nothing happens where there is none."""


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

    def read_stretches(self, name: str, stretches: Sequence[tuple[int, int]]) -> bytes:
        """See ``Place.read_stretches``."""
        found = []
        with self._path(name).open("rb") as file:
            for first, last in stretches:
                file.seek(first)
                found.append(file.read(last - first))
        return b"".join(found)

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

    def remove_folder(self, name: str) -> None:
        """See ``Place.remove_folder``."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._path(name))

    def _path(self, name: str) -> Path:
        return Path(self.root, name)

    def _beside(self, name: str) -> Path:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.with_name(f".{path.name}.{os.getpid()}.new")


class Remote:
    """A place by its URL, reached through fsspec; what its libraries raise is an OSError."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._files, self._below = _connect(root)

    def __reduce__(self) -> tuple[Any, ...]:
        return Remote, (self.root,)

    def read(
        self, name: str, *, columns: list[str] | None = None, rows: tuple[int, int] | None = None
    ) -> pl.DataFrame:
        """See ``Place.read``; the file is fetched whole: it is one partition."""
        table = pl.read_parquet(io.BytesIO(self.read_bytes(name)), columns=columns)
        return table if rows is None else table.slice(rows[0], rows[1] - rows[0])

    def write(self, name: str, table: pl.DataFrame) -> None:
        """See ``Place.write``."""
        buffer = io.BytesIO()
        table.write_parquet(buffer)
        self.write_bytes(name, buffer.getvalue())

    def read_bytes(self, name: str) -> bytes:
        """See ``Place.read_bytes``."""
        with _as_os_error(self._path(name)):
            found: bytes = self._files.cat_file(self._path(name))
        return found

    def read_stretches(self, name: str, stretches: Sequence[tuple[int, int]]) -> bytes:
        """See ``Place.read_stretches``; they are asked for at once."""
        path = self._path(name)
        some = [(first, last) for first, last in stretches if first < last]
        with _as_os_error(path):
            found = (
                self._files.cat_ranges(
                    [path] * len(some), *map(list, zip(*some, strict=True)), on_error="raise"
                )
                if some
                else []
            )
        return b"".join(found)

    def write_bytes(self, name: str, content: bytes) -> None:
        """See ``Place.write_bytes``: an object store shows a file when it is whole."""
        path = self._path(name)
        with _as_os_error(path):
            self._files.makedirs(str(PurePosixPath(path).parent), exist_ok=True)
            if not self._is_disk:
                self._files.pipe_file(path, content)
                return
            beside = f"{PurePosixPath(path).parent}/.{PurePosixPath(path).name}.{os.getpid()}.new"
            self._files.pipe_file(beside, content)
            Path(beside).replace(path)

    def names(self, folder: str) -> list[str]:
        """See ``Place.names``."""
        path = self._path(folder)
        try:
            with _as_os_error(path):
                self._files.invalidate_cache(path)  # others write there, too
                found = self._files.ls(path, detail=False)
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(PurePosixPath(path).name for path in found)

    def remove(self, name: str) -> None:
        """See ``Place.remove``."""
        try:
            with _as_os_error(self._path(name)):
                self._files.rm_file(self._path(name))
        except FileNotFoundError:
            return

    def remove_folder(self, name: str) -> None:
        """See ``Place.remove_folder``."""
        with contextlib.suppress(FileNotFoundError), _as_os_error(self._path(name)):
            self._files.rm(self._path(name), recursive=True)

    @property
    def _is_disk(self) -> bool:
        """Whether others would see a file that is half written."""
        return "file" in _protocols(self._files)

    def _path(self, name: str) -> str:
        return f"{self._below.rstrip('/')}/{name}" if name else self._below


def open_place(root: str | Path, below: str = "") -> Place:
    """The place that a path or a URL means, or a folder below it."""
    if is_url(root):
        return Remote(f"{str(root).rstrip('/')}/{below}" if below else str(root))
    return Folder(Path(root).resolve() / below)  # a worker may stand elsewhere


def is_url(place: str | Path) -> bool:
    """Whether fsspec is to reach it."""
    return "://" in str(place)


def demand_writable(place: Place) -> Place:
    """The place, in which a file was written, read and removed.

    Raises
    ------
    UsageError
        Where that did not go.
    """
    name = f"probe-{uuid.uuid4().hex}"
    try:
        place.write_bytes(name, b"framing")
        place.read_bytes(name)
        place.remove(name)
    except OSError as error:
        said = error.strerror or str(error) or type(error).__name__
        raise UsageError(
            f"--store {place.root}: {said}; allowed: a folder, or a URL of one, that this process "
            "and all workers may write to"
        ) from error
    return place


def _connect(root: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises
    ------
    MissingPackageError, UsageError
        With the package to install, or the protocols that there are.
    """
    try:
        from fsspec.core import url_to_fs
        from fsspec.registry import get_filesystem_class
    except ImportError as error:
        raise MissingPackageError(
            f'{root} needs fsspec; Next: python -m pip install "framing[cluster]"'
        ) from error
    protocol = root.partition("://")[0].rpartition("::")[2]
    try:
        get_filesystem_class(protocol)
    except ImportError as error:
        raise MissingPackageError(
            f"{root}: {error}. Next: install it here and where workers run"
        ) from error
    except ValueError as error:
        raise UsageError(
            f"{root}: {protocol}:// is not known; allowed: a folder, or a URL that fsspec opens, "
            "such as s3://BUCKET/FOLDER, gs://, abfs://, sftp:// or file:///FOLDER"
        ) from error
    try:
        found: tuple[Any, str] = url_to_fs(root)
    except Exception as error:  # each protocol has its own library, with its own errors
        said = f"{type(error).__name__}: {error}"
        raise UsageError(f"{root}: {said}; allowed: a URL that fsspec opens") from error
    return found


def _protocols(files: Any) -> tuple[str, ...]:
    found = files.protocol
    return (found,) if isinstance(found, str) else tuple(found)


@contextmanager
def _as_os_error(path: str) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:  # of botocore, of azure ...: none has a base that is known here
        raise OSError(f"{path}: {type(error).__name__}: {error}") from error
