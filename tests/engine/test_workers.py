from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from framing.engine import workers
from framing.engine.cache import Cache
from framing.engine.run import Run
from framing.engine.stages import LAYERS, TABLES, TEXT, Stages
from framing.errors import UsageError
from framing.study.load import load_study

CORPUS = Path(__file__).resolve().parents[2] / "corpora" / "kurils"


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A copy of the sample study, small enough for two processes."""
    monkeypatch.setattr(workers, "_WORTH_IT", 5)
    monkeypatch.setenv(workers.JOBS, "2")
    shutil.copytree(CORPUS, tmp_path / "s", ignore=shutil.ignore_patterns(".framing"))
    return load_study(tmp_path / "s")


def stages_of(study) -> Stages:
    return Stages({}, dict(study.corrections), study.codebook)


def test_two_processes_give_what_one_gives(study, monkeypatch):
    two = Run(study)
    in_two = {**two.layers._asdict(), "segments": two.segments, "tokens": two.tokens}
    shutil.rmtree(study.cache)
    monkeypatch.setenv(workers.JOBS, "1")
    one = Run(study)
    in_one = {**one.layers._asdict(), "segments": one.segments, "tokens": one.tokens}
    assert in_one["names"].height > 0
    for name, rows in in_one.items():
        assert rows.equals(in_two[name]), name


def test_every_process_fills_its_part_of_the_cache(study, monkeypatch):
    own = []
    monkeypatch.setattr(workers, "work", lambda s, c, articles, stage: own.append(articles))
    cache, stages = Cache(study.cache), stages_of(study)
    workers.fill(stages, cache, study.articles, stage=LAYERS)
    (here,) = own
    left = cache.stale(
        LAYERS, study.articles, tables=TABLES[LAYERS], depends=stages.depends(LAYERS)
    )
    assert 0 < here.height < study.articles.height
    assert {a for part in left for a in part["article"]} == set(here["article"])


def test_a_process_that_fails_costs_no_result(study, monkeypatch, tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    run = Run(study)
    assert run.layers.names["article"].n_unique() > 10
    assert run.tokens["article"].n_unique() == study.articles.height


def test_one_process_where_one_is_allowed(study, monkeypatch):
    monkeypatch.setenv(workers.JOBS, "1")
    monkeypatch.setattr(workers, "_start", lambda *task: pytest.fail("a process was started"))
    workers.fill(stages_of(study), Cache(study.cache), study.articles, stage=TEXT)


def test_no_process_without_a_cache(study, monkeypatch):
    monkeypatch.setattr(workers, "_start", lambda *task: pytest.fail("a process was started"))
    workers.fill(stages_of(study), Cache(None), study.articles, stage=TEXT)


@pytest.mark.parametrize("given", ["0", "two", "-1", "1.5"])
def test_a_wrong_number_of_processes_is_said(given, monkeypatch):
    monkeypatch.setenv(workers.JOBS, given)
    with pytest.raises(UsageError, match=r"FRAMING_JOBS is .*allowed: a whole number, 1 or more"):
        workers.n_jobs()


def test_groups_of_whole_buckets_come_in_bounded_parts(study, monkeypatch):
    monkeypatch.setattr(workers, "_AT_ONCE", 4)
    buckets = Cache(None).by_bucket(study.articles)
    parts = list(workers._at_once(buckets))
    assert sum(part.height for part in parts) == study.articles.height
    assert len(parts) > 3
    assert all(part.height <= 4 for part in parts)
