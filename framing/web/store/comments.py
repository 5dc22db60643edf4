"""What is said about units in the discussion."""

from __future__ import annotations

import secrets

from framing.errors import UsageError
from framing.web.store.database import Database
from framing.web.store.marks import LONGEST_KEY, TurnError, clean
from framing.web.store.records import DISCUSSION, Comment, Task
from framing.web.store.times import now


def add(database: Database, task: Task, unit: str, coder: str, *, text: str, key: str) -> None:
    """Keep a comment; the same key of a coder again changes nothing."""
    if task.phase != DISCUSSION:
        raise TurnError(f"{task.id} is not in discussion; the teacher opens it")
    if not (said := clean(text)):
        raise UsageError("an empty comment; allowed: some words")
    key = key[:LONGEST_KEY] or secrets.token_hex(12)
    if not database.rows("SELECT 1 FROM units WHERE task = ? AND unit = ?", task.id, unit):
        raise UsageError(f"no unit {unit[:40]!r} in {task.id}")
    database.run(
        "INSERT INTO comments (task, unit, coder, text, key, at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (coder, key) DO NOTHING",
        task.id, unit, coder, said, key, now(),
    )  # fmt: skip


def find(database: Database, task: str, unit: str) -> tuple[Comment, ...]:
    """Comments about a unit, oldest first."""
    rows = database.rows(
        "SELECT unit, coder, text, at, seq FROM comments WHERE task = ? AND unit = ? ORDER BY seq",
        task,
        unit,
    )
    return tuple(Comment(*row) for row in rows)
