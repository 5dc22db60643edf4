"""A run that was stopped goes on from its buckets; others beside it harm nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from framing.engine.parts import fill as module
from framing.engine.parts.cache import Cache
from framing.engine.parts.fill import fill
from framing.engine.parts.live import FOLDER, alone, join
from framing.engine.parts.stages import LAYERS, TABLES, TEXT
from framing.engine.run import Run
from framing.scheduling.here import Here
from framing.scheduling.places import Folder

CORPUS = Path(__file__).resolve().parents[3] / "corpora" / "kurils"
DRIVER = """
import sys
from pathlib import Path
from framing.engine.parts import fill
from framing.engine.run import Run
from framing.scheduling.processes import Processes
from framing.study.load import load_study
fill.WORTH_IT, fill.AT_ONCE = 5, 2
run = Run(load_study(Path(sys.argv[1])), print, scheduler=Processes(2, 3 * 2**30))
run.layers
"""


@pytest.fixture
def study(study, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 2)
    return study


class Counting(Here):
    """In this process; sums up the articles of its jobs."""

    def __init__(self) -> None:
        self.n_articles = 0

    def run(self, jobs, **how):
        for found in super().run(jobs, **how):
            self.n_articles += found
            yield found


def missing_articles(study, keys: dict[int, str]) -> int:
    """How many articles have no annotation in the cache, by its files."""
    cache = Cache(Folder(study.cache))
    stale = cache.stale(LAYERS, keys, tables=TABLES[LAYERS])
    return sum(cache.parted(study.articles).part(bucket).height for bucket in stale)


def test_a_driver_that_was_killed_costs_only_what_was_not_written(study):
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(study.folder)], stdout=subprocess.DEVNULL
    )
    keys, n_articles = keys_of(Run(study, scheduler=Here())), study.articles.height
    while missing_articles(study, keys) == n_articles and driver.poll() is None:
        time.sleep(0.01)
    driver.send_signal(signal.SIGKILL)
    assert driver.wait() == -signal.SIGKILL
    while not lets_go(study):
        time.sleep(0.01)
    n = missing_articles(study, keys)
    assert 0 < n < n_articles
    counting = Counting()
    run = Run(study, scheduler=counting)
    fill(run.corpus.stages, run.corpus._cache, run.measured, counting, stage=LAYERS, all_of_it=True)
    assert counting.n_articles == n
    found = run.layers.names
    shutil.rmtree(study.cache)
    assert Run(study, scheduler=Here()).layers.names.equals(found)


def lets_go(study) -> bool:
    """Whether no process reads or writes in the cache: the last job of a worker has ended."""
    before = {path: path.stat().st_mtime_ns for path in study.cache.rglob("*.parquet")}
    time.sleep(1)
    return before == {path: path.stat().st_mtime_ns for path in study.cache.rglob("*.parquet")}


def names_in(study) -> set[str]:
    return {
        f"{path.parent.name}/{path.name}"
        for path in study.cache.rglob("*")
        if path.is_file() and path.parent.name != FOLDER
    }


def test_what_no_key_needs_any_more_goes_when_nobody_can_be_reading_it(study):
    def corrected(role: str) -> Run:  # other corrections, other words
        return Run(replace(study, corrections={("no/article", "x"): role}), scheduler=Here())

    first = corrected("a")
    _ = first.tokens
    names = names_in(study)
    (study.cache / TEXT / ".tokens-00001-x.parquet.7.new").write_bytes(b"half")
    other = corrected("b")
    _ = other.tokens
    assert names < names_in(study)
    assert first.corpus._cache.stale(TEXT, keys_of(first, TEXT), tables=TABLES[TEXT]) == []
    del first, other
    last = corrected("c")
    _ = last.tokens
    now = names_in(study)
    assert len(now) == len(names) and set(names & now) == {n for n in names if n[0] == "a"}
    assert last.corpus._cache.stale(TEXT, keys_of(last, TEXT), tables=TABLES[TEXT]) == []


def keys_of(run: Run, stage: str = LAYERS) -> dict[int, str]:
    return run.corpus._cache.keys(run.measured, run.corpus.stages.depends(stage))


def test_a_run_that_ended_however_it_ended_is_not_under_way(tmp_path):
    place = Folder(tmp_path)
    code = (
        "import os, sys\nfrom framing.engine.parts.live import join\n"
        "from framing.scheduling.places import Folder\n"
        "lock = join(Folder(sys.argv[1]))\nprint(1, flush=True)\nsys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with other:
        assert other.stdout.readline() == b"1\n"
        with alone(place) as nobody_else:
            assert nobody_else  # the other is the only one
        own = join(place)
        with alone(place) as nobody_else:
            assert not nobody_else
        os.kill(other.pid, signal.SIGKILL)
    with alone(place) as nobody_else:
        assert nobody_else
    assert len(list((tmp_path / FOLDER).iterdir())) == 2  # the gate, and our own
    own.release()
