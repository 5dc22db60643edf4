"""Coded articles as examples to learn from, and when there are too few of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.errors import UsageError

# At 20 coded articles a label the interval of its recall is still about +-0.22 wide (binomial, at
# one half), and a fifth of them is 4 in a test fold; at 100 articles that of a share is +-0.10.
# Below, neither the model nor its scores say anything.
MIN_LABEL = 20
MIN_ARTICLES = 100


@dataclass(frozen=True, slots=True)
class Examples:
    """Coded articles, sorted by id; ``truth`` indexes ``labels``, which are in alphabetical order.

    ``units`` are copy groups (an article without copies is its own), drawn and held out whole;
    ``strata`` is what a unit is drawn within; ``documents`` are words joined by blanks.
    """

    variable: str
    labels: tuple[str, ...]
    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    units: tuple[str, ...]
    strata: tuple[str, ...]
    documents: tuple[str, ...]
    truth: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.articles)


def demand_enough(examples: Examples) -> None:
    """Refuse to learn from too little.

    Raises
    ------
    UsageError
        Fewer than two labels, than ``MIN_ARTICLES`` distinct articles, or than ``MIN_LABEL``
        distinct articles of a label. Copies of one text are one.
    """
    n = n_distinct(examples)
    counts = {
        label: n_distinct(examples, examples.truth == k) for k, label in enumerate(examples.labels)
    }
    said = f"{examples.variable}: {n} distinct articles are coded ({_listed(counts)})"
    if len(counts) < 2:
        raise UsageError(f"{said}; allowed: two labels or more; code articles of another label")
    if n < MIN_ARTICLES:
        raise UsageError(
            f"{said}; allowed: at least {MIN_ARTICLES}, since below that a share is known no "
            f"better than to +-0.10; code {MIN_ARTICLES - n} more"
        )
    rare = {label: k for label, k in counts.items() if k < MIN_LABEL}
    if rare:
        raise UsageError(
            f"{said}; allowed: at least {MIN_LABEL} of each label, since below that its recall is "
            f"known no better than to +-0.22; too few: {_listed(rare)}; code more of them, or "
            "join labels"
        )


def n_distinct(examples: Examples, chosen: NDArray[np.bool_] | None = None) -> int:
    """How many distinct articles (units) there are among the chosen ones."""
    units = np.array(examples.units)
    return len(set(units if chosen is None else units[chosen]))


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{label} {n}" for label, n in counts.items()) or "no label"
