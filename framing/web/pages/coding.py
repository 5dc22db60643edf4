"""Coding: one unit at a time, with the way back to each of one's own answers."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.records.coding import INDEPENDENT
from framing.web.doors.guard import Page, coder
from framing.web.pages.answering import new_key, read_answer
from framing.web.pages.tasks import Asked, task_of
from framing.web.room import coder_of, form_of, render, room_of
from framing.web.store import CODING, Mark

_SKIPPED = "skipped"


def code(request: Request) -> Response:
    """The next unit, or the one that is asked for, with one's own answer where there is one."""
    task = task_of(request)
    if task.phase != CODING:
        return _not_open(request, task)
    room, me = room_of(request), coder_of(request)
    own = _own_marks(request, task)
    known = {mark.unit: mark for mark in own}
    wanted = request.query_params.get("unit", "")
    if wanted not in task.units:
        wanted = room.store.next_unit(task.id, me) or ""
    goes_on = "unit" in request.query_params or _SKIPPED in request.query_params
    if not wanted or (wanted in known and not goes_on):
        return render(request, "done.html", **_counts(task, own))
    mark = known.get(wanted)
    return render(
        request,
        "code.html",
        **_counts(task, own),
        unit=task.units[wanted],
        own=mark.label if mark else "",
        was_skipped=mark is not None and not mark.label,
        note=mark.note if mark else "",
    )


def answer(request: Request) -> Response:
    """Keep an answer; the same one sent again changes nothing."""
    task, store, me = task_of(request), room_of(request).store, coder_of(request)
    said = read_answer(form_of(request), task.units)
    if said.label:
        store.put(
            task.id, said.unit, me, said.label,
            start=said.start, end=said.end, note=said.note, key=said.key,
        )  # fmt: skip
    else:
        store.skip(task.id, said.unit, me, key=said.key)
    return RedirectResponse(_address(task), status_code=303)


def undo(request: Request) -> Response:
    """Take the last answer back, and show its unit again."""
    task, form = task_of(request), form_of(request)
    key = f"undo {form.get('key', '')}"
    unit = room_of(request).store.undo(task.id, coder_of(request), key=key)
    back = f"?unit={unit}" if unit else ""
    return RedirectResponse(_address(task) + back, status_code=303)


def answers(request: Request) -> Response:
    """One's own answers, the last first."""
    task = task_of(request)
    if task.phase != CODING:
        return _not_open(request, task)
    own = _own_marks(request, task)
    rows = [
        {"unit": mark.unit, "text": task.units[mark.unit]["text"], "label": mark.label,
         "note": mark.note}
        for mark in reversed(own)
    ]  # fmt: skip
    return render(request, "answers.html", **_counts(task, own), answers=rows)


def _own_marks(request: Request, task: Asked) -> list[Mark]:
    """What the coder said of each unit, in the order of saying."""
    found = room_of(request).store.own_marks(task.id, coder_of(request))
    return [mark for mark in found if mark.phase == INDEPENDENT and mark.unit in task.units]


def _counts(task: Asked, own: list[Mark]) -> dict[str, Any]:
    done = sum(bool(mark.label) for mark in own)
    return {
        "task": task,
        "n": task.n,
        "n_done": done,
        "n_skipped": len(own) - done,
        "last": (own[-1].label or _SKIPPED) if own else "",
        "key": new_key(),
    }


def _not_open(request: Request, task: Asked) -> Response:
    return render(
        request,
        "said.html",
        status=409,
        title="This task is not open for coding",
        lines=(f"“{task.question}” is now: {task.state}.", "What you coded so far is kept."),
    )


def _address(task: Asked) -> str:
    from urllib.parse import quote

    return f"/code/{quote(task.id, safe='')}"


PAGES: tuple[Page, ...] = (
    coder("/code/{task}", code),
    coder("/code/{task}", answer, methods=("POST",)),
    coder("/code/{task}/undo", undo, methods=("POST",)),
    coder("/code/{task}/answers", answers),
)
