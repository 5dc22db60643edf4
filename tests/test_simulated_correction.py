"""Corrected shares hold the truth as often as they say, on a part of the grid (`-m slow`)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"


def _load(name: str):
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script():
    return _load("simulate_correction")


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell",
    ["simple within outlets", "by predicted label", "20 articles, 100 units", "tool guesses"],
)
def test_corrected_holds_the_truth_where_the_tool_does_not(script, cell):
    rows = script.simulate(cell, sets=300, seed=1)
    found = {(r["claim"], r["what"], r["method"]): r for r in rows}
    for claim in script.CLAIMS:
        for what in ("A", "B", "A - B"):
            # 93-97, and two standard errors of 300 data sets.
            assert 0.905 <= found[claim, what, "corrected"]["coverage"] <= 0.995
            assert abs(found[claim, what, "corrected"]["bias"]) < 0.01
    assert found["these_outlets", "A - B", "machine"]["coverage"] < 0.85
    assert found["these_articles", "A - B", "corrected"]["ratio"] < 1.05


@pytest.mark.slow
def test_corrected_is_narrower_than_hand_alone(script):
    rows = script.simulate("a good tool", sets=100, seed=2)
    ratios = [row["ratio"] for row in rows if row["method"] == "corrected"]
    assert len(ratios) == 6 and max(ratios) < 0.85


@pytest.mark.slow
def test_a_plan_keeps_its_word(script):
    plans = _load("simulate_plan")
    row = plans.simulate(("simple within outlets", "these_articles", 0.13, 300), 40)
    assert row["median"] == pytest.approx(0.13, rel=0.05)


def test_one_small_cell_runs(script):
    rows = script.simulate("20 articles, 100 units", sets=2, seed=3)
    assert {row["method"] for row in rows} == {"hand", "machine", "corrected"}
    page = script.render(rows, sets=2, command="x")
    assert page.count("| 20 articles, 100 units | these_outlets |") == 3
