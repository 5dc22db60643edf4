"""The first page of coders: tasks and their own progress."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.web.doors.guard import Page, member
from framing.web.doors.persons import Teacher
from framing.web.pages.tasks import ask_task
from framing.web.room import coder_of, render, room_of
from framing.web.store import CLOSED, CODING


def home(request: Request) -> Response:
    """Tasks; the teacher has a page of the teacher's own."""
    if isinstance(request.state.person, Teacher):
        return RedirectResponse("/teacher", status_code=303)
    room, coder = room_of(request), coder_of(request)
    tasks: list[dict[str, Any]] = []
    for name in room.samples:
        progress = room.store.own_progress(name, coder)
        tasks.append(
            {"task": ask_task(room, name), "done": progress.done, "skipped": progress.skipped}
        )
    tasks.sort(key=lambda row: row["task"].phase != CODING)  # what can be done now comes first
    waits = any(row["task"].phase == CLOSED for row in tasks)
    return render(request, "home.html", tasks=tasks, waits=waits)


PAGES: tuple[Page, ...] = (member("/", home),)
