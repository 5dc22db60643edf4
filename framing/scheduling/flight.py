"""Jobs on their way through a Dask scheduler: a few at a time, tried again, told of."""

from __future__ import annotations

import contextlib
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from framing.errors import FramingError
from framing.scheduling.jobs import Job, Lost, Standing, Tell
from framing.scheduling.limits import in_gb
from framing.scheduling.merging import LostJobError

_AHEAD = 8  # answers for each worker that may wait for whoever takes them
_COUNT = 2.0  # seconds between two counts of workers
_SETTLED = ("finished", "error")


class LostSchedulerError(FramingError):
    """The scheduler of a cluster is gone."""

    def __init__(self) -> None:
        super().__init__(
            "the cluster's scheduler is gone; allowed: one that stays to the end. Next: start it "
            "and its workers again, and run the same command: what was stored is not done again"
        )


@contextlib.contextmanager
def speaking(client: Any) -> Iterator[None]:
    """Whatever Dask raises when a scheduler is gone is one plain error."""
    from distributed.comm import CommClosedError

    try:
        with client.as_current():
            yield
    except (CancelledError, CommClosedError) as error:
        raise LostSchedulerError from error
    except FramingError:
        raise
    except Exception as error:
        if client.status == "running":
            raise
        raise LostSchedulerError from error


class Flight:
    """The jobs of one run.

    Dask holds a worker's end against all jobs that waited for that worker. So only a few are
    handed over at a time, and before one is given up it has ended a worker that had nothing else.
    """

    def __init__(
        self,
        client: Any,
        jobs: Sequence[Job],
        *,
        tell: Tell,
        submit: Callable[[Job], Any],
        fetch: bool,
    ) -> None:
        """``fetch``: answers come here as they are done, else they stay where they are."""
        self._client = client
        self._fetch = fetch
        self._jobs = jobs
        self._tell = tell
        self._submit = submit
        single = len(jobs) == 1
        self._waiting = deque(range(0 if single else len(jobs)))
        self._suspects = deque([0] if single else [])  # each flies alone
        self._flying: dict[Any, int] = {}
        self._settled: dict[int, Any] = {}  # futures, or Lost
        self._alone: int | None = None  # the last job that flew with no other
        self._ended: Counter[int] = Counter()  # workers that each job ended, or was near to
        self._n_taken = 0
        self._told: tuple[int, int] | None = None
        self._n_workers, self._counted = 1, 0.0

    def take(self, k: int) -> Any:
        """The answer of job k (a future of it, if not fetched), or ``Lost``.

        An error that the job raised is raised.
        """
        while k not in self._settled:
            self._launch()
            self._inform()
            self._wait()
        self._n_taken = k + 1
        self._inform()
        return self._settled.pop(k)

    def end(self) -> None:
        """Nobody asks any more."""
        if self._flying and self._client.status == "running":
            with contextlib.suppress(LostSchedulerError), speaking(self._client):
                self._client.cancel(list(self._flying), force=True)
        self._flying.clear()
        self._settled.clear()

    def _launch(self) -> None:
        with speaking(self._client):
            self._count_workers()
            if self._suspects:
                if not self._flying:
                    self._alone = k = self._suspects.popleft()
                    self._flying[self._submit(self._jobs[k])] = k
                return
            most = 2 * self._n_workers
            last = self._n_taken + _AHEAD * self._n_workers
            while self._waiting and self._waiting[0] < last and len(self._flying) < most:
                k = self._waiting.popleft()
                self._flying[self._submit(self._jobs[k])] = k

    def _count_workers(self) -> None:
        """They come and go; to ask for each job would take longer than small jobs."""
        now = time.monotonic()
        if now > self._counted + _COUNT:
            self._counted = now
            self._n_workers = max(sum(self._client.nthreads().values()), 1)

    def _wait(self) -> None:
        from distributed import wait

        with speaking(self._client):
            wait(list(self._flying), return_when="FIRST_COMPLETED")
            for future in [f for f in self._flying if f.status in _SETTLED]:
                k = self._flying.pop(future)
                try:
                    found = future.result() if self._fetch or future.status == "error" else future
                    self._settled[k] = found
                except CancelledError:
                    raise
                except Exception as error:  # of the job, or since its worker ended meanwhile
                    self._say_error(k, error)

    def _say_error(self, k: int, error: Exception) -> None:
        from distributed import KilledWorker

        job = self._jobs[k]
        if isinstance(error, LostJobError):
            self._settled[k] = error.lost
        elif isinstance(error, KilledWorker):
            self._ended[k] += error.allowed_failures + 1
            if k == self._alone and self._ended[k] >= job.tries:
                self._settled[k] = Lost(job.name, explain(self._client, error, self._ended[k]))
            elif self._ended[k] >= job.tries - 1:
                self._suspects.append(k)
            else:
                self._waiting.appendleft(k)
        else:
            error.add_note(f"in {job.name}")
            raise error

    def _inform(self) -> None:
        flying = len(self._flying) + len(self._waiting) + len(self._suspects)
        now = len(self._jobs) - flying, len(self._ended)
        if now != self._told:
            self._told = now
            self._tell(Standing(now[0], len(self._jobs), self._n_workers, now[1]))


def explain(client: Any, error: Any, n: int) -> str:
    """Why a job that ended its workers did: for want of memory, if their nanny said so."""
    last = error.last_worker
    events = client.get_events("worker-restart-memory")
    if any(event["worker"] == last.address for _, event in events):
        why = f"held more memory than {in_gb(last.memory_limit)}"
    else:
        why = "the process ended, or its machine was lost"
    return f"ended its worker {n} times ({why})"
