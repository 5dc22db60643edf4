"""Verbs whose replicates are drawn by other processes say what they say in one process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from framing.compare.resampling import blocks
from framing.engine.run import Run
from framing.engine.verbs.divergence import divergence
from framing.engine.verbs.lockwords import lockwords
from framing.engine.verbs.selfcheck import selfcheck
from framing.engine.verbs.words import words
from framing.scheduling.limits import MEMORY
from framing.scheduling.processes import Processes

if TYPE_CHECKING:
    import polars as pl


class Counting(Processes):
    """Counts the jobs that it was given."""

    n_jobs = 0

    def run(self, jobs):
        self.n_jobs += len(jobs)
        return super().run(jobs)


@pytest.fixture(scope="module")
def pool() -> Iterator[Counting]:
    pool = Counting(2, MEMORY)
    yield pool
    pool.close()


def compare(run: Run, verb: str) -> pl.DataFrame:
    if verb == "words":
        return words(run, max_n=1, n_intervals=60, permutations=120).words
    if verb == "lockwords":
        return lockwords(run, margin=3.0).words
    if verb == "selfcheck":
        return selfcheck(run, measures=("words",), n_nulls=5)
    return divergence(run, permutations=60)


@pytest.mark.parametrize("verb", ["words", "lockwords", "selfcheck", "divergence"])
def test_who_draws_changes_nothing(islands, pool, monkeypatch, verb):
    expected = compare(islands, verb)
    assert expected.height
    other = Run(islands.study, scheduler=pool)
    monkeypatch.setattr(blocks, "WORTH", 0.0)
    before = pool.n_jobs
    assert compare(other, verb).equals(expected)
    assert pool.n_jobs > before
    assert not list(islands.study.cache.glob("draws/*"))
