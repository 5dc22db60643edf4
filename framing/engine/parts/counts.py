"""Words and n-grams of a run, counted once for all verbs that ask for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import polars as pl

from framing.counts.chosen import LEAST, Counted, choose_counts, count_all
from framing.counts.terms import TermCounts
from framing.records.scope import Scope

if TYPE_CHECKING:
    from framing.engine.run import Run

KEPT = 2**30  # bytes of counts that are kept for the next verb, beside the last ones
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
        return self.of_tokens(
            ("scope", scope),
            lambda: self._run.weighted_tokens(scope),
            max_n=max_n,
            min_articles=min_articles,
            articles=articles,
        )

    def of_tokens(
        self,
        key: Key,
        tokens: Callable[[], pl.DataFrame],
        *,
        max_n: int,
        min_articles: int = 1,
        articles: pl.Series | None = None,
    ) -> TermCounts:
        """The same of other tokens, under a key that says which."""
        least = min(min_articles, max(LEAST))
        counted = self._find(key, max_n, least)
        if counted is None:
            counted = count_all(tokens(), max_n=max_n, least=least)
            self._keep((*key, max_n, least), counted)
        return choose_counts(counted, max_n=max_n, min_articles=min_articles, articles=articles)

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
