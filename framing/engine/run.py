"""One run over a study: every table computed once, when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

import polars as pl

from framing.annotate.facts import load_parser, syntax_reader
from framing.annotate.layers import Layers, annotate_facts
from framing.annotate.portrayal.transformer import (
    LocalModel,
    backend_versions,
    find_model,
    judge_portrayals,
    load_judge,
)
from framing.compare.design import Design, build_design
from framing.compare.resampling.blocks import Workers
from framing.corpus.segments import outlet_names
from framing.corpus.sentences import build_sentences
from framing.counts.weights import articles_in_scope, find_repeats
from framing.engine.parts.copies.find import read_copies, read_edited
from framing.engine.parts.corpus import Corpus
from framing.engine.parts.counts.count import Counts
from framing.engine.parts.lost.notes import leave_out_lost
from framing.engine.parts.rows import Rows
from framing.engine.parts.stages import LazyLayers, Stages
from framing.engine.parts.weights.gather import (
    gather_passages,
    gather_tokens,
    locate_rows,
    prepare_weighing,
)
from framing.engine.parts.weights.jobs import Weighing, find_voices
from framing.errors import UsageError
from framing.records.scope import RUNNING_ROLES, Scope
from framing.records.study import Study
from framing.scheduling.choose import choose_scheduler
from framing.scheduling.jobs import Scheduler
from framing.scheduling.places import Folder, Place

Progress = Callable[[str], None]
T = TypeVar("T")


class Run:
    """The tables of one study. Holds nothing but what is a function of the study.

    Only English articles are measured; ``measured`` are those, ``study.articles`` are all.
    """

    def __init__(
        self,
        study: Study,
        progress: Progress = lambda stage: None,
        *,
        scheduler: Scheduler | None = None,
        store: Place | None = None,
    ) -> None:
        """Where ``scheduler`` is None, the processors of this machine do the work.

        ``store`` is where partitions lie, by default the study's own cache.
        """
        own = _writable(study.cache)
        self._places = (store or own, own or store)  # of partitions; of notes on lost articles
        self.study, self._lost = leave_out_lost(study, self._places[1])
        self.scheduler = scheduler or choose_scheduler()
        self._progress = progress
        self._known: dict[tuple[object, ...], Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers that this run started, or leave the cluster."""
        self.scheduler.close()

    @cached_property
    def measured(self) -> pl.DataFrame:
        """Articles in English, sorted by id; without those that ended their workers."""
        lost = pl.col("article").is_in(self._lost.implode())
        return self.study.articles.filter((pl.col("language") == "en") & ~lost)

    @cached_property
    def corpus(self) -> Corpus:
        """The measured articles with their tables, whole or in partitions."""
        study, (place, notes) = self.study, self._places
        return Corpus(
            self.measured,
            Stages(outlet_names(study.outlets), dict(study.corrections), study.codebook),
            self.scheduler,
            place=place,
            notes=notes,
            n_articles=study.articles.height,
            progress=self._progress,
        )

    @property
    def segments(self) -> pl.DataFrame:
        """Schema ``SEGMENTS``."""
        return self.corpus.table("segments")

    @property
    def tokens(self) -> pl.DataFrame:
        """Schema ``TOKENS``."""
        return self.corpus.table("tokens")

    @cached_property
    def layers(self) -> Layers | LazyLayers:
        """All layers of annotation; of a corpus in partitions each when it is first asked for."""
        if self.corpus.is_parted:
            return LazyLayers(self.corpus.table)
        return Layers(*map(self.corpus.table, Layers._fields))

    @property
    def sentences(self) -> pl.DataFrame:
        """Schema ``SENTENCES``, of running text."""
        return self.corpus.table("sentences")

    @property
    def workers(self) -> Workers:
        """Who draws replicates, where there are so many that it is worth it."""
        return Workers(self.scheduler, self.corpus.store)

    def facts(self, syntax: str) -> pl.DataFrame:
        """Schema ``FACTS``, by the rules of the core or by the parses of spaCy's model.

        Stances are read from the facts of the rules.
        """
        if syntax == "rules":
            return self.layers.facts
        return self.once(("facts", syntax), self._parsed_facts)

    def portrayals(self, model: Path | None = None) -> pl.DataFrame:
        """Schema ``PORTRAYALS``, by the model in the package or by that of a local folder."""
        if model is None:
            return self.layers.portrayals
        local = find_model(model)
        return self.once(("portrayals", local.version), lambda: self._judged(local))

    def _judged(self, local: LocalModel) -> pl.DataFrame:
        found = self.layers.portrayals

        def compute(articles: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
            self._progress(f"asking model {local.version}")
            here = found.filter(pl.col("article").is_in(articles["article"].implode()))
            return {"portrayals": judge_portrayals(here, local, load_judge(local))}

        name = f"portrayals-{local.version}"
        return self.corpus.annotate(name, "portrayals", compute, depends=[backend_versions()])

    def _parsed_facts(self) -> pl.DataFrame:
        parse, version = load_parser()
        self._progress(f"parsing with {version}")

        def compute(articles: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
            here = articles["article"].implode()
            segments = self.segments.filter(pl.col("article").is_in(here))
            facts = annotate_facts(
                articles,
                segments=segments,
                tokens=self.tokens.filter(pl.col("article").is_in(here)),
                sentences=build_sentences(articles, segments),
                codebook=self.study.codebook,
                read=syntax_reader(parse),
            )
            return {"facts": facts}

        name = "facts-" + re.sub(r"[^a-z0-9.]+", "-", version)
        return self.corpus.annotate(name, "facts", compute, depends=[version])

    @cached_property
    def edited(self) -> Rows:
        """Runs of carriers that are edited runs of another article (see ``find_edited``)."""
        return self.corpus.cut("edited", read_edited(self))

    @cached_property
    def passages(self) -> pl.DataFrame:
        """Passages that stand more than once in the corpus (see ``find_passages``)."""
        return gather_passages(self)

    @cached_property
    def repeats(self) -> pl.DataFrame:
        """See ``find_repeats``."""
        return find_repeats(self.passages, self.measured)

    @cached_property
    def copies(self) -> pl.DataFrame:
        """Schema ``COPIES``: the unit that each article is drawn with."""
        return read_copies(self)

    @property
    def running_words(self) -> pl.DataFrame:
        """Tokens of running text (``RUNNING_ROLES``): what makes an article a copy."""
        roles = self.segments.filter(pl.col("role").is_in(RUNNING_ROLES))
        return self.tokens.join(
            roles.select("article", "segment"),
            on=["article", "segment"],
            how="semi",
            maintain_order="left",
        )

    @cached_property
    def design(self) -> Design:
        """Who can be compared with whom, on which events, how far."""
        return build_design(self.measured, self.copies, self.study.outlets)

    def articles_in(self, scope: Scope) -> pl.DataFrame:
        """The measured articles that a scope lets in; none at all is an error."""
        articles = articles_in_scope(self.measured, scope, self.design.shared_events)
        if articles.is_empty() and (scope.events or scope.outlets):
            raise UsageError(
                f"scope {scope} leaves no article in English; allowed: a scope that keeps some. "
                "framing check says which outlets and events there are."
            )
        return articles

    def design_in(self, scope: Scope) -> Design:
        """The design of what a scope lets in: a part of a study has a tier of its own."""
        if not scope.events and not scope.outlets:
            return self.design
        articles = self.articles_in(scope)
        outlets = self.study.outlets
        if scope.outlets:
            outlets = outlets.filter(pl.col("outlet").is_in(scope.outlets))
        return build_design(articles, self.copies, outlets)

    @cached_property
    def voices(self) -> pl.Series:
        """The voice of each token."""
        return find_voices(self.corpus.whole)

    def weighing(self, scope: Scope) -> Weighing:
        """What partitions need to weigh tokens under a scope that keeps some article."""
        return self.once(("weighing", scope), lambda: prepare_weighing(self, scope))

    def locate(self, rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
        """Rows of a layer, placed and weighed under a scope (see ``parts.weights.jobs.locate``)."""
        return locate_rows(self, rows, scope)

    def weighted_tokens(self, scope: Scope) -> pl.DataFrame:
        """Tokens with their ``weight`` under a scope that keeps some article."""
        return self.once(("weighted_tokens", scope), lambda: self._weigh(scope))

    @cached_property
    def counts(self) -> Counts:
        """Words and n-grams by article."""
        return Counts(self)

    def once(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        """What several questions of one run ask for, computed for the first of them."""
        if key not in self._known:
            self._known[key] = compute()
        found: T = self._known[key]
        return found

    def _weigh(self, scope: Scope) -> pl.DataFrame:
        if not self.corpus.is_parted:
            return gather_tokens(self, [self.corpus.whole], scope)
        return self.corpus.on_parts(
            bool(scope.voice), lambda stored: gather_tokens(self, stored, scope)
        )


def _writable(folder: Path | None) -> Folder | None:
    """The folder, made; None where nothing can be written: then nothing is cached."""
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return Folder(folder)
