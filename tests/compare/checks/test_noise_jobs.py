"""Self-checks as jobs: whoever compares, and however it is cut, the findings are the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from framing.compare.checks import ratios
from framing.compare.checks.cells import RATE, SHARE, Cells, take_columns
from framing.compare.checks.halves import split_halves
from framing.compare.checks.noise import Comparison
from framing.compare.checks.ratios import Case, find_each
from framing.compare.checks.rules import ADJUSTED, PERMUTATIONS
from framing.compare.checks.shuffles import in_shared_events, shuffle_labels
from framing.compare.resampling import blocks, maxt
from framing.compare.resampling.blocks import Workers
from framing.compare.resampling.maxt import adjust_each, max_t
from framing.compare.resampling.permutation import exchange, relabel
from framing.compare.words.scores import permute_words, prepare_scores
from framing.scheduling.limits import MEMORY
from framing.scheduling.places import Folder
from framing.scheduling.processes import Processes

N_UNITS, N_ITEMS = 96, 50
DICE = np.random.default_rng(8)


def columns() -> pl.DataFrame:
    """Four outlets, four events; the first five texts of a side stand on the other side, too."""
    rows = [
        (f"u{k:03}", "ab"[k % 2], f"outlet {'PRQS'[k % 4]}", "PRQS"[k % 4], f"e{k // 4 % 4}")
        for k in range(N_UNITS)
    ]
    rows += [(unit, "ba"[k % 2], f"outlet {'RP'[k % 2]}", "RP"[k % 2], event)
             for k, (unit, *_, event) in enumerate(rows[:10])]  # fmt: skip
    names = ("unit", "side", "stratum", "outlet", "event")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def compared(kind: str = RATE) -> tuple[Comparison, pl.DataFrame]:
    given = columns()
    n = given.height
    length = DICE.integers(20, 60, (1 if kind == RATE else 3, n)).astype(float)
    length[:, ::11] = 0 if kind == SHARE else 25
    whole = np.arange(N_ITEMS) % len(length)
    top = DICE.binomial(length[whole].astype(int), 0.07).astype(float)
    top[:8, (given["side"] == "a").to_numpy()] *= 2
    items = pl.DataFrame({"term": [f"w{k:02}" for k in range(N_ITEMS)]})
    cells = Cells(items, given, csr_array(top), np.maximum(length, 0), whole, kind)
    return Comparison(cells, np.full(N_ITEMS, 4), "inferential"), given


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    pool = Processes(2, MEMORY)
    yield pool
    pool.close()


@pytest.mark.parametrize("kind", [RATE, SHARE])
def test_nulls_are_those_of_one_process(kind, processes, tmp_path, monkeypatch):
    given, rows = compared(kind)
    plan = exchange(rows.with_columns(article=pl.col("unit") + pl.col("side")))
    keep = in_shared_events(given.cells, plan)
    monkeypatch.setattr(blocks, "WORTH", 0.0)
    monkeypatch.setattr(blocks, "SMALL", 0)

    def both(workers: Workers | None) -> list[pl.DataFrame]:
        return [
            shuffle_labels(given, plan, seed=1, n_nulls=11, workers=workers),
            split_halves(given, "PQR", keep=keep, seed=1, n_nulls=7, workers=workers),
        ]

    here, there = both(None), both(Workers(processes, Folder(tmp_path)))
    assert all(one.equals(other) for one, other in zip(here, there, strict=True))
    assert here[0]["findings_real"].max() > 0
    assert here[1]["outlet"].unique(maintain_order=True).to_list() == ["P", "Q", "R"]
    monkeypatch.setattr(ratios, "_MEMORY", 1)  # one comparison at a time
    alone = both(None)
    assert all(one.equals(other) for one, other in zip(here, alone, strict=True))


def by_hand(cells: Cells, case: Case, row: int) -> tuple[float, float]:
    """Estimate and standard error, from residuals of each unit within strata."""
    top, bottom = cells.top.toarray()[row], cells.bottom[cells.whole[row]]
    residuals, factors, ratio, variance = {}, {}, {}, {}
    for side in (True, False):
        own = np.flatnonzero(case.keep & (case.is_a == side))
        ratio[side] = top[own].sum() / bottom[own].sum()
        e = (top[own] - ratio[side] * bottom[own]) / bottom[own].sum()
        residuals[side] = dict(zip(own.tolist(), e.tolist(), strict=True))
        total = 0.0
        for h in set(case.strata[own].tolist()):
            here = case.strata[own] == h
            n = int(here.sum())
            total += n / (n - 1) * ((e[here] - e[here].mean()) ** 2).sum()
            factors |= dict.fromkeys(own[here].tolist(), n / (n - 1))
        n_whole, n = int((bottom[own] > 0).sum()), len(own)
        variance[side] = total * n_whole / (n_whole - 1) * (n - 1) / n
    covariance = sum(
        factors[i] * residuals[True][i] * residuals[False][j]
        for i, j in zip(*(twin.tolist() for twin in cells.twins), strict=True)
        if i in residuals[True] and j in residuals[False]
    )
    scale = {side: ratio[side] * np.log(2) if cells.kind == RATE else 1.0 for side in ratio}
    se = sum(variance[side] / scale[side] ** 2 for side in ratio)
    se -= 2 * covariance / scale[True] / scale[False]
    a, b = ratio[True], ratio[False]
    return float(np.log2(a / b) if cells.kind == RATE else a - b), float(np.sqrt(se))


@pytest.mark.parametrize("kind", [RATE, SHARE])
def test_each_case_is_as_by_hand_of_all_columns_and_of_a_part(kind):
    cells = compared(kind)[0].cells
    n = len(cells.is_a)
    moved = np.arange(n) % 5 == 0
    moved[np.concatenate(cells.twins)] = False
    cases = [
        Case(cells.is_a, np.ones(n, dtype=bool), cells.strata),
        Case(cells.is_a ^ moved, np.arange(n) % 7 != 3, cells.strata),
        Case(cells.is_a, np.arange(n) % 3 != 1, np.zeros(n, dtype=np.int64)),
    ]
    some = np.flatnonzero(cases[2].keep)
    part = take_columns(cells, some)
    inside = Case(part.is_a, np.ones(len(some), dtype=bool), np.zeros(len(some), dtype=np.int64))
    found = [*find_each(cells, cases), *find_each(part, [inside])]
    for case, one in zip([*cases, cases[2]], found, strict=True):
        for row in range(0, N_ITEMS, 7):
            estimate, se = by_hand(cells, case, row)
            assert one.estimate[row] == pytest.approx(estimate, rel=1e-9)
            assert one.se[row] == pytest.approx(se, rel=1e-9)


@pytest.mark.parametrize("n", [8, N_UNITS])
def test_adjusted_p_of_many_labellings_are_those_of_each(n, monkeypatch):
    rows = columns().head(n).with_columns(article=pl.col("unit"))
    plan = exchange(rows)
    counts = csr_array(DICE.poisson(0.5, (20, n)).astype(float))
    words = DICE.integers(20, 60, n).astype(float)
    scores = prepare_scores(counts, words=words, plan=plan)
    many = [labels for block in relabel(plan, seed=9, replicates=6000) for labels in block][1:4]
    found = adjust_each(scores, plan, many, seed=2, replicates=PERMUTATIONS)
    for labels, p in zip(many, found, strict=True):
        named = [["a", "b"][label] for label in labels]
        other = exchange(rows.with_columns(side=pl.Series(named)))
        alone = permute_words(counts, words=words, plan=other, seed=2, replicates=PERMUTATIONS)
        assert np.array_equal(p, alone.p_adjusted, equal_nan=True)
    monkeypatch.setattr(maxt, "_MEMORY", 20 * 8 * 4 * 3)  # three relabellings at a time
    few = adjust_each(scores, plan, many, seed=2, replicates=PERMUTATIONS)
    assert all(np.array_equal(p, one, equal_nan=True) for p, one in zip(found, few, strict=True))
    again = max_t(scores, plan, seed=2, replicates=PERMUTATIONS).p_adjusted
    own = adjust_each(scores, plan, [plan.observed[0]], seed=2, replicates=PERMUTATIONS)[0]
    assert np.array_equal(again, own, equal_nan=True)


def test_words_that_differ_are_found_by_their_adjusted_p():
    given, rows = compared()
    plan = exchange(rows.with_columns(article=pl.col("unit") + pl.col("side")))
    found = shuffle_labels(given, plan, seed=1, n_nulls=5).filter(pl.col("found_by") == ADJUSTED)
    assert found["findings_real"].item() >= 4 and found["findings_null_median"].item() <= 1
