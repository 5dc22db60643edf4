"""Scores of planning are those of the permutation test; the largest is passed as often as said."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from framing.compare.checks.cells import RATE, Cells
from framing.compare.checks.maxt import critical_score, score_words
from framing.compare.resampling.permutation import exchange
from framing.compare.words.scores import permute_words


def make_words(n_units: int, n_words: int, seed: int) -> Cells:
    dice = np.random.default_rng(seed)
    length = dice.integers(200, 600, n_units).astype(float)
    rate = np.exp(dice.normal(-5.5, 1, n_words))[:, None] * length
    columns = pl.DataFrame({"unit": [f"u{k:03}" for k in range(n_units)]}).with_columns(
        side=pl.Series(["a", "b"] * (n_units // 2)), stratum=pl.lit("s"), event=pl.lit("e")
    )
    return Cells(
        items=pl.DataFrame({"term": [f"w{k}" for k in range(n_words)]}),
        columns=columns,
        top=csr_array(dice.poisson(rate).astype(float)),
        bottom=length[None],
        whole=np.zeros(n_words, dtype=np.int64),
        kind=RATE,
    )


def test_the_score_is_that_of_the_permutation_test():
    cells = make_words(40, 30, seed=1)
    rows = cells.columns.with_columns(article=pl.col("unit"), outlet=pl.lit("o"))
    test = permute_words(
        cells.top, words=cells.bottom[0], plan=exchange(rows), seed=1, replicates=19
    )
    is_a = cells.is_a
    top = np.stack([cells.top.toarray()[:, is_a], cells.top.toarray()[:, ~is_a]])[:, :, None, :]
    bottom = np.stack([cells.bottom[0, is_a], cells.bottom[0, ~is_a]])[:, None, None, :]
    scores = score_words(top, np.broadcast_to(bottom, top.shape))
    told = np.isfinite(test.observed)
    assert told.sum() > 20
    assert scores[told] == pytest.approx(test.observed[told], rel=1e-9)


def test_the_largest_of_all_words_exceeds_it_in_five_of_a_hundred():
    """Fresh corpora from the same articles, scored word by word."""
    cells = make_words(120, 150, seed=2)
    critical = critical_score(cells, np.arange(120), n=30, seed=3)
    assert 2.5 < critical < 5  # Bonferroni over 150 words: 3.6
    dice = np.random.default_rng(4)
    top, above = cells.top.toarray(), 0
    for _ in range(300):
        at = dice.integers(0, 120, (2, 30))
        some = (top[:, at] > 0).sum(axis=(1, 2)) >= 5
        drawn = np.moveaxis(top[:, at], 1, 0)[:, some][:, :, None, :]
        words = np.broadcast_to(cells.bottom[0, at][:, None, None, :], drawn.shape)
        above += bool((np.abs(score_words(drawn, words)) > critical).any())
    assert 0.015 < above / 300 < 0.11
    assert critical == critical_score(cells, np.arange(120), n=30, seed=3)
