"""What a report is made of: plain tables and records, gathered by the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from framing.compare.design import Design
from framing.compare.words.keyness import Keyness
from framing.compare.words.lockwords import Lockwords
from framing.errors import Problem
from framing.records.codebook import Codebook
from framing.records.coding import Sample
from framing.records.scope import Scope
from framing.records.study import Event, Options, Sampling


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Mentions of one layer under the report's scope, and their shares under both estimands."""

    mentions: pl.DataFrame
    shares: pl.DataFrame
    published: pl.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A sample that people coded, and what follows from it; ``units`` are mentions.

    ``validity`` and ``differences`` are empty where the tool gives no labels of the variable;
    ``corrected`` is, where the codebook has it no more: ``problem`` says so.
    """

    sample: Sample
    units: pl.DataFrame  # LABELLED, with id, voice and place
    agreement: pl.DataFrame  # AGREEMENT
    validity: pl.DataFrame  # VALIDITY
    differences: pl.DataFrame  # VALIDITY_DIFFERENCES
    corrected: pl.DataFrame  # CORRECTED
    problem: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ReportInputs:
    """Everything that ``build_report`` reads.

    ``articles`` are all, ``measured`` the ids of those that measures speak of. ``keyness`` is
    each group against the rest, empty in tier ``reading``.
    """

    study: str
    question: str
    scope: Scope
    options: Options
    sampling: Sampling
    codebook: Codebook
    outlets: pl.DataFrame
    articles: pl.DataFrame
    measured: tuple[str, ...]
    events: tuple[Event, ...]
    ledger: pl.DataFrame
    imports: pl.DataFrame
    problems: tuple[Problem, ...]
    hashes: tuple[tuple[str, str], ...]
    design: Design
    names: Layer
    voices: Layer
    stances: Layer
    cues: pl.DataFrame  # asymmetry of cues within each outlet
    facts: pl.DataFrame
    keyness: tuple[Keyness, ...]
    splits: pl.DataFrame  # differences in names, a pair of groups after the other
    apart: pl.DataFrame  # how different the groups are at all
    alike: Lockwords | None  # words at like rates; None in tier reading
    noise: pl.DataFrame  # findings beside those of noise
    omissions: pl.DataFrame  # what each outlet carries of an event, and what not
    carried: pl.DataFrame  # the passages of that, as mentions
    word_passages: pl.DataFrame  # where the terms that the report lists stand
    style: pl.DataFrame
    style_articles: pl.DataFrame
    segments: pl.DataFrame
    spans: pl.DataFrame
    repeats: pl.DataFrame
    copies: pl.DataFrame
    portrayals: pl.DataFrame  # the tone of sentences toward actors, by a model
    indicators: pl.DataFrame  # passages that indicate frame elements
    absent: pl.DataFrame  # words that others use and a group does not; empty in tier reading
    absent_notes: tuple[str, ...]  # what of that was left out, and what chance gives
    timeline: pl.DataFrame  # articles of each outlet by period
    periods: pl.DataFrame
    coded: tuple[Coded, ...]  # samples that somebody coded by hand
    carriers: pl.DataFrame  # of texts with several, as the verb copies gives them
    versions: tuple[tuple[str, str], ...]


class LazyInputs:
    """Reads like ``ReportInputs``; what is asked for is computed when it is first read."""

    def __init__(self, known: Mapping[str, Any], asked: Mapping[str, Callable[[], Any]]) -> None:
        self._known = dict(known)
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        if name not in self._known:
            if name not in self._asked:
                raise AttributeError(f"a report has no input called {name!r}")
            self._known[name] = self._asked[name]()
        return self._known[name]
