"""How large a word's score must be among all words of a corpus: max-T, for planning."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.checks.cells import Cells
from framing.compare.design import INFERENTIAL
from framing.compare.resampling.permutation import ALPHA
from framing.compare.words.keyness import MIN_ARTICLES

Floats = NDArray[np.float64]

DRAWS = 200  # corpora without a difference behind each critical value
_STREAM = 5 << 40


def critical_score(cells: Cells, columns: NDArray[np.int64], *, n: int, seed: int) -> float:
    """The score that the largest of all words exceeds in 5 of 100 corpora without a difference.

    Corpora of ``n`` articles a side are drawn from the given columns of a study's words; the
    score is that of ``permute_words`` with all articles in one event. One value for all corpora
    of that size stands for the permutation that each of them would get.
    """
    top = csr_array(cells.top[:, columns])
    words = cells.bottom[0, columns]
    sizes = (len(columns), DRAWS)
    generator = np.random.Generator(np.random.Philox(key=[seed, _STREAM + n]))
    a, b = np.zeros(sizes), np.zeros(sizes)
    for side in (a, b):
        drawn = generator.integers(0, len(columns), size=(n, DRAWS))
        np.add.at(side, (drawn, np.arange(DRAWS)), 1.0)
    both = a + b
    squares = csr_array((top.data**2, top.indices, top.indptr), shape=top.shape)
    per_word = (top @ both) / (words @ both)
    spread = squares @ both - 2 * per_word * (top @ (words[:, None] * both))
    spread += per_word**2 * (words**2 @ both)
    surplus = top @ a - per_word * (words @ a)
    score = np.abs(_standardise(surplus, spread, n))
    present = csr_array((np.ones_like(top.data), top.indices, top.indptr), shape=top.shape)
    enters = present @ both >= MIN_ARTICLES[INFERENTIAL]
    largest = np.where(enters & np.isfinite(score), score, 0.0).max(axis=0, initial=0.0)
    return float(np.quantile(largest, 1 - ALPHA))


def score_words(top: Floats, bottom: Floats) -> Floats:
    """The score of one word in simulated corpora of shape (2, replicates, outlets, articles)."""
    n = top.shape[2] * top.shape[3]
    per_word = top.sum(axis=(0, 2, 3)) / bottom.sum(axis=(0, 2, 3))
    residual = top - per_word[:, None, None] * bottom
    return _standardise(residual[0].sum(axis=(1, 2)), (residual**2).sum(axis=(0, 2, 3)), n)


def _standardise(surplus: Floats, squares: Floats, n: int) -> Floats:
    """Surplus of side a over its deviation when n of 2n residuals are drawn for it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(surplus / np.sqrt(n * n / (2 * n * (2 * n - 1)) * squares))
