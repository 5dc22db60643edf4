"""Jobs one after another in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from framing.scheduling.jobs import Job
from framing.scheduling.merging import add_up


class Here:
    """One job at a time; one that ends its process ends this one."""

    n_workers = 1

    def run(self, jobs: Sequence[Job]) -> Iterator[Any]:
        """See ``Scheduler.run``."""
        return (job() for job in jobs)

    def merge(self, jobs: Sequence[Job], add: Callable[[Any, Any], Any]) -> Any:
        """See ``Scheduler.merge``."""
        return add_up(self.run(jobs), add)

    def close(self) -> None:
        """Nothing was started."""
