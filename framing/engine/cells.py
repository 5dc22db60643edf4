"""What each unit adds to the numbers of a layer: cells that checks and planning sum anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from framing.compare.checks.cells import MEAN, RATE, SHARE, Cells, Ints
from framing.compare.design import INFERENTIAL, READING, Pair, build_units
from framing.compare.estimates.positions import statements
from framing.engine.mentions import article_weights, mention_rows, spoken
from framing.engine.run import Run
from framing.engine.verbs.stance import position_rows
from framing.engine.verbs.style import style
from framing.engine.verbs.words import find_sides
from framing.records.scope import Scope

MEASURES = ("words", "names", "voices", "stance", "readability")
_NAME, _STANCE = ("entity", "name", "mode"), ("target", "kind", "position", "voice")


class Layer(NamedTuple):
    """Cells of a layer, and in how many outlets each item stands."""

    cells: Cells
    n_outlets: Ints


def build_layer(
    run: Run, measure: str, *, sides: pl.DataFrame, pair: Pair, scope: Scope, max_n: int = 1
) -> Layer:
    """Cells of one measure for two sides.

    Parameters
    ----------
    run, scope
        The study, and what counts with which weight.
    measure
        One of ``MEASURES``.
    sides, pair
        From ``find_sides``.
    max_n
        Longest n-gram, for words.
    """
    if measure == "words":
        return _words(run, sides, pair, scope, max_n)
    if measure == "readability":
        return _readability(run, sides, scope)
    item, within, rows = _MENTIONS[measure](run, scope)
    return _shares(rows, item=item, within=within, sides=sides)


def _names(run: Run, scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...], pl.DataFrame]:
    return _NAME, ("entity",), mention_rows(run, run.layers.names, scope)


def _voices(run: Run, scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...], pl.DataFrame]:
    rows = mention_rows(run, spoken(run.layers.attributions), scope)
    return ("side",), (), rows.with_columns(pl.col("side").fill_null("none"))


def _stances(run: Run, scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...], pl.DataFrame]:
    return _STANCE, ("target", "kind"), statements(position_rows(run, scope))


_MENTIONS: dict[
    str, Callable[[Run, Scope], tuple[tuple[str, ...], tuple[str, ...], pl.DataFrame]]
] = {"names": _names, "voices": _voices, "stance": _stances}


def _columns(sides: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Units by side, and for each article the number of its column."""
    columns = (
        sides.sort("unit", "side", pl.col("article") != pl.col("unit"), "article")
        .group_by("unit", "side", maintain_order=True)
        .agg(pl.col("stratum", "outlet", "event").first())
    )
    number = columns.select("unit", "side").with_row_index("column")
    place = sides.select("article", "unit", "side", "outlet").join(number, on=["unit", "side"])
    return columns, place.select("article", "outlet", pl.col("column").cast(pl.Int64))


def _words(run: Run, sides: pl.DataFrame, pair: Pair, scope: Scope, max_n: int) -> Layer:
    least = 2 if pair.tier == INFERENTIAL else 1
    counted = run.counts.weighted(scope, max_n=max_n, min_articles=least, articles=sides["article"])
    columns, place = _columns(sides)
    docs = pl.DataFrame({"article": counted.articles}).join(
        place, on="article", how="left", maintain_order="left"
    )
    here = docs["column"].to_numpy()
    n_docs = len(here)
    gather = csr_array((np.ones(n_docs), (np.arange(n_docs), here)), shape=(n_docs, columns.height))
    outlet = docs["outlet"].rank("dense").to_numpy().astype(np.int64) - 1
    shape = (n_docs, int(outlet.max(initial=0)) + 1)
    owned = csr_array((np.ones(n_docs), (np.arange(n_docs), outlet)), shape=shape)
    top = csr_array(counted.n_eff @ gather)
    top.sort_indices()
    cells = Cells(
        items=counted.terms.rename({"types": "term"}),
        columns=columns,
        top=top,
        bottom=np.asarray(counted.total_eff @ gather)[np.newaxis],
        whole=np.zeros(counted.terms.height, dtype=np.int64),
        kind=RATE,
    )
    return Layer(cells, np.diff(csr_array(counted.n @ owned).indptr).astype(np.int64))


