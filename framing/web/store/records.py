"""What the store hands out."""

from __future__ import annotations

from dataclasses import dataclass

# The turns of a task, which its teacher sets: nobody codes; each codes alone; all see all labels
# and may change their own; only the teacher decides.
CLOSED, CODING, DISCUSSION, JUDGED = TURNS = ("closed", "coding", "discussion", "adjudicated")
# Who adjudicates and may comment, but is no coder. A pseudonym has two words, so none is this.
TEACHER = "teacher"


@dataclass(frozen=True, slots=True)
class Joined:
    """A new coder. The secret opens the coder's link; the store keeps only its hash."""

    coder: str
    secret: str


@dataclass(frozen=True, slots=True)
class Task:
    """A sample that the class codes. ``n_units`` are those of the sample as it is now."""

    id: str
    variable: str
    labels: tuple[str, ...]
    phase: str  # one of TURNS
    n_units: int
    shuffled: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What a coder said of a unit and has not undone; ``label`` is empty for a skipped one.

    ``start`` and ``end`` are characters of the article, both or none.
    """

    unit: str
    coder: str
    phase: str  # one of framing.records.coding.PHASES
    label: str
    start: int | None
    end: int | None
    note: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark about a unit in the discussion."""

    unit: str
    coder: str  # or TEACHER
    text: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder is in a task: units labelled, skipped, and there to code."""

    coder: str
    done: int
    skipped: int
    total: int
