"""Which articles on an event carry which items, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[Any]


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
        Those on the event.
    n
        Passages, shape (items, articles).
    """

    event: str
    kind: str
    items: pl.Series
    articles: Covering
    n: Ints


class Covering:
    """Articles on one event, laid out by unit: which texts they are, of whom, how long.

    Attributes
    ----------
    outlet, group
        Of each article.
    unit
        Number of each article's copy group.
    mean_words
        Of the event's units: exposure 1.
    """

    def __init__(self, articles: pl.DataFrame) -> None:
        """``articles`` with ``article``, ``outlet``, ``group``, ``unit``, ``n_words``."""
        self.ids = articles["article"]
        self.outlet: Texts = articles["outlet"].to_numpy()
        self.group: Texts = articles["group"].to_numpy()
        self.unit: Ints = np.unique(articles["unit"].to_numpy(), return_inverse=True)[1]
        self._words = articles["n_words"].to_numpy().astype(np.float64)
        self._order = np.argsort(self.unit, kind="stable")
        self._starts = np.flatnonzero(np.diff(self.unit[self._order], prepend=-1))
        everything = np.ones(len(self.unit), dtype=bool)
        self.mean_words = float(self._longest(everything).mean())

    def exposures(self, among: Flags) -> Floats:
        """Of each unit: the longest of some articles over an average unit; 0 for no article."""
        return self._longest(among) / self.mean_words

    def carrying(self, n: Ints, among: Flags) -> Flags:
        """Which units carry an item in any of some articles: (items, units)."""
        has = ((n > 0) & among)[:, self._order]
        found: Flags = np.logical_or.reduceat(has, self._starts, axis=1)
        return found

    def _longest(self, among: Flags) -> Floats:
        words = np.where(among, self._words, 0.0)[self._order]
        found: Floats = np.maximum.reduceat(words, self._starts)
        return found


def count_carried(carrying: pl.DataFrame, articles: pl.DataFrame) -> Iterator[Carried]:
    """The items of each event and kind, sorted.

    Parameters
    ----------
    carrying
        Columns ``event``, ``kind``, ``item``, ``article``: one row a passage.
    articles
        Columns ``article``, ``outlet``, ``group``, ``event``, ``unit``, ``n_words`` (above 0).
    """
    by_event = {
        event: Covering(rows)
        for (event,), rows in articles.partition_by(
            "event", as_dict=True, maintain_order=True
        ).items()
    }
    rows = (
        carrying.select("event", "kind", "item", "article")
        .with_columns(at=pl.col("article").replace_strict(_places(by_event), return_dtype=pl.Int64))
        .group_by("event", "kind", "item", "at")
        .len("n")
        .sort("event", "kind", "item", "at")
    )
    for (event, kind), found in rows.group_by("event", "kind", maintain_order=True):
        here = by_event[event]
        new = (found["item"] != found["item"].shift(1)).fill_null(True)
        n = np.zeros((int(new.sum()), len(here.unit)), dtype=np.int64)
        n[new.cum_sum().to_numpy() - 1, found["at"].to_numpy()] = found["n"].to_numpy()
        yield Carried(str(event), str(kind), found["item"].filter(new), here, n)


def _places(by_event: Mapping[object, Covering]) -> dict[str, int]:
    """The place of each article among those on its event."""
    return {a: k for covering in by_event.values() for k, a in enumerate(covering.ids)}
