"""A study in memory: settings, tables, codebook, and what became of every item found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import Problem
from framing.records.codebook import Codebook
from framing.records.coding import Sample
from framing.records.scope import Scope

if TYPE_CHECKING:  # settings are read without waiting for polars
    import polars as pl


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the articles were drawn; without it absence cannot be interpreted."""

    database: str = ""
    query: str = ""
    dates: str = ""
    retrieval: str = ""
    inclusion: str = ""
    kind: str = ""  # complete | convenience; empty: not said

    @property
    def is_complete(self) -> bool:
        """Whether an event without articles of an outlet was searched and not found."""
        return self.kind == "complete"


@dataclass(frozen=True, slots=True)
class Options:
    """Values in force; ``origin`` tells for each name whether it is a default or set, and where."""

    scope: Scope = field(default_factory=Scope)
    seed: int = 1
    level: float = 0.95
    replicates: int = 2000
    interval: str = "t"  # t, percentile, bca
    claim: str = "these_outlets"  # or group: whole outlets are drawn
    outlet_weights: str = "equal"  # of the outlets of a group; or pooled
    share: str = "pooled"  # of mentions; or the mean over articles
    syntax: str = "rules"
    texts: str = "excerpts"  # in a report: passages with a few words around them; or full
    report_language: str = "en"  # or another catalogue of framing.reporting.messages
    origin: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened; articles of different outlets about it can be compared."""

    id: str
    name: str
    date: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time that somebody named; both days are in it."""

    id: str
    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """Everything that results are a function of."""

    id: str
    question: str
    folder: Path
    cache: Path | None  # None: nothing is kept
    options: Options
    sampling: Sampling
    outlets: pl.DataFrame  # OUTLETS
    articles: pl.DataFrame  # ARTICLES, sorted by article
    events: tuple[Event, ...]
    ledger: pl.DataFrame  # LEDGER, of what lies in articles/
    imports: pl.DataFrame  # IMPORTS, of what was brought in
    corrections: dict[tuple[str, str], str]
    codebook: Codebook
    coded: pl.DataFrame  # CODED, what people coded by hand
    inputs: tuple[tuple[str, str], ...]  # file name, hash
    problems: tuple[Problem, ...]
    samples: tuple[Sample, ...] = ()  # drawn to be coded, by name
    phases: tuple[Phase, ...] = ()  # in order of time, without overlap
