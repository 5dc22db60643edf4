"""Intervals of agreement hold the truth as often as they say, on a part of the grid."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "simulate_agreement.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("simulate_agreement", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell",
    [(20, "even", 0.6, 2, 0.0, 2), (36, "four", 0.85, 4, 0.3, 6), (36, "even", 0.85, 2, 0.0, 2)],
)
def test_intervals_cover_as_often_as_stated(script, cell):
    shown = [row for row in script.run_cell(script.Cell(*cell), 400) if row["shown"] >= 0.9]
    assert len(shown) >= 4
    # 93-97, and two standard errors of 400 data sets.
    outside = {r["statistic"]: r["coverage"] for r in shown if not 0.908 <= r["coverage"] <= 0.992}
    assert not outside


@pytest.mark.slow
def test_few_articles_are_refused(script):
    rows = script.run_cell(script.Cell(7, "even", 0.6, 2, 0.0, 2), 50)
    assert {row["shown"] for row in rows} == {0}


def test_the_truth_is_what_coders_see(script):
    """Two coders who see a label with chance c, else guess it, agree beyond chance by about c²."""
    right, hard = 0.85, script.DIFFICULTY
    cell = script.Cell(script.MANY, "even", right, 2, 0.0, 2)
    found = script.true_values(cell)
    # The mean of squares of a beta round .8 and .9, half of the articles each.
    squares = [
        (c * hard) * (c * hard + 1) / (hard * (hard + 1)) for c in (right - 0.05, right + 0.05)
    ]
    assert found["alpha"] == pytest.approx(sum(squares) / 2, abs=0.01)
    assert found["kappa"] == pytest.approx(found["alpha"], abs=1e-3)
