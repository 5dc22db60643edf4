"""What is planned and what comes back: the same wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from framing.scheduling.places import Place

TRIES = 3  # processes that one job may end before it is given up


@dataclass(frozen=True, slots=True)
class Job:
    """A function of a module, and what it is called with.

    Both go to other processes by pickle: arguments name partitions, they hold none. ``name`` says
    which partition, in words for a message. ``tries``: processes that it may end before it is given
    up; a cluster that hands a job to several workers itself may lose more. ``seconds`` that it may
    take (0: any) bound it only where it has a process beside this one.
    """

    name: str
    function: Callable[..., Any]
    args: tuple[Any, ...] = ()
    tries: int = TRIES
    seconds: float = 0.0

    def __call__(self) -> Any:
        """What the function returns."""
        return self.function(*self.args)


@dataclass(frozen=True, slots=True)
class Lost:
    """Stands in the place of an answer: the job ended its process again and again, or was late."""

    job: str
    reason: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far jobs are.

    >>> str(Standing(17, 128, 2, 1))
    '17 of 128 partitions, 2 workers, 1 job tried again'
    """

    done: int
    n_jobs: int
    n_workers: int
    n_again: int = 0  # times that a job began again since its process had ended

    def __str__(self) -> str:
        said = [f"{self.done} of {self.n_jobs} partitions"]
        if self.n_workers > 1:
            said.append(f"{self.n_workers} workers")
        if self.n_again:
            said.append(f"{self.n_again} job{'s' * (self.n_again > 1)} tried again")
        return ", ".join(said)


Tell = Callable[[Standing], None]


def silent(standing: Standing) -> None:
    """Tell nobody."""


class Scheduler(Protocol):
    """Runs jobs and says what they returned, in the order of the jobs."""

    @property
    def n_workers(self) -> int:
        """How many jobs run at a time."""

    def run(self, jobs: Sequence[Job], *, tell: Tell = silent) -> Iterator[Any]:
        """The answer of each job, or ``Lost``; an error that a job raises is raised here.

        ``tell`` is called when a job is done or begins again.
        """

    def merge(
        self, jobs: Sequence[Job], add: Callable[[Any, Any], Any], *, tell: Tell = silent
    ) -> Any:
        """All answers added up in pairs, in pairs of pairs, and so on; None of no jobs.

        ``add`` is a function of a module. A ``Lost`` is raised as ``LostJobError``.
        """

    def share(self, place: Place) -> None:
        """Make sure that jobs see a place, once for each.

        Raises
        ------
        UsageError
            Naming a worker that does not.
        """

    def close(self) -> None:
        """End what was started."""
