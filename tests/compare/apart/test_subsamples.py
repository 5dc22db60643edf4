"""Subsampling: what is drawn, and the variance of means, where it is known."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from framing.compare.apart import subsamples as module
from framing.compare.apart.subsamples import REPLICATES, SIZES, subsample_interval
from framing.compare.apart.texts import Corpus
from framing.measures.divergence import ABSENT


def corpus(n: int) -> Corpus:
    """n units a side in two outlets each; the first unit stands on both sides."""
    rows = [("u000", "A", "outlet a0"), ("u000", "B", "outlet a0")]
    rows += [(f"u{k:03}", "A", f"outlet a{k % 2}") for k in range(1, n)]
    rows += [(f"v{k:03}", "B", f"outlet b{k % 2}") for k in range(1, n)]
    frame = pl.DataFrame(rows, schema=["unit", "side", "stratum"], orient="row").sort(
        "unit", "side"
    )
    empty = csr_array((frame.height, 1))
    return Corpus(frame, pl.DataFrame(), empty, empty, 0, 0)


def subsamples(texts: Corpus, size: float, seed: int) -> np.ndarray:
    """All labels that a statistic is asked for."""
    seen = []

    def see(labels):
        seen.append(labels)
        return np.zeros(len(labels))

    subsample_interval(see, texts, observed=0.5, level=0.95, seed=seed)
    return np.concatenate(seen).reshape(len(SIZES), REPLICATES, -1)[SIZES.index(size)]


@pytest.mark.parametrize("size", SIZES)
def test_every_stratum_gives_its_share_and_copies_go_together(size):
    texts = corpus(24)
    blocks = subsamples(texts, size, 5)
    assert blocks.shape == (REPLICATES, 48)
    kept = blocks != ABSENT
    assert ((blocks == ABSENT) | (blocks == texts.labels)).all()
    assert (kept[:, 0] == kept[:, 1]).all()  # both texts of the unit that has two
    strata = texts.rows["stratum"].to_list()
    for row in kept:
        n = Counter(s for s, k in zip(strata[1:], row[1:], strict=True) if k)
        for stratum, whole in Counter(strata[1:]).items():
            assert abs(n[stratum] - size * whole) < 1
    # Every unit is drawn about as often as any.
    assert np.abs(kept.mean(axis=0) - size).max() < 0.15
    assert len({row.tobytes() for row in kept}) == REPLICATES
    assert (blocks == subsamples(texts, size, 5)).all()


def test_the_interval_of_a_mean_is_that_of_the_textbook():
    """A mean has no part of order 1/n^2: its error is s / sqrt(n), within strata."""
    texts = corpus(200)
    dice = np.random.Generator(np.random.Philox(key=[1, 1]))
    values = dice.normal(0.5, 0.1, 400)
    seen = np.where(texts.rows["unit"].is_duplicated().to_numpy(), 0.5, values)

    def mean(labels):
        kept = labels != ABSENT
        return (kept * seen).sum(axis=1) / kept.sum(axis=1)

    found = subsample_interval(mean, texts, observed=0.5, level=0.95, seed=1)
    error = 0.1 / np.sqrt(400)
    assert found.high - 0.5 == pytest.approx(1.96 * error, rel=0.2)
    assert 0.5 - found.low == pytest.approx(found.high - 0.5)


def test_no_interval_without_variation_or_where_most_is_undefined():
    texts = corpus(10)
    flat = subsample_interval(
        lambda x: np.full(len(x), 0.5), texts, observed=0.5, level=0.95, seed=1
    )
    assert (flat.low, flat.reason) == (None, "no variation between subsamples: no interval")
    gone = subsample_interval(
        lambda x: np.full(len(x), np.nan), texts, observed=0.5, level=0.95, seed=1
    )
    assert gone.high is None and "undefined" in gone.reason


def test_parts_below_zero_are_noise():
    sizes = (0.25, 0.75)
    # Too small a spread of the small sample would make beta negative, too large a one alpha.
    assert module.full_variance([1.0, 1.0], sizes) == pytest.approx(3.0)
    assert module.full_variance([100.0, 1.0], sizes) == pytest.approx(9 / 7)
