"""Relabellings against lists made by hand, their number against factorials, max-T against loops."""

from __future__ import annotations

import math
from itertools import permutations, product

import numpy as np
import polars as pl
import pytest

from framing.compare.resampling import permutation as module
from framing.compare.resampling.maxt import max_t
from framing.compare.resampling.permutation import (
    MIXED,
    Exchange,
    count_relabellings,
    exchange,
    is_exact,
    relabel,
    smallest_p,
    why_no_test,
)


def rows(*cells: tuple[str, str, str | None, str]) -> pl.DataFrame:
    """Articles from (unit, side, event, outlet); a unit that stands twice has two carriers."""
    seen: dict[str, int] = {}
    table = []
    for unit, side, event, outlet in cells:
        seen[unit] = seen.get(unit, 0) + 1
        article = unit if seen[unit] == 1 else f"{unit}{seen[unit]}"
        table.append((article, unit, side, event, outlet))
    names = ("article", "unit", "side", "event", "outlet")
    return pl.DataFrame(table, schema=dict.fromkeys(names, pl.String), orient="row")


# Event e has 2 against 1, f 1 against 1, g one side, h none of its own, "both" stands on both.
SMALL = rows(
    ("u1", "a", "e", "p"), ("u2", "a", "e", "p"), ("u3", "b", "e", "q"),
    ("u4", "a", "f", "p"), ("u5", "b", "f", "q"),
    ("u6", "a", "g", "p"), ("u7", "b", None, "q"),
    ("both", "a", "e", "p"), ("both", "b", "e", "q"),
)  # fmt: skip
OUTLETS = rows(
    *((f"u{o}{k}", "a" if o < 4 else "b", f"e{k}", f"o{o}") for o in range(8) for k in range(2))
)


def every(plan: Exchange, **more: int) -> np.ndarray:
    return np.concatenate(list(relabel(plan, **{"seed": 1, "replicates": 999} | more)))


def test_labels_change_places_within_events_of_both_sides_only():
    plan = exchange(SMALL)
    assert plan.units["unit"].to_list() == ["both", "u1", "u2", "u3", "u4", "u5", "u6", "u7"]
    assert plan.observed.tolist() == [[MIXED, 0, 0, 1, 0, 1, 0, 1]]
    found = {tuple(row) for row in every(plan).tolist()}
    expected = {
        (MIXED, *e, *f, 0, 1)
        for e, f in product([(0, 0, 1), (0, 1, 0), (1, 0, 0)], [(0, 1), (1, 0)])
    }
    assert found == expected and len(every(plan)) == len(expected)
    assert count_relabellings(plan) == (6, 1 / 6)
    assert plan.n_strata == 2


def test_a_sample_keeps_sizes_within_events_and_what_does_not_move():
    cells = [(f"u{k:02}", "ab"[k % 2], f"e{k % 3}", "p") for k in range(30)]
    big = rows(*cells, ("z", "a", "x", "p"))
    plan = exchange(big)
    found = every(plan, replicates=200)
    assert found.shape == (200, 31) and not is_exact(plan, 200)
    for event in range(3):
        here = np.array([k % 3 == event for k in range(30)] + [False])
        assert (found[:, here].sum(axis=1) == 5).all()
    assert (found[:, 30] == 0).all()
    # Each unit bears label b half of the time; 4 standard errors.
    assert np.abs(found[:, :30].mean(axis=0) - 0.5).max() < 4 * 0.5 / math.sqrt(200)


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_neither_block_size_nor_order_of_rows_changes_a_relabelling(monkeypatch, block):
    big = rows(*((f"u{k:02}", "ab"[k % 2], f"e{k % 3}", "p") for k in range(30)))
    expected = every(exchange(big), replicates=120)
    assert (every(exchange(big), replicates=60) == expected[:60]).all()
    assert not (every(exchange(big), replicates=120, seed=2) == expected).all()
    monkeypatch.setattr(module, "BLOCK", block)
    assert (every(exchange(big.reverse()), replicates=120) == expected).all()
    small = every(exchange(SMALL))
    assert sorted(small.tolist()) == sorted(every(exchange(SMALL.reverse())).tolist())


def test_whole_outlets_change_places():
    plan = exchange(OUTLETS, claim="group")
    # Equal sides: calling a b ties with the labels as they are.
    assert count_relabellings(plan) == (math.comb(8, 4), 2 / 70)
    found = every(plan)
    assert len({tuple(row) for row in found.tolist()}) == 70 == len(found)
    outlet = plan.units["outlet"].to_numpy()
    for name in set(outlet):
        assert (np.ptp(found[:, outlet == name], axis=1) == 0).all()
    assert smallest_p(plan, 69) == 2 / 70  # of the exact test, though 69 are drawn
    assert smallest_p(plan, 9) == 1 / 10


def test_the_number_of_relabellings_of_three_sides_is_a_product_of_multinomials():
    sides = "abbccc" * 2
    plan = exchange(rows(*((f"u{k:02}", s, f"e{k // 6}", s) for k, s in enumerate(sides))))
    each = math.factorial(6) // (math.factorial(2) * math.factorial(3))
    assert count_relabellings(plan) == (each**2, 1 / each**2)
    assert len({tuple(row) for row in every(plan, replicates=4000).tolist()}) == each**2
    even = exchange(rows(*((f"u{k}", "abc"[k % 3], "e", "o") for k in range(6))))
    brute = set(permutations(even.observed[0].tolist()))
    assert count_relabellings(even) == (len(brute), 6 / len(brute))


