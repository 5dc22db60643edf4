"""Jobs in processes beside this one, each with a bound on its memory.

Not multiprocessing: it would run a caller's own script once more in every process.
"""

from __future__ import annotations

import pickle
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from framing.scheduling.child import Child, EndedError, LateError
from framing.scheduling.jobs import Job, Lost, Standing, Tell, silent
from framing.scheduling.limits import MEMORY
from framing.scheduling.merging import add_up

if TYPE_CHECKING:
    from framing.scheduling.places import Place

_HEAR = 0.2  # seconds: a signal may come to another thread, and then wakes no wait without end
_AHEAD = 8  # answers for each worker that may wait for whoever takes them


class Processes:
    """Jobs on ``n_workers`` processes, started when first needed and kept until ``close``.

    A process that ends costs the job that it was at, which is tried again in a new one. No
    process is left when this one ends, however it ends.
    """

    def __init__(self, n_workers: int, memory: int = MEMORY) -> None:
        self.n_workers = n_workers
        self.memory = memory  # bytes for each process
        self._idle: list[Child] = []
        self._alive: set[Child] = set()
        self._lock = threading.Lock()
        weakref.finalize(self, _end_all, self._alive)  # at exit, too

    @property
    def pids(self) -> list[int]:
        """Of the processes that there are, oldest first."""
        with self._lock:
            return sorted(child.pid for child in self._alive)

    def run(self, jobs: Sequence[Job], *, tell: Tell = silent) -> Iterator[Any]:
        """See ``Scheduler.run``."""
        n = min(self.n_workers, len(jobs))
        work = _Work(jobs, n, tell)
        for _ in range(n):
            threading.Thread(target=self._serve, args=(work,), daemon=True).start()
        try:
            for k in range(len(jobs)):
                yield work.take(k)
        finally:
            work.stop()

    def merge(
        self, jobs: Sequence[Job], add: Callable[[Any, Any], Any], *, tell: Tell = silent
    ) -> Any:
        """See ``Scheduler.merge``; answers are added up here."""
        return add_up(self.run(jobs, tell=tell), add)

    def share(self, place: Place) -> None:
        """Processes of one machine see the same files."""

    def close(self) -> None:
        """End all processes that wait for jobs; the next run starts new ones."""
        with self._lock:
            ending, self._idle = self._idle, []
            self._alive.difference_update(ending)
        for child in ending:
            child.end()

    def _serve(self, work: _Work) -> None:
        """Do jobs until there are none left: a thread for each process."""
        while (k := work.claim()) is not None:
            try:
                work.settle(k, self._try(work, work.jobs[k]), None)
            except BaseException as error:  # raised where the answer is asked for
                work.settle(k, None, error)

    def _try(self, work: _Work, job: Job) -> Any:
        asked, reasons = pickle.dumps(job, protocol=pickle.HIGHEST_PROTOCOL), []
        while True:
            child = self._take()
            work.begin(child)
            try:
                answer = child.do(asked, seconds=job.seconds)
            except LateError as error:  # it would be late again
                work.finish(child)
                self._forget(child)
                return Lost(job.name, str(error), late=True)
            except EndedError as error:
                reasons.append(str(error))
                work.finish(child)
                self._forget(child)
            except BaseException:
                self._give_back(work, child)
                raise
            else:
                self._give_back(work, child)
                return answer
            if work.stopped or len(reasons) == job.tries:
                why = ", ".join(dict.fromkeys(reasons))
                return Lost(job.name, f"ended its process {job.tries} times ({why})")
            work.again(job)

    def _take(self) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.alive:
                    return child
                child.end()
                self._alive.discard(child)
            child = Child(self.memory, self.n_workers)
            self._alive.add(child)
            return child

    def _forget(self, child: Child) -> None:
        with self._lock:
            self._alive.discard(child)

    def _give_back(self, work: _Work, child: Child) -> None:
        work.finish(child)
        with self._lock:
            self._idle.append(child)


class _Work:
    """The jobs of one run: who does which, and what came of them. Threads share it."""

    def __init__(self, jobs: Sequence[Job], n_workers: int, tell: Tell) -> None:
        self.jobs = jobs
        self.busy: list[Child] = []
        self.stopped = False
        self._n_workers = n_workers
        self._tell = tell
        self._changed = threading.Condition()
        self._answers: dict[int, tuple[Any, BaseException | None]] = {}
        self._n_claimed = self._n_taken = self._n_done = 0
        self._again: set[str] = set()
        self._told: tuple[int, int] | None = None

    def claim(self) -> int | None:
        """The number of a job to be done; None where there are no more."""
        with self._changed:
            self._changed.wait_for(self._may_claim)
            if self.stopped or self._n_claimed == len(self.jobs):
                return None
            self._n_claimed += 1
            return self._n_claimed - 1

    def _may_claim(self) -> bool:
        ahead = self._n_claimed - self._n_taken
        return self.stopped or self._n_claimed == len(self.jobs) or ahead < self._most_ahead

    @property
    def _most_ahead(self) -> int:
        return _AHEAD * self._n_workers

    def begin(self, child: Child) -> None:
        """A process is at a job; it is ended at once where nobody asks any more."""
        with self._changed:
            self.busy.append(child)
            if self.stopped:
                child.kill()

    def finish(self, child: Child) -> None:
        """A process is at no job of these any more."""
        with self._changed:
            if child in self.busy:
                self.busy.remove(child)

    def again(self, job: Job) -> None:
        """A job begins once more."""
        with self._changed:
            self._again.add(job.name)
            self._changed.notify_all()

    def settle(self, k: int, answer: Any, error: BaseException | None) -> None:
        """What came of job k."""
        with self._changed:
            self._answers[k] = answer, error
            self._n_done += 1
            self._changed.notify_all()

    def take(self, k: int) -> Any:
        """The answer of job k, when there is one; it is not kept."""
        while True:
            with self._changed:
                now = self._n_done, len(self._again)
                if now == self._told and k not in self._answers:
                    self._changed.wait(_HEAR)
                    continue
                found = self._answers.pop(k, None)
                self._n_taken = k + (found is not None)
                self._changed.notify_all()
            if now != self._told:
                self._told = now
                self._tell(Standing(now[0], len(self.jobs), self._n_workers, now[1]))
            if found is not None:
                if found[1] is not None:
                    raise found[1]
                return found[0]

    def stop(self) -> None:
        """Nobody asks any more: what is under way is ended."""
        with self._changed:
            self.stopped = True
            _kill_all(self.busy)
            self._changed.notify_all()


def _kill_all(children: Iterable[Child]) -> None:
    for child in tuple(children):
        child.kill()


def _end_all(children: Iterable[Child]) -> None:
    for child in tuple(children):
        child.end()
