"""Samples within strata: exact probabilities, unbiased totals, the same units for a seed."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.engine.coding.draw import allocate, choose_strata, draw_units
from framing.errors import UsageError
from framing.records.tables import UNITS


def frame(n: int = 60) -> pl.DataFrame:
    """Units of three outlets, uneven, with two labels and a weight each."""
    rows = [
        {
            "unit": f"u{k:03d}",
            "kind": "sentence",
            "article": f"a{k % 7}",
            "outlet": "ABBCCC"[k % 6] if k % 10 else "D",
            "group": "G",
            "event": "e" if k % 3 else None,
            "start": k,
            "end": k + 1,
            "text": "x",
            "id": None,
            "weight": 1.0 + k % 4,
            "predicted": "yes" if k % 4 == 0 else "no",
        }
        for k in range(n)
    ]
    return pl.DataFrame(rows, schema=UNITS)


@pytest.mark.parametrize("allocation", ["even", "proportional"])
def test_totals_are_unbiased_and_probabilities_are_frequencies(allocation: str) -> None:
    units = frame()
    value = pl.col("weight") * (pl.col("start") % 5)
    truth = units.select(value.sum()).item()
    totals, seen, told = [], dict.fromkeys(units["unit"], 0), {}
    runs = 800
    for seed in range(runs):
        drawn = draw_units(
            units, n=25, by=("outlet", "predicted"), seed=seed, allocation=allocation
        )
        totals.append(drawn.select((value / pl.col("probability")).sum()).item())
        for unit, probability in drawn.select("unit", "probability").iter_rows():
            seen[unit] += 1
            told[unit] = probability
    assert abs(np.mean(totals) - truth) < 4 * np.std(totals) / runs**0.5
    assert set(told) == set(seen)  # every unit can be drawn
    for unit, probability in told.items():
        error = (probability * (1 - probability) / runs) ** 0.5
        assert abs(seen[unit] / runs - probability) <= 4.5 * error


def test_the_order_of_rows_changes_nothing() -> None:
    units = frame()
    drawn = draw_units(units, n=20, seed=3)
    assert draw_units(units.sample(fraction=1.0, shuffle=True, seed=1), n=20, seed=3).equals(drawn)
    assert draw_units(units.reverse(), n=20, seed=3).equals(drawn)
    assert not draw_units(units, n=20, seed=4)["unit"].equals(drawn["unit"])
    assert not draw_units(units, n=20, seed=3, what="other")["unit"].equals(drawn["unit"])


def test_probabilities_are_taken_through_size() -> None:
    drawn = draw_units(frame(), n=30, by=("outlet",), seed=1)
    sizes = frame().group_by("outlet").len().sort("outlet")
    taken = drawn.group_by("outlet").len().sort("outlet")
    told = drawn.group_by("outlet").agg(pl.col("probability").unique()).sort("outlet")
    assert drawn["place"].to_list() == list(range(1, 31))
    for size, n, probability in zip(sizes["len"], taken["len"], told["probability"], strict=True):
        assert probability.to_list() == [n / size]


@pytest.mark.parametrize("allocation", ["even", "proportional"])
def test_a_second_sample_completes_the_first(allocation: str) -> None:
    units, by = frame(), ("outlet", "predicted")
    given_: dict = {"by": by, "seed": 5, "allocation": allocation}
    whole = draw_units(units, n=32, **given_)
    first = draw_units(units, n=20, **given_)
    second = draw_units(units, n=12, skip=20, **given_)
    assert set(first["unit"]) | set(second["unit"]) == set(whole["unit"])
    assert set(first["unit"]).isdisjoint(second["unit"])
    by_stratum = [
        dict(part.select("stratum", "probability").unique().iter_rows())
        for part in (first, second, whole)
    ]
    for stratum, probability in by_stratum[2].items():
        summed = by_stratum[0][stratum] + by_stratum[1].get(stratum, 0.0)
        assert summed == pytest.approx(probability)


def test_the_second_sample_alone_is_as_likely_as_it_says() -> None:
    units = frame()
    seen, told, runs = dict.fromkeys(units["unit"], 0), {}, 800
    for seed in range(runs):
        part = draw_units(units, n=12, skip=15, by=("outlet",), seed=seed)
        for unit, probability in part.select("unit", "probability").iter_rows():
            seen[unit] += 1
            told[unit] = probability
    for unit, probability in told.items():
        error = (probability * (1 - probability) / runs) ** 0.5
        assert abs(seen[unit] / runs - probability) <= 4.5 * error


sizes_lists = st.lists(st.integers(1, 40), min_size=1, max_size=12)


@given(sizes_lists, st.integers(0, 200), st.sampled_from(["even", "proportional"]))
def test_every_stratum_gives_one_and_more_is_never_less(
    sizes: list[int], n: int, allocation: str
) -> None:
    given_ = np.array(sizes)
    n += len(sizes)
    taken = allocate(given_, n, allocation)
    assert taken.sum() == min(n, given_.sum())
    assert (taken >= 1).all() and (taken <= given_).all()
    assert (allocate(given_, n + 1, allocation) >= taken).all()


def test_fewer_units_than_strata_are_refused() -> None:
    with pytest.raises(UsageError, match=r"3 units of 4 strata \(outlet\).*at least 4 units"):
        draw_units(frame(), n=3, by=("outlet",), seed=1)
    with pytest.raises(UsageError, match="strata by 'colour'; allowed: outlet, group, event"):
        draw_units(frame(), n=3, by=("colour",), seed=1)
    with pytest.raises(UsageError, match="allocation 'odd'; allowed: even, proportional"):
        draw_units(frame(), n=30, by=("outlet",), seed=1, allocation="odd")


def test_strata_are_as_fine_as_the_sample_allows() -> None:
    units = frame()
    cells = units.group_by("outlet", "event", "predicted").len()["len"]
    enough = int(cells.clip(upper_bound=2).sum())
    assert choose_strata(units, enough) == ("outlet", "event", "predicted")
    assert choose_strata(units, enough - 1) == ("outlet", "predicted")
    assert choose_strata(units, 4) == ("group", "predicted")
    assert choose_strata(units, 1) == ()
    one = draw_units(units, n=1, seed=1)
    assert one["probability"].to_list() == [1 / 60]
    assert one["stratum"].to_list() == ["all"]


def test_no_more_than_there_are() -> None:
    drawn = draw_units(frame(), n=1000, seed=1)
    assert drawn.height == 60
    assert set(drawn["probability"]) == {1.0}
