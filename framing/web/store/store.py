"""The store's verbs: what pages, the server and tests call."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import UsageError
from framing.web.store import comments, marks, people, tasks
from framing.web.store.database import Database
from framing.web.store.records import TEACHER, Comment, Joined, Mark, Progress, Task

if TYPE_CHECKING:
    import polars as pl

    from framing.records.coding import Sample


def open_store(path: Path) -> Store:
    """Open ``coding/class.sqlite`` of a study; it is made where there is none.

    Raises
    ------
    UsageError
        Where the file is no store, or one of a newer version.
    """
    return Store(Database(path))


class Store:
    """One SQLite file. Every method may be called from any thread; writes are on the disk when
    they return. What is wrong with an argument raises ``UsageError``; what the task's turn does
    not allow, ``TurnError``."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._samples: dict[str, Sample] = {}  # those that were added since the start
        self._saving = threading.Lock()

    # Coders

    def join(self) -> Joined:
        """A new coder: a pseudonym of two words, and the secret of the coder's own link."""
        return people.join(self.database)

    def renew(self, coder: str) -> Joined:
        """Another link for a coder; the old one and its cookies end."""
        return people.renew(self.database, coder)

    def coder_of(self, secret: str) -> str | None:
        """Whose secret this is."""
        return people.coder_of(self.database, secret)

    def serial(self, coder: str) -> str | None:
        """What changes with the coder's secret; None for who is no coder."""
        return people.serial(self.database, coder)

    def coders(self) -> tuple[str, ...]:
        """Pseudonyms, by alphabet."""
        rows = self.database.rows(
            "SELECT coder FROM coders WHERE coder <> ? ORDER BY coder", TEACHER
        )
        return tuple(row["coder"] for row in rows)

    def set_consent(self, coder: str, yes: bool) -> None:
        """Whether a coder's labels may stand in an export for research (at first: no)."""
        people.check_coder(self.database, coder)
        self.database.run("UPDATE coders SET consent = ? WHERE coder = ?", int(yes), coder)

    def has_consent(self, coder: str) -> bool:
        """Whether the coder agreed to be part of an export for research."""
        row = self.database.row("SELECT consent FROM coders WHERE coder = ?", coder)
        return row is not None and bool(row["consent"])

    def delete_labels(self, coder: str) -> None:
        """Delete all that a coder said: labels, notes, comments. The coder stays.

        They are gone from the store's file, and from the files of codes.
        """
        people.check_coder(self.database, coder)
        with self.database.writing() as connection:
            for table in ("marks", "comments"):
                connection.execute(f"DELETE FROM {table} WHERE coder = ?", (coder,))
        self.database.scrub()
        self.save()

    def delete_coder(self, coder: str) -> None:
        """Delete a coder and all that the coder said; link and cookies end."""
        people.check_coder(self.database, coder)
        self.database.run("DELETE FROM coders WHERE coder = ?", coder)
        self.database.scrub()
        self.save()

    # Tasks

    def add_task(self, sample: Sample, *, shuffled: bool | None = None) -> Task:
        """Give a sample to the class, or bring the store up to how it was drawn last.

        ``shuffled``: every coder has an order of the units of the coder's own; None leaves it as
        it is (at first: the sample's order). A new task is closed.
        """
        tasks.add(self.database, sample, shuffled=shuffled)
        self._samples[sample.id] = sample
        return self.task(sample.id)

    def tasks(self) -> tuple[Task, ...]:
        """All tasks of this start, by name."""
        return tuple(task for task in tasks.find(self.database) if task.id in self._samples)

    def task(self, task: str) -> Task:
        """One task; one that there is not is a ``UsageError``."""
        found = {known.id: known for known in self.tasks()}
        if task not in found:
            raise UsageError(f"no task {task[:40]!r}; allowed: {', '.join(found) or 'none yet'}")
        return found[task]

    def phase(self, task: str) -> str:
        """The turn of a task: one of ``TURNS``."""
        return self.task(task).phase

    def set_phase(self, task: str, phase: str) -> None:
        """Go to another turn, and write the codes. From the opened discussion none leads back to
        coding alone."""
        tasks.turn(self.database, self.task(task), phase)
        self.save()

    # Marks

    def next_unit(self, task: str, coder: str) -> str | None:
        """The unit that a coder shall code next, those skipped last; None when all are coded."""
        return marks.next_unit(self.database, task, coder)

    def put(
        self,
        task: str,
        unit: str,
        coder: str,
        label: str,
        *,
        start: int | None = None,
        end: int | None = None,
        note: str = "",
        key: str = "",
    ) -> Mark:
        """Keep a label. In the discussion it is a new row beside the frozen one.

        ``start`` and ``end`` are characters of the article inside of the unit. ``key`` is made by
        the page, one a form: the same key of a coder again changes nothing.
        """
        if not label:
            raise UsageError("no label; allowed: one of the task's, or skip")
        people.check_coder(self.database, coder)
        return marks.add(
            self.database, task, unit, coder, label=label, span=(start, end), note=note, key=key
        )

    def skip(self, task: str, unit: str, coder: str, *, key: str = "") -> Mark:
        """Leave a unit for later."""
        people.check_coder(self.database, coder)
        return marks.add(self.database, task, unit, coder, label="", key=key)

    def undo(self, task: str, coder: str, *, key: str = "") -> str | None:
        """Take back the coder's last label or skip of this turn; returns its unit."""
        people.check_coder(self.database, coder)
        return marks.undo(self.database, task, coder, key)

    def own_code(self, task: str, coder: str, unit: str) -> Mark | None:
        """What a coder last said of a unit, of whichever phase; None if nothing."""
        found = marks.standing(self.database, task, coder=coder, unit=unit)
        return found[-1] if found else None

    def own_marks(self, task: str, coder: str) -> list[Mark]:
        """What a coder said in a task and has not undone, skips, too, in the order of saying."""
        return marks.standing(self.database, task, coder=coder)

    def marks(self, task: str) -> list[Mark]:
        """Every label that stands in a task, in the order they were given. Only for the teacher,
        or once the discussion is open."""
        return [mark for mark in marks.standing(self.database, task) if mark.label]

    def codes(self, task: str) -> pl.DataFrame:
        """Every label that stands in a task, schema ``CODES``, sorted by unit, coder, phase."""
        from framing.web.store.codes import codes_table

        return codes_table(self.task(task), self.marks(task))

    def adjudicate(
        self, task: str, unit: str, label: str, note: str = "", *, key: str = ""
    ) -> Mark:
        """The teacher's decision about a unit, once the discussion has been opened."""
        if not label:
            raise UsageError("no label; allowed: one of the task's")
        return marks.add(self.database, task, unit, TEACHER, label=label, note=note, key=key)

    def progress(self, task: str) -> tuple[Progress, ...]:
        """How far every coder is, by pseudonym; only for the teacher."""
        total = self.task(task).n_units
        found: dict[str, dict[str, bool]] = {coder: {} for coder in self.coders()}
        for mark in marks.standing(self.database, task):
            units = found.get(mark.coder, {})
            units[mark.unit] = units.get(mark.unit, False) or bool(mark.label)
        return tuple(_progress(coder, units, total) for coder, units in found.items())

    def own_progress(self, task: str, coder: str) -> Progress:
        """How far a coder is."""
        units: dict[str, bool] = {}
        for mark in marks.standing(self.database, task, coder=coder):
            units[mark.unit] = units.get(mark.unit, False) or bool(mark.label)
        return _progress(coder, units, self.task(task).n_units)

    def last_change(self, task: str) -> int:
        """A number that grows with every mark of a task: pages ask whether there is news."""
        row = self.database.row("SELECT max(seq) AS seq FROM marks WHERE task = ?", task)
        return (row["seq"] if row else None) or 0

    # Discussion

    def comment(self, task: str, unit: str, coder: str, text: str, *, key: str = "") -> None:
        """Say something about a unit; ``coder`` may be ``TEACHER``. Only in the discussion."""
        if coder != TEACHER:
            people.check_coder(self.database, coder)
        comments.add(self.database, self.task(task), unit, coder, text=text, key=key)

    def comments(self, task: str, unit: str) -> tuple[Comment, ...]:
        """What was said about a unit, oldest first."""
        return comments.find(self.database, task, unit)

    def count_comments(self, task: str) -> dict[str, int]:
        """How much was said about each unit of which something was."""
        rows = self.database.rows(
            "SELECT unit, count(*) AS n FROM comments WHERE task = ? GROUP BY unit", task
        )
        return {row["unit"]: row["n"] for row in rows}

    # The files

    def save(self) -> list[Path]:
        """Write the codes of every task beside its sample, sorted (``codes/class.csv``)."""
        from framing.web.store.files import write_codes

        with self._saving:
            return write_codes(self, self._samples)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a value with the store in place of the one from before."""
        self.database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    def setting(self, name: str, new: str = "") -> str:
        """A value kept with the store; ``new`` is written where there is none yet."""
        if new:
            self.database.run("INSERT OR IGNORE INTO meta VALUES (?, ?)", name, new)
        row = self.database.row("SELECT value FROM meta WHERE name = ?", name)
        return row["value"] if row else ""

    def note_written(self, task: str, content: bytes) -> None:
        """Remember a file of codes before it is written: the store may replace it later."""
        digest = hashlib.sha256(content).hexdigest()[:16]
        self.database.run("INSERT OR IGNORE INTO written VALUES (?, ?)", task, digest)

    def has_written(self, task: str, digest: str) -> bool:
        """Whether a file of codes with this hash (``hash_file``) is from this store."""
        return bool(
            self.database.rows("SELECT 1 FROM written WHERE task = ? AND hash = ?", task, digest)
        )

    def close(self) -> None:
        """Close the file; nothing may be asked afterwards."""
        self.database.close()


def _progress(coder: str, units: dict[str, bool], total: int) -> Progress:
    done = sum(units.values())
    return Progress(coder, done=done, skipped=len(units) - done, total=total)
