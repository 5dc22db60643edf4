"""Terms that a side never uses in any spelling while others do, and how odd that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import READING, Pair, build_side, compare_sides
from framing.measures.omission import chance_none

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MIN_ARTICLES = 5  # distinct articles of others, for terms that nobody asked for
HALF = 0.5  # least weighted uses that make a text a carrier: house text and copies are not its own

FOUND, ABSENT = "found", "not found"
OTHER_FORMS, OUTSIDE = "other forms only", "outside the scope only"


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched.

    Attributes
    ----------
    docs
        One row an article in scope: ``article``, ``unit``, ``outlet``, ``group``, ``event``,
        ``words`` (weighted).
    every
        ``article``, ``outlet``, ``group`` of all measured articles, also those out of scope.
    cells
        Uses by term and article: ``item``, ``article``, ``n``, ``n_term`` (of the term itself,
        where ``n`` has all forms of an entry), ``n_eff``, and ``n_outside``, the uses that the
        scope leaves out. All spellings of a term are one item.
    """

    docs: pl.DataFrame
    every: pl.DataFrame
    cells: pl.DataFrame


class Missing(NamedTuple):
    """Rows of one side, with ``item``, and lines on what was left out and what to expect."""

    rows: pl.DataFrame
    pair: Pair
    hidden: tuple[str, ...]


def find_missing(
    searched: Searched, *, by: str, side: str, min_articles: int, chosen: bool
) -> Missing:
    """What a side does not use, against all others.

    Parameters
    ----------
    searched
        What was searched.
    by, side
        ``group`` or ``outlet``, and which one.
    min_articles
        Terms that others use in fewer distinct articles are left out, and counted.
    chosen
        Whether terms were asked for: then each has a row, found or not, and none is left out.

    Returns
    -------
    Missing
        ``found``, ``n``, ``n_term``, ``n_eff``, ``n_articles`` of ``n_articles_searched``
        (distinct articles), ``n_outside``; the same of the others; ``n_events_others`` of
        ``n_events_shared``.
        ``chance`` is that of finding none in the side's texts on shared events if it used the
        term at the rate of the others' texts on them (``measures.omission.chance_none``: share of
        articles, beta-binomial with Jeffreys' prior, length as exposure); a text carries the term
        with half a use or more once copies and house text are weighed. Null in tier reading.
        ``expected`` is how many of all terms looked at would be missing by luck with a chance no
        larger than this: the sum of their chances.
    """
    own = pl.col(by) == side
    docs = searched.docs.with_columns(own=own)
    pair = compare_sides(
        build_side(docs.filter("own"), side), build_side(docs.filter(~pl.col("own")), "all others")
    )
    frame = _counts(searched, docs, own)
    hidden: list[str] = []
    if not chosen:
        few = frame.filter((pl.col("n_others") > 0) & (pl.col("n_articles_others") < min_articles))
        if few.height:
            hidden.append(
                f"{few.height} terms ({sum(few['n_others'])} uses) that others use in fewer than "
                f"{min_articles} distinct articles were not looked at"
            )
        frame = frame.filter(pl.col("n_articles_others") >= min_articles)
    frame = _with_chances(frame, searched, docs, pair)
    if not chosen:
        hidden += _expectation(frame)
        frame = frame.filter(pl.col("found") == ABSENT)
    return Missing(frame, pair, tuple(hidden))


def _counts(searched: Searched, docs: pl.DataFrame, own: pl.Expr) -> pl.DataFrame:
    """Uses of each term by the side and by others, in scope and outside."""
    placed = searched.cells.join(searched.every, on="article").with_columns(own=own)
    inside = placed.filter(pl.col("n") > 0).join(
        docs.select("article", "unit", "event"), on="article"
    )
    items = searched.cells.select("item").unique().sort("item")
    frame = items
    for name, mine in (("", pl.col("own")), ("_others", ~pl.col("own"))):
        sums = (
            inside.filter(mine)
            .group_by("item")
            .agg(
                pl.col("n").sum().alias(f"n{name}"),
                pl.col("n_term").sum().alias(f"n_term{name}"),
                pl.col("n_eff").sort().sum().alias(f"n_eff{name}"),
                pl.col("unit").n_unique().cast(pl.Int64).alias(f"n_articles{name}"),
            )
        )
        frame = frame.join(sums, on="item", how="left", maintain_order="left")
        n = docs.filter(mine)["unit"].n_unique()
        frame = frame.with_columns(pl.lit(n).alias(f"n_articles_searched{name}"))
    outside = placed.filter("own").group_by("item").agg(pl.col("n_outside").sum())
    return (
        frame.join(outside, on="item", how="left", maintain_order="left")
        .with_columns(pl.col("^n_.*$", "n").fill_null(0))
        .with_columns(
            found=pl.when(pl.col("n_term") > 0)
            .then(pl.lit(FOUND))
            .when(pl.col("n") > 0)
            .then(pl.lit(OTHER_FORMS))
            .when(pl.col("n_outside") > 0)
            .then(pl.lit(OUTSIDE))
            .otherwise(pl.lit(ABSENT))
        )
    )


