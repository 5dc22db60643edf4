"""Sources read in processes of their own: one that hangs or eats memory costs its file alone.

On one machine each file is a job. Elsewhere a job is a group of files, which are read in a process
beside its worker: so what comes of a file depends on nothing but the file, wherever it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from framing.errors import UsageError
from framing.intake.reading import Read, read_nothing, read_source
from framing.intake.records import Source
from framing.intake.sources import Refused
from framing.scheduling.jobs import Job, Lost, Scheduler
from framing.scheduling.limits import MEMORY
from framing.scheduling.processes import Processes

SECONDS = 60.0  # for a file, and one more for each of so many bytes
_BYTES_A_SECOND = 2**18
_MOST_FILES = 32  # in a group
_MOST_BYTES = 2**24
_TOO_LATE = "reading took too long and was ended; is the file damaged?"
_ENDED = "reading ended without an answer (too much memory?); is the file damaged?"

Group = tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """A file that is not there where the job runs."""

    path: Path


def read_sources(
    sources: Iterable[Source | Refused],
    scheduler: Scheduler,
    *,
    as_format: str = "",
    memory: int = MEMORY,
) -> Iterator[Read]:
    """Read sources in order, on all workers.

    Parameters
    ----------
    sources
        From ``find_sources``.
    scheduler
        Whose workers read.
    as_format
        One of ``FORMATS`` for all; empty: found for each.
    memory
        Bytes that the reader of a file may hold; where ``scheduler`` has processes, theirs holds.

    Raises
    ------
    UsageError
        Where a worker does not see a source under its path.
    """
    found = list(sources)
    real = [source for source in found if isinstance(source, Source)]
    if isinstance(scheduler, Processes):
        reads = _read_each(real, scheduler, as_format)
    else:
        groups = list(group_sources(real))
        reads = _read_groups(groups, scheduler, as_format=as_format, memory=memory)
    for source in found:
        if isinstance(source, Refused):
            yield read_nothing(source, source.reason)
        else:
            yield next(reads)


def group_sources(sources: Iterable[Source]) -> Iterator[Group]:
    """Neighbours, as many as make a job; a large file is one of its own."""
    waiting: list[Source] = []
    n_bytes = 0
    for source in sources:
        size = _size(source)
        if waiting and (len(waiting) == _MOST_FILES or n_bytes + size > _MOST_BYTES):
            yield tuple(waiting)
            waiting, n_bytes = [], 0
        waiting.append(source)
        n_bytes += size
    if waiting:
        yield tuple(waiting)


def read_group(group: Group, as_format: str, memory: int) -> list[Read] | Unseen:
    """A job: what became of each source, or the first that is not seen from here."""
    for source in group:
        if not source.path.is_file():
            return Unseen(source.path)
    with closing(Processes(1, memory)) as beside:
        return list(_read_each(group, beside, as_format))


def _read_each(sources: Sequence[Source], workers: Processes, as_format: str) -> Iterator[Read]:
    jobs = [
        Job(source.name, read_source, (source, as_format), seconds=_seconds(source))
        for source in sources
    ]
    for source, answer in zip(sources, workers.run(jobs), strict=True):
        if isinstance(answer, Lost):
            answer = read_nothing(source, _TOO_LATE if answer.late else _ENDED)
        yield answer


def _read_groups(
    groups: Sequence[Group], scheduler: Scheduler, *, as_format: str, memory: int
) -> Iterator[Read]:
    jobs = [
        Job(f"reading {group[0].name} and those after it", read_group, (group, as_format, memory))
        for group in groups
    ]
    for group, answer in zip(groups, scheduler.run(jobs), strict=True):
        if not isinstance(answer, Lost):
            yield from _seen(answer)
        elif len(group) > 1:  # the worker itself ended: each file is tried alone
            alone = [(source,) for source in group]
            yield from _read_groups(alone, scheduler, as_format=as_format, memory=memory)
        else:
            yield read_nothing(group[0], _ENDED)


def _seen(answer: list[Read] | Unseen) -> list[Read]:
    if isinstance(answer, Unseen):
        raise UsageError(
            f"{answer.path} is here, but a worker of the cluster does not see it; allowed: sources "
            "(and for archives the study) below a folder that all machines have under one path. "
            "Next: put them there, or read them on this machine (--jobs)"
        )
    return answer


def _seconds(source: Source) -> float:
    return SECONDS + _size(source) / _BYTES_A_SECOND


def _size(source: Source) -> int:
    return source.path.stat().st_size
