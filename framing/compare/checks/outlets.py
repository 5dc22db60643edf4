"""Do outlets differ by more than their articles do when these are shuffled among them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.permutation import exchange, is_exact, relabel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
N_SHUFFLES = 999
_TIE = 1e-9  # equal sums differ in the last digits, added in another order


@dataclass(frozen=True, slots=True)
class Shuffled:
    """In which share of the shuffles outlets lie as far apart as they do.

    ``each`` by trait; ``together`` of all traits at once; 1 where nothing can change places.
    ``n_units`` are the texts that can.
    """

    each: dict[str, float]
    together: float
    n_shuffles: int
    n_units: int


def shuffle_outlets(
    articles: pl.DataFrame,
    traits: Mapping[str, pl.DataFrame],
    *,
    seed: int,
    n_shuffles: int = N_SHUFFLES,
) -> Shuffled:
    """How often articles shuffled among outlets, within events, set these as far apart.

    How far apart: the sum over outlets and items of (count of the item)² / (count of all items of
    the trait), which grows when each outlet keeps to items of its own. All traits together: the
    sum of their standardised values. It is a description of noise that the answer of a report
    rests on, and no test of a hypothesis: outlets with a manner of their own differ by it.

    Parameters
    ----------
    articles
        One row an article: ``article``, ``unit``, ``outlet``, ``event``. Texts without an event,
        of an event of one outlet, or carried by several outlets stay where they are.
    traits
        By name: ``article``, ``item`` and ``n``, how often the article has the item.
    seed, n_shuffles
        Of the shuffles; all relabellings once where there are no more than so many.

    >>> rows = pl.DataFrame({"article": list("abcd"), "unit": list("abcd"), "outlet": list("xyxy"),
    ...                      "event": ["e", "e", "f", "f"]})
    >>> names = pl.DataFrame({"article": list("abcd"), "item": list("pqpq"), "n": [1, 1, 1, 1]})
    >>> shuffle_outlets(rows, {"names": names}, seed=1).each
    {'names': 0.5}
    """
    plan = exchange(articles.with_columns(side=pl.col("outlet")))
    moves = plan.piece >= 0
    there = plan.units.with_row_index("u").filter(pl.Series(moves))
    tables = {name: _table(rows, articles, there) for name, rows in traits.items()}
    n_units = int(moves.sum())
    if not n_units or not tables:
        return Shuffled(dict.fromkeys(traits, 1.0), 1.0, 0, n_units)
    observed = _apart(plan.observed[:, moves], tables)
    drawn = np.concatenate(
        [
            _apart(labels[:, moves], tables)
            for labels in relabel(plan, seed=seed, replicates=n_shuffles)
        ]
    )
    more = 0 if is_exact(plan, n_shuffles) else 1
    each = _share(observed, drawn, more)
    spread = np.concatenate([observed, drawn])
    scale = spread.std(axis=0)
    scale[scale <= _TIE * np.abs(spread).max(axis=0)] = np.inf  # the same in every shuffle
    scores = ((spread - spread.mean(axis=0)) / scale).sum(axis=1, keepdims=True)
    together = _share(scores[:1], scores[1:], more)[0]
    return Shuffled(
        dict(zip(tables, (float(s) for s in each), strict=True)),
        float(together) if np.isfinite(scale).any() else 1.0,
        len(drawn),
        n_units,
    )


def _table(rows: pl.DataFrame, articles: pl.DataFrame, units: pl.DataFrame) -> Floats:
    """Counts by unit and item; the articles of a unit are added up."""
    items = {item: k for k, item in enumerate(sorted(set(rows["item"])))}
    place = {unit: k for k, unit in enumerate(units["unit"])}
    home = articles.select("article", "unit").filter(pl.col("unit").is_in(list(place)))
    found = rows.join(home, on="article").group_by("unit", "item").agg(pl.col("n").sum())
    out = np.zeros((len(place), max(len(items), 1)))
    for unit, item, n in found.iter_rows():
        out[place[unit], items[item]] = n
    return out


def _apart(labels: Ints, tables: Mapping[str, Floats]) -> Floats:
    """How far apart the outlets are, of shape (relabellings, traits)."""
    out = np.zeros((len(labels), len(tables)))
    for label in np.unique(labels):
        mine = (labels == label).astype(np.float64)
        for k, table in enumerate(tables.values()):
            counts = mine @ table
            whole = counts.sum(axis=1)
            squares = (counts**2).sum(axis=1)
            out[:, k] += np.divide(squares, whole, out=np.zeros_like(whole), where=whole > 0)
    return out


def _share(observed: Floats, drawn: Floats, more: int) -> Floats:
    """The share of shuffles that reach the observed value, with it counted once."""
    reached = (drawn >= observed - _TIE * np.maximum(np.abs(observed), 1.0)).sum(axis=0)
    share: Floats = (reached + more) / (len(drawn) + more)
    return share
