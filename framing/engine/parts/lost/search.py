"""Which articles end every process that reads them: halves of what was lost are tried alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from framing.errors import LostArticlesError
from framing.scheduling.jobs import TRIES, Job, Lost, Scheduler
from framing.scheduling.merging import LostJobError

MOST = 100  # processes that one search may end
MOST_LOST = 20  # partitions: where all that were begun are lost, articles are not to blame
T = TypeVar("T")


class Search:
    """Asks a scheduler for one job at a time, so that no job is blamed for its neighbour."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._n_ended = 0
        self.found: list[str] = []  # articles

    def among(
        self, items: Sequence[T], job: Callable[[Sequence[T], int], Job], *, tries: int = 1
    ) -> Iterator[tuple[T, Lost]]:
        """Those of the items, lost together, which are lost alone, too: none, one or several.

        Halves may end one process each, an item alone ``tries``. Where the first half is sound the
        second is not asked as a whole.

        Parameters
        ----------
        items
            At least one.
        job
            The job over some items that may end so many processes.
        """
        if len(items) == 1:
            yield from self._try(items, job, tries)
            return
        half, n_found = len(items) // 2, 0
        for found in self._try(items[:half], job, tries):
            n_found += 1
            yield found
        rest = items[half:]
        ask = self._try if n_found else self.among
        yield from ask(rest, job, tries=tries)

    def _try(
        self, items: Sequence[T], job: Callable[[Sequence[T], int], Job], tries: int
    ) -> Iterator[tuple[T, Lost]]:
        alone = len(items) == 1
        lost = self.ask(job(items, tries if alone else 1))
        if isinstance(lost, Lost):
            if alone:
                yield items[0], lost
            else:
                yield from self.among(items, job, tries=tries)

    def ask(self, job: Job) -> Any:
        """The answer of a job that runs alone, or ``Lost``.

        Raises
        ------
        LostArticlesError, LostJobError
            As many processes were ended as a search may end, with some articles found, or none.
        """
        (answer,) = self._scheduler.run([job])
        if isinstance(answer, Lost):
            self._n_ended += job.tries
            if self._n_ended >= MOST:
                raise LostArticlesError(self.found) if self.found else LostJobError(answer)
        return answer


def search_articles(
    search: Search,
    article_ids: Sequence[str],
    job: Callable[[Sequence[str], int], Job],
    *,
    note: Callable[[Sequence[str], Lost], None],
) -> int:
    """Note the articles that are lost alone, each as soon as it is known; how many there are."""
    n = 0
    for article, lost in search.among(article_ids, job, tries=TRIES):
        note([article], lost)
        search.found.append(article)
        n += 1
    return n
