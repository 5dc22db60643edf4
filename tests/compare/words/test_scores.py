"""Scores of words under permutation: sums over every relabelling, made by loops."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from framing.compare.resampling.permutation import Exchange, exchange
from framing.compare.words.scores import permute_words, units_of

DICE = np.random.default_rng(4)


def plan_of(sides: str, events: list[str | None], outlets: str, claim: str) -> Exchange:
    units = [f"u{k:02}" for k in range(len(sides))]
    rows = {
        "article": units, "unit": units, "side": list(sides), "event": events,
        "outlet": list(outlets),
    }  # fmt: skip
    return exchange(pl.DataFrame(rows), claim=claim)


def residuals(counts: np.ndarray, words: np.ndarray, events: list[str | None]) -> np.ndarray:
    """Uses minus what the rate of the event leads one to expect, unit by unit."""
    out = np.zeros(counts.shape)
    for k, event in enumerate(events):
        if event is not None:
            same = [j for j, other in enumerate(events) if other == event]
            out[:, k] = counts[:, k] - words[k] * counts[:, same].sum(axis=1) / words[same].sum()
    return out


def assert_scores(plan: Exchange, r: np.ndarray, labellings: list[np.ndarray], found) -> None:
    sums = np.array([r[:, labels == 0].sum(axis=1) for labels in labellings])
    assert sums.mean(axis=0) == pytest.approx(np.zeros(len(r)), abs=1e-10)
    score = sums / sums.std(axis=0)
    observed = r[:, plan.observed[0] == 0].sum(axis=1) / sums.std(axis=0)
    assert found.observed == pytest.approx(observed, rel=1e-9)
    assert found.exact and found.n_relabellings == len(labellings)
    reached = np.abs(score) >= np.abs(observed) - 1e-9
    assert found.p == pytest.approx(reached.mean(axis=0), abs=1e-12)
    top = np.abs(score).max(axis=1)
    adjusted = [(top >= abs(t) - 1e-9).mean() for t in observed]
    assert found.p_adjusted == pytest.approx(adjusted, abs=1e-12)


def test_scores_within_events_equal_loops_over_every_relabelling():
    sides, events = "aabbbabbab", [*"eeeee", *"fff", "g", None]
    plan = plan_of(sides, events, sides, "these_outlets")
    counts = DICE.poisson(1.5, (4, 10)).astype(float)
    words = DICE.integers(20, 60, 10).astype(float)
    found = permute_words(csr_array(counts), words=words, plan=plan, seed=1, replicates=999)
    used = [e if e in ("e", "f") else None for e in events]
    every = [
        np.array([*e, *f, 0, 1])
        for e, f in product({*permutations((0, 0, 1, 1, 1))}, {*permutations((0, 1, 1))})
    ]
    assert len(every) == 30
    assert_scores(plan, residuals(counts, words, used), every, found)


def test_scores_of_whole_outlets_equal_loops_over_every_relabelling():
    outlets = "pqrstuvwpqrstuvwpq"
    sides = "".join("a" if o in "pqr" else "b" for o in outlets)
    events = [*("e" * 8), *("f" * 8), None, "f"]
    plan = plan_of(sides, events, outlets, "group")
    counts = DICE.poisson(2.0, (3, 18)).astype(float)
    words = DICE.integers(20, 60, 18).astype(float)
    found = permute_words(csr_array(counts), words=words, plan=plan, seed=1, replicates=999)
    every = [
        np.array([dict(zip("pqrstuvw", labels, strict=True))[o] for o in outlets])
        for labels in {*permutations((0, 0, 0, 1, 1, 1, 1, 1))}
    ]
    assert len(every) == 56
    assert_scores(plan, residuals(counts, words, events), every, found)


def test_swapping_sides_turns_the_score_and_keeps_p():
    counts = csr_array(DICE.poisson(1.0, (5, 16)).astype(float))
    words = DICE.integers(20, 60, 16).astype(float)
    events = [f"e{k % 2}" for k in range(16)]
    one, two = (
        permute_words(
            counts, words=words, plan=plan_of(sides, events, sides, "these_outlets"),
            seed=1, replicates=10**6,
        )
        for sides in ("aaaabbbb" * 2, "bbbbaaaa" * 2)
    )  # fmt: skip
    assert one.exact and one.n_relabellings == 70**2
    assert one.observed == pytest.approx(-two.observed)
    assert (one.p == two.p).all() and (one.p_adjusted == two.p_adjusted).all()


def test_a_term_that_cannot_vary_has_no_score():
    sides, events = "ababab", [*"eeee", "x", None]
    plan = plan_of(sides, events, sides, "these_outlets")
    words = np.array([10.0, 10, 20, 20, 10, 10])
    counts = [[0.0, 0, 0, 0, 3, 2], [1, 1, 2, 2, 0, 0], [1, 0, 2, 2, 0, 0]]
    found = permute_words(csr_array(counts), words=words, plan=plan, seed=1, replicates=99)
    # Used in no event of both sides; in proportion to the words everywhere; otherwise.
    assert np.isnan(found.p).tolist() == [True, True, False]


def test_carriers_of_one_text_are_one_unit():
    counts = csr_array([[1.0, 2.0, 4.0], [0, 1, 0]])
    summed = units_of(counts, unit=np.array([0, 1, 0]), n_units=2)
    assert summed.toarray().tolist() == [[5.0, 2.0], [0.0, 1.0]]
