"""Intervals hold the truth as often as they say, on a small part of the grid (`pytest -m slow`)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "simulate_intervals.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("simulate_intervals", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell",
    [
        ("these_outlets", 5, 3, True, 2),
        ("these_outlets", 30, 1, False, 2),
        ("these_outlets", 10, 10, True, 2),
        ("group", 5, 3, True, 6),
    ],
)
def test_intervals_cover_as_often_as_stated(script, cell):
    shown = [r for r in script.run_cell(script.Cell(*cell), 2000) if r["shown"] >= 0.25]
    assert shown
    # 93-97, and two standard errors of 2,000 data sets.
    outside = {r["estimand"]: r["coverage"] for r in shown if not 0.92 <= r["coverage"] <= 0.98}
    assert not outside


@pytest.mark.slow
def test_one_article_an_outlet_is_refused(script):
    rows = script.run_cell(script.Cell("these_outlets", 1, 1, False, 2), 200)
    assert {row["shown"] for row in rows} == {0}
