"""Words and n-grams of a run, counted once for all verbs that ask for them.

Over partitions only integers are added up: an article lies in one of them, and so do its cells.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from framing.counts.cells import TermCells, sort_digits
from framing.counts.chosen import LEAST, Counted, choose_counts, count_all, with_left_out
from framing.counts.terms import TermCounts, assemble
from framing.counts.tokens import add_spellings, choose_forms, display_forms
from framing.engine.parts.counts.jobs import (
    FOLDER,
    PartCells,
    Piece,
    Plan,
    Read,
    Words,
    add_words,
    count_part,
    count_range,
    list_words,
    spell_part,
)
from framing.engine.parts.weights.jobs import weigh_part
from framing.records.scope import Scope
from framing.scheduling.jobs import Job
from framing.scheduling.merging import demand

if TYPE_CHECKING:
    from framing.engine.run import Run

KEPT = 2**30  # bytes of counts that are kept for the next verb, beside the last ones
USES_OF_RANGE = 4_000_000  # of n-grams: bounds the memory of a job
MOST_RANGES = 2**16
Key = tuple[object, ...]


class Counts:
    """What was counted of one run; the last counts are kept, and earlier ones while they fit."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._kept: dict[Key, Counted] = {}

    def weighted(
        self, scope: Scope, *, max_n: int, min_articles: int = 1, articles: pl.Series | None = None
    ) -> TermCounts:
        """What ``count_terms`` gives for the tokens of a scope.

        Parameters
        ----------
        scope
            What counts, with which weight.
        max_n, min_articles
            As in ``count_terms``.
        articles
            Ids of those that count; None: all in scope.
        """
        least = min(min_articles, max(LEAST))
        counted = self._find((scope,), max_n, least)
        if counted is None:
            counted = self._count(scope, max_n, least)
            self._keep((scope, max_n, least), counted)
        return choose_counts(counted, max_n=max_n, min_articles=min_articles, articles=articles)

    def forms(self, scope: Scope) -> dict[str, str]:
        """For each type that counts under a scope the spelling that tables show."""
        return self._run.once(("forms", scope), lambda: self._forms(scope))

    def _forms(self, scope: Scope) -> dict[str, str]:
        run = self._run
        if not run.corpus.is_parted:
            tokens = run.weighted_tokens(scope).filter(pl.col("weight") > 0)
            return dict(display_forms(tokens).iter_rows())
        weighing = run.weighing(scope)
        spellings = run.corpus.merge_parts(
            "spellings",
            spell_part,
            weigh_part,
            weighing,
            add=add_spellings,
            layers=weighing.layers,
        )
        return dict(choose_forms(spellings).iter_rows())

    def _count(self, scope: Scope, max_n: int, least: int) -> Counted:
        run = self._run
        if not run.corpus.is_parted:
            return count_all(run.weighted_tokens(scope), max_n=max_n, least=least)
        weighing = run.weighing(scope)
        return self.count_parts(
            weigh_part, weighing, max_n=max_n, least=least, layers=weighing.layers
        )

    @cached_property
    def _words(self) -> Words:
        """All types of the corpus, in scope or not, and how many tokens there are."""
        return self._run.corpus.merge_parts("vocabulary", list_words, add=add_words)

    def count_parts(
        self, read: Read, *args: object, max_n: int, least: int, layers: bool = False
    ) -> Counted:
        """Count partitions, and then ranges of terms over all of them.

        Parameters
        ----------
        read
            A function of a module: ``read(part, *args)`` gives tokens as ``count_terms`` reads
            them.
        args
            The same for all partitions.
        max_n, least
            Longest n-gram; articles that a term needs, 1 or 2.
        layers
            Whether ``read`` reads annotation.
        """
        run, place = self._run, self._run.workers.place
        assert place is not None
        vocabulary, n_tokens = self._words
        n_ranges = min(max(-(-n_tokens * max_n // USES_OF_RANGE), 1), MOST_RANGES)
        plan = Plan(place.root, uuid.uuid4().hex, max_n, least, len(vocabulary), n_ranges)
        try:
            place.write(plan.words, pl.DataFrame({"type": vocabulary}))
            parts = run.corpus.map_parts("counts", count_part, plan, read, *args, layers=layers)
            return self._gather(plan, parts)
        finally:
            for name in place.names(FOLDER):
                if name.startswith(plan.key):
                    place.remove(f"{FOLDER}/{name}")

    def _gather(self, plan: Plan, parts: list[PartCells]) -> Counted:
        articles = pl.concat([part.articles for part in parts])
        order = articles.arg_sort().to_numpy()
        column = np.empty(len(order), dtype=np.int32)
        column[order] = np.arange(len(order), dtype=np.int32)
        jobs = [
            Job(f"terms {k + 1}", count_range, (plan, pieces))
            for k, pieces in enumerate(_list_pieces(parts, plan.n_ranges))
        ]
        cells = [
            _with_columns(some, column)
            for found in self._run.scheduler.run(jobs)
            for some in demand(found)
        ]
        total = np.concatenate([part.total for part in parts])[order]
        total_eff = np.concatenate([part.total_eff for part in parts])[order]
        by_article = np.concatenate([part.by_article for part in parts], axis=2)[:, :, order]
        counts = assemble(cells, self._words[0], articles[order], total, total_eff)
        return with_left_out(counts, plan.least, by_article)

    def _find(self, key: Key, max_n: int, least: int) -> Counted | None:
        """Counts that hold what is asked for."""
        for known, counted in self._kept.items():
            if known[:-2] == key and counted.max_n >= max_n and counted.least <= least:
                return counted
        return None

    def _keep(self, key: Key, counted: Counted) -> None:
        self._kept[key] = counted
        for other in list(self._kept)[:-1]:
            if sum(one.n_bytes for one in self._kept.values()) > KEPT:
                del self._kept[other]


def _list_pieces(parts: list[PartCells], n_ranges: int) -> list[tuple[Piece, ...]]:
    """For each range its rows of every partition."""
    starts = np.cumsum([0, *(len(part.articles) for part in parts)]).tolist()
    rows = [[0, *part.ends.tolist()] for part in parts]
    return [
        tuple(
            (part.name, own[k], own[k + 1], start)
            for part, own, start in zip(parts, rows, starts, strict=False)
            if own[k + 1] > own[k]
        )
        for k in range(n_ranges)
    ]


def _with_columns(cells: TermCells, column: np.ndarray) -> TermCells:
    """Articles as columns of the whole corpus, in order within each term."""
    doc = column[cells.doc]
    term = np.repeat(np.arange(len(cells.sizes), dtype=np.int32), cells.sizes)
    order = sort_digits([(doc, len(column)), (term, len(cells.sizes))])
    return replace(cells, doc=doc[order], n=cells.n[order], n_eff=cells.n_eff[order])
