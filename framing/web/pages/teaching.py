"""The teacher's page of the class: the way in, tasks, reading, coders by pseudonym."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.web.doors.guard import Page, teacher
from framing.web.pages.asking import ask_sure
from framing.web.pages.policy import CHOICES, choose_reading, chosen_reading, reading_in
from framing.web.pages.tasks import ask_task
from framing.web.room import form_of, render, room_of

_SAVED = {"reading": "Saved.", "delete": "The labels are deleted."}


def teach(request: Request) -> Response:
    """All that a teacher does beside the tasks."""
    room = room_of(request)
    reading = reading_in(room)
    coders = [
        {"name": name, "consent": room.store.has_consent(name)} for name in room.store.coders()
    ]
    return render(
        request,
        "teacher.html",
        address=_address(request),
        class_code=room.keys.spoken,
        tasks=[ask_task(room, name) for name in room.samples],
        folder=room.run.study.folder.name,
        reading={
            "why": reading.why or "Coders may read everything now.",
            "now": chosen_reading(room),
            "choices": CHOICES,
        },
        coders=coders,
        saved=_SAVED.get(request.query_params.get("done", ""), ""),
    )


def wall(request: Request) -> Response:
    """Address and class code, large."""
    room = room_of(request)
    n_coders = len(room.store.coders())
    return render(
        request,
        "wall.html",
        address=_address(request),
        class_code=room.keys.spoken,
        n_coders=n_coders,
        wide=True,
    )


def set_reading(request: Request) -> Response:
    """What coders may read while they code."""
    choose_reading(room_of(request), form_of(request).get("reading", ""))
    return RedirectResponse("/teacher?done=reading", status_code=303)


def ask_renew(request: Request) -> Response:
    """Sure about another link?"""
    name = request.path_params["coder"]
    return ask_sure(
        request,
        f"Make another link for {name}?",
        lines=("The old one opens nothing then, and devices that are in are let out.",
               "Give the new one only to whom the name belongs."),
        yes="Yes, make another",
        back="/teacher",
    )  # fmt: skip


def renew(request: Request) -> Response:
    """Another link for a coder who lost it."""
    made = room_of(request).store.renew(request.path_params["coder"])
    link = f"/c/{made.secret}"
    return render(request, "renewed.html", coder=made.coder, link=link, back="/teacher")


def ask_delete(request: Request) -> Response:
    """Sure about deleting?"""
    name = request.path_params["coder"]
    return ask_sure(
        request,
        f"Delete all labels of {name}?",
        lines=("Labels, notes and comments of all tasks are removed, also from the study's files.",
               "This cannot be undone."),
        yes="Yes, delete them",
        back="/teacher",
    )  # fmt: skip


def delete(request: Request) -> Response:
    """Delete what a coder said."""
    room_of(request).store.delete_labels(request.path_params["coder"])
    return RedirectResponse("/teacher?done=delete", status_code=303)


def _address(request: Request) -> str:
    """What coders type: where the class is told to be, else where the teacher sees it."""
    return room_of(request).address or str(request.base_url).rstrip("/")


PAGES: tuple[Page, ...] = (
    teacher("/teacher", teach),
    teacher("/teacher/wall", wall),
    teacher("/teacher/reading", set_reading, methods=("POST",)),
    teacher("/teacher/coders/{coder}/renew", ask_renew),
    teacher("/teacher/coders/{coder}/renew", renew, methods=("POST",)),
    teacher("/teacher/coders/{coder}/delete", ask_delete),
    teacher("/teacher/coders/{coder}/delete", delete, methods=("POST",)),
)