def _with_chances(
    frame: pl.DataFrame, searched: Searched, docs: pl.DataFrame, pair: Pair
) -> pl.DataFrame:
    """Add ``chance``, ``expected``, ``n_events_others``, ``n_events_shared`` and ``flag``."""
    shared = docs.filter(pl.col("event").is_in(list(pair.shared_events)))
    others = shared.filter(~pl.col("own"))
    used = (
        searched.cells.filter(pl.col("n") > 0)
        .join(others.select("article", "unit", "event"), on="article")
        .group_by("item")
        .agg(n_events_others=pl.col("event").n_unique().cast(pl.Int64))
    )
    frame = frame.join(used, on="item", how="left", maintain_order="left").with_columns(
        pl.col("n_events_others").fill_null(0),
        n_events_shared=pl.lit(len(pair.shared_events), dtype=pl.Int64),
    )
    reading = pair.tier == READING
    chance = np.full(frame.height, np.nan)
    if not reading:
        chance = _chances(frame["item"].to_numpy(), searched.cells, others, shared.filter("own"))
    order = np.argsort(chance, kind="stable")
    ranked = chance[order].round(12)
    total = np.cumsum(np.where(np.isfinite(ranked), ranked, 0.0))
    expected = np.empty(frame.height)
    # Terms of one chance are equally odd: each is set against all of them.
    expected[order] = total[np.searchsorted(ranked, ranked, side="right") - 1] if len(total) else 0
    missing = pl.col("found") == ABSENT
    elsewhere = pl.col("n_events_others") == 0
    return frame.with_columns(chance_any=pl.Series(chance).fill_nan(None)).with_columns(
        chance=pl.when(missing & ~elsewhere & (not reading)).then("chance_any"),
        expected=pl.when(missing & ~elsewhere & (not reading)).then(pl.Series(expected)),
        flag=pl.when(missing & (pl.col("n_others") == 0))
        .then(pl.lit("found nowhere"))
        .when(missing & reading)
        .then(pl.lit("tier reading: counts, no chance"))
        .when(missing & elsewhere)
        .then(pl.lit("others use it only beside the shared events: no chance"))
        .otherwise(pl.lit("")),
    )


def _chances(
    items: NDArray[np.int64], cells: pl.DataFrame, others: pl.DataFrame, own: pl.DataFrame
) -> Floats:
    """Of each term the chance that texts as long as the side's have none; see ``find_missing``."""
    texts = (
        others.group_by("unit").agg(pl.col("words").sort().sum()).filter(pl.col("words") > 0)
    ).sort("unit")
    mean = float(texts["words"].sum()) / max(texts.height, 1)
    exposure = texts["words"].to_numpy() / mean
    own_exposure = float(own["words"].sort().sum()) / mean
    where = others.select("article", "unit").join(
        texts.with_row_index("text").select("unit", "text"), on="unit"
    )
    place = pl.DataFrame({"item": items}).with_row_index("row")
    hits = (
        cells.filter(pl.col("n") > 0)
        .join(where, on="article")
        .join(place, on="item")
        .group_by("row", "text")
        .agg(pl.col("n_eff").sort().sum())
        .filter(pl.col("n_eff") >= HALF)
        .sort("row", "text")
    )
    from scipy.sparse import csr_array

    at = (hits["row"].to_numpy(), hits["text"].to_numpy())
    carried = csr_array((np.ones(hits.height), at), shape=(len(items), texts.height))
    return chance_none(carried, exposure, own=own_exposure)


def _expectation(frame: pl.DataFrame) -> list[str]:
    """How many terms are missing, and how many luck alone would take away."""
    n, missing = frame.height, frame.filter(pl.col("found") == ABSENT).height
    outside = frame.filter(pl.col("found") == OUTSIDE).height
    lines = []
    looked = frame["chance_any"].drop_nulls()
    if looked.len():
        lines.append(
            f"{missing} of {n} terms are not found; were all used at the others' rate, about "
            f"{looked.sort().sum():.0f} would be missing by chance"
        )
    else:
        lines.append(f"{missing} of {n} terms are not found")
    if outside:
        lines.append(f"{outside} more stand only outside the scope and are not listed")
    return lines
