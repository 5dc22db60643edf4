"""Which articles on an event carry which items, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Carried:
    """Items of one kind on one event.

    Attributes
    ----------
    event, kind
        Of all items.
    items
        Their ids, sorted.
    articles
        Those on the event: ``article``, ``outlet``, ``group``, ``n_words``.
    n
        Passages, shape (items, articles).
    unit
        Number of each article's copy group.
    mean_words
        Of the event's units: exposure 1.
    """

    event: str
    kind: str
    items: pl.Series
    articles: pl.DataFrame
    n: Ints
    unit: Ints
    mean_words: float


def count_carried(carrying: pl.DataFrame, articles: pl.DataFrame) -> Iterator[Carried]:
    """The items of each event and kind, sorted.

    Parameters
    ----------
    carrying
        Columns ``event``, ``kind``, ``item``, ``article``: one row a passage.
    articles
        Columns ``article``, ``outlet``, ``group``, ``event``, ``unit``, ``n_words`` (above 0).
    """
    by_event = articles.partition_by("event", as_dict=True, maintain_order=True)
    found = carrying.partition_by("event", "kind", as_dict=True)
    for event, kind in sorted(found):
        here = by_event[(event,)]
        rows = found[event, kind]
        items = rows["item"].unique().sort()
        row = rows["item"].cast(pl.Enum(items)).to_physical().to_numpy()
        column = rows["article"].cast(pl.Enum(here["article"])).to_physical().to_numpy()
        n = np.zeros((len(items), here.height), dtype=np.int64)
        np.add.at(n, (row, column), 1)
        unit = here["unit"].cast(pl.Enum(here["unit"].unique().sort())).to_physical()
        numbers = unit.to_numpy().astype(np.int64)
        everything = np.ones(here.height, dtype=bool)
        mean = float(_words(here, numbers, everything)[np.unique(numbers)].mean())
        yield Carried(event, kind, items, here, n, numbers, mean)


def of_units(carried: Carried, among: Flags) -> tuple[Flags, Floats]:
    """Which units carry an item in any of some articles, and their exposures: 0 for no article.

    The exposure is the length of the longest of these articles over that of an average unit.
    """
    has = np.zeros((len(carried.items), int(carried.unit.max()) + 1), dtype=bool)
    for column in np.flatnonzero(among):
        has[:, carried.unit[column]] |= carried.n[:, column] > 0
    return has, _words(carried.articles, carried.unit, among) / carried.mean_words


def _words(articles: pl.DataFrame, unit: Ints, among: Flags) -> Floats:
    words = np.zeros(int(unit.max()) + 1)
    np.maximum.at(words, unit[among], articles["n_words"].to_numpy()[among])
    return words