def _shares(
    rows: pl.DataFrame, *, item: tuple[str, ...], within: tuple[str, ...], sides: pl.DataFrame
) -> Layer:
    columns, place = _columns(sides)
    rows = rows.drop("outlet").join(place, on="article", how="inner", maintain_order="left")
    wholes = rows.select(pl.lit("all").alias("whole"), *within).unique().sort(*within, "whole")
    wholes = wholes.with_row_index("w")
    items = rows.select(item).unique().sort(item)
    tied = items.with_columns(whole=pl.lit("all")).join(
        wholes, on=["whole", *within], maintain_order="left"
    )
    numbered = rows.join(tied.with_row_index("i"), on=list(item), nulls_equal=True)
    top = _sum(numbered, "i", (items.height, columns.height))
    bottom = _sum(numbered, "w", (wholes.height, columns.height)).toarray()
    n_outlets = numbered.group_by("i").agg(pl.col("outlet").n_unique()).sort("i")["outlet"]
    whole = tied["w"].to_numpy().astype(np.int64)
    return Layer(Cells(items, columns, top, bottom, whole, SHARE), n_outlets.to_numpy())


def _sum(rows: pl.DataFrame, row: str, shape: tuple[int, int]) -> csr_array:
    """Weights summed by item (or whole) and column, in one fixed order."""
    sums = rows.group_by(row, "column").agg(pl.col("weight").sort().sum()).sort(row, "column")
    place = (sums[row].to_numpy(), sums["column"].to_numpy())
    return csr_array((sums["weight"].to_numpy(), place), shape=shape)


def _readability(run: Run, sides: pl.DataFrame, scope: Scope) -> Layer:
    values = style(run, scope=scope, articles=True).drop_nulls("value")
    weights = article_weights(run, scope, among=values["article"]).select("article", "weight")
    columns, place = _columns(sides)
    rows = values.join(weights, on="article").join(place.drop("outlet"), on="article")
    items = values.select("measure").unique().sort("measure")
    numbered = rows.join(items.with_row_index("i"), on="measure")
    shape = (items.height, columns.height)
    top = _sum(numbered.with_columns(weight=pl.col("weight") * pl.col("value")), "i", shape)
    bottom = _sum(numbered, "i", shape).toarray()
    whole = np.arange(items.height, dtype=np.int64)
    cells = Cells(items, columns, top, bottom, whole, MEAN)
    return Layer(cells, np.full(items.height, sides["outlet"].n_unique(), dtype=np.int64))


def choose_sides(run: Run, group: str, versus: str, scope: Scope) -> tuple[pl.DataFrame, Pair]:
    """The two sides asked for, else the two groups with most distinct articles in scope.

    Where there are no two groups with articles, all of them stand on side a, in tier reading.
    """
    if group or versus:
        return find_sides(run, group, versus, scope)
    sides = [side for side in run.design_in(scope).sides if side.n_articles]
    most = sorted(sides, key=lambda side: (-side.n_distinct, side.name))[:2]
    if len(most) < 2:
        return everybody(run, scope)
    first, second = sorted(side.name for side in most)
    return find_sides(run, first, second, scope)


def everybody(run: Run, scope: Scope) -> tuple[pl.DataFrame, Pair]:
    """All articles in scope on one side."""
    units = build_units(run.articles_in(scope), run.copies)
    name = ", ".join(sorted(set(units["group"])))
    return units.with_columns(side=pl.lit("a")), Pair(name, "", READING, ())


def item_labels(cells: Cells) -> list[str]:
    """The items in one text each: ``disputed / blue / own``."""
    kept = cells.items.drop("n_words", strict=False)
    return [" / ".join(value for value in row if value is not None) for row in kept.iter_rows()]
