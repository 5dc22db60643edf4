"""Marks: labels, skips and what takes them back. Rows are only ever added."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3

from framing.errors import UsageError
from framing.records.coding import ADJUDICATED, DISCUSSED, INDEPENDENT
from framing.web.store.database import Database
from framing.web.store.records import CODING, DISCUSSION, JUDGED, TEACHER, Mark
from framing.web.store.times import now

LONGEST = 2000  # characters of a note or comment
LONGEST_KEY = 100
# In which turn of the task a coder's marks count as what.
_PHASES = {CODING: INDEPENDENT, DISCUSSION: DISCUSSED}
_MARK = 'unit, coder, phase, label, start, "end", note, at, seq'


class TurnError(UsageError):
    """A mark that the task's turn does not allow now."""


def add(
    database: Database,
    task: str,
    unit: str,
    coder: str,
    *,
    label: str,
    span: tuple[int | None, int | None] = (None, None),
    note: str = "",
    key: str = "",
) -> Mark:
    """Keep a label, or a skip where it is empty; the same ``key`` again changes nothing."""
    key = _key(key)
    with database.writing() as connection:
        known = _by_key(connection, coder, key)
        if known is not None:
            return known
        phase = _phase(connection, task, by_teacher=coder == TEACHER)
        _check_unit(connection, task, unit, span)
        _check_label(connection, task, label)
        _insert(
            connection,
            task=task,
            unit=unit,
            coder=coder,
            phase=phase,
            action="label" if label else "skip",
            label=label,
            start=span[0],
            end=span[1],
            note=clean(note),
            undoes=None,
            key=key,
        )
        made = _by_key(connection, coder, key)
    assert made is not None
    return made


def undo(database: Database, task: str, coder: str, key: str) -> str | None:
    """Take back the coder's last mark of this turn; the unit that it was about."""
    key = _key(key)
    with database.writing() as connection:
        known = _by_key(connection, coder, key)
        if known is not None:
            return known.unit
        phase = _phase(connection, task, by_teacher=coder == TEACHER)
        last = connection.execute(
            "SELECT seq, unit FROM standing WHERE task = ? AND coder = ? AND phase = ? "
            "ORDER BY seq DESC LIMIT 1",
            (task, coder, phase),
        ).fetchone()
        if last is None:
            return None
        _insert(
            connection,
            task=task,
            unit=last["unit"],
            coder=coder,
            phase=phase,
            action="undo",
            label="",
            start=None,
            end=None,
            note="",
            undoes=last["seq"],
            key=key,
        )
    unit: str = last["unit"]
    return unit


def next_unit(database: Database, task: str, coder: str) -> str | None:
    """The first unit that the coder has not labelled; those skipped come last."""
    row = database.row("SELECT shuffled FROM tasks WHERE task = ?", task)
    rows = database.rows(
        "SELECT unit, place, max(coalesce(label, '') <> '') AS labelled, max(seq) AS seq "
        "FROM (SELECT unit, place FROM units WHERE task = ?1 AND place IS NOT NULL) "
        "LEFT JOIN (SELECT unit, label, seq FROM standing WHERE task = ?1 AND coder = ?2) "
        "USING (unit) GROUP BY unit",
        task,
        coder,
    )
    shuffled = row is not None and bool(row["shuffled"])
    waiting = [
        (found["seq"] or 0, _turn(coder, found["unit"]) if shuffled else "", found["place"], found)
        for found in rows
        if not found["labelled"]
    ]
    return min(waiting, key=lambda found: found[:3])[3]["unit"] if waiting else None


def standing(database: Database, task: str, **where: str) -> list[Mark]:
    """Marks that stand, of units that are still in the sample, in the order they were made."""
    filters = "".join(f" AND {name} = ?" for name in where)
    rows = database.rows(
        f"SELECT {_MARK} FROM standing WHERE task = ?{filters} AND EXISTS (SELECT 1 FROM units "
        "WHERE units.task = standing.task AND units.unit = standing.unit AND place IS NOT NULL) "
        "ORDER BY seq",
        task,
        *where.values(),
    )
    return [Mark(*row) for row in rows]


def clean(text: str) -> str:
    """A note or comment without control characters, cut to ``LONGEST``.

    >>> clean(" a\\x00b\\r\\nc\\t")
    'ab\\nc'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "ignore").decode()
    kept = "".join(sign for sign in lines if sign.isprintable() or sign in "\n\t")
    return kept.strip()[:LONGEST]


def _turn(coder: str, unit: str) -> str:
    return hashlib.blake2b(f"{coder}\n{unit}".encode(), digest_size=8).hexdigest()


def _key(key: str) -> str:
    if len(key) > LONGEST_KEY:
        raise UsageError(f"a key of {len(key)} characters; allowed: up to {LONGEST_KEY}")
    return key or secrets.token_hex(12)


def _by_key(connection: sqlite3.Connection, coder: str, key: str) -> Mark | None:
    row = connection.execute(
        f"SELECT {_MARK} FROM marks WHERE coder = ? AND key = ?", (coder, key)
    ).fetchone()
    return Mark(*row) if row else None


def _phase(connection: sqlite3.Connection, task: str, *, by_teacher: bool) -> str:
    row = connection.execute("SELECT phase FROM tasks WHERE task = ?", (task,)).fetchone()
    if row is None:
        raise UsageError(f"no task {task!r}; allowed: a sample that the class codes")
    turn = row["phase"]
    if by_teacher:
        if turn not in (DISCUSSION, JUDGED):
            raise TurnError(f"{task} is {turn}; adjudicate when the discussion has been opened")
        return ADJUDICATED
    if turn not in _PHASES:
        raise TurnError(f"{task} is {turn}; the teacher opens it for labels")
    return _PHASES[turn]


def _check_unit(
    connection: sqlite3.Connection, task: str, unit: str, span: tuple[int | None, int | None]
) -> None:
    row = connection.execute(
        'SELECT start, "end" FROM units WHERE task = ? AND unit = ? AND place IS NOT NULL',
        (task, unit),
    ).fetchone()
    if row is None:
        raise UsageError(f"no unit {unit[:40]!r} in {task}")
    start, end = span
    if start is None and end is None:
        return
    if start is None or end is None or not row["start"] <= start < end <= row["end"]:
        raise UsageError(
            f"span {start}-{end}; allowed: inside of the unit, {row['start']}-{row['end']}"
        )


def _check_label(connection: sqlite3.Connection, task: str, label: str) -> None:
    row = connection.execute("SELECT labels FROM tasks WHERE task = ?", (task,)).fetchone()
    labels = row["labels"].split("\n")
    if label and label not in labels:
        raise UsageError(f"label {label[:40]!r}; allowed: {', '.join(labels)}")


def _insert(connection: sqlite3.Connection, **values: object) -> None:
    values["at"] = now()
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO marks ({names}) VALUES ({marks})", tuple(values.values()))
