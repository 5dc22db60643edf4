"""Worker processes: one for each task, some at a time, none of which can take the batch down."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from framing.batch.work import BEGUN, WAITING, Task, Tell, settle

Work = Callable[[Task, Tell], Any]
Listen = Callable[[Task, str, float], None]  # a task, what it is at, seconds since it began
_TICK = 0.5  # seconds between two looks at the clock
_GRACE = 5.0  # seconds that an ended worker has to go
_THREADS = ("POLARS_MAX_THREADS", "FRAMING_JOBS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS")
# Sums of floats in several threads may differ in their last bits: one thread, whatever --jobs is.
_ALONE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a task ended: with what its work gave, or with why there is nothing."""

    task: Task
    seconds: float
    result: Any = None
    reason: str = ""
    log: str = ""  # what it printed, if it did


@dataclass(slots=True)
class _Worker:
    task: Task
    process: BaseProcess
    pipe: Connection
    log: Path
    begun: float = field(default_factory=time.monotonic)
    waits: bool = False


def run_tasks(
    work: Work,
    tasks: Iterable[Task],
    *,
    jobs: int,
    timeout: float,
    log_of: Callable[[Task], Path],
    listen: Listen,
) -> Iterator[Ended]:
    """Work off tasks, each in a process of its own; what ended first comes first.

    Parameters
    ----------
    work
        A function of a module: task and a function to tell its progress with -> result.
    tasks
        In the order in which they are begun.
    jobs
        How many at a time.
    timeout
        Seconds that a task may take, not counting the wait for another run; 0: any.
    log_of
        Where a worker's prints go; removed where there were none.
    listen
        Called with what a task is at.
    """
    waiting = deque(tasks)
    if not waiting:
        return
    context = _context(jobs)
    alive: list[_Worker] = []
    try:
        while waiting or alive:
            while waiting and len(alive) < jobs:
                alive.append(_start(context, work, waiting.popleft(), log_of))
            wait([worker.pipe for worker in alive], timeout=_TICK)
            for worker in list(alive):
                ended = _hear(worker, timeout=timeout, listen=listen)
                if ended is not None:
                    alive.remove(worker)
                    yield ended
    finally:
        _end(alive)


def _context(jobs: int) -> Any:
    """How processes are made: forked from one that has imported everything, where that is known."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "framing.batch.warm"])
    from multiprocessing import forkserver

    with _environment(jobs):
        forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _environment(jobs: int) -> Iterator[None]:
    """Bounds on threads, read by libraries when they are imported."""
    threads = str(max(1, n_cores() // jobs))
    changed = {**dict.fromkeys(_THREADS, threads), **dict.fromkeys(_ALONE, "1")}
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def n_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(context: Any, work: Work, task: Task, log_of: Callable[[Task], Path]) -> _Worker:
    ours, theirs = context.Pipe(duplex=False)
    log = log_of(task)
    with _environment(1) if context.get_start_method() == "spawn" else contextlib.nullcontext():
        process = context.Process(target=_run, args=(work, task, theirs, log))
        process.start()
    theirs.close()  # so that the pipe ends when the worker does
    return _Worker(task, process, ours, log)


def _run(work: Work, task: Task, pipe: Connection, log: Path) -> None:
    """In the worker."""
    settle(log)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    result = work(task, lambda stage: pipe.send((stage, None)))
    sys.stdout.flush()
    sys.stderr.flush()
    pipe.send(("", result))
    pipe.close()


def _follow(parent: int) -> None:
    """End with the process that began the batch, also when that was killed."""
    wait([parent])
    _kill(os.getpid())
    os._exit(1)


def _hear(worker: _Worker, *, timeout: float, listen: Listen) -> Ended | None:
    """What a worker said since; how it ended, if it has."""
    try:
        while worker.pipe.poll():
            stage, result = worker.pipe.recv()
            if not stage:
                return _done(worker, result=result)
            worker.waits = stage == WAITING
            if stage == BEGUN:
                worker.begun = time.monotonic()
            listen(worker.task, stage, time.monotonic() - worker.begun)
    except (EOFError, OSError):
        worker.process.join(_GRACE)
        return _done(worker, reason=_say_end(worker.process.exitcode))
    if timeout and not worker.waits and time.monotonic() - worker.begun > timeout:
        _ask_where(worker)
        return _done(worker, reason=f"took longer than {timeout:g} s and was ended (--timeout)")
    return None


def _done(worker: _Worker, *, result: Any = None, reason: str = "") -> Ended:
    seconds = time.monotonic() - worker.begun
    if result is None:
        _end([worker])
    worker.process.join(_GRACE)
    _end([worker])
    printed = worker.log.is_file() and worker.log.stat().st_size > 0
    if not printed:
        worker.log.unlink(missing_ok=True)
    elif reason:
        reason = f"{reason} (its last words: {worker.log})"
    return Ended(worker.task, seconds, result, reason, str(worker.log) if printed else "")


def _say_end(code: int | None) -> str:
    """Why a worker ended that gave no answer.

    >>> _say_end(-9)
    'its process was killed (SIGKILL): out of memory?'
    """
    if code is not None and code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        crash = name in ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT")
        why = "a library crashed, or out of memory?" if crash else "out of memory?"
        return f"its process was killed ({name}): {why}"
    return f"its process ended without an answer (exit code {code})"


def _ask_where(worker: _Worker) -> None:
    """Have a worker that hangs write into its log where."""
    pid = worker.process.pid
    if pid is not None and hasattr(signal, "SIGUSR1") and worker.process.is_alive():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGUSR1)
        time.sleep(_TICK)


def _end(workers: list[_Worker]) -> None:
    """End processes that still run; nothing of theirs is half written, only beside."""
    for worker in workers:
        if worker.process.is_alive() and worker.process.pid is not None:
            _kill(worker.process.pid)
            worker.process.kill()
    for worker in workers:
        worker.process.join(_GRACE)
        worker.pipe.close()


def _kill(pid: int) -> None:
    """End a worker and all that it started; only a worker leads a group of its own."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
