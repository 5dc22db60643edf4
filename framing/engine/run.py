"""One run over a study: every table computed once, when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
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
from framing.engine.parts.cache import Cache, count_buckets
from framing.engine.parts.copies import read_copies, read_edited
from framing.engine.parts.counts import Counts
from framing.engine.parts.fill import PARTED, fill, list_parts
from framing.engine.parts.live import join
from framing.engine.parts.lost import leave_out_lost
from framing.engine.parts.over import Over
from framing.engine.parts.part import BrokenFileError, Stored, Whole, mend
from framing.engine.parts.rows import Rows, cut_rows, in_order, lend_rows
from framing.engine.parts.stages import LAYERS, TABLES, TEXT, LazyLayers, Stages, digest
from framing.engine.parts.weighed import (
    gather_passages,
    gather_tokens,
    locate_rows,
    prepare_weighing,
)
from framing.engine.parts.weights import Weighing, find_voices
from framing.errors import UsageError
from framing.records.scope import RUNNING_ROLES, Scope
from framing.records.study import Study
from framing.scheduling.choose import choose_scheduler
from framing.scheduling.jobs import Job, Scheduler
from framing.scheduling.merging import demand
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
        place = store or own
        self._notes = own or place
        self.study, self._lost = leave_out_lost(study, self._notes)
        self.scheduler = scheduler or choose_scheduler()
        self._progress = progress
        self._cache = Cache(place, count_buckets(study.articles.height))
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
    def _stages(self) -> Stages:
        study = self.study
        return Stages(outlet_names(study.outlets), dict(study.corrections), study.codebook)

    @cached_property
    def _text(self) -> dict[str, pl.DataFrame]:
        self._progress("reading words")
        self._fill(TEXT)
        return self._stages.text(self._cache, self.measured)

    @property
    def segments(self) -> pl.DataFrame:
        """Schema ``SEGMENTS``."""
        return self.table("segments")

    @property
    def tokens(self) -> pl.DataFrame:
        """Schema ``TOKENS``."""
        return self.table("tokens")

    @cached_property
    def layers(self) -> Layers | LazyLayers:
        """All layers of annotation; of a corpus in partitions each when it is first asked for."""
        if self.is_parted:
            return LazyLayers(self.table)
        return Layers(*map(self.table, Layers._fields))

    @property
    def sentences(self) -> pl.DataFrame:
        """Schema ``SENTENCES``, of running text."""
        return self.table("sentences")

    def table(self, name: str) -> pl.DataFrame:
        """A table of a stage over all articles (see ``Part.table``)."""
        of_text = name in TABLES[TEXT]
        if not self.is_parted:
            return (self._text if of_text else self._annotations)[name]

        def read(stored: list[Stored]) -> pl.DataFrame:
            return in_order(part.table(name) for part in stored)

        return self.once(("table", name), lambda: self._on_parts(not of_text, read))

    @cached_property
    def _annotations(self) -> dict[str, pl.DataFrame]:
        self._progress("annotating")
        self._fill(LAYERS)
        return self._stages.layers(self._cache, self.measured, self._text)

    @property
    def workers(self) -> Workers:
        """Who draws replicates, where there are so many that it is worth it."""
        return Workers(self.scheduler, self._cache.place)

    @cached_property
    def _live(self) -> object:
        """Says to other runs that this one may be reading what lies in the place."""
        return join(self._cache.place)

    def _fill(self, stage: str) -> None:
        _ = self._live
        do = partial(
            fill,
            self._stages,
            self._cache,
            self.measured,
            self.scheduler,
            stage=stage,
            notes=self._notes,
            all_of_it=self.is_parted,
            progress=self._progress,
        )
        mend(self._cache.place, do)

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
            return [function(Whole(self), *args)]
        over = self._over(name, function, args)
        found: list[T] = self._on_parts(layers, lambda parts: over.answers(self.scheduler, parts))
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
            return function(Whole(self), *args)
        over = self._over(name, function, args)
        found: T = self._on_parts(layers, lambda parts: over.merged(self.scheduler, parts, add))
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
        return cut_rows(self._cache, self.measured, name, table.sort("article"))

    def lend(self, name: str, table: pl.DataFrame) -> Rows:
        """A table that every partition reads whole."""
        return lend_rows(self._cache, name, table) if self.is_parted else Rows(whole=table)

    @cached_property
    def is_parted(self) -> bool:
        """Whether the corpus is too large to be one partition in memory."""
        return self._cache.place is not None and self.measured.height >= PARTED

    def _over(self, name: str, function: Callable[..., T], args: tuple[object, ...]) -> Over:
        assert self._notes is not None
        self._progress(name)
        return Over(name, function, args, self._notes)

    def _on_parts(self, layers: bool, do: Callable[[list[Stored]], T]) -> T:
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
        self._progress(name)
        jobs = [Job(f"{name} {k}", function, args) for k, args in enumerate(some, start=1)]
        return [demand(found) for found in self.scheduler.run(jobs)]

    @property
    def place(self) -> Place:
        """Where the partitions of a corpus that has some lie."""
        assert self._cache.place is not None
        return self._cache.place

    def keep(self, name: str, compute: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """A table over the whole corpus that words and dates make, read from the cache if there."""
        keys = self._cache.keys(self.measured, self._stages.depends(TEXT))
        days = self.measured.select("article", "date").rows()
        return self._cache.keep(name, digest(keys, days), compute)

    def _stored(self, layers: bool) -> list[Stored]:
        """The partitions as they are stored, filled."""
        return self.once(("stored", layers), lambda: self._list_parts(layers))

    def _list_parts(self, layers: bool) -> list[Stored]:
        self._progress("annotating" if layers else "reading words")
        self._fill(LAYERS if layers else TEXT)
        if self._cache.place is not None:
            self.scheduler.share(self._cache.place)
        return list_parts(self._stages, self._cache, self.measured, layers=layers)

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

        return self._cache.stage(
            f"portrayals-{local.version}",
            self.measured,
            tables=("portrayals",),
            depends=self._stages.depends(LAYERS, backend_versions()),
            compute=compute,
        )["portrayals"]

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

        return self._cache.stage(
            "facts-" + re.sub(r"[^a-z0-9.]+", "-", version),
            self.measured,
            tables=("facts",),
            depends=self._stages.depends(LAYERS, version),
            compute=compute,
        )["facts"]

    @cached_property
    def edited(self) -> Rows:
        """Runs of carriers that are edited runs of another article (see ``find_edited``)."""
        return self.cut("edited", read_edited(self))

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
        return find_voices(Whole(self))

    def weighing(self, scope: Scope) -> Weighing:
        """What partitions need to weigh tokens under a scope that keeps some article."""
        return self.once(("weighing", scope), lambda: prepare_weighing(self, scope))

    def locate(self, rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
        """See ``framing.engine.parts.weights.locate``: rows of a layer, weighed under a scope."""
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
        if not self.is_parted:
            return gather_tokens(self, [Whole(self)], scope)
        return self._on_parts(bool(scope.voice), lambda stored: gather_tokens(self, stored, scope))


def _writable(folder: Path | None) -> Folder | None:
    """The folder, made; None where nothing can be written: then nothing is cached."""
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return Folder(folder)
