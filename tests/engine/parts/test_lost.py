from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from operator import add
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.engine import run as run_module
from framing.engine.parts import corpus as corpus_module
from framing.engine.parts.lost.notes import leave_out_lost, note_lost
from framing.engine.parts.lost.search import MOST, Search
from framing.engine.parts.stages import LAYERS, TEXT
from framing.engine.run import Run
from framing.errors import LostArticlesError
from framing.scheduling.here import Here
from framing.scheduling.jobs import TRIES, Job, Lost
from framing.scheduling.merging import LostJobError
from framing.scheduling.places import Folder
from framing.scheduling.processes import Processes
from framing.study.load import load_study

CORPUS = Path(__file__).resolve().parents[3] / "corpora" / "kurils"
sys.path.append(str(Path(__file__).parent))  # workers get the path of this process
from poison import Poisoned, count_articles  # noqa: E402


class Counted(Processes):
    """Two processes; remembers what every job was about, and how many processes ended."""

    def __init__(self) -> None:
        super().__init__(2, 3 * 2**30)
        self.n_ended = 0
        self.asked: list[str] = []

    def run(self, jobs, **how):
        for job, found in zip(jobs, super().run(jobs, **how), strict=True):
            self.asked.append(job.name)
            self.n_ended += job.tries if isinstance(found, Lost) else 0
            yield found


@pytest.fixture
def pool():
    started = Counted()
    yield started
    started.close()


@pytest.fixture
def poison(study, monkeypatch):
    """Makes articles deadly in a stage."""

    def make(articles: Sequence[str], stage: str = LAYERS) -> None:
        def stages(*given: object) -> Poisoned:
            return Poisoned(*given, tuple(articles), stage, driver=os.getpid())

        monkeypatch.setattr(run_module, "Stages", stages)

    return make


def test_a_poisonous_article_costs_itself_alone(study, poison, pool):
    whole = Run(load_study(study.folder), scheduler=pool).layers.names
    shutil.rmtree(study.cache)
    victim = study.articles["article"][17]
    poison([victim])
    with pytest.raises(LostArticlesError, match=f"1 article left out.* ended: {victim};") as error:
        _ = Run(study, scheduler=pool).layers
    assert error.value.articles == (victim,)
    assert pool.n_ended <= 2 * TRIES + 10
    run = Run(study, scheduler=pool)
    assert run.measured.height == study.articles.height - 1
    assert run.layers.names.equals(whole.filter(pl.col("article") != victim))
    (row,) = run.study.ledger.filter(fate="skipped").iter_rows(named=True)
    assert row["article"] == victim
    assert "ended its process 3 times (signal SIGKILL)" in row["reason"]
    assert run.study.ledger.height == study.ledger.height


def test_a_command_goes_on_without_them(study, poison, monkeypatch):
    monkeypatch.setenv("FRAMING_JOBS", "2")
    victim = study.articles["article"][5]
    poison([victim], TEXT)
    done = CliRunner().invoke(main, ["names", str(study.folder), "--format", "csv"])
    assert done.exit_code == 0, done.output
    told, problem = done.stderr.splitlines()
    assert f"ended: {victim}; framing check lists why; begins again" in told
    assert problem.startswith("1 problem in") and done.stdout.count("\n") > 3
    told = CliRunner().invoke(main, ["check", str(study.folder)])
    assert told.exit_code == 1 and "left out: it ended every process" in told.output


class Deadly:
    """Jobs are lists of numbers; those with a number of ``bad`` are lost."""

    n_workers = 1

    def __init__(self, *bad: int) -> None:
        self.bad, self.n_ended, self.sound = set(bad), 0, set()

    def run(self, jobs, **how):
        for job in jobs:
            if self.bad & set(job.args[0]):
                self.n_ended += job.tries
                yield Lost(job.name, "ended")
            else:
                self.sound |= set(job.args[0])
                yield None


def ask(items: Sequence[int], tries: int) -> Job:
    return Job("some", len, (tuple(items),), tries)


@pytest.mark.parametrize("bad", [(0,), (999,), (500,), (499, 500), (1, 2, 3), ()], ids=str)
def test_halves_find_each_of_them_and_ask_for_all_others(bad):
    deadly = Deadly(*bad)
    found = [n for n, _ in Search(deadly).among(range(1000), ask, tries=TRIES)]
    assert found == list(bad)
    assert deadly.sound == set(range(1000)) - set(bad)
    assert deadly.n_ended <= len(bad) * (10 + TRIES)


def test_a_search_ends_so_many_processes_and_no_more():
    deadly = Deadly(*range(1000))
    search = Search(deadly)
    with pytest.raises(LostJobError, match="some: ended"):
        list(search.among(range(1000), ask, tries=TRIES))
    assert deadly.n_ended <= MOST + TRIES
    search.found.append("a")
    with pytest.raises(LostArticlesError, match="1 article left out"):
        list(search.among(range(1000), ask, tries=TRIES))


def test_a_changed_text_is_tried_again(study):
    place = Folder(study.cache)
    article, digest = study.articles.select("article", "hash").row(4)
    note_lost(place, {article: digest}, LAYERS, Lost("layers 1", "ended"))
    assert leave_out_lost(study, place)[1].to_list() == [article]
    changed = pl.when(article=article).then(pl.lit("new")).otherwise("hash")
    mended = replace(study, articles=study.articles.with_columns(hash=changed))
    assert leave_out_lost(mended, place)[1].is_empty()


@pytest.fixture
def parted(study, monkeypatch):
    """The study so large that it is read in partitions."""
    monkeypatch.setattr(corpus_module, "PARTED", 10)
    return study


def test_an_article_that_a_partition_function_dies_of_is_found(parted, pool):
    victim = parted.articles["article"][20]
    args = ("count", count_articles, (victim,), os.getpid())
    run = Run(parted, scheduler=pool)
    with pytest.raises(LostArticlesError, match=f"1 article left out.* ended: {victim};"):
        run.corpus.merge_parts(*args, add=add)
    run = Run(parted, scheduler=pool)
    counts = run.corpus.map_parts(*args)
    assert sum(counts) == run.measured.height == parted.articles.height - 1 and len(counts) > 1
    assert "(stage count: ended its process" in run.study.ledger.filter(fate="skipped")["reason"][0]


@pytest.mark.parametrize("table", ["articles", "tokens"])
def test_what_is_broken_or_gone_between_two_questions_is_made_again(parted, table):
    run = Run(parted, scheduler=Here())
    counts = run.corpus.map_parts("count", count_articles, (), 0)
    first, second, *_ = sorted(parted.cache.glob(f"*/{table}-*"))
    content = first.read_bytes()
    first.write_bytes(content[:40])
    second.unlink()
    assert run.corpus.map_parts("count", count_articles, (), 0) == counts
    assert first.read_bytes() == content and second.is_file()


def test_the_cache_may_be_deleted_between_two_questions(parted):
    run = Run(parted, scheduler=Here())
    counts = run.corpus.map_parts("count", count_articles, (), 0)
    shutil.rmtree(parted.cache)
    assert run.corpus.map_parts("count", count_articles, (), 0) == counts
