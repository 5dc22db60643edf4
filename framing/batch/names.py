"""The folder of each report: named by the study's id and what of it is asked for, told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from framing.batch.places import recall
from framing.batch.records import FAILED, Job, Outcome
from framing.errors import FramingError
from framing.language.words import slug
from framing.study.inputs import read_inputs


def name_of(job: Job, study: str) -> str:
    """The name that a job was given, else the study's id with its events and groups."""
    return job.name or "-".join((study, *map(name_part, (*job.events, *job.groups))))


def name_part(value: str) -> str:
    """Letters of a file name; values of which none are left are told apart by a hash."""
    short = slug(value)
    if short == value.casefold().replace(" ", "-"):
        return short
    return f"{short}-{hashlib.sha256(value.encode()).hexdigest()[:6]}".lstrip("-")


def refuse_clashes(jobs: Sequence[Job], out: Path) -> tuple[list[Job], list[Outcome]]:
    """Jobs whose folder is theirs alone; of those that share one, none is made.

    A folder is also refused that an earlier run filled from another study of the same id.
    """
    by_name: dict[str, list[Job]] = {}
    # What is asked for twice, by whatever path, is one report.
    once = {replace(job, study=job.study.resolve(), told=""): job for job in reversed(jobs)}
    for job in reversed(once.values()):
        by_name.setdefault(job.name, []).append(job)
    kept, refused = [], []
    for name, same in by_name.items():
        owner = _other_owner(same[0], out)
        if len(same) > 1:
            all_of_them = ", ".join(dict.fromkeys(_said(job) for job in same))
            reason = f"{len(same)} reports would be called {name!r}: {all_of_them}"
        elif owner:
            reason = f"{out / name} holds the report of {owner}, which has the same id"
        else:
            kept += same
            continue
        step = "give each study an id of its own in study.toml, or each report an id in a list"
        refused += [Outcome(job, FAILED, f"{reason}; {step}") for job in same]
    return kept, refused


def _said(job: Job) -> str:
    return f"{job.study} ({job.told})" if job.told else str(job.study)


def _other_owner(job: Job, out: Path) -> str:
    """Another study that the folder of a job belongs to, which still is there under that name."""
    owner = recall(out, job.name).get("study", "")
    if not owner or not (out / job.name).is_dir() or Path(owner) == job.study.resolve():
        return ""
    try:
        there = name_of(replace(job, name=""), read_inputs(Path(owner))[0])
    except (FramingError, OSError):
        return ""  # gone, or broken: it can move in
    return owner if there == job.name else ""
