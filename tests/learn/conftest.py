"""Invented coded articles: one word tells the label, mostly."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from framing.learn.examples import Examples

_FILLER = ("harbour boat rope", "market stall bread", "school bell chalk", "train track signal")
Make = Callable[..., Examples]


@pytest.fixture
def make_examples() -> Make:
    """n articles of six outlets, a third of them ``yes``; ``noise``: every so many is mislabelled.

    ``copies``: the first so many pairs of articles are one unit.
    """

    def make(n: int = 120, *, noise: int = 0, copies: int = 0, labels: int = 2) -> Examples:
        names = ("no", "yes", "zero")[:labels]
        truth = np.array([k % 3 == 0 if labels == 2 else k % 3 for k in range(n)], dtype=np.int64)
        marks = ("calm quiet", "storm flood", "fog mist")
        documents = []
        for k in range(n):
            shown = (truth[k] + 1) % labels if noise and k % noise == 0 else truth[k]
            documents.append(f"{_FILLER[k % 4]} {marks[shown]} number{k} {_FILLER[k // 5 % 4]}")
        articles = tuple(f"a/{k:03}" for k in range(n))
        units = tuple(articles[k - k % 2 if k < 2 * copies else k] for k in range(n))
        return Examples(
            variable="weather",
            labels=names,
            articles=articles,
            outlets=tuple(f"outlet {k // 2 % 6}" for k in range(n)),
            units=units,
            strata=("all",) * n,
            documents=tuple(documents),
            truth=truth,
        )

    return make
