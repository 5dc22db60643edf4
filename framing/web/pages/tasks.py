"""What pages know of a task: its question, its units as coders see them, its turn in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from framing.engine.coding.masks import shown_units
from framing.records.coding import Sample
from framing.web.room import Room, room_of
from framing.web.store import CLOSED, CODING, DISCUSSION, JUDGED

STATES = {
    CLOSED: "not open",
    CODING: "coding: each alone",
    DISCUSSION: "discussion is open",
    JUDGED: "settled",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A task as pages show it. ``units`` are rows of ``masks.SHOWN`` by id, in
    their order, with ``begins``: where each starts in its article."""

    id: str
    question: str
    instructions: str
    labels: tuple[str, ...]
    ordinal: bool
    blind: bool
    phase: str
    units: dict[str, dict[str, Any]]

    @property
    def n(self) -> int:
        """How many units it has."""
        return len(self.units)

    @property
    def is_discussed(self) -> bool:
        """Whether the labels of others may be seen, and the answers."""
        return self.phase in (DISCUSSION, JUDGED)

    @property
    def state(self) -> str:
        """Its turn in words."""
        return STATES[self.phase]


def task_of(request: Request) -> Asked:
    """The task that the address names; there is none: 404."""
    return ask_task(room_of(request), request.path_params["task"])


def ask_task(room: Room, name: str) -> Asked:
    """A task of the class; a name that is none: 404."""
    if name not in room.samples:
        raise HTTPException(404, "no such task")
    sample = room.samples[name]
    variable = sample.variable
    units = room.desk.once(("units", name), lambda: _units(room, sample))
    return Asked(
        id=name,
        question=variable.question,
        instructions=variable.instructions,
        labels=variable.labels,
        ordinal=variable.ordinal,
        blind=sample.blind,
        phase=room.store.phase(name),
        units=units,
    )


def _units(room: Room, sample: Sample) -> dict[str, dict[str, Any]]:
    begins = dict(sample.units.select("unit", "start").iter_rows())
    shown = shown_units(room.run, sample).iter_rows(named=True)
    events = {event.id: event.name or event.id for event in room.run.study.events}
    return {
        row["unit"]: {
            **row,
            "begins": begins[row["unit"]],
            "event": events.get(row["event"], row["event"]),
        }
        for row in shown
    }


def unit_of(request: Request, task: Asked) -> dict[str, Any]:
    """The unit that the address names; there is none: 404."""
    found = task.units.get(request.path_params["unit"])
    if found is None:
        raise HTTPException(404, "no such passage")
    return found
