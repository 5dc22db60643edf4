"""The SQLite file: opened, brought to today's schema, read and written by one connection."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import UsageError
from framing.web.store.schema import STEPS

_BUSY = 10.0  # seconds to wait for another program that holds the file
_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
)
_EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"


class Database:
    """One connection that writes and one that reads, for all threads of a server.

    A write is on the disk (synchronous=FULL) before ``writing`` ends, so that what a coder was
    told is kept is still there after the power fails. Who reads waits for no disk. Deleted rows
    are overwritten.
    """

    def __init__(self, path: Path) -> None:
        self._writing, self._reading = threading.RLock(), threading.RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_private(path)
        try:
            self._writer = _connect(path)
            self._upgrade(path)
            self._reader = _connect(path)
        except sqlite3.DatabaseError as error:
            raise UsageError(_unreadable(path, error)) from None

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """What a query finds."""
        with self._reading:
            return self._reader.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row that a query finds."""
        with self._reading:
            found: sqlite3.Row | None = self._reader.execute(sql, values).fetchone()
            return found

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is kept, or nothing."""
        with self._writing:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def run(self, sql: str, *values: object) -> int:
        """One statement in a transaction of its own; returns how many rows it changed."""
        with self.writing() as connection:
            return connection.execute(sql, values).rowcount

    def scrub(self) -> None:
        """Write the file anew, so that nothing deleted is left in free pages or in the log."""
        with self._writing, self._reading:
            for statement in (_EMPTY_LOG, "VACUUM", _EMPTY_LOG):
                self._writer.execute(statement)

    def close(self) -> None:
        """Put the log back into the file and close it."""
        with self._writing, self._reading:
            self._reader.close()
            self._writer.execute(_EMPTY_LOG)
            self._writer.close()

    def _upgrade(self, path: Path) -> None:
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            raise UsageError(
                f"{path} was written by a newer framing (schema {version}; this one knows up to "
                f"{len(STEPS)}); update framing"
            )
        for number, step in enumerate(STEPS[version:], start=version + 1):
            with self.writing() as connection:
                for statement in step:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    return connection


def _make_private(path: Path) -> None:
    """Only who runs the server may read the file: SQLite gives its log the same mode."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _unreadable(path: Path, error: sqlite3.DatabaseError) -> str:
    return (
        f"{path}: {error}; allowed: the file as framing serve wrote it. Next: move it away (its "
        "labels are also in coding/NAME/codes/class.csv as far as they were written)"
    )
