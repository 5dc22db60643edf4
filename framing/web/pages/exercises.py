"""Exercises: what was right, how the class as a whole did, and where it went astray."""

from __future__ import annotations

from typing import Any

import polars as pl
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from framing.compare.coding.classwork import count_labels, score_class
from framing.engine.exercises.answers import find_answers
from framing.engine.exercises.catalogue import EXERCISES
from framing.web.doors.guard import Page, member
from framing.web.doors.persons import Teacher
from framing.web.pages.tasks import Asked, ask_task, task_of
from framing.web.room import Room, render, room_of

_BY = {
    "known": "known for certain",
    "adjudicated": "settled by the class",
    "the tool": "what the tool says; it may be wrong",
}
_WHO = {
    "all labels": "Labels of the whole class",
    "what most said": "What most of the class said",
    "the tool": "The tool",
    "guessing": "Guessing",
}


def exercises(request: Request) -> Response:
    """Every task, and whether its answers are open."""
    room = room_of(request)
    tasks = [ask_task(room, name) for name in room.samples]
    rows = [{"task": task, "is_open": _is_open(request, task)} for task in tasks]
    return render(request, "exercises.html", tasks=rows, exercises=EXERCISES)


def solution(request: Request) -> Response:
    """The answers of a task and how the class did: for coders from the discussion on."""
    task = task_of(request)
    if not _is_open(request, task):
        raise HTTPException(403, "The answers are shown when your teacher opens the discussion.")
    room = room_of(request)
    codes = room.store.codes(task.id)
    answers = find_answers(room.samples[task.id], codes)
    score = score_class(codes, answers, n_labels=len(task.labels))
    return render(
        request,
        "solution.html",
        task=task,
        score=[{**row, "who": _WHO[row["who"]]} for row in score.iter_rows(named=True)],
        units=_units(room, task, answers, count_labels(codes, answers)),
    )


def _is_open(request: Request, task: Asked) -> bool:
    return isinstance(request.state.person, Teacher) or task.is_discussed


def _units(
    room: Room, task: Asked, answers: pl.DataFrame, counts: pl.DataFrame
) -> list[dict[str, Any]]:
    """Units by how few found the answer, with the split of the class."""
    said: dict[str, dict[str, int]] = {}
    for unit, label, n in counts.select("unit", "label", "n").iter_rows():
        said.setdefault(unit, {})[label] = n
    titles = dict(room.run.study.articles.select("article", "title").iter_rows())
    rows = []
    for row in answers.iter_rows(named=True):
        own = said.get(row["unit"], {})
        labels = (*task.labels, *sorted(set(own) - set(task.labels)))
        total, right = sum(own.values()), own.get(row["answer"], 0)
        rows.append(
            {
                **row,
                "by": _BY.get(row["by"], "nobody knows"),
                "title": titles.get(row["article"]) or row["article"],
                "shown": task.units[row["unit"]],
                "split": [(label, own.get(label, 0)) for label in labels if own.get(label)],
                "missed": 1 - right / total if total and row["answer"] else -1.0,
            }
        )
    return sorted(rows, key=lambda row: (-row["missed"], row["place"]))


PAGES: tuple[Page, ...] = (
    member("/exercises", exercises),
    member("/exercises/{task}", solution),
)
