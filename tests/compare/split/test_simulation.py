"""The decomposition recovers the truth of simulated outlets (the grid: docs, scripts)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "scripts/simulate_decomposition.py"


@pytest.fixture(scope="module")
def simulation():
    spec = importlib.util.spec_from_file_location("simulate_decomposition", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_the_truth_of_a_world_adds_up(simulation):
    world = simulation.build_world(3, n_outlets=1, outlet_effect=0)
    truth = simulation.find_truth(world, {"e00", "e01", "e02"})
    parts = simulation.PARTS[3:]
    assert sum(truth[part] for part in parts) == pytest.approx(truth["difference"], abs=1e-12)
    # On every shared event A's share is .12 above B's.
    assert truth["wording"] == pytest.approx(0.12)
    assert truth["agenda"] > 0.1


@pytest.mark.slow
def test_bias_and_coverage(simulation):
    rows = simulation.simulate(
        40, 3, n_outlets=1, effect=0, sets=300, replicates=399, seed=simulation.SEED + 1
    )
    found = {row["part"]: row for row in rows}
    for part in ("difference", "agenda", "wording"):
        row = found[part]
        assert row["told"] > 0.5
        # Four Monte-Carlo standard errors of a mean, and of a coverage of .95.
        assert abs(row["bias"]) < 4 * row["sd"] / 300**0.5 + 0.01
        assert row["coverage"] > 0.95 - 4 * 0.0126


@pytest.mark.slow
def test_too_few_articles_get_no_interval(simulation):
    rows = simulation.simulate(
        5, 10, n_outlets=1, effect=0, sets=20, replicates=99, seed=simulation.SEED + 1
    )
    assert {row["part"]: row["told"] for row in rows if row["part"] != "difference"} == {
        "agenda": 0, "wording": 0, "unmatched_a": 0,
    }  # fmt: skip
