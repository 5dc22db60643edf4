"""Lessons on the teaching corpus, on a tiny study, and on one without a codebook."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import framing
from framing.engine.run import Run
from framing.records.lessons import Lesson

ROOT = Path(__file__).parents[2]
NO_CODEBOOK = "codebook: none\nversion: 1\nlanguage: en\n"


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole teaching corpus, all its events."""
    folder = tmp_path_factory.mktemp("lessons") / "kurils"
    ignore = shutil.ignore_patterns(".framing", "coding")
    shutil.copytree(ROOT / "corpora/kurils", folder, ignore=ignore)
    return folder


@pytest.fixture(scope="session")
def corpus(corpus_folder: Path) -> Run:
    return framing.open_study(corpus_folder)


@pytest.fixture(scope="session")
def corpus_lessons(corpus: Run) -> tuple[Lesson, ...]:
    return tuple(framing.lesson(corpus, number) for number in range(1, 6))


@pytest.fixture
def tiny(make_study: Callable[..., Path]) -> Run:
    return framing.open_study(make_study())


@pytest.fixture
def bare(make_study: Callable[..., Path]) -> Run:
    """Without a codebook to speak of."""
    return framing.open_study(make_study({"codebook/codebook.yaml": NO_CODEBOOK}))
