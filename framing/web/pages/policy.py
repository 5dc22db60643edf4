"""What coders may read while they code, so that nothing gives an answer away."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from framing.web.doors.persons import Teacher
from framing.web.room import Room, room_of
from framing.web.store import CODING

_SETTING = "reading"
AUTO, OPEN, CLOSED = "auto", "open", "closed"
CHOICES = (
    (AUTO, "by itself: as far as it gives no answer away"),
    (OPEN, "always"),
    (CLOSED, "never"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody may read now. ``labels``: also what the tool found in articles, and the
    report; ``why`` is empty where everything is open."""

    articles: bool
    labels: bool
    why: str = ""


EVERYTHING = Reading(articles=True, labels=True)


def reading_of(request: Request) -> Reading:
    """What who asks may read now; the teacher everything."""
    if isinstance(request.state.person, Teacher):
        return EVERYTHING
    return reading_in(room_of(request))


def reading_in(room: Room) -> Reading:
    """What coders may read now.

    While a blind task is coded articles would tell whose a passage is; while any task is coded the
    tool's labels would be copied, and validated against themselves.
    """
    chosen = room.store.setting(_SETTING) or AUTO
    if chosen == CLOSED:
        return Reading(False, False, "Your teacher has closed reading and searching for now.")
    coded = [room.samples[task.id] for task in room.store.tasks()
             if task.phase == CODING and task.id in room.samples]  # fmt: skip
    if chosen == OPEN or not coded:
        return EVERYTHING
    if any(sample.blind for sample in coded):
        why = (
            "Articles and search are closed while a task is coded in which you shall not see "
            "which outlet wrote a passage. They open with the discussion."
        )
        return Reading(False, False, why)
    why = (
        "What the tool found is not shown while a task is coded, so that your labels are your "
        "own. It is shown from the discussion on."
    )
    return Reading(True, False, why)


def choose_reading(room: Room, chosen: str) -> None:
    """Keep the teacher's choice; one that is none: 400."""
    if chosen not in dict(CHOICES):
        raise HTTPException(400, "no such choice")
    room.store.set_setting(_SETTING, chosen)


def chosen_reading(room: Room) -> str:
    """The teacher's choice; at first ``auto``."""
    return room.store.setting(_SETTING) or AUTO


def check_articles(request: Request) -> Reading:
    """Refuse who may read no articles now."""
    reading = reading_of(request)
    if not reading.articles:
        raise HTTPException(403, reading.why)
    return reading


def check_labels(request: Request) -> None:
    """Refuse who may not see now what the tool found."""
    reading = reading_of(request)
    if not reading.labels:
        raise HTTPException(403, reading.why)
