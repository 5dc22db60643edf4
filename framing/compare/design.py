"""The design of a comparison: sides, units, shared events, and the tier they allow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import polars as pl

READING, DESCRIPTIVE, INFERENTIAL = "reading", "descriptive", "inferential"
TIERS = (READING, DESCRIPTIVE, INFERENTIAL)
MIN_DESCRIPTIVE = 5  # distinct articles a side
MIN_INFERENTIAL = 20
MIN_SHARED_EVENTS = 5
MIN_OUTLETS = 4  # a group, for claims about groups


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a group, or an outlet."""

    name: str
    n_articles: int
    n_distinct: int  # copy groups count once
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides and what may be said of their difference."""

    a: str
    b: str
    tier: str
    shared_events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Design:
    """The design of a study by groups.

    ``tier`` is the lowest of all pairs: what holds for every comparison that the report makes.
    ``units`` has ``article``, ``unit``, ``stratum``, ``outlet``, ``group``, ``event``.
    """

    sides: tuple[Side, ...]
    pairs: tuple[Pair, ...]
    tier: str
    shared_events: tuple[str, ...]
    units: pl.DataFrame


def build_design(articles: pl.DataFrame, copies: pl.DataFrame, outlets: pl.DataFrame) -> Design:
    """The design by groups.

    Parameters
    ----------
    articles
        Columns ``article``, ``outlet``, ``group``, ``event``; the measured ones.
    copies
        Schema ``COPIES``.
    outlets
        Schema ``OUTLETS``: groups without articles are sides, too, but no part of any pair.
    """
    units = build_units(articles, copies)
    names = sorted(set(outlets["group"]))
    sides = tuple(build_side(units.filter(pl.col("group") == name), name) for name in names)
    present = tuple(side for side in sides if side.n_articles)
    pairs = tuple(compare_sides(a, b) for a, b in combinations(present, 2))
    tier = min((pair.tier for pair in pairs), key=TIERS.index, default=READING)
    covered = [set(side.events) for side in present]
    shared = tuple(sorted(set.intersection(*covered))) if len(covered) > 1 else ()
    return Design(sides, pairs, tier, shared, units)


def build_side(units: pl.DataFrame, name: str) -> Side:
    """A side made of the given rows of ``Design.units``."""
    events = tuple(sorted(set(units["event"].drop_nulls())))
    return Side(name, units.height, units["unit"].n_unique(), events)


def compare_sides(a: Side, b: Side) -> Pair:
    """The tier of a pair: how many distinct articles, how many shared events."""
    shared = tuple(sorted(set(a.events) & set(b.events)))
    fewest = min(a.n_distinct, b.n_distinct)
    if fewest < MIN_DESCRIPTIVE or not shared:
        tier = READING
    elif fewest < MIN_INFERENTIAL or len(shared) < MIN_SHARED_EVENTS:
        tier = DESCRIPTIVE
    else:
        tier = INFERENTIAL
    return Pair(a.name, b.name, tier, shared)


def build_units(articles: pl.DataFrame, copies: pl.DataFrame) -> pl.DataFrame:
    """What is drawn together, and within what it is drawn.

    A unit is a copy group, else an article. Its stratum is the outlet of its first carrier.
    Outlets with a single unit are merged; where that leaves one unit, with their whole group.

    Returns
    -------
    DataFrame
        Columns ``article``, ``unit``, ``stratum``, ``outlet``, ``group``, ``event``, sorted by
        article.
    """
    rows = articles.select("article", "outlet", "group", "event").join(
        copies.select("article", "unit"), on="article", maintain_order="left"
    )
    rows = rows.join(_homes(rows), on="unit", how="left", maintain_order="left")
    alone = pl.col("unit").n_unique().over("home_outlet") == 1
    n_alone = pl.col("unit").filter("alone").n_unique().over("home_group")
    return (
        rows.with_columns(alone=alone)
        .with_columns(
            stratum=pl.when(pl.col("alone") | (n_alone == 1))
            .then(pl.lit("group ") + pl.col("home_group"))
            .otherwise(pl.lit("outlet ") + pl.col("home_outlet"))
        )
        .select("article", "unit", "stratum", "outlet", "group", "event")
        .sort("article")
    )


def outlet_clusters(units: pl.DataFrame) -> pl.DataFrame:
    """The units, drawn with their whole outlet within its group: for claims about groups.

    Parameters
    ----------
    units
        As from ``build_units``.

    Returns
    -------
    DataFrame
        The same, ``stratum`` the group and ``cluster`` the outlet of the unit's first carrier.
    """
    homes = units.join(_homes(units), on="unit", how="left", maintain_order="left")
    return homes.with_columns(
        stratum=pl.lit("group ") + pl.col("home_group"), cluster=pl.col("home_outlet")
    ).drop("home_group", "home_outlet")


def _homes(rows: pl.DataFrame) -> pl.DataFrame:
    """Outlet and group of each unit's first carrier."""
    # A unit bears the name of its first carrier, which another scope may have left out.
    first = (pl.col("article") != pl.col("unit"), pl.col("article"))
    return (
        rows.sort(*first)
        .group_by("unit", maintain_order=True)
        .agg(home_outlet=pl.col("outlet").first(), home_group=pl.col("group").first())
    )
