"""Copies: who carries a text, who had it first, and what each outlet changed."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.corpus.copies.changes import find_changes, match_carriers
from framing.corpus.copies.texts import Ints
from framing.engine.run import Run
from framing.engine.verbs.show import find_article
from framing.errors import UsageError
from framing.records.tables import CARRIERS, CHANGES, table

_META = list(CARRIERS)[:7]  # what is known of an article without its words


def copies(run: Run, *, changes: bool = False, article: str | None = None) -> pl.DataFrame:
    """Texts that several articles carry, also where they were edited.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    changes
        What each carrier changed instead of one row a carrier.
    article
        Only the group of this article; with ``changes`` only its own changes. An id, the
        beginning of one, or a file name.

    Returns
    -------
    DataFrame
        Schema ``CARRIERS``: ``unit`` is the earliest carrier (by date, then id), ``earliest`` its
        outlet, ``wire`` the agency that any carrier credits, ``shared`` the share of the words of
        the shorter text that it has in common with the earliest, ``n_added`` and ``n_removed``
        words against it. With ``changes`` schema ``CHANGES``: stretches of the article in its
        order, ``same``, ``added``, ``removed`` or ``replaced``; passages that only moved are the
        same. ``start`` and ``end`` are characters of the article.

    Raises
    ------
    UsageError
        ``article`` names no measured article, several, or one without copies.
    """
    groups = run.copies.filter(pl.col("n_carriers") > 1)
    if article is not None:
        groups = _around(groups, find_article(run, article), alone=changes)
    if changes:
        return _changes(run, groups.filter(pl.col("article") != pl.col("unit")))
    return _carriers(run, groups)


def _around(groups: pl.DataFrame, article: str, *, alone: bool) -> pl.DataFrame:
    """The group of an article; alone: its own row, or of the earliest carrier all of them."""
    own = groups.filter(pl.col("article") == article)
    if own.is_empty():
        raise UsageError(f"{article} has no copies; framing copies STUDY lists what has some")
    if alone and own["unit"][0] != article:
        return own
    return groups.filter(pl.col("unit") == own["unit"][0])


def _carriers(run: Run, groups: pl.DataFrame) -> pl.DataFrame:
    words = run.running_words
    place = match_carriers(words, groups)
    sizes = dict(words.group_by("article").len().iter_rows())
    meta = run.measured.select("article", "outlet", "date", "wire")
    rows = groups.join(meta, on="article", maintain_order="left").join(
        meta.select(unit="article", earliest="outlet"), on="unit", maintain_order="left"
    )
    kept = {name: int((found >= 0).sum()) for name, found in place.items()}
    found = [
        {
            **row,
            "shared": kept[row["article"]] / min(sizes[row["article"]], sizes[row["unit"]]),
            "n_words": sizes[row["article"]],
            "n_added": sizes[row["article"]] - kept[row["article"]],
            "n_removed": sizes[row["unit"]] - kept[row["article"]],
        }
        for row in rows.select(_META).iter_rows(named=True)
    ]
    wire = pl.col("wire").filter(pl.col("wire") != "").sort().first().over("unit")
    first = pl.col("article") != pl.col("unit")
    return (
        table(found, CARRIERS)
        .with_columns(wire=wire)
        .sort([-pl.col("n_carriers"), "unit", first, "date", "article"], nulls_last=True)
    )


def _changes(run: Run, pairs: pl.DataFrame) -> pl.DataFrame:
    words = run.running_words
    place = match_carriers(words, pairs)
    named = pl.concat([pairs["article"], pairs["unit"]]).unique().sort()
    some = words.filter(pl.col("article").is_in(named.implode()))
    spans = {
        str(name): np.stack([part["start"].to_numpy(), part["end"].to_numpy()], axis=1)
        for (name,), part in some.partition_by("article", as_dict=True).items()
    }
    texts = dict(run.measured.select("article", "text").iter_rows())
    outlets = dict(run.measured.select("article", "outlet").iter_rows())
    rows: list[dict[str, object]] = []
    for article, unit in pairs.sort("unit", "article").select("article", "unit").iter_rows():
        for change in find_changes(place[article], len(spans[unit])):
            start, end = _reach(spans[article], change.after)
            before = _reach(spans[unit], change.before)
            rows.append(
                {
                    "unit": unit,
                    "article": article,
                    "outlet": outlets[article],
                    "change": change.change,
                    "before": texts[unit][slice(*before)],
                    "after": texts[article][start:end],
                    "start": start,
                    "end": end,
                }
            )
    return table(rows, CHANGES)


def _reach(spans: Ints, words: tuple[int, int]) -> tuple[int, int]:
    """Characters of a stretch of words; where there are none, the place between two."""
    first, last = words
    if first < last:
        return int(spans[first][0]), int(spans[last - 1][1])
    at = int(spans[first - 1][1]) if first else 0
    return at, at
