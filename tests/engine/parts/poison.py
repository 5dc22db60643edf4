"""Stages and partition functions that end their process by SIGKILL when they meet an article.

Not a test: workers import it, so it must be a module of its own, on their path.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from framing.engine.parts.cache import Cache
from framing.engine.parts.part import Part
from framing.engine.parts.stages import LAYERS, TEXT, Stages, Tables


@dataclass(frozen=True)
class Poisoned(Stages):
    """Words or annotation that no process survives which reads one of ``poison``, or too many."""

    poison: tuple[str, ...] = ()
    stage: str = LAYERS
    most: int = 10**9  # articles at a time
    driver: int = 0  # the process of the test, which is spared with an error

    def text(self, cache: Cache, articles: pl.DataFrame) -> Tables:
        if self.stage == TEXT:
            self._take(articles["article"])
        return Stages.text(self, cache, articles)

    def layers(self, cache: Cache, articles: pl.DataFrame, text: Tables) -> Tables:
        if self.stage == LAYERS:
            self._take(articles["article"])
        return Stages.layers(self, cache, articles, text)

    def _take(self, articles: Iterable[str]) -> None:
        take(articles, self.poison, self.driver)


def take(articles: Iterable[str], poison: tuple[str, ...], driver: int) -> None:
    """End this process where an article is poison."""
    if set(articles) & set(poison):
        assert os.getpid() != driver, "the test itself met the poison"
        os.kill(os.getpid(), signal.SIGKILL)


def count_articles(part: Part, poison: tuple[str, ...], driver: int) -> int:
    """A partition function: how many articles have tokens."""
    articles = part.table("tokens")["article"].unique()
    assert set(articles) == set(part.articles["article"])
    take(articles, poison, driver)
    return articles.len()
