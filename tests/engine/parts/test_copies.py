"""Copies found in partitions against those of a corpus in one piece."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import framing.engine.parts.corpus as corpus_module
from framing.engine.parts import fill
from framing.engine.parts.copies import find as module
from framing.engine.parts.copies.find import find_in_parts
from framing.engine.parts.copies.jobs import FOLDER
from framing.engine.run import Run
from framing.scheduling.here import Here
from framing.scheduling.limits import MEMORY
from framing.scheduling.processes import Processes

N = 60


def edited(words: list[str], others: list[str], rng: np.random.Generator) -> list[str]:
    """One word in seven replaced."""
    return [others[k] if rng.random() < 1 / 7 else word for k, word in enumerate(words)]


def moved(words: list[str], others: list[str], rng: np.random.Generator) -> list[str]:
    at = int(rng.integers(1, len(words)))
    return words[at:] + words[:at]


def cut(words: list[str], others: list[str], rng: np.random.Generator) -> list[str]:
    return [*others[:9], *words[: len(words) * 2 // 3]]


@pytest.fixture(scope="module")
def studies(kurils):
    """The teaching corpus, and stories out of its words, of which every third is a copy."""
    rng = np.random.default_rng(4)
    pool = re.findall(r"[\w'’,-]+[.]?", " ".join(kurils.measured["text"]))
    stories: list[list[str]] = []
    for k in range(N):
        start = int(rng.integers(len(pool) - 400))
        words = pool[start : start + int(rng.integers(40, 330))]
        rng.shuffle(words)
        if k % 3 == 2:
            edit = (edited, moved, cut, edited)[k % 4]
            words = edit(stories[int(rng.integers(k))], [*words, *pool], rng)
        stories.append(words)
    texts = [f"Story {k} of the islands\n\n{' '.join(words)}.\n" for k, words in enumerate(stories)]
    rows = kurils.measured.sample(N, with_replacement=True, seed=1)
    articles = rows.with_columns(
        article=pl.Series([f"o/{k:02}" for k in range(N)]),
        text=pl.Series(texts),
        hash=pl.Series([hashlib.sha256(text.encode()).hexdigest() for text in texts]),
        # Later ids are not later days: numbers of articles are not their ids in order.
        date=pl.Series([f"2019-05-{1 + 7 * k % 28:02}" for k in range(N)]),
    )
    return {"kurils": kurils.study, "stories": replace(kurils.study, articles=articles)}


@pytest.fixture(params=["kurils", "stories"])
def study(request, studies, tmp_path):
    return replace(studies[request.param], cache=tmp_path / "cache")


def run_parted(study, monkeypatch, scheduler, *, size: int, width: int, block: int = 10**6) -> Run:
    monkeypatch.setattr(corpus_module, "PARTED", 5)
    monkeypatch.setattr(fill, "AT_ONCE", size)
    monkeypatch.setattr(module, "RANGE", width)
    monkeypatch.setattr(module, "BLOCK", block)
    return Run(study, scheduler=scheduler)


def found_whole(study):
    run = Run(replace(study, cache=None), scheduler=Here())
    assert not run.corpus.is_parted
    return run.copies, run.edited.whole


def part_sizes(part) -> int:
    return part.articles.height


def left_over(study) -> list[Path]:
    return list((study.cache / FOLDER).glob("**/*"))


@pytest.mark.parametrize("size, width, block", [(1, 1, 1), (7, 60, 900), (12, 3, 10**6)])
def test_partitions_and_ranges_change_nothing(study, monkeypatch, size, width, block):
    copies, runs = found_whole(study)
    run = run_parted(study, monkeypatch, Here(), size=size, width=width, block=block)
    found = find_in_parts(run)
    assert len(run.corpus.map_parts("parts", part_sizes)) > 1
    assert copies["n_carriers"].max() > 1 and runs.height > 5
    assert found[0].equals(copies) and found[1].equals(runs)
    assert left_over(study) == []


@pytest.mark.parametrize("who", ["processes", "cluster"])
def test_whoever_works_finds_the_same(studies, tmp_path, monkeypatch, request, who):
    study = replace(studies["stories"], cache=tmp_path / "cache")
    scheduler = Processes(2, MEMORY) if who == "processes" else request.getfixturevalue("cluster")
    run = run_parted(study, monkeypatch, scheduler, size=9, width=20, block=2000)
    try:
        found = find_in_parts(run)
    finally:
        if who == "processes":
            scheduler.close()
    for table, whole in zip(found, found_whole(study), strict=True):
        assert table.equals(whole)


def test_a_second_run_reads_what_the_first_one_found(studies, tmp_path, monkeypatch):
    study = replace(studies["stories"], cache=tmp_path / "cache")
    first = run_parted(study, monkeypatch, Here(), size=20, width=20)
    copies, runs = first.copies, first.edited
    assert left_over(study) == []
    asked: list[str] = []
    again = Run(study, asked.append, scheduler=Here())
    assert again.copies.equals(copies)
    assert asked == []
    assert again.edited.key == runs.key != ""
    days = study.articles.with_columns(date=study.articles["date"].reverse())
    other = Run(replace(study, articles=days), asked.append, scheduler=Here())
    assert not other.copies.equals(copies)
    assert any(said.startswith("copies: triples") for said in asked)


def test_what_a_killed_run_left_goes_with_the_next(studies, tmp_path, monkeypatch):
    study = replace(studies["stories"], cache=tmp_path / "cache")
    old = study.cache / FOLDER / "0123" / "words" / "000000"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"half")
    run = run_parted(study, monkeypatch, Here(), size=20, width=20)
    assert run.copies.equals(found_whole(study)[0])
    assert left_over(study) == []