def test_thousands_of_units_are_counted_exactly():
    plan = exchange(rows(*((f"u{k:04}", "ab"[k % 2], "e", "o") for k in range(4000))))
    found = count_relabellings(plan)
    assert found.n == math.comb(4000, 2000) and found.smallest_p == 0.0
    assert smallest_p(plan, 999) == 0.001


@pytest.mark.parametrize(
    ("table", "claim", "reason"),
    [
        (OUTLETS, "group", ""),
        (OUTLETS.filter(pl.col("outlet") != "o7"), "group",
         "claim group needs 4 outlets a side, b has 3: no p"),
        (SMALL, "these_outlets", "smallest attainable p 0.167 is above 0.05: no p"),
        (SMALL.filter(pl.col("event") == "g"), "these_outlets",
         "no event with units of both sides: no p"),
    ],
)  # fmt: skip
def test_where_permutation_can_show_nothing_it_says_so(table, claim, reason):
    assert why_no_test(exchange(table, claim=claim), 999) == reason


def test_hostile_plans():
    with pytest.raises(
        ValueError, match="claim is 'these_articles'; allowed: these_outlets, group"
    ):
        exchange(SMALL, claim="these_articles")
    with pytest.raises(ValueError, match="an outlet stands on two sides"):
        exchange(SMALL.with_columns(outlet=pl.lit("p")), claim="group")
    empty = exchange(SMALL.clear())
    assert (count_relabellings(empty), every(empty).shape) == ((1, 1.0), (1, 0))


VALUES = np.random.default_rng(3).normal(size=(16, 5))


def mean_difference(plan: Exchange):
    def statistic(labels: np.ndarray) -> np.ndarray:
        a, b = ((labels == k).astype(float) for k in (0, 1))
        return (a @ VALUES) / a.sum(axis=1)[:, None] - (b @ VALUES) / b.sum(axis=1)[:, None]

    return statistic


def test_max_t_equals_loops_over_all_relabellings():
    plan = exchange(OUTLETS)  # two events of 4 against 4
    found = max_t(mean_difference(plan), plan, seed=1, replicates=5000)
    assert found.exact and found.n_relabellings == 70**2
    event = plan.units["within"].to_numpy()
    observed = plan.observed[0]
    drawn = []
    for first, second in product({*permutations([0] * 4 + [1] * 4)}, repeat=2):
        labels = np.empty(16, dtype=int)
        labels[event == "e0"], labels[event == "e1"] = first, second
        drawn.append(np.abs(VALUES[labels == 0].mean(0) - VALUES[labels == 1].mean(0)))
    size = np.abs(VALUES[observed == 0].mean(0) - VALUES[observed == 1].mean(0))
    reached = np.array(drawn) >= size - 1e-12
    assert found.p == pytest.approx(reached.mean(axis=0), abs=1e-12)
    largest = np.max(drawn, axis=1)
    assert found.p_adjusted == pytest.approx(
        [(largest >= s - 1e-12).mean() for s in size], abs=1e-12
    )
    sampled = max_t(mean_difference(plan), plan, seed=1, replicates=999)
    assert (sampled.exact, sampled.n_relabellings, sampled.smallest_p) == (False, 999, 0.001)
    # 4 standard errors of 999 draws.
    slack = 4 * np.sqrt(found.p * (1 - found.p) / 999) + 0.001
    assert (np.abs(sampled.p - found.p) < slack).all()


def test_what_is_undefined_has_no_p_and_beats_nobody():
    plan = exchange(OUTLETS)
    inner = mean_difference(plan)

    def with_gap(labels: np.ndarray) -> np.ndarray:
        return np.column_stack([inner(labels), np.full(len(labels), np.nan)])

    whole, gap = (max_t(f, plan, seed=1, replicates=99) for f in (inner, with_gap))
    assert np.isnan([gap.p[5], gap.p_adjusted[5]]).all()
    assert gap.p_adjusted[:5].tolist() == whole.p_adjusted.tolist()


def test_p_is_uniform_or_above_where_nothing_differs():
    plan = exchange(OUTLETS)
    dice = np.random.default_rng(11)
    n, hits, any_hit = 400, np.zeros(5), 0
    for _ in range(n):
        values = dice.exponential(size=(16, 5)) + dice.normal(size=(16, 1))

        def statistic(labels: np.ndarray, values: np.ndarray = values) -> np.ndarray:
            return (labels == 0) @ values - (labels == 1) @ values

        found = max_t(statistic, plan, seed=1, replicates=99)
        hits += found.p <= 0.05
        any_hit += (found.p_adjusted <= 0.05).any()
    # 3 standard errors above 5 %.
    limit = n * 0.05 + 3 * math.sqrt(n * 0.05 * 0.95)
    assert hits.max() < limit and any_hit < limit
    assert hits.min() > n * 0.05 - 4 * math.sqrt(n * 0.05 * 0.95)
