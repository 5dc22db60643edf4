"""Discussion: how labels split, what is said, one's own label again; the teacher settles."""

from __future__ import annotations

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.web.doors.guard import Page, coder, member, teacher
from framing.web.doors.persons import Coder
from framing.web.pages.answering import name_answer, new_key
from framing.web.pages.markup import squeeze
from framing.web.pages.split import Split, split_labels
from framing.web.pages.tasks import Asked, task_of, unit_of
from framing.web.room import coder_of, form_of, render, room_of
from framing.web.store import DISCUSSION, TEACHER, Comment, Mark

_SAVED = {
    "label": "Your label is changed. The one from before the discussion stays on record.",
    "settle": "Settled.",
    "say": "Said.",
}


def discuss(request: Request) -> Response:
    """All units that somebody coded, those that split most first."""
    task = task_of(request)
    _check_open(task)
    store = room_of(request).store
    marks = store.marks(task.id)
    splits = _splits(request, task, marks)
    comments = store.count_comments(task.id)
    rows = [
        {
            "unit": unit,
            "text": squeeze(task.units[unit]["text"]),
            "split": splits[unit],
            "n_comments": comments.get(unit, 0),
        }
        for unit in _order(task, marks)
        if unit in splits
    ]
    n_split = sum(split.disagreement > 0 for split in splits.values())
    return render(request, "discuss.html", task=task, units=rows, n_split=n_split)


def passage(request: Request) -> Response:
    """One unit: the split, what was said, and what one may do."""
    task = task_of(request)
    _check_open(task)
    unit, store = unit_of(request, task), room_of(request).store
    marks = store.marks(task.id)
    splits, order = _splits(request, task, marks), _order(task, marks)
    at = order.index(unit["unit"])
    said = store.comments(task.id, unit["unit"])
    return render(
        request,
        "passage.html",
        task=task,
        unit=unit,
        split=splits.get(unit["unit"], Split(unit["unit"])),
        place=at + 1,
        n=task.n,
        previous=order[at - 1] if at else "",
        next=order[at + 1] if at + 1 < len(order) else "",
        talk=[{"who": _who(request, comment), "text": comment.text} for comment in said],
        saved=_SAVED.get(request.query_params.get("done", ""), ""),
        address=_address(task, unit["unit"]),
        key=new_key(),
    )


def change(request: Request) -> Response:
    """One's own label after discussion, beside the one from before."""
    task, form = task_of(request), form_of(request)
    unit = unit_of(request, task)["unit"]
    if task.phase != DISCUSSION:
        raise HTTPException(409, "labels are changed while the discussion is open")
    label = form.get("label", "")
    key = name_answer(form, "label", label)
    room_of(request).store.put(task.id, unit, coder_of(request), label, key=key)
    return RedirectResponse(f"{_address(task, unit)}?done=label", status_code=303)


def say(request: Request) -> Response:
    """A comment, without a name for the class."""
    task, form = task_of(request), form_of(request)
    unit, person = unit_of(request, task)["unit"], request.state.person
    who = person.name if isinstance(person, Coder) else TEACHER
    comment = form.get("comment", "")
    key = name_answer(form, "comment", comment)
    room_of(request).store.comment(task.id, unit, who, comment, key=key)
    return RedirectResponse(f"{_address(task, unit)}?done=say", status_code=303)


def settle(request: Request) -> Response:
    """The label that shall stand, and why."""
    task, form = task_of(request), form_of(request)
    unit = unit_of(request, task)["unit"]
    label, reason = form.get("label", ""), form.get("reason", "")
    key = name_answer(form, "settle", label, reason)
    room_of(request).store.adjudicate(task.id, unit, label, reason, key=key)
    return RedirectResponse(f"{_address(task, unit)}?done=settle", status_code=303)


def _check_open(task: Asked) -> None:
    """Nobody sees others' labels before the discussion."""
    if not task.is_discussed:
        raise HTTPException(409, f"the discussion is not open; the task is now: {task.state}")


def _splits(request: Request, task: Asked, marks: list[Mark]) -> dict[str, Split]:
    person = request.state.person
    me = person.name if isinstance(person, Coder) else ""
    return split_labels(marks, labels=task.labels, coder=me)


def _order(task: Asked, marks: list[Mark]) -> list[str]:
    """Units that split most come first, by the labels from before the discussion: whoever changes
    a label now moves nothing under another's hand."""
    first = split_labels(marks, labels=task.labels, frozen=True)
    place = {unit: k for k, unit in enumerate(task.units)}
    none = Split("")
    return sorted(place, key=lambda unit: (-first.get(unit, none).disagreement, place[unit]))


def _who(request: Request, comment: Comment) -> str:
    if comment.coder == request.state.person.name:
        return "You"
    return "The teacher" if comment.coder == TEACHER else "A coder"


def _address(task: Asked, unit: str) -> str:
    return f"/discuss/{quote(task.id, safe='')}/{quote(unit, safe='')}"


PAGES: tuple[Page, ...] = (
    member("/discuss/{task}", discuss),
    member("/discuss/{task}/{unit}", passage),
    coder("/discuss/{task}/{unit}/label", change, methods=("POST",)),
    member("/discuss/{task}/{unit}/say", say, methods=("POST",)),
    teacher("/discuss/{task}/{unit}/settle", settle, methods=("POST",)),
)
