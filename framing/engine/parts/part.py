"""A partition of the corpus: what a job reads of it, wherever the job runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from framing.engine.parts.cache import file_name
from framing.engine.parts.stages import LAYERS, TABLES, TEXT
from framing.scheduling.places import Place, open_place

if TYPE_CHECKING:
    from framing.engine.run import Run

ARTICLES = "articles"


class Part(Protocol):
    """Some articles with their tables, sorted by article as those of the whole corpus are."""

    def table(self, name: str) -> pl.DataFrame:
        """A table of a stage: ``segments``, ``tokens``, ``sentences`` or a layer."""

    @property
    def articles(self) -> pl.DataFrame:
        """What stages read of the articles: id, outlet, title, language, wire, hash, text."""


class Whole:
    """The whole corpus as one partition, in the memory of this process."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def table(self, name: str) -> pl.DataFrame:
        """See ``Part.table``."""
        return self._run.table(name)

    @property
    def articles(self) -> pl.DataFrame:
        """See ``Part.articles``."""
        return self._run.measured


@dataclass(frozen=True)
class Stored:
    """Whole buckets of articles, read from where they are stored; pickled it names them alone.

    ``buckets``: for each its number and the keys of its articles, words and annotation ("": not
    asked for).
    """

    root: str
    buckets: tuple[tuple[int, str, str, str], ...]

    def __reduce__(self) -> tuple[Any, ...]:
        return Stored, (self.root, self.buckets)

    @cached_property
    def place(self) -> Place:
        """Where the partition lies."""
        return open_place(self.root)

    @cached_property
    def articles(self) -> pl.DataFrame:
        """See ``Part.articles``."""
        return self._read(ARTICLES, ARTICLES, 1)

    def table(self, name: str) -> pl.DataFrame:
        """See ``Part.table``."""
        stage = TEXT if name in TABLES[TEXT] else LAYERS
        return self._read(stage, name, 2 if stage == TEXT else 3)

    def _read(self, folder: str, table: str, key: int) -> pl.DataFrame:
        parts = [
            self.place.read(f"{folder}/{file_name(table, bucket[0], str(bucket[key]))}")
            for bucket in self.buckets
        ]
        return pl.concat(parts).sort("article", maintain_order=True)


def on_part(function: Callable[..., Any], part: Stored, args: tuple[Any, ...]) -> Any:
    """A job: a function of a module over a partition."""
    return function(part, *args)
