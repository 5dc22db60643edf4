"""A population of units with the coded ones among them, as arrays."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """All units of a population, and which of them people coded.

    Attributes
    ----------
    weight, predicted
        Of each unit: its weight, and the number of the tool's label (-1: none).
    article, fold
        Of each unit: the number of what it is drawn with (an article, or copies of one text), and
        the part of the articles for whose units lambda comes from the others.
    sides
        Of each unit: ``outlet``, ``group``, ``event``.
    within
        Of each article: the number of its stratum.
    at, said, chance, cell
        Of each coded unit: its place among the units, the number of the label, its inclusion
        probability, the number of the stratum that its variance is taken within.
    labels
        What the numbers of labels stand for.
    """

    weight: Floats
    predicted: Ints
    article: Ints
    fold: Ints
    sides: pl.DataFrame
    within: Ints
    at: Ints
    said: Ints
    chance: Floats
    cell: Ints
    labels: tuple[str, ...]


def build_coded(
    units: pl.DataFrame, coded: pl.DataFrame, *, labels: tuple[str, ...], seed: int
) -> Coded:
    """Tables as arrays.

    Parameters
    ----------
    units
        Schema ``UNITS`` and, of each unit's article, ``drawn`` (what it is drawn with) and
        ``within`` (its stratum). Every unit of the population.
    coded
        ``unit``, ``label``, ``probability``, ``cell``: a row a unit with a settled label.
    labels
        Of the variable.
    seed
        Deals articles to folds.
    """
    numbers = {label: k for k, label in enumerate(labels)}
    articles = units.select("drawn", "within").unique("drawn", keep="first").sort("drawn")
    place = units.select("drawn").join(
        articles.with_row_index("row"), on="drawn", how="left", maintain_order="left"
    )["row"]
    folds = np.array([_fold(name, seed) for name in articles["drawn"]], dtype=np.int64)
    article = place.to_numpy().astype(np.int64)
    found = coded.join(units.select("unit").with_row_index("at"), on="unit").sort("at")
    predicted = units["predicted"].replace_strict(numbers, default=-1, return_dtype=pl.Int64)
    return Coded(
        weight=units["weight"].to_numpy().astype(np.float64),
        predicted=predicted.fill_null(-1).to_numpy(),
        article=article,
        fold=folds[article],
        sides=units.select("outlet", "group", "event"),
        within=_number(articles["within"]),
        at=found["at"].to_numpy().astype(np.int64),
        said=found["label"].replace_strict(numbers, return_dtype=pl.Int64).to_numpy(),
        chance=found["probability"].to_numpy().astype(np.float64),
        cell=_number(found["cell"]),
        labels=labels,
    )


def _fold(name: str, seed: int) -> int:
    """An article stays in its part when others come."""
    digest = hashlib.blake2b(f"{seed}\0{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") % FOLDS


def _number(names: pl.Series) -> Ints:
    return (names.rank("dense").cast(pl.Int64) - 1).to_numpy()
