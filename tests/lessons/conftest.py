"""Lessons on the teaching corpus, on a tiny study, and on one without a codebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import framing
from framing.engine.run import Run
from framing.records.lessons import Lesson

NO_CODEBOOK = "codebook: none\nversion: 1\nlanguage: en\n"


@pytest.fixture(scope="session")
def kurils_lessons(kurils: Run) -> tuple[Lesson, ...]:
    return tuple(framing.lesson(kurils, number) for number in range(1, 6))


@pytest.fixture
def tiny(make_study: Callable[..., Path]) -> Run:
    return framing.open_study(make_study())


@pytest.fixture
def bare(make_study: Callable[..., Path]) -> Run:
    """Without a codebook to speak of."""
    return framing.open_study(make_study({"codebook/codebook.yaml": NO_CODEBOOK}))
