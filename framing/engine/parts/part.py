"""A partition of the corpus: what a job reads of it, wherever the job runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import polars as pl

from framing.engine.parts.cache import file_name
from framing.engine.parts.stages import LAYERS, TABLES, TEXT
from framing.errors import FramingError
from framing.scheduling.jobs import TRIES
from framing.scheduling.places import Place, open_place

if TYPE_CHECKING:
    from framing.engine.parts.corpus import Corpus

ARTICLES = "articles"
T = TypeVar("T")


class Part(Protocol):
    """Some articles with their tables, sorted by article as those of the whole corpus are."""

    def table(self, name: str, *columns: str) -> pl.DataFrame:
        """A table of a stage, ``segments``, ``tokens``, ``sentences`` or a layer, or some columns.

        ``article`` is among those that are named.
        """

    @property
    def articles(self) -> pl.DataFrame:
        """What stages read of the articles: id, outlet, title, language, wire, hash, text."""


class Whole:
    """The whole corpus as one partition, in the memory of this process."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def table(self, name: str, *columns: str) -> pl.DataFrame:
        """See ``Part.table``."""
        found = self._corpus.table(name)
        return found.select(columns) if columns else found

    @property
    def articles(self) -> pl.DataFrame:
        """See ``Part.articles``."""
        return self._corpus.articles


@dataclass(frozen=True)
class Stored:
    """Whole buckets of articles, read from where they are stored; pickled it names them alone.

    ``buckets``: for each its number and the keys of its articles, words and annotation ("": not
    asked for). ``only``: some of their articles, by id; None: all.
    """

    root: str
    buckets: tuple[tuple[int, str, str, str], ...]
    only: tuple[str, ...] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Stored, (self.root, self.buckets, self.only)

    @cached_property
    def place(self) -> Place:
        """Where the partition lies."""
        return open_place(self.root)

    @cached_property
    def articles(self) -> pl.DataFrame:
        """See ``Part.articles``."""
        return self._read(ARTICLES, ARTICLES, 1)

    def table(self, name: str, *columns: str) -> pl.DataFrame:
        """See ``Part.table``."""
        stage = TEXT if name in TABLES[TEXT] else LAYERS
        return self._read(stage, name, 2 if stage == TEXT else 3, columns)

    def keep(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of these buckets without those of other articles than ``only``."""
        if self.only is None:
            return rows
        return rows.filter(pl.col("article").is_in(list(self.only)))

    def _read(
        self, folder: str, table: str, key: int, columns: tuple[str, ...] = ()
    ) -> pl.DataFrame:
        parts = [
            read_file(
                self.place, f"{folder}/{file_name(table, bucket[0], str(bucket[key]))}", columns
            )
            for bucket in self.buckets
        ]
        return self.keep(pl.concat(parts)).sort("article", maintain_order=True)


class BrokenFileError(FramingError):
    """A file of the cache that is missing or broken: it has to be made again."""

    def __init__(self, name: str, why: str) -> None:
        self.name, self.why = name, why
        super().__init__(f"{name}: {why}. Next: remove it, and run it again")

    def __reduce__(self) -> tuple[Any, ...]:
        return BrokenFileError, (self.name, self.why)


def read_file(place: Place, name: str, columns: Sequence[str] = ()) -> pl.DataFrame:
    """A table of the cache, or some columns of it.

    Raises
    ------
    BrokenFileError
        Where it is missing or broken.
    """
    try:
        return place.read(name, columns=list(columns) or None)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BrokenFileError(name, str(error)) from error


def mend(place: Place | None, do: Callable[[], T]) -> T:
    """What ``do`` returns, begun again without the files that it finds broken, some times."""
    for _ in range(TRIES):
        try:
            return do()
        except BrokenFileError as error:
            if place is not None:
                place.remove(error.name)
    return do()
