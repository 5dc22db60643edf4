"""Which rows the table has, and which of them may have an interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from framing.compare.coding.corrected.shares import cross_tune
from framing.compare.coding.corrected.table import Settings, correct_shares, lacking
from framing.records.tables import CORRECTED

SETTINGS = Settings("v", "these_articles", 0.95)


@pytest.fixture
def two_groups(make_coded):
    """Two groups of 40 articles of 10 units; 200 of each coded; the tool is wrong for a fifth."""
    rng = np.random.default_rng(5)
    n = 800
    groups = ["A"] * 400 + ["B"] * 400
    truth = rng.random(n) < np.where(np.arange(n) < 400, 0.3, 0.5)
    tool = np.where(rng.random(n) < 0.2, ~truth, truth)
    names = np.array(["no", "yes"])
    said = {k: str(names[int(truth[k])]) for k in range(0, n, 2)}
    return make_coded(
        list(names[tool.astype(int)]),
        said,
        groups=groups,
        outlets=groups,
        articles=[f"a{k // 10:03}" for k in range(n)],
        chance=0.5,
        cell=[groups[k] for k in said],
    )


def test_three_methods_side_by_side_with_counts(two_groups):
    found = correct_shares(two_groups, settings=SETTINGS)
    assert found.schema == CORRECTED
    groups = found.filter(unit="group", label="yes")
    assert groups["method"].to_list() == ["hand", "machine", "corrected"] * 2
    assert groups["n"].to_list() == [400] * 6 and groups["n_coded"].to_list() == [200] * 6
    assert groups["n_articles"].to_list() == [40] * 6
    hand, _, corrected = groups.head(3).iter_rows(named=True)
    assert hand["n_label"] == hand["n_rarer"] == round(hand["estimate"] * 200)
    assert corrected["low"] < corrected["estimate"] < corrected["high"]
    assert corrected["high"] - corrected["low"] < hand["high"] - hand["low"]
    assert 0 < corrected["lambda"] < 1 and corrected["n_eff"] > hand["n_eff"] > 200
    both = found.filter(unit="difference", label="yes", side_a="A", side_b="B")
    # Groups, and outlets of the same names.
    assert both["method"].to_list() == ["hand", "machine", "corrected"] * 2
    assert both["estimate"][0] == pytest.approx(groups["estimate"][0] - groups["estimate"][3])


def test_labels_that_exclude_each_other_mirror_each_other(two_groups):
    found = correct_shares(two_groups, settings=SETTINGS)
    yes, no = (found.filter(label=label, unit="group") for label in ("yes", "no"))
    assert (yes["estimate"] + no["estimate"]).to_list() == pytest.approx([1.0] * 6)
    assert (yes["low"].drop_nulls() + no["high"].drop_nulls()).to_list() == pytest.approx([1] * 4)


def test_the_tool_alone_has_an_interval_only_where_articles_are_drawn(two_groups):
    for claim, count in (("these_articles", 0), ("these_outlets", 1)):
        rows = correct_shares(two_groups, settings=replace(SETTINGS, claim=claim))
        row = rows.filter(unit="group", label="yes", method="machine").head(1)
        assert row["low"].count() == count
        assert row["claim"].item() == claim
        assert ("unknown" in row["flag"].item()) == (count == 0)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((99, 50, 40), "99 units coded, 100 needed: counts alone"),
        ((100, 19, 40), "coded units of 19 articles, 20 needed: counts alone"),
        ((100, 20, 19), "the label or its absence coded 19 times, 20 needed: counts alone"),
        ((100, 20, 20), ""),
    ],
)
def test_floors(counts, why):
    assert lacking(*counts) == why


def test_below_a_floor_counts_of_hand_alone(make_coded):
    coded = make_coded(["yes", "no"] * 60, dict.fromkeys(range(60), "yes"), chance=0.5)
    found = correct_shares(coded, settings=SETTINGS).filter(unit="group")
    assert found["method"].to_list() == ["hand", "hand"]
    assert found["n_label"].to_list() == [60, 0]
    assert found["estimate"].null_count() == found["low"].null_count() == 2
    assert set(found["flag"]) == {"60 units coded, 100 needed: counts alone"}


def test_what_a_tier_refuses_gets_counts_or_no_row(two_groups):
    refused = {("group", "A"): "tier reading: counts alone", ("group", "A", "B"): "x",
               ("outlet", "A", "B"): "x"}  # fmt: skip
    found = correct_shares(two_groups, settings=SETTINGS, refused=refused)
    assert found.filter(unit="difference").is_empty()
    row = found.filter(unit="group", group="A", label="yes")
    assert row["estimate"].to_list() == [None]
    assert row["flag"].to_list() == ["tier reading: counts alone"]
    assert found.filter(unit="group", group="B")["estimate"].count() == 6


def test_a_variable_that_the_tool_does_not_label_has_hand_alone(two_groups):
    found = correct_shares(two_groups, settings=replace(SETTINGS, predicts=False))
    assert set(found["method"]) == {"hand"} and found["low"].count() == found.height


def test_nothing_coded_is_said(make_coded):
    found = correct_shares(make_coded(["yes", "no"], {}), settings=SETTINGS)
    assert set(found["flag"]) == {"0 units coded, 100 needed: counts alone"}


def test_lambda_never_comes_from_the_articles_that_it_corrects(two_groups):
    """Whatever coders say of a fold's units, that fold's lambda stays."""
    coded = two_groups
    fold = coded.fold[coded.at]
    drawn = np.full(len(coded.at), 1 / len(coded.at))
    tool = (coded.predicted == 0).astype(float)[coded.at]
    hand = (coded.said == 0).astype(float)
    before = cross_tune(coded, drawn, hand, tool)
    assert set(fold) == {0, 1, 2, 3, 4}
    for k in range(5):
        other = np.where(fold == k, 1 - hand, hand)
        after = cross_tune(coded, drawn, other, tool)
        assert after[k] == before[k]
        assert all(after[j] != before[j] for j in range(5) if j != k)


def test_units_of_an_article_are_in_one_fold(two_groups):
    folds = {a: set(two_groups.fold[two_groups.article == a]) for a in set(two_groups.article)}
    assert all(len(found) == 1 for found in folds.values())


def test_what_is_corrected_beyond_0_gets_no_interval(make_coded):
    # The tool says yes for a half of the others, and for all of those coded, which never are.
    said = {k: "yes" if k < 20 else "no" for k in range(120)}
    predicted = ["no"] * 20 + ["yes"] * 100 + ["no"] * 480
    weight = [1e-6] * 20 + [1.0] * 100 + [1.0] * 480
    coded = make_coded(predicted, said, weight=weight, chance=0.2)
    row = correct_shares(coded, settings=SETTINGS).filter(label="yes", method="corrected")
    assert row.height and row["estimate"].min() >= 0
