"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody of the class, known by a pseudonym only."""

    name: str


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who started the server, or has the teacher's link."""

    name: str = "teacher"


Person = Coder | Teacher | None
