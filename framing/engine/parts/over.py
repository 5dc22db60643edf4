"""A function over all partitions of a corpus: its answers, or which articles keep it from one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from framing.engine.parts.lost.notes import note_lost
from framing.engine.parts.lost.search import MOST_LOST, Search, search_articles
from framing.engine.parts.part import Stored
from framing.errors import LostArticlesError
from framing.scheduling.jobs import Job, Lost, Scheduler, Tell, silent
from framing.scheduling.merging import LostJobError
from framing.scheduling.places import Place

Bucket = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Over:
    """A function of a module over partitions; ``name`` says what is done."""

    name: str
    function: Callable[..., Any]
    args: tuple[object, ...]
    notes: Place  # where lost articles are noted
    tell: Tell = silent  # how far it is

    def answers(self, scheduler: Scheduler, parts: Sequence[Stored]) -> list[Any]:
        """What it returns for each partition, in order.

        Raises
        ------
        LostArticlesError
            Articles end every worker; they are noted, and the next run leaves them out.
        LostJobError
            Partitions end every worker, though no article does alone.
        """
        return self._demand(scheduler, parts, self._jobs(parts, on_part))

    def merged(
        self, scheduler: Scheduler, parts: Sequence[Stored], add: Callable[[Any, Any], Any]
    ) -> Any:
        """All answers added up; raises what ``answers`` raises."""
        try:
            return scheduler.merge(self._jobs(parts, on_part), add, tell=self.tell)
        except LostJobError:
            self._demand(scheduler, parts, self._jobs(parts, try_part))  # says who it was
            raise

    def _jobs(self, parts: Sequence[Stored], do: Callable[..., Any]) -> list[Job]:
        return [
            Job(f"{self.name} {k}", do, (self.function, part, self.args))
            for k, part in enumerate(parts, start=1)
        ]

    def _demand(
        self, scheduler: Scheduler, parts: Sequence[Stored], jobs: Sequence[Job]
    ) -> list[Any]:
        answers: list[Any] = []
        lost: list[tuple[Stored, Lost]] = []
        for part, found in zip(parts, scheduler.run(jobs, tell=self.tell), strict=True):
            answers.append(found)
            if isinstance(found, Lost):
                lost.append((part, found))
            if len(lost) == MOST_LOST:
                break
        if not lost:
            return answers
        search = Search(scheduler)
        if len(answers) > MOST_LOST or len(lost) < MOST_LOST:  # else it is not what they read
            for part, _ in lost:
                self._search(search, part)
        raise LostArticlesError(search.found) if search.found else LostJobError(lost[0][1])

    def _search(self, search: Search, part: Stored) -> None:
        for bucket, _ in search.among(part.buckets, partial(self._over_buckets, part)):
            one = replace(part, buckets=(bucket,))
            hashes = dict(one.articles.select("article", "hash").iter_rows())

            def note(names: Sequence[str], how: Lost, hashes: dict[str, str] = hashes) -> None:
                note_lost(self.notes, {a: hashes[a] for a in names}, self.name, how)

            search_articles(search, list(hashes), partial(self._over_articles, one), note=note)

    def _over_buckets(self, part: Stored, buckets: Sequence[Bucket], tries: int) -> Job:
        return self._try(replace(part, buckets=tuple(buckets)), tries)

    def _over_articles(self, part: Stored, article_ids: Sequence[str], tries: int) -> Job:
        return self._try(replace(part, only=tuple(article_ids)), tries)

    def _try(self, part: Stored, tries: int) -> Job:
        return Job(f"{self.name}, searched", try_part, (self.function, part, self.args), tries)


def on_part(function: Callable[..., Any], part: Stored, args: tuple[Any, ...]) -> Any:
    """A job: a function of a module over a partition; what a copy of it read goes with the copy."""
    return function(replace(part), *args)


def try_part(function: Callable[..., Any], part: Stored, args: tuple[Any, ...]) -> None:
    """A job: whether a process outlives a function over a partition."""
    function(part, *args)
