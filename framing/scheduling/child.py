"""A process beside this one that does one job after another, as the one that asks it sees it."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import IO, Any

from framing.errors import FramingError
from framing.scheduling.frames import read_frame, write_frame
from framing.scheduling.limits import LOOK, in_gb, resident_memory
from framing.scheduling.process import NO_MEMORY, RAISED

# Sums of floats in several threads may differ in their last bits: one thread each.
_ALONE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class EndedError(Exception):
    """The process ended, or had to be ended, during a job; says how."""


class LateError(EndedError):
    """The process was ended since its job took too long."""


class Child:
    """A process that was started to do jobs, with a bound on the memory that it may hold."""

    def __init__(self, memory: int, n_workers: int) -> None:
        self._memory = memory
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "framing.scheduling.process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | worker_environment(n_workers),
            start_new_session=True,  # Ctrl-C in a terminal is for who asked
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._asks, self._heard = self._process.stdin, self._process.stdout
        # Unbuffered: what has come must not lie where a look at the pipe does not see it.
        self._answers = FileIO(self._heard.fileno(), closefd=False)
        self._ready = False

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be asked; one that keeps much of an earlier job is no good any more."""
        keeps_much = resident_memory(self.pid) > self._memory / 2
        return self._process.poll() is None and not keeps_much

    def do(self, job: bytes, *, seconds: float = 0.0) -> Any:
        """The answer to a pickled job; an error that it raised is raised.

        ``seconds`` that it may take; 0: any.

        Raises
        ------
        EndedError
            The process is gone; ``LateError`` where it was too late.
        FramingError
            It never began.
        """
        late = threading.Event()
        with self._bounded(seconds, late):
            try:
                write_frame(self._asks, job)
                self._begin()
                content = self._read()
            except (EOFError, OSError):
                how = self._how_it_ended()
                if late.is_set():
                    raise LateError(f"took longer than {seconds:.0f} seconds") from None
                raise EndedError(how) from None
        kind, answer = pickle.loads(content)
        if kind == RAISED:
            raise answer
        if kind == NO_MEMORY:
            self.end()
            raise EndedError(f"got no more memory: {answer or 'allocation failed'}")
        return answer

    def kill(self) -> None:
        """End the process, whatever it is at; who asked it sees that it ended."""
        self._process.kill()

    def end(self) -> None:
        """End the process and forget it."""
        self.kill()
        self._process.wait()
        for pipe in (self._asks, self._heard):
            with contextlib.suppress(OSError):  # what it was told is lost with it
                pipe.close()

    @contextlib.contextmanager
    def _bounded(self, seconds: float, late: threading.Event) -> Iterator[None]:
        """End the process after so many seconds."""

        def end() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(seconds, end)
        if seconds:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _begin(self) -> None:
        """Hear that it has begun, before its first answer."""
        if self._ready:
            return
        try:
            self._read()
        except EOFError:
            code = self._process.wait()
            if code < 0:  # somebody ended it
                raise
            self.end()
            raise FramingError(
                f"a process for jobs did not begin (exit code {code}); allowed: one that can "
                "import framing. Next: see what it said above, or use one process (--jobs 1)"
            ) from None
        self._ready = True

    def _read(self) -> bytes:
        """What it says; it is ended where it holds too much meanwhile."""
        while not _readable(self._answers):
            if resident_memory(self.pid) > self._memory:
                self.end()
                raise EndedError(f"held more memory than {in_gb(self._memory)}")
        return read_frame(self._answers)

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            code = 0  # it closed its output itself
        self.end()
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def worker_environment(n_workers: int) -> dict[str, str]:
    """What processes that do jobs are started with: modules as here, a share of the processors."""
    threads = max((os.cpu_count() or 1) // n_workers, 1)
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return {
        "PYTHONPATH": path,
        "POLARS_MAX_THREADS": str(threads),
        **dict.fromkeys(_ALONE, "1"),
    }


def _readable(pipe: IO[bytes]) -> bool:
    """Whether there is something to read within a moment."""
    if not hasattr(select, "poll"):
        return True  # no such question on this system: the reader waits, and nobody watches
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return bool(poll.poll(LOOK * 1000))
