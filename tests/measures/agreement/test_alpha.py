"""Alpha against the package, published figures and pairs counted one by one."""

from __future__ import annotations

from itertools import permutations

import hypothesis.extra.numpy as arrays
import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.measures.agreement.alpha import METRICS, krippendorff_alpha, label_alpha
from framing.measures.agreement.sums import MISSING, coincidences, label_counts

# Four observers, twelve units: the example of Krippendorff (2011), its figures below.
EXAMPLE = (
    np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ]
    ).T
    - 1
)

_GRIDS = st.tuples(st.integers(1, 12), st.integers(1, 5)).flatmap(
    lambda shape: arrays.arrays(np.int64, shape, elements=st.integers(MISSING, 3))
)


def _alpha(codes: np.ndarray, metric: str, n_labels: int) -> float:
    pairs = coincidences(label_counts(codes, n_labels=n_labels)).sum(axis=0)
    return float(krippendorff_alpha(pairs, metric=metric))


@pytest.mark.parametrize(
    ("metric", "said"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_published_figures(metric: str, said: float) -> None:
    assert _alpha(EXAMPLE, metric, 5) == pytest.approx(said, abs=5e-4)


@settings(max_examples=200, deadline=None)
@given(_GRIDS)
@pytest.mark.parametrize("metric", METRICS)
def test_equal_to_the_package_with_missing_codes(metric: str, codes: np.ndarray) -> None:
    counts = label_counts(codes, n_labels=4)
    paired = counts[counts.sum(axis=1) > 1]
    if (paired.sum(axis=0) > 0).sum() < 2:
        assert np.isnan(_alpha(codes, metric, 4))
        return
    expected = krippendorff.alpha(value_counts=counts.astype(int), level_of_measurement=metric)
    assert _alpha(codes, metric, 4) == pytest.approx(expected, abs=1e-9)


def _count_pairs(codes: np.ndarray, n_labels: int) -> np.ndarray:
    found = np.zeros((n_labels, n_labels))
    for unit in codes.tolist():
        given_codes = [code for code in unit if code != MISSING]
        for a, b in permutations(given_codes, 2):
            found[a, b] += 1 / (len(given_codes) - 1)
    return found


@settings(max_examples=50, deadline=None)
@given(_GRIDS)
def test_coincidences_are_pairs_counted_one_by_one(codes: np.ndarray) -> None:
    found = coincidences(label_counts(codes, n_labels=4)).sum(axis=0)
    assert found == pytest.approx(_count_pairs(codes, 4), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(_GRIDS)
def test_a_label_against_the_rest_is_alpha_of_two_labels(codes: np.ndarray) -> None:
    found = label_alpha(coincidences(label_counts(codes, n_labels=4)).sum(axis=0))
    for label in range(4):
        two = np.where(codes == MISSING, MISSING, (codes == label).astype(np.int64))
        assert found[label] == pytest.approx(_alpha(two, "nominal", 2), abs=1e-12, nan_ok=True)


def test_weighted_units_are_units_that_stand_more_than_once() -> None:
    pairs = coincidences(label_counts(EXAMPLE, n_labels=5)).reshape(len(EXAMPLE), -1)
    weights = np.array([[2, 0, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1], [1] * 12], dtype=float)
    drawn = np.repeat(EXAMPLE, weights[0].astype(int), axis=0)
    for metric in METRICS:
        found = krippendorff_alpha((weights @ pairs).reshape(-1, 5, 5), metric=metric)
        assert found == pytest.approx([_alpha(drawn, metric, 5), _alpha(EXAMPLE, metric, 5)])


@pytest.mark.parametrize(
    "codes",
    [
        np.full((4, 3), MISSING),
        np.zeros((4, 3), dtype=int),
        np.array([[0, MISSING], [1, MISSING]]),
        np.zeros((0, 2), dtype=int),
        np.array([[0], [1], [0]]),
    ],
    ids=["all missing", "one label", "no two coders", "no unit", "one coder"],
)
def test_undefined_where_nothing_varies(codes: np.ndarray) -> None:
    pairs = coincidences(label_counts(codes, n_labels=2)).sum(axis=0)
    for metric in METRICS:
        assert np.isnan(krippendorff_alpha(pairs, metric=metric))
    assert np.isnan(label_alpha(pairs)).all()


def test_unknown_metrics_and_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="'ratio'; allowed: nominal, ordinal, interval"):
        krippendorff_alpha(np.eye(2), metric="ratio")
    with pytest.raises(ValueError, match="codes from 0 to 2; allowed: -1 to 1"):
        label_counts(np.array([[0, 2]]), n_labels=2)
