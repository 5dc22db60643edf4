"""The tables of a corpus, whole in memory or in partitions, and functions over these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any, TypeVar

import polars as pl

from framing.engine.parts.cache import Cache, Compute, count_buckets
from framing.engine.parts.fill import fill, list_parts
from framing.engine.parts.live import join
from framing.engine.parts.over import Over
from framing.engine.parts.part import BrokenFileError, Stored, Whole, mend
from framing.engine.parts.rows import Rows, cut_rows, in_order, lend_rows
from framing.engine.parts.stages import LAYERS, TABLES, TEXT, Stages, digest
from framing.scheduling.jobs import Job, Scheduler
from framing.scheduling.merging import demand
from framing.scheduling.places import Place
from framing.scheduling.progress import say_standing

PARTED = 5000  # articles of a corpus that is no longer one table in memory
Progress = Callable[[str], None]
T = TypeVar("T")


class Corpus:
    """The articles that a run measures, with the tables that stages make of them.

    Attributes
    ----------
    articles
        Sorted by id.
    stages
        What stages read beside the articles.
    scheduler
        Where jobs run.
    """

    def __init__(
        self,
        articles: pl.DataFrame,
        stages: Stages,
        scheduler: Scheduler,
        *,
        place: Place | None,
        notes: Place | None,
        n_articles: int,
        progress: Progress,
    ) -> None:
        """``notes`` is where lost articles are noted; ``n_articles`` are all of the study."""
        self.articles, self.stages, self.scheduler = articles, stages, scheduler
        self._notes, self._progress = notes, progress
        self._cache = Cache(place, count_buckets(n_articles))
        self._known: dict[tuple[object, ...], Any] = {}

    @cached_property
    def whole(self) -> Whole:
        """All of it as one partition, in the memory of this process."""
        return Whole(self)

    def annotate(
        self, name: str, table: str, compute: Compute, *, depends: Sequence[str]
    ) -> pl.DataFrame:
        """A table of annotation that the core does not make, kept in the cache under a name."""
        return self._cache.stage(
            name,
            self.articles,
            tables=(table,),
            depends=self.stages.depends(LAYERS, *depends),
            compute=compute,
        )[table]

    def table(self, name: str) -> pl.DataFrame:
        """A table of a stage over all articles (see ``Part.table``)."""
        of_text = name in TABLES[TEXT]
        if not self.is_parted:
            return (self._text if of_text else self._annotations)[name]

        def read(stored: list[Stored]) -> pl.DataFrame:
            return in_order(part.table(name) for part in stored)

        return self._once(("table", name), lambda: self.on_parts(not of_text, read))

    def map_parts(
        self, name: str, function: Callable[..., T], *args: object, layers: bool = False
    ) -> list[T]:
        """What a function of a module returns for each partition of the corpus, in order.

        Parameters
        ----------
        name
            What is done, for progress and errors.
        function
            ``function(part, *args)``; ``part`` is a ``framing.engine.parts.part.Part``.
        args
            The same for all; small, since they go to every worker.
        layers
            Whether it reads annotation.
        """
        if not self.is_parted:
            return [function(self.whole, *args)]
        over = self._over(name, function, args)
        found: list[T] = self.on_parts(layers, lambda parts: over.answers(self.scheduler, parts))
        return found

    def merge_parts(
        self,
        name: str,
        function: Callable[..., T],
        *args: object,
        add: Callable[[T, T], T],
        layers: bool = False,
    ) -> T:
        """As ``map_parts``, added up by ``add``, a function of a module, as a tree."""
        if not self.is_parted:
            return function(self.whole, *args)
        over = self._over(name, function, args)
        found: T = self.on_parts(layers, lambda parts: over.merged(self.scheduler, parts, add))
        return found

    def gather_parts(
        self,
        name: str,
        function: Callable[..., pl.DataFrame],
        *args: object,
        layers: bool = False,
    ) -> pl.DataFrame:
        """As ``map_parts``: tables of partitions as one, sorted by article."""
        return in_order(self.map_parts(name, function, *args, layers=layers))

    def cut(self, name: str, table: pl.DataFrame) -> Rows:
        """A table by article, of which partitions read their own rows (see ``cut_rows``)."""
        if not self.is_parted:
            return Rows(whole=table)
        return cut_rows(self._cache, self.articles, name, table.sort("article"))

    def lend(self, name: str, table: pl.DataFrame) -> Rows:
        """A table that every partition reads whole."""
        return lend_rows(self._cache, name, table) if self.is_parted else Rows(whole=table)

    @cached_property
    def is_parted(self) -> bool:
        """Whether the corpus is too large to be one partition in memory."""
        return self._cache.place is not None and self.articles.height >= PARTED

    def on_parts(self, layers: bool, do: Callable[[list[Stored]], T]) -> T:
        """What is done with the partitions; once more where files are missing or broken."""

        def attempt() -> T:
            try:
                return do(self._stored(layers))
            except BrokenFileError:
                self._known.pop(("stored", layers), None)
                raise

        return mend(self._cache.place, attempt)

    def run_jobs(
        self, name: str, function: Callable[..., T], some: Sequence[tuple[object, ...]]
    ) -> list[T]:
        """What a function of a module returns for each of some arguments, in order."""
        jobs = [Job(f"{name} {k}", function, args) for k, args in enumerate(some, start=1)]
        tell = say_standing(name, self._progress)
        return [demand(found) for found in self.scheduler.run(jobs, tell=tell)]

    @property
    def store(self) -> Place | None:
        """Where partitions lie; None where nothing can be written."""
        return self._cache.place

    @property
    def place(self) -> Place:
        """The same of a corpus that has partitions."""
        assert self._cache.place is not None
        return self._cache.place

    def keep(self, name: str, compute: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """A table over the whole corpus that words and dates make, read from the cache if there."""
        keys = self._cache.keys(self.articles, self.stages.depends(TEXT))
        days = self.articles.select("article", "date").rows()
        return self._cache.keep(name, digest(keys, days), compute)

    @cached_property
    def _text(self) -> dict[str, pl.DataFrame]:
        self._progress("reading words")
        self._fill(TEXT)
        return self.stages.text(self._cache, self.articles)

    @cached_property
    def _annotations(self) -> dict[str, pl.DataFrame]:
        self._progress("annotating")
        self._fill(LAYERS)
        return self.stages.layers(self._cache, self.articles, self._text)

    @cached_property
    def _live(self) -> object:
        """Says to other runs that this one may be reading what lies in the place."""
        return join(self._cache.place)

    def _fill(self, stage: str) -> None:
        _ = self._live
        do = partial(
            fill,
            self.stages,
            self._cache,
            self.articles,
            self.scheduler,
            stage=stage,
            notes=self._notes,
            all_of_it=self.is_parted,
            progress=self._progress,
        )
        mend(self._cache.place, do)

    def _over(self, name: str, function: Callable[..., T], args: tuple[object, ...]) -> Over:
        assert self._notes is not None
        return Over(name, function, args, self._notes, say_standing(name, self._progress))

    def _stored(self, layers: bool) -> list[Stored]:
        """The partitions as they are stored, filled."""
        return self._once(("stored", layers), lambda: self._list_parts(layers))

    def _list_parts(self, layers: bool) -> list[Stored]:
        self._progress("annotating" if layers else "reading words")
        self._fill(LAYERS if layers else TEXT)
        if self._cache.place is not None:
            self.scheduler.share(self._cache.place)
        return list_parts(self.stages, self._cache, self.articles, layers=layers)

    def _once(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        if key not in self._known:
            self._known[key] = compute()
        found: T = self._known[key]
        return found
