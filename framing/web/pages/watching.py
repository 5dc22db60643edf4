"""The teacher's page of a task: progress, agreement, disputes, turns, labels to take away."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import polars as pl
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.compare.coding.agreement.disputed import disputed_units
from framing.compare.coding.agreement.tables import agreement_of
from framing.engine.mentions import resampling
from framing.web.doors.guard import Page, teacher
from framing.web.pages.asking import ask_sure
from framing.web.pages.markup import squeeze
from framing.web.pages.split import split_labels
from framing.web.pages.tasks import Asked, task_of
from framing.web.room import Room, render, room_of
from framing.web.store import CLOSED, CODING, DISCUSSION, JUDGED

_SHOWN = 10  # disputed passages on the wall; the discussion has all
_SAVED = {"phase": "Done.", "write": "Written into the study: codes/class.csv of this sample."}
# What each turn leads to, and what that means.
_STEPS = {
    CLOSED: ((CODING, "Open for coding"),),
    CODING: ((DISCUSSION, "Open the discussion"), (CLOSED, "Close for now")),
    DISCUSSION: ((JUDGED, "Finish: settled"),),
    JUDGED: ((DISCUSSION, "Open the discussion again"),),
}
_MEANS = {
    CODING: ("Coders see the passages and label them, each alone. You can close it again.",),
    CLOSED: ("Nobody can code until you open it again. What was coded is kept.",),
    DISCUSSION: (
        "Everybody sees how the labels split, without names, and may change their own.",
        "The labels until now are frozen: agreement is computed from them. "
        "There is no way back to coding alone.",
    ),
    JUDGED: ("Nobody but you changes a label any more. You can open the discussion again.",),
}


def watch(request: Request) -> Response:
    """A task at a glance, for the wall."""
    task, room = task_of(request), room_of(request)
    # Deleting somebody's labels leaves the number of the last one as it was.
    seen = room.desk.once(
        ("seen", task.id),
        lambda: _look(room, task),
        version=(room.store.last_change(task.id), len(room.store.marks(task.id))),
    )
    return render(
        request,
        "task.html",
        task=task,
        **seen,
        progress=room.store.progress(task.id),
        steps=_STEPS[task.phase],
        folder=room.run.study.folder.name,
        saved=_SAVED.get(request.query_params.get("done", ""), ""),
        wide=True,
    )


def ask_phase(request: Request) -> Response:
    """Sure about the next turn?"""
    task, phase = task_of(request), request.path_params["phase"]
    words = dict(_STEPS[task.phase]).get(phase)
    if words is None:
        raise HTTPException(409, f"the task is now: {task.state}; it does not go there")
    return ask_sure(
        request,
        f"{words}?",
        lines=(f"“{task.question}” ({task.id}).", *_MEANS[phase]),
        yes=f"Yes: {words[0].lower()}{words[1:]}",
        back=_address(task),
    )


def set_phase(request: Request) -> Response:
    """Go to the next turn, and write what was coded into the study."""
    task = task_of(request)
    room_of(request).store.set_phase(task.id, request.path_params["phase"])
    return RedirectResponse(f"{_address(task)}?done=phase", status_code=303)


def write(request: Request) -> Response:
    """Write all codes into the study."""
    task = task_of(request)
    room_of(request).save()
    return RedirectResponse(f"{_address(task)}?done=write", status_code=303)


def _look(room: Room, task: Asked) -> dict[str, Any]:
    """What the page shows beside the progress."""
    sample, codes = room.samples[task.id], room.store.codes(task.id)
    splits = split_labels(room.store.marks(task.id), labels=task.labels, frozen=True)
    disputed = [unit for unit in disputed_units(codes)["unit"] if unit in task.units]
    counted = [sum(n for _, n in split.counts) for split in splits.values()]
    agreement = agreement_of(
        codes,
        sample.units,
        labels=task.labels,
        ordinal=task.ordinal,
        copies=room.run.copies,
        resampling=resampling(room.run),
    )
    wanted = "alpha_ordinal" if task.ordinal else "alpha"
    whole = pl.col("label").is_null() & pl.col("coder").is_null()
    row = agreement.row(by_predicate=whole & (pl.col("statistic") == wanted), named=True)
    bounds = None if row["low"] is None else (row["low"], row["high"])
    return {
        "n_codes": sum(counted),
        "n_coders": len({mark.coder for mark in room.store.marks(task.id)} - {"teacher"}),
        "n_double": sum(n > 1 for n in counted),
        "agreement": {
            "alpha": row["estimate"],
            "bounds": bounds,
            "convention": row["convention"],
            "n": row["n"],
            "why": f"No figure yet: {row['flag'].removeprefix('undefined: ')}.",
        },
        "disputed": [
            {"unit": unit, "text": squeeze(task.units[unit]["text"]), "counts": splits[unit].counts}
            for unit in disputed[:_SHOWN]
        ],
        "n_disputed": len(disputed),
    }


def _address(task: Asked) -> str:
    return f"/teacher/task/{quote(task.id, safe='')}"


PAGES: tuple[Page, ...] = (
    teacher("/teacher/task/{task}", watch),
    teacher("/teacher/task/{task}/phase/{phase}", ask_phase),
    teacher("/teacher/task/{task}/phase/{phase}", set_phase, methods=("POST",)),
    teacher("/teacher/task/{task}/write", write, methods=("POST",)),
)
