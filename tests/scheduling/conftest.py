"""Schedulers, and jobs that any process can do: expressions, which need no module."""

from __future__ import annotations

from collections.abc import Iterator
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
