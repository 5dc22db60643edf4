"""Jobs one after another in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from framing.scheduling.jobs import Job, Standing, Tell, silent
from framing.scheduling.merging import add_up

if TYPE_CHECKING:
    from framing.scheduling.places import Place


class Here:
    """One job at a time; one that ends its process ends this one."""

    n_workers = 1

    def run(self, jobs: Sequence[Job], *, tell: Tell = silent) -> Iterator[Any]:
        """See ``Scheduler.run``."""
        for done, job in enumerate(jobs, start=1):
            answer = job()
            tell(Standing(done, len(jobs), 1))
            yield answer

    def merge(
        self, jobs: Sequence[Job], add: Callable[[Any, Any], Any], *, tell: Tell = silent
    ) -> Any:
        """See ``Scheduler.merge``."""
        return add_up(self.run(jobs, tell=tell), add)

    def share(self, place: Place) -> None:
        """This process sees what it writes."""

    def close(self) -> None:
        """Nothing was started."""
