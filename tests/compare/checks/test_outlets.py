"""Outlets and their articles dealt out at random, checked by hand and where nothing differs."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from framing.compare.checks.outlets import shuffle_outlets


def articles(n_events: int, outlets: str = "pqr") -> pl.DataFrame:
    rows = [(f"{o}{e}", f"{o}{e}", o, f"e{e}") for e in range(n_events) for o in outlets]
    return pl.DataFrame(rows, schema=["article", "unit", "outlet", "event"], orient="row")


def trait(items: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame({"article": list(items), "item": list(items.values()), "n": 1.0})


def test_a_clear_split_is_as_rare_as_counting_says() -> None:
    """Three outlets, two events, each outlet with an item of its own in both.

    Of 6 x 6 relabellings those that keep each item with one outlet are 6: one in six.
    """
    rows = articles(2)
    items = {a: a[0].upper() for a in rows["article"]}
    found = shuffle_outlets(rows, {"names": trait(items)}, seed=1)
    assert found.n_shuffles == 36
    assert found.n_units == 6
    assert found.each["names"] == pytest.approx(1 / 6)
    assert found.together == pytest.approx(1 / 6)


def test_more_events_make_a_split_rarer() -> None:
    rows = articles(4)
    items = {a: a[0].upper() for a in rows["article"]}
    found = shuffle_outlets(rows, {"names": trait(items)}, seed=1, n_shuffles=2000)
    assert found.n_shuffles == 1296
    assert found.each["names"] == pytest.approx(6 / 1296)


def test_the_same_everywhere_is_no_difference() -> None:
    rows = articles(3)
    found = shuffle_outlets(rows, {"x": trait(dict.fromkeys(rows["article"], "same"))}, seed=1)
    assert found.each == {"x": 1.0}
    assert found.together == 1.0


def test_what_cannot_change_places_shows_nothing() -> None:
    rows = articles(3).with_columns(event=pl.col("article"))
    items = {a: a[0].upper() for a in rows["article"]}
    found = shuffle_outlets(rows, {"x": trait(items)}, seed=1)
    assert (found.each, found.together, found.n_units) == ({"x": 1.0}, 1.0, 0)


def test_a_text_of_several_outlets_stays_out() -> None:
    rows = articles(2).with_columns(
        unit=pl.when(pl.col("event") == "e1").then(pl.lit("p1")).otherwise("unit")
    )
    found = shuffle_outlets(rows, {"x": trait({"p0": "P", "q0": "Q", "p1": "P"})}, seed=1)
    assert found.n_units == 3


def test_outlets_that_do_not_differ_are_seldom_told_apart() -> None:
    """By construction at most one in twenty; 60 sets, three standard errors above."""
    rows = articles(6)
    told = 0
    for seed in range(60):
        dice = np.random.default_rng(seed)
        traits = {
            name: trait(
                dict(zip(rows["article"], dice.choice(list("AB"), rows.height), strict=True))
            )
            for name in ("x", "y")
        }
        told += shuffle_outlets(rows, traits, seed=seed, n_shuffles=199).together <= 0.05
    assert told <= 60 * 0.05 + 3 * (60 * 0.05 * 0.95) ** 0.5


def test_the_order_of_rows_does_not_matter() -> None:
    rows = articles(3)
    items = trait({a: "AB"[k % 2] for k, a in enumerate(rows["article"])})
    once = shuffle_outlets(rows, {"x": items}, seed=3, n_shuffles=50)
    again = shuffle_outlets(rows.reverse(), {"x": items.reverse()}, seed=3, n_shuffles=50)
    assert once == again
