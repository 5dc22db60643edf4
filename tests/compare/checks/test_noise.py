"""What noise gives: invented outlets that are alike, sides that differ, events of one side."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from framing.compare.checks.cells import RATE, Cells
from framing.compare.checks.halves import split_halves
from framing.compare.checks.noise import HALVES, SHUFFLED, Comparison, say_noise, spell_count
from framing.compare.checks.ratios import Case, find_differences, half_widths, may_be_told
from framing.compare.checks.rules import ADJUSTED, FOUND_BY, INTERVAL, count_findings
from framing.compare.checks.shuffles import in_shared_events, shuffle_labels
from framing.compare.resampling.permutation import exchange


def make_study(
    n: int, *, n_words: int = 400, factor: float = 1.0, n_events: int = 5, seed: int = 1, burst=0.0
) -> tuple[Comparison, pl.DataFrame]:
    """Sides a and b of two outlets each, ``n`` articles an outlet; ten words differ by a factor."""
    dice = np.random.default_rng(seed)
    rows = [
        (f"{outlet}/{k:03}", side, f"outlet {outlet}", outlet, f"e{k % n_events}")
        for side, outlets in (("a", "PQ"), ("b", "RS"))
        for outlet in outlets
        for k in range(n)
    ]
    names = ("unit", "side", "stratum", "outlet", "event")
    columns = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    length = dice.integers(250, 550, len(rows)).astype(float)
    rate = np.exp(dice.normal(-6, 1.2, n_words))[:, None] * np.ones(len(rows))
    rate[:10] = 0.004
    rate[:10, (columns["side"] == "a").to_numpy()] *= factor
    if burst:
        rate = rate * dice.gamma(1 / burst, burst, rate.shape)
    top = dice.poisson(rate * length).astype(float)
    items = pl.DataFrame({"term": [f"w{k:03}" for k in range(n_words)]})
    whole = np.zeros(n_words, dtype=np.int64)
    cells = Cells(items, columns, csr_array(top), length[None, :], whole, RATE)
    sides = columns.with_columns(article=pl.col("unit"))
    return Comparison(cells, np.full(n_words, 4), "inferential"), sides


def test_outlets_that_are_alike_differ_no_more_than_shuffled_ones():
    """Bursty words, nothing real; over ten studies at most 5 in 100, G2 more."""
    shares: dict[str, list[float]] = {rule: [] for rule in (*FOUND_BY, ADJUSTED)}
    any_adjusted = []
    for seed in range(10):
        compared, sides = make_study(15, seed=seed, burst=0.6)
        rows = shuffle_labels(compared, exchange(sides), seed=1, n_nulls=19)
        assert set(rows["null"]) == {SHUFFLED} and set(rows["n_nulls"]) == {19}
        for rule, tested, noise in rows.select(
            "found_by", "n_tested", "findings_null_median"
        ).iter_rows():
            shares[rule].append(noise / tested)
        any_adjusted.append(rows.filter(pl.col("found_by") == ADJUSTED)["null_high"].item())
    mean = {rule: float(np.mean(found)) for rule, found in shares.items()}
    assert 0.015 < mean[INTERVAL] < 0.055
    assert mean["G2 > 3.84"] > 0.07
    # Of 19 shuffles the quantile .95 is the last or last but one: mostly without a finding.
    assert mean[ADJUSTED] == 0 and sum(high > 0 for high in any_adjusted) <= 6


def test_halves_of_an_outlet_differ_as_often_as_the_level_says():
    """Frequent words, so that no word lacks an interval: 5 in 100 of 400."""
    shares = []
    for seed in range(8):
        compared, sides = make_study(24, seed=seed, n_words=200, burst=0.3)
        often = np.asarray(compared.cells.top.sum(axis=1)) > 100
        cells = compared.cells
        kept = Cells(
            cells.items.filter(pl.Series(often)), cells.columns, csr_array(cells.top[often]),
            cells.bottom, cells.whole[often], RATE,
        )  # fmt: skip
        compared = Comparison(kept, np.full(int(often.sum()), 4), "inferential")
        keep = in_shared_events(kept, exchange(sides))
        rows = split_halves(compared, ["P"], keep=keep, seed=2, n_nulls=19)
        first = rows.filter(pl.col("found_by") == INTERVAL).row(0, named=True)
        assert (first["null"], first["outlet"], first["n_articles_a"]) == (HALVES, "P", 12)
        shares.append(first["findings_null_median"] / first["n_tested"])
    assert 0.03 < float(np.mean(shares)) < 0.065


def test_what_differs_is_found_beyond_noise():
    compared, sides = make_study(15, factor=3.0, n_words=60)
    rows = shuffle_labels(compared, exchange(sides), seed=1, n_nulls=19)
    first = rows.filter(pl.col("found_by") == INTERVAL).row(0, named=True)
    assert first["findings_real"] > first["null_high"] >= first["findings_null_median"]
    by_p = rows.filter(pl.col("found_by") == ADJUSTED).row(0, named=True)
    assert by_p["findings_real"] >= 8 and by_p["findings_null_median"] == 0
    assert first["n_events"] == 5 and first["n_articles_a"] == first["n_articles_b"] == 30
    said = say_noise(rows.with_columns(measure=pl.lit("words")), found_by=INTERVAL)
    assert said == [
        f"words: of {first['n_tested']}, {first['findings_real']:g} differ (interval excludes 0); "
        f"with labels shuffled {first['findings_null_median']:g} "
        f"({first['null_low']:g} to {first['null_high']:g}) do"
    ]


def likelihood(uses: np.ndarray, total: np.ndarray, is_a: np.ndarray) -> float:
    """G2 of a word: 2 x sum of observed x log of observed over expected, in four cells."""
    table = np.array([[side @ uses, side @ (total - uses)] for side in (is_a * 1.0, ~is_a * 1.0)])
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    some = table > 0
    return float(2 * (table[some] * np.log(table[some] / expected[some])).sum())


def test_findings_are_those_of_a_count_word_by_word():
    compared, _ = make_study(12, factor=2.0)
    found = find_differences(compared.cells)
    cells = compared.cells
    everybody = np.ones(len(cells.is_a), dtype=bool)
    (counts,) = compared.findings([Case(cells.is_a, everybody, cells.strata)])
    top, is_a = compared.cells.top.toarray(), compared.cells.is_a
    total = compared.cells.bottom[0]
    tested = [w for w in range(len(top)) if (top[w] > 0).sum() >= 5]
    assert {n for n, _ in counts.values()} == {len(tested)}
    for least in (3.84, 10.83):
        hits = sum(likelihood(top[w], total, is_a) > least for w in tested)
        assert counts[f"G2 > {least}"][1] == hits
    told = may_be_told(compared.cells, found)
    beyond = np.abs(found.estimate) > half_widths(found)
    assert counts[INTERVAL][1] == sum(bool(told[w] and beyond[w]) for w in tested)
    few = count_findings(
        compared.cells, found, tier="inferential", n_outlets=np.ones(400, int), level=0.95
    )
    assert few[INTERVAL] == (0, 0)


def test_events_of_one_side_take_no_part():
    compared, sides = make_study(12)
    alone = pl.when((pl.col("side") == "a") & (pl.col("event") == "e0")).then(pl.lit("own"))
    own = pl.when((pl.col("side") == "b") & (pl.col("event") == "e0")).then(pl.lit("theirs"))
    sides = sides.with_columns(event=pl.coalesce(alone, own, "event"))
    plan = exchange(sides)
    keep = in_shared_events(compared.cells, plan)
    assert set(sides.filter(~pl.Series(keep))["event"]) == {"own", "theirs"}
    rows = shuffle_labels(compared, plan, seed=1, n_nulls=5)
    assert rows["n_events"].to_list() == [4] * 4
    assert rows["n_articles_a"].to_list() == [18] * 4


def test_where_nothing_can_change_places_it_says_so():
    compared, sides = make_study(12)
    rows = shuffle_labels(
        compared, exchange(sides.with_columns(event=pl.col("side"))), seed=1, n_nulls=5
    )
    assert rows["findings_null_median"].null_count() == rows.height == 3
    said = say_noise(rows.with_columns(measure=pl.lit("words")), found_by=INTERVAL)
    assert said == ["words: no event with articles of both sides to change places"]


def test_few_relabellings_are_used_once_and_never_the_real_one():
    """Two and two articles in one event: 6 relabellings, the real one and its mirror among them."""
    compared, sides = make_study(1, n_events=1)
    rows = shuffle_labels(compared, exchange(sides), seed=1, n_nulls=49)
    assert set(rows["n_nulls"]) == {4}
    assert set(rows["n_relabellings"]) == {"6"}
    assert set(rows["flag"]) == {"only 4 relabellings differ from this one"}


def test_an_outlet_too_small_has_no_halves():
    compared, sides = make_study(19)
    keep = in_shared_events(compared.cells, exchange(sides))
    assert split_halves(compared, ["P"], keep=keep, seed=1, n_nulls=2).is_empty()
    alone = compared.cells.columns.with_columns(event=pl.col("unit"))
    cells = Cells(
        compared.cells.items, alone, compared.cells.top, compared.cells.bottom,
        compared.cells.whole, RATE,
    )  # fmt: skip
    big, _ = make_study(60)
    assert split_halves(big, ["P"], keep=np.ones(240, bool), seed=1, n_nulls=2).height
    single = Comparison(cells, compared.n_outlets, compared.tier)
    assert split_halves(single, ["P"], keep=keep, seed=1, n_nulls=2).is_empty()


def test_halves_take_the_size_of_the_real_comparison():
    compared, sides = make_study(40)
    keep = in_shared_events(compared.cells, exchange(sides))
    small = keep & (np.arange(160) % 5 == 0)
    rows = split_halves(compared, ["Q"], keep=small, seed=1, n_nulls=3)
    assert set(rows["n_articles_a"]) == set(rows["n_articles_b"]) == {16}
    again = split_halves(compared, ["Q"], keep=small, seed=1, n_nulls=3)
    assert rows.equals(again)


@pytest.mark.parametrize(("n", "said"), [(1, "1"), (999_999, "999999"), (3 * 10**9, "3 x 10^9")])
def test_numbers_too_long_to_read(n, said):
    assert spell_count(n) == said
    assert spell_count(7 * 10**6000).endswith("x 10^6000")
