"""Jobs in processes beside this one, each with a bound on its memory.

Not multiprocessing: it would run a caller's own script once more in every process.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from framing.scheduling.jobs import Job, Lost
from framing.scheduling.merging import add_up

# Sums of floats in several threads may differ in their last bits: one thread each.
_ALONE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Processes:
    """Jobs on ``n_workers`` processes, which are started when they are first needed.

    A process that ends costs the job that it was at, which is tried again in a new one.
    """

    def __init__(self, n_workers: int, memory: int) -> None:
        self.n_workers = n_workers
        self.memory = memory  # bytes for each process
        self._idle: queue.LifoQueue[_Process] = queue.LifoQueue()
        self._alive: set[_Process] = set()
        self._lock = threading.Lock()

    def run(self, jobs: Sequence[Job]) -> Iterator[Any]:
        """See ``Scheduler.run``."""
        threads = ThreadPoolExecutor(min(self.n_workers, max(len(jobs), 1)))
        waiting: list[Future[Any]] = [threads.submit(self._try, job) for job in jobs]
        try:
            for future in waiting:
                yield future.result()
        finally:
            if any(not future.done() for future in waiting):
                self.close()  # a job under way would hold the thread that waits for it
            threads.shutdown(cancel_futures=True)

    def merge(self, jobs: Sequence[Job], add: Callable[[Any, Any], Any]) -> Any:
        """See ``Scheduler.merge``; answers are added up here."""
        return add_up(self.run(jobs), add)

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            ending, self._alive = self._alive, set()
            self._idle = queue.LifoQueue()
        for process in ending:
            process.end()

    def _try(self, job: Job) -> Any:
        reason = ""
        for _ in range(job.tries):
            process = self._take()
            try:
                done, answer = process.do(job)
            except (EOFError, OSError, pickle.UnpicklingError):
                reason = process.how_it_ended()
                with self._lock:
                    if process not in self._alive:
                        raise  # closed meanwhile: nobody waits for this
                    self._alive.discard(process)
                continue
            self._idle.put(process)
            if not done:
                raise answer
            return answer
        return Lost(job.name, f"ended its process {job.tries} times ({reason})")

    def _take(self) -> _Process:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            process = _Process(self.memory, self.n_workers)
            with self._lock:
                self._alive.add(process)
            return process


class _Process:
    """A process that does one job after another, asked through its standard input."""

    def __init__(self, memory: int, n_workers: int) -> None:
        threads = max((os.cpu_count() or 1) // n_workers, 1)
        path = os.pathsep.join(entry for entry in sys.path if entry)
        own = {"PYTHONPATH": path, "POLARS_MAX_THREADS": str(threads), **dict.fromkeys(_ALONE, "1")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "framing.scheduling.process", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | own,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def do(self, job: Job) -> tuple[bool, Any]:
        """Whether the job went well, and its answer or its error."""
        assert self._process.stdin is not None and self._process.stdout is not None
        pickle.dump(job, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()
        found: tuple[bool, Any] = pickle.load(self._process.stdout)
        return found

    def how_it_ended(self) -> str:
        """The signal or the exit code, in words."""
        code = self._process.wait()
        self._close_pipes()
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what it was told is lost with it
                    continue
