"""Resampling as jobs: whoever draws, and however it is cut, the numbers are of one process."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from framing.compare.resampling import blocks, maxt
from framing.compare.resampling.blocks import Task, Workers, cut, map_ranges
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.draws import draw_strata
from framing.compare.resampling.maxt import MaxT
from framing.compare.resampling.permutation import exchange, relabel
from framing.compare.words import keyness
from framing.compare.words.intervals import WordBounds, word_bounds
from framing.compare.words.scores import permute_words
from framing.errors import FramingError
from framing.scheduling.jobs import Job, Scheduler, Tell, silent
from framing.scheduling.limits import MEMORY
from framing.scheduling.places import Folder, open_place
from framing.scheduling.processes import Processes

DICE = np.random.default_rng(11)
N, TERMS = 60, 90
COUNTS = csr_array(DICE.poisson(0.4, (TERMS, N)) / DICE.integers(1, 4, (TERMS, N)))
WORDS = DICE.integers(80, 200, N) / 7
UNITS = [f"u{k:02}" for k in range(N)]
ROWS = pl.DataFrame(
    {
        "article": UNITS,
        "unit": UNITS,
        "side": ["ab"[k % 2] for k in range(N)],
        "event": [f"e{k // 2 % 4}" for k in range(N)],
        "outlet": ["prqs"[k % 4] for k in range(N)],
    }
)
DOCS = pl.DataFrame({"unit": UNITS, "stratum": [f"outlet {'pqrs'[k % 4]}" for k in range(N)]})
IS_A = (ROWS["side"] == "a").to_numpy()


@pytest.fixture(autouse=True)
def everything_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even these few numbers go to other processes, and lie in the place on their way."""
    monkeypatch.setattr(blocks, "WORTH", 0.0)
    monkeypatch.setattr(blocks, "SMALL", 0)


class Killing(Processes):
    """Kills one of its processes after the first answer, while the others are at theirs."""

    def run(self, jobs: Sequence[Job], *, tell: Tell = silent) -> Iterator[Any]:
        for k, found in enumerate(super().run(jobs, tell=tell)):
            if not k:
                os.kill(self.pids[0], signal.SIGKILL)
            yield found


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    pool = Processes(2, MEMORY)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def killing() -> Iterator[Processes]:
    pool = Killing(2, MEMORY)
    yield pool
    pool.close()


@pytest.fixture(params=["processes", "killing", "cluster"])
def scheduler(request: pytest.FixtureRequest) -> Scheduler:
    found: Scheduler = request.getfixturevalue(request.param)
    return found


def permute(workers: Workers | None = None, *, rows: pl.DataFrame = ROWS, n: int = 333) -> MaxT:
    plan = exchange(rows)
    inside = rows.height
    counts, words = csr_array(COUNTS[:, :inside]), WORDS[:inside]
    return permute_words(counts, words=words, plan=plan, seed=3, replicates=n, workers=workers)


def bound(workers: Workers | None = None, interval: str = "percentile") -> dict[str, WordBounds]:
    odds = keyness._LogOdds(np.full(TERMS, 0.4), 30.0, 1 + np.arange(TERMS) % 3)
    return word_bounds(
        {"log_ratio": keyness._ratio_of, "log_odds": odds},
        COUNTS,
        totals=WORDS,
        sides=(IS_A, ~IS_A),
        docs=DOCS,
        resampling=Resampling(seed=5, replicates=130, level=0.95, interval=interval),
        terms=np.arange(TERMS)[::-1].copy(),
        workers=workers,
    )


def test_relabellings_are_those_of_one_process(scheduler, tmp_path):
    here, there = permute(), permute(Workers(scheduler, Folder(tmp_path)))
    assert not here.exact and here.n_relabellings == 333  # no multiple of a block
    assert np.isfinite(here.p).all() and 0 < here.p_adjusted.min() < here.p_adjusted.max()
    for one, other in zip(here, there, strict=True):
        assert np.array_equal(one, other)
    assert not list(tmp_path.rglob("*.pickle"))


def test_relabellings_that_are_all_there_are_too(processes, tmp_path, monkeypatch):
    monkeypatch.setattr(maxt, "BLOCK", 7)
    small = ROWS.head(16)
    here, there = (
        permute(workers, rows=small, n=2000)
        for workers in (None, Workers(processes, Folder(tmp_path)))
    )
    assert here.exact and here.n_relabellings == 6**4
    for one, other in zip(here, there, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_bounds_of_words_are_those_of_one_process(scheduler, tmp_path, interval):
    here, there = bound(interval=interval), bound(Workers(scheduler, Folder(tmp_path)), interval)
    for name, found in here.items():
        assert np.isfinite(found.low).all()
        assert np.array_equal(found, there[name])
    assert not list(tmp_path.rglob("*.pickle"))


@pytest.mark.parametrize(("rows", "replicates"), [(ROWS, 101), (ROWS.head(12), 999)])
def test_relabellings_of_a_range_are_those_of_the_whole(rows, replicates):
    plan = exchange(rows)
    whole = np.concatenate(list(relabel(plan, seed=2, replicates=replicates)))
    cuts = cut(len(whole), n_jobs=7)
    assert len(cuts) == 7
    parts = [
        labels
        for low, high in cuts
        for labels in relabel(plan, seed=2, replicates=replicates, low=low, high=high, block=4)
    ]
    assert max(map(len, parts)) == 4
    assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_draws_do_not_hang_on_how_many_are_held(block):
    sizes = np.array([5, 1, 9])
    whole, parts = (
        np.concatenate(list(draw_strata("pqr", sizes, seed=4, replicates=230, block=size)))
        for size in (100, block)
    )
    assert np.array_equal(whole, parts)


@pytest.mark.parametrize("n", [0, 1, 7, 100])
@pytest.mark.parametrize(("n_jobs", "least", "most"), [(1, 1, 0), (3, 1, 0), (8, 30, 0), (2, 1, 9)])
def test_ranges_cover_everything_once(n, n_jobs, least, most):
    found = cut(n, n_jobs=n_jobs, least=least, most=most)
    assert [k for low, high in found for k in range(low, high)] == list(range(n))
    assert all(high - low <= most for low, high in found) or not most


def test_little_work_stays_in_this_process(processes, tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "WORTH", 1e9)
    asked: list[Any] = []
    monkeypatch.setattr(processes, "run", asked.append)
    task = Task("pieces", _spell, "given", work=1e9 - 1)
    found = map_ranges(task, 5, workers=Workers(processes, Folder(tmp_path)), most=2)
    assert list(found) == ["given 0 2", "given 2 4", "given 4 5"]
    # Without a place there is nowhere to lay things out.
    task = task._replace(work=1e10)
    assert list(map_ranges(task, 5, workers=Workers(processes))) == ["given 0 5"]
    assert not asked


def _spell(given: str, low: int, high: int) -> str:
    return f"{given} {low} {high}"


def test_what_somebody_else_wrote_is_not_opened(tmp_path, monkeypatch):
    place = open_place(tmp_path)
    with blocks._laid_out({"a": 1}, place) as sent:
        monkeypatch.setattr(blocks, "_held", {"before": 0})
        assert blocks._open(sent) == {"a": 1}
        assert list(blocks._held) == [sent.name]  # one at a time, and read once
        assert blocks._open(sent) is blocks._open(sent)
        monkeypatch.setattr(blocks, "_held", {})
        Path(tmp_path, sent.name).write_bytes(pickle.dumps({"a": 2}))
        with pytest.raises(FramingError, match="is not what was written there; allowed: a place"):
            blocks._open(sent)
