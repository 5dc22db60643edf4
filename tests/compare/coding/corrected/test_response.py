"""What becomes of drawn units: settled ones stand for the others of their stratum."""

from __future__ import annotations

import polars as pl
import pytest

from framing.compare.coding.corrected.response import weigh_response
from framing.records.tables import CODES, SAMPLE


def _drawn(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    """Unit, outlet, predicted label, probability; outlet and label make the stratum."""
    return pl.DataFrame(
        [
            {
                **dict.fromkeys(SAMPLE), "unit": unit, "outlet": outlet, "group": outlet[0],
                "predicted": predicted, "stratum": f"{outlet} | {predicted}",
                "probability": chance, "weight": 1.0, "place": place,
            }
            for place, (unit, outlet, predicted, chance) in enumerate(rows, start=1)
        ],
        schema=SAMPLE,
    )  # fmt: skip


def _codes(*rows: tuple[str, str, str]) -> pl.DataFrame:
    full = [
        {**dict.fromkeys(CODES), "unit": u, "coder": c, "label": x, "phase": "independent"}
        for u, c, x in rows
    ]
    return pl.DataFrame(full, schema=CODES)


FOUR = (("a", "N1", "yes", 0.5), ("b", "N1", "yes", 0.5), ("c", "N1", "no", 0.1),
        ("d", "N1", "no", 0.1))  # fmt: skip


def test_where_all_are_settled_probabilities_stay():
    found = weigh_response(_drawn(*FOUR), _codes(*((unit, "x", "yes") for unit in "abcd")))
    assert found.coded["probability"].to_list() == [0.5, 0.5, 0.1, 0.1]
    assert found.coded["cell"].n_unique() == 2
    assert (found.n_drawn, found.n_open, found.n_unsettled) == (4, 0, 0)


def test_a_settled_unit_stands_for_those_of_its_stratum_that_are_not():
    codes = _codes(("a", "x", "yes"), ("b", "x", "yes"), ("b", "y", "no"), ("c", "x", "no"))
    found = weigh_response(_drawn(*FOUR), codes)
    # b: coders differ; d: not coded. a stands for both of its stratum (2 + 2), c for 10 + 10.
    assert dict(found.coded.select("unit", "probability").iter_rows()) == {
        "a": pytest.approx(0.25), "c": pytest.approx(0.05),
    }  # fmt: skip
    assert (found.n_open, found.n_unsettled) == (1, 1)


def test_a_stratum_without_settled_units_is_united_with_its_like():
    drawn = _drawn(*FOUR, ("e", "N2", "yes", 0.2), ("f", "S1", "yes", 0.2))
    found = weigh_response(drawn, _codes(*((unit, "x", "yes") for unit in "abcdf")))
    # e is of group N, predicted yes: a and b stand for 2 + 2 + 5 units.
    weights = {u: 1 / p for u, p in found.coded.select("unit", "probability").iter_rows()}
    assert weights["a"] == weights["b"] == pytest.approx(4.5)
    assert weights["c"] == pytest.approx(10) and weights["f"] == pytest.approx(5)
    assert sum(weights.values()) == pytest.approx(2 + 2 + 10 + 10 + 5 + 5)


def test_strata_of_one_coded_unit_are_pooled_for_their_variance():
    drawn = _drawn(
        ("a", "N1", "yes", 0.5), ("b", "N2", "yes", 0.5), ("c", "S1", "no", 0.5),
        ("d", "S1", "no", 0.5), ("e", "S2", "yes", 0.5),
    )  # fmt: skip
    cells = weigh_response(drawn, _codes(*((unit, "x", "yes") for unit in "abcde"))).coded["cell"]
    assert cells[0] == cells[1] and cells[2] == cells[3]
    assert cells.value_counts()["count"].min() > 1


def test_nothing_coded_leaves_nothing():
    found = weigh_response(_drawn(*FOUR), _codes())
    assert found.coded.is_empty() and found.n_open == 4
