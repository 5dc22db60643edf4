"""Counts by article as texts: what each unit says on each side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.apart.sides import Sides
from framing.compare.resampling.permutation import Exchange
from framing.counts.numbering import number_strings
from framing.counts.terms import TermCounts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts of a comparison, a text being what one unit says on one side.

    Attributes
    ----------
    rows
        One row a text, sorted by unit and side: ``unit``, ``side``, ``stratum``, ``outlet``,
        ``event`` (those of the unit's first carrier on that side).
    terms
        One row a term: ``types``, ``n_articles`` (distinct articles, on all sides).
    counts
        Texts by terms, weighted.
    n
        Texts by terms, as they stand.
    n_hidden, uses_hidden
        Terms in too few distinct articles, and how often they stand.
    """

    rows: pl.DataFrame
    terms: pl.DataFrame
    counts: csr_array
    n: csr_array
    n_hidden: int
    uses_hidden: int

    @property
    def labels(self) -> Ints:
        """The number of each text's side among the sides, in alphabetical order."""
        return number_strings(self.rows["side"])[1].to_numpy()

    @property
    def units(self) -> Ints:
        """The number of each text's unit."""
        return number_strings(self.rows["unit"])[1].to_numpy()

    @property
    def events(self) -> Ints:
        """The number of the event of each text's unit; only where every text has one."""
        event = self.rows.select(pl.col("event").first().over("unit")).to_series()
        return number_strings(event)[1].to_numpy()


def gather_texts(counted: TermCounts, sides: Sides, *, min_articles: int) -> Corpus:
    """Counts by article into counts by unit and side, of terms in enough distinct articles.

    Parameters
    ----------
    counted
        Counts by article; articles of no side do not count.
    sides
        Who is compared.
    min_articles
        Terms in fewer distinct articles (copies are one), whoever they are of, are left out.
    """
    rows = (
        sides.rows.sort(pl.col("article") != pl.col("unit"), "article")
        .group_by("unit", "side", maintain_order=True)
        .agg(pl.col("stratum", "outlet", "event").first())
        .sort("unit", "side")
    )
    placed = (
        pl.DataFrame({"article": counted.articles})
        .with_row_index("column")
        .join(sides.rows.select("article", "unit", "side"), on="article")
        .join(rows.with_row_index("row").select("unit", "side", "row"), on=["unit", "side"])
        .sort("column")
    )
    at = (placed["row"].to_numpy(), placed["column"].to_numpy())
    shape = (rows.height, len(counted.articles))
    member = csr_array((np.ones(placed.height), at), shape=shape)
    n = csr_array(member @ counted.n.T.astype(np.float64))
    weighted = csr_array(member @ counted.n_eff.T)
    unit = number_strings(rows["unit"])[1].to_numpy()
    shape = (len(set(unit)), len(unit))
    by_unit = csr_array((np.ones(len(unit)), (unit, np.arange(len(unit)))), shape=shape)
    spread = np.bincount((by_unit @ n).tocoo().coords[1], minlength=n.shape[1])
    enters = np.flatnonzero(spread >= max(min_articles, 1))
    rare = (spread > 0) & (spread < min_articles)
    uses = np.asarray(n.sum(axis=0))
    terms = counted.terms[enters].select("types").with_columns(n_articles=spread[enters])
    return Corpus(
        rows=rows,
        terms=terms,
        counts=csr_array(weighted[:, enters]),
        n=csr_array(n[:, enters]),
        n_hidden=int(rare.sum()) + int(counted.hidden["n_terms"].sum()),
        uses_hidden=int(uses[rare].sum()) + int(counted.hidden["n"].sum()),
    )


def restrict(corpus: Corpus, chosen: NDArray[np.bool_]) -> Corpus:
    """Some of the texts, with all terms."""
    rows = corpus.rows.filter(pl.Series(chosen))
    at = np.flatnonzero(chosen)
    n, counts = csr_array(corpus.n[at]), csr_array(corpus.counts[at])
    return Corpus(rows, corpus.terms, counts, n, corpus.n_hidden, corpus.uses_hidden)


def place_texts(corpus: Corpus, plan: Exchange) -> Ints:
    """For each text the number of its unit in the plan."""
    order = {unit: k for k, unit in enumerate(plan.units["unit"])}
    return np.array([order[unit] for unit in corpus.rows["unit"]], dtype=np.int64)


def text_labels(labels: Ints, place: Ints, own: Ints) -> Ints:
    """Labels of units, as a permutation gives them, as labels of texts.

    Parameters
    ----------
    labels
        Shape (n_labellings, n_units); below 0 for units on several sides, whose texts keep their
        own.
    place
        From ``place_texts``.
    own
        The labels of the texts as they are.
    """
    given = labels[:, place]
    return np.where(given < 0, own, given)
