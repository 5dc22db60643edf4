"""A copy of the sample study, large enough for two workers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from framing.engine.parts import fill
from framing.study.load import load_study

CORPUS = Path(__file__).resolve().parents[3] / "corpora" / "kurils"


@pytest.fixture
def study(tmp_path, monkeypatch):
    """Its partitions have eight articles at most, or one bucket."""
    monkeypatch.setattr(fill, "WORTH_IT", 5)
    monkeypatch.setattr(fill, "AT_ONCE", 8)
    shutil.copytree(CORPUS, tmp_path / "s", ignore=shutil.ignore_patterns(".framing"))
    return load_study(tmp_path / "s")
