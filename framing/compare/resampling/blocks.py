"""Resampling as jobs: what it is made from is laid out once, and a job names a range of it."""

from __future__ import annotations

import hashlib
import pickle
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from framing.errors import FramingError
from framing.scheduling.here import Here
from framing.scheduling.jobs import Job, Scheduler
from framing.scheduling.merging import demand
from framing.scheduling.places import Place, open_place

T = TypeVar("T")
Range = tuple[int, int]  # first, and one after the last

WORTH = 4e9  # multiplications, about as many seconds: a process needs one to begin
SMALL = 1 << 20  # bytes that may travel with every job
JOBS_EACH = 4  # of a worker, so that one that is late is waited for by few
FOLDER = "draws"


@dataclass(frozen=True, slots=True)
class Workers:
    """Who draws, and the place where all of them find what they draw from.

    Without a place everything is done in this process.
    """

    scheduler: Scheduler = field(default_factory=Here)
    place: Place | None = None

    def place_for(self, work: float) -> Place | None:
        """The place where so much work is worth other processes; None where this one does it."""
        return None if isinstance(self.scheduler, Here) or work < WORTH else self.place


class Task(NamedTuple):
    """What is done to ranges of a resampling.

    Attributes
    ----------
    name
        For messages.
    function
        Of a module: ``function(given, low, high)``.
    given
        The same for all ranges; goes to other processes by pickle.
    work
        About how many multiplications all of it takes.
    """

    name: str
    function: Callable[[Any, int, int], Any]
    given: Any
    work: float


def map_ranges(
    task: Task, n: int, *, workers: Workers | None = None, least: int = 1, most: int = 0
) -> Iterator[Any]:
    """The answers of ranges that cover 0 to ``n``, in order.

    Parameters
    ----------
    task
        What is done. Its answers must not depend on how the ranges are cut, once they are added
        up or laid side by side.
    n
        How many replicates, terms or nulls there are.
    workers
        Who does it, where it is worth it: else this process does, by the same function.
    least, most
        The shortest range that is worth a job, and the longest that fits in memory; 0: any.
    """
    with _plan(task, n, workers, least=least, most=most) as (scheduler, jobs):
        for found in scheduler.run(jobs):
            yield demand(found)


def merge_ranges(
    task: Task,
    n: int,
    *,
    add: Callable[[Any, Any], Any],
    workers: Workers | None = None,
    least: int = 1,
    most: int = 0,
) -> Any:
    """As ``map_ranges``, added up by ``add``, a function of a module, as a tree; None of none."""
    with _plan(task, n, workers, least=least, most=most) as (scheduler, jobs):
        return scheduler.merge(jobs, add)


@contextmanager
def _plan(
    task: Task, n: int, workers: Workers | None, *, least: int, most: int
) -> Iterator[tuple[Scheduler, list[Job]]]:
    """Who does it, and the job of each range."""

    place = workers.place_for(task.work) if workers else None
    if workers is None or place is None:
        ranges = cut(n, n_jobs=1, least=least, most=most)
        yield Here(), [_name(task, at, task.function, task.given) for at in ranges]
        return
    scheduler = workers.scheduler
    ranges = cut(n, n_jobs=JOBS_EACH * scheduler.n_workers, least=least, most=most)
    with _laid_out(task.given, place) as sent:
        yield scheduler, [_name(task, at, _do, sent, task.function) for at in ranges]


def _name(task: Task, at: Range, function: Callable[..., Any], *args: Any) -> Job:
    return Job(f"{task.name} {at[0] + 1} to {at[1]}", function, (*args, *at))


def cut(n: int, *, n_jobs: int, least: int = 1, most: int = 0) -> list[Range]:
    """Ranges that cover 0 to ``n``: about as many as there are jobs.

    >>> cut(10, n_jobs=3)
    [(0, 4), (4, 8), (8, 10)]
    >>> cut(10, n_jobs=3, least=6), cut(10, n_jobs=1, most=8)
    ([(0, 6), (6, 10)], [(0, 8), (8, 10)])
    """
    size = max(-(-n // max(n_jobs, 1)), least, 1)
    size = min(size, most) if most else size
    return [(low, min(low + size, n)) for low in range(0, n, size)]


class _Sent(NamedTuple):
    """What a job carries: bytes, or where they lie and what they hash to."""

    content: bytes
    root: str = ""
    name: str = ""
    digest: str = ""


@contextmanager
def _laid_out(given: Any, place: Place) -> Iterator[_Sent]:
    content = pickle.dumps(given, protocol=pickle.HIGHEST_PROTOCOL)
    if len(content) <= SMALL:
        yield _Sent(content)
        return
    # A name of its own, since who is done removes the file: two runs may lay out the same.
    name = f"{FOLDER}/{uuid.uuid4().hex}.pickle"
    place.write_bytes(name, content)
    try:
        yield _Sent(b"", place.root, name, _digest(content))
    finally:
        place.remove(name)


def _do(sent: _Sent, function: Callable[[Any, int, int], T], low: int, high: int) -> T:
    return function(_open(sent), low, high)


_held: dict[str, Any] = {}  # by name: what a process read last, for its next jobs


def _open(sent: _Sent) -> Any:
    """What was laid out, read once by a process."""
    if not sent.name:
        return pickle.loads(sent.content)
    found = _held.get(sent.name)
    if found is None:
        _held.clear()  # before the next is read: never two at a time
        found = _held[sent.name] = _read(sent)
    return found


def _read(sent: _Sent) -> Any:
    content = open_place(sent.root).read_bytes(sent.name)
    # Pickled code runs when it is read: only what the process that asked wrote is opened.
    if _digest(content) != sent.digest:
        raise FramingError(
            f"{sent.root}/{sent.name} is not what was written there; allowed: a place that nobody "
            "else writes to. Next: run again, with a cache folder of its own"
        )
    return pickle.loads(content)


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=32).hexdigest()
