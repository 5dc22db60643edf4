"""A small part of scripts/simulate_findings.py: findings where nothing differs (slow)."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parents[1] / "scripts/simulate_findings.py"


@pytest.fixture(scope="module")
def simulation():
    spec = importlib.util.spec_from_file_location("simulate_findings", FILE)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 3, 5])
def test_max_t_errs_in_at_most_one_of_twenty_and_g2_nearly_always(simulation, number):
    cell = simulation.CELLS[number]
    # Designs differ in the lengths that articles happen to have: the claim is of their mean.
    found = [simulation.run_cell(cell, n_sets=10, seed=100 + k) for k in range(30)]
    n = sum(one.n for one in found)
    # Three standard errors above 5 %.
    assert sum(one.max_t for one in found) <= n * 0.05 + 3 * math.sqrt(n * 0.05 * 0.95)
    assert sum(one.g2_bonferroni for one in found) > 0.9 * n
    assert sum(one.g2_uncorrected for one in found) > 0.9 * n


def test_sides_of_a_simulated_design_differ_in_nothing(simulation):
    cell = simulation.Cell("these_outlets", 2, 40)
    design = simulation.make_design(cell, 1)
    assert (len(design.side), (design.side == "a").sum()) == (160, 80)
    counts, words = simulation.draw_counts(cell, design, simulation.np.random.default_rng(3))
    assert counts.shape == (simulation.N_TERMS, 160) and (words >= counts.sum(axis=0)).all()
    again, _ = simulation.draw_counts(cell, design, simulation.np.random.default_rng(3))
    assert (counts == again).all()
    few = counts.copy()
    few[0], few[1, design.outlet > 0] = 0, 0
    assert simulation.eligible(few, design)[:2].tolist() == [False, False]
