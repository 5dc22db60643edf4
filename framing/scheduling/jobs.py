"""What is planned and what comes back: the same wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

TRIES = 3  # processes that one job may end before it is given up


@dataclass(frozen=True, slots=True)
class Job:
    """A function of a module, and what it is called with.

    Both go to other processes by pickle: arguments name partitions, they hold none. ``name`` says
    which partition, in words for a message. ``tries``: processes that it may end before it is given
    up; on a cluster the cluster's own setting holds.
    """

    name: str
    function: Callable[..., Any]
    args: tuple[Any, ...] = ()
    tries: int = TRIES

    def __call__(self) -> Any:
        """What the function returns."""
        return self.function(*self.args)


@dataclass(frozen=True, slots=True)
class Lost:
    """Stands in the place of an answer: the job ended its process again and again."""

    job: str
    reason: str


class Scheduler(Protocol):
    """Runs jobs and says what they returned, in the order of the jobs."""

    @property
    def n_workers(self) -> int:
        """How many jobs run at a time."""

    def run(self, jobs: Sequence[Job]) -> Iterator[Any]:
        """The answer of each job, or ``Lost``; an error that a job raises is raised here."""

    def merge(self, jobs: Sequence[Job], add: Callable[[Any, Any], Any]) -> Any:
        """All answers added up in pairs, in pairs of pairs, and so on; None of no jobs.

        ``add`` is a function of a module. A ``Lost`` is raised as ``LostJobError``.
        """

    def close(self) -> None:
        """End what was started."""
