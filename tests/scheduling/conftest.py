"""Schedulers, and jobs that any process can do: expressions, which need no module."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.scheduling.here import Here
from framing.scheduling.jobs import Job, Scheduler
from framing.scheduling.processes import Processes


class Jobs:
    """Makes jobs of expressions."""

    def __call__(self, name: str, expression: str, **given: Any) -> Job:
        modules = "{m: __import__(m) for m in ('os', 'pathlib', 'signal', 'sys', 'time')}"
        return Job(
            name, eval, (f"eval(code, {modules} | given)", {"code": expression, "given": given})
        )

    def killing_once(self, name: str, marker: Any, then: object) -> Job:
        """A job that kills its process where nobody did before."""
        return self(
            name,
            "then if mark.exists() else (mark.touch(), os.kill(os.getpid(), signal.SIGKILL))",
            mark=marker,
            then=then,
        )


@pytest.fixture(scope="session")
def job() -> Jobs:
    return Jobs()


@pytest.fixture(scope="module")
def pool() -> Iterator[Processes]:
    """Two processes, with 0.5 GB each."""
    found = Processes(2, 2**29)
    yield found
    found.close()


@pytest.fixture(params=["here", "processes", "cluster"])
def scheduler(request: pytest.FixtureRequest) -> Scheduler:
    """Each scheduler in turn."""
    if request.param == "here":
        return Here()
    found: Scheduler = request.getfixturevalue(
        "pool" if request.param == "processes" else "cluster"
    )
    return found


@pytest.fixture(params=["processes", "cluster"])
def workers(request: pytest.FixtureRequest) -> Scheduler:
    """Each scheduler whose jobs may end their process."""
    found: Scheduler = request.getfixturevalue(
        "pool" if request.param == "processes" else "cluster"
    )
    return found


@pytest.fixture(scope="session")
def is_alive() -> Callable[[int], bool]:
    """Whether a process runs; one that ended and was not waited for does not."""

    def look(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return look


@pytest.fixture(scope="session")
def wait_for() -> Callable[[Callable[[], bool]], None]:
    """Waits a minute at most until something holds."""

    def wait(holds: Callable[[], bool]) -> None:
        for _ in range(1200):
            if holds():
                return
            time.sleep(0.05)
        raise AssertionError("did not come about")

    return wait


@pytest.fixture(scope="session")
def wait_for_pid(wait_for) -> Callable[[Path], int]:
    """The number of a process, once it stands in a file."""

    def read(path: Path) -> int:
        wait_for(lambda: path.is_file() and path.read_text() != "")
        return int(path.read_text())

    return read
