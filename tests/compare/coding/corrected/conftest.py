from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from framing.compare.coding.corrected.units import Coded, build_coded

Make = Callable[..., Coded]


@pytest.fixture
def make_coded() -> Make:
    return _make


def _make(
    predicted: list[str | None],
    said: dict[int, str],
    *,
    labels: tuple[str, ...] = ("yes", "no"),
    weight: list[float] | None = None,
    articles: list[str] | None = None,
    outlets: list[str] | None = None,
    groups: list[str] | None = None,
    chance: list[float] | float = 1.0,
    cell: list[str] | str = "all",
) -> Coded:
    """Units with the tool's labels; ``said``: those of people, by the number of the unit."""
    n = len(predicted)
    units = pl.DataFrame(
        {
            "unit": [f"u{k:05}" for k in range(n)],
            "weight": weight or [1.0] * n,
            "predicted": pl.Series(predicted, dtype=pl.String),
            "outlet": outlets or ["O"] * n,
            "group": groups or ["G"] * n,
            "event": pl.Series([None] * n, dtype=pl.String),
            "drawn": articles or [f"a{k:05}" for k in range(n)],
        }
    ).with_columns(within=pl.lit("outlet ") + pl.col("outlet"))
    m = len(said)
    coded = pl.DataFrame(
        {
            "unit": [f"u{k:05}" for k in said],
            "label": list(said.values()),
            "probability": chance if isinstance(chance, list) else [chance] * m,
            "cell": cell if isinstance(cell, list) else [cell] * m,
        },
        schema_overrides=dict.fromkeys(("unit", "label", "cell"), pl.String)
        | {"probability": pl.Float64},
    )
    return build_coded(units, coded, labels=labels, seed=1)


@pytest.fixture
def simple(make_coded) -> tuple[Coded, np.ndarray, np.ndarray, np.ndarray]:
    """A simple random sample of 150 of 1,000 units, each an article: coded, y, f there, f else."""
    rng = np.random.default_rng(3)
    truth = rng.random(1000) < 0.3
    tool = np.where(rng.random(1000) < 0.2, ~truth, truth)
    at = rng.choice(1000, 150, replace=False)
    names = np.array(["no", "yes"])
    coded = make_coded(
        list(names[tool.astype(int)]),
        {int(k): str(names[int(truth[k])]) for k in at},
        chance=0.15,
    )
    rest = np.setdiff1d(np.arange(1000), at)
    return coded, truth[at].astype(float), tool[at].astype(float), tool[rest].astype(float)
