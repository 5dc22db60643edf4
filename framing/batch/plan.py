"""From what is asked for to what must be made: studies hashed, reports named and looked at."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from framing.batch.digest import digest_of
from framing.batch.look import look
from framing.batch.names import name_of, name_part, refuse_clashes
from framing.batch.places import events_place, recall, remember
from framing.batch.records import FAILED, UNCHANGED, Job, Outcome
from framing.batch.since import Since
from framing.batch.work import Task, one_line
from framing.errors import FramingError
from framing.files import write_whole
from framing.study.inputs import read_inputs

Inputs = tuple[str, tuple[tuple[str, str], ...]]
FindEvents = Callable[[Sequence[Task]], dict[Task, tuple[str, ...] | Outcome]]


@dataclass(slots=True)
class Plan:
    """What is settled without any work, and the tasks that are left."""

    outcomes: list[Outcome] = field(default_factory=list)
    unread: list[Outcome] = field(default_factory=list)  # of studies as a whole
    tasks: list[Task] = field(default_factory=list)


def make_plan(
    jobs: Sequence[Job], out: Path, *, since: Since | None, force: bool, find_events: FindEvents
) -> Plan:
    """What is to be made, and what became of the rest.

    Parameters
    ----------
    jobs
        As asked for; those for each event are replaced by one an event.
    out
        Folder of the batch.
    since, force
        See ``framing batch``.
    find_events
        Gives the events of studies, by reading them.
    """
    plan = Plan()
    known: dict[Path, Inputs] = {}
    readable = [job for job in jobs if _read(job, known, plan)]
    spread = _spread(readable, known, plan, out=out, find_events=find_events)
    named = [replace(job, name=name_of(job, known[_place(job)][0])) for job in spread]
    kept, refused = refuse_clashes(named, out)
    plan.outcomes += refused
    for job in kept:
        digest = digest_of(job, *known[_place(job)])
        found = look(job, out, digest=digest, since=since, force=force)
        if found is None:
            plan.tasks.append(Task(job, out, since, force))
            continue
        plan.outcomes.append(found)
        if found.state == UNCHANGED and recall(out, job.name).get("failure"):
            remember(out, job.name, {"study": str(_place(job)), "failure": None})
    return plan


def _place(job: Job) -> Path:
    return job.study.resolve()


def _read(job: Job, known: dict[Path, Inputs], plan: Plan) -> bool:
    """Hash the files of a study, once; where they cannot be read that is the job's outcome."""
    place = _place(job)
    try:
        if place not in known:
            known[place] = read_inputs(place)
    except FramingError as error:
        plan.unread.append(_unread(job, one_line(job, error)))
    except OSError as error:
        plan.unread.append(_unread(job, f"{error.filename}: {error.strerror}"))
    return place in known


def _unread(job: Job, reason: str) -> Outcome:
    named = replace(job, name=job.name or job.study.name)
    said = reason if reason.startswith(f"{job.told}: ") or not job.told else f"{job.told}: {reason}"
    return Outcome(named, FAILED, said)


def _spread(
    jobs: Sequence[Job],
    known: dict[Path, Inputs],
    plan: Plan,
    *,
    out: Path,
    find_events: FindEvents,
) -> list[Job]:
    """Jobs for each event become one an event; the events of a study are remembered."""
    places = {
        job: events_place(out, digest_of(Job(job.study), *known[_place(job)]))
        for job in jobs
        if job.each_event
    }
    unknown = {job: Task(job, out) for job, place in places.items() if not place.is_file()}
    found = find_events(list(unknown.values())) if unknown else {}
    spread: list[Job] = []
    for job in jobs:
        if not job.each_event:
            spread.append(job)
            continue
        events = found[unknown[job]] if job in unknown else _recalled(job, places[job])
        if isinstance(events, Outcome):
            plan.unread.append(_unread(job, events.reason))
            if events.lasts:
                write_whole(places[job], json.dumps({"failed": events.reason}), durable=False)
            continue
        write_whole(places[job], json.dumps(events), durable=False)
        if not events:
            reason = "each event is asked for, but no article has one; allowed: events.csv"
            plan.unread.append(_unread(job, f"{reason} or the column event of articles.csv"))
        spread += [_of_event(job, event) for event in events]
    return spread


def _of_event(job: Job, event: str) -> Job:
    name = f"{job.name}-{name_part(event)}" if job.name else ""
    return replace(job, name=name, events=(event,), each_event=False)


def _recalled(job: Job, place: Path) -> tuple[str, ...] | Outcome:
    read = json.loads(place.read_text("utf-8"))
    return Outcome(job, FAILED, read["failed"]) if isinstance(read, dict) else tuple(read)
