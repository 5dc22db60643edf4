"""Tasks: samples that the class codes, and whose turn it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.errors import UsageError
from framing.web.store.database import Database
from framing.web.store.marks import TurnError
from framing.web.store.records import CLOSED, CODING, DISCUSSION, JUDGED, TURNS, Task

if TYPE_CHECKING:
    from framing.records.coding import Sample

# From turn to turn. Who has seen the labels of others codes alone no more.
_NEXT = {
    CLOSED: (CODING, DISCUSSION),
    CODING: (CLOSED, DISCUSSION),
    DISCUSSION: (JUDGED,),
    JUDGED: (DISCUSSION,),
}


def add(database: Database, sample: Sample, *, shuffled: bool | None) -> None:
    """A task for a sample, or the task brought up to how the sample was drawn last."""
    rows = sample.units.select("unit", "place", "start", "end").iter_rows()
    units = [(sample.id, *row) for row in rows]
    labels = "\n".join(sample.variable.labels)
    with database.writing() as connection:
        connection.execute(
            "INSERT INTO tasks VALUES (?1, ?2, ?3, ?4, coalesce(?5, 0)) ON CONFLICT DO UPDATE "
            "SET variable = ?2, labels = ?3, shuffled = coalesce(?5, shuffled)",
            (sample.id, sample.variable.id, labels, CLOSED, shuffled),
        )
        connection.execute("UPDATE units SET place = NULL WHERE task = ?", (sample.id,))
        connection.executemany(
            "INSERT INTO units VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE "
            'SET place = ?3, start = ?4, "end" = ?5',
            units,
        )


def find(database: Database) -> tuple[Task, ...]:
    """All tasks, by name."""
    rows = database.rows(
        "SELECT *, (SELECT count(*) FROM units WHERE units.task = tasks.task "
        "AND place IS NOT NULL) AS n FROM tasks ORDER BY task"
    )
    return tuple(
        Task(
            id=row["task"],
            variable=row["variable"],
            labels=tuple(row["labels"].split("\n")),
            phase=row["phase"],
            n_units=row["n"],
            shuffled=bool(row["shuffled"]),
        )
        for row in rows
    )


def turn(database: Database, task: Task, phase: str) -> None:
    """Give a task another turn."""
    if phase not in TURNS:
        raise UsageError(f"phase {phase[:40]!r}; allowed: {', '.join(TURNS)}")
    if phase == task.phase:
        return
    if phase not in _NEXT[task.phase]:
        raise TurnError(
            f"{task.id} is in {task.phase}, from which it goes to "
            f"{' or '.join(_NEXT[task.phase])} only"
        )
    database.run(
        "UPDATE tasks SET phase = ? WHERE task = ? AND phase = ?", phase, task.id, task.phase
    )
