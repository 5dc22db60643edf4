"""Permutation of labels: what may change places, and how often that can be done."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, islice, product
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import MIN_OUTLETS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

BLOCK = 50  # relabellings held at a time, at most
MIXED = -1  # label of a unit that stands on several sides: its articles keep their own
ALPHA = 0.05
CLAIMS = ("these_outlets", "group")
# Draws of units and relabellings of one seed are streams of their own.
_STREAM = 1 << 32


@dataclass(frozen=True, slots=True)
class Exchange:
    """What may change places.

    Attributes
    ----------
    units
        One row a unit, sorted: ``unit``, ``within`` (its event), ``outlet``, ``label``.
    sides
        ``label`` k is ``sides[k]``; ``MIXED`` stands on several.
    claim
        ``these_outlets``: labels of units within events; ``group``: labels of whole outlets.
    piece
        For each unit the number of the label that it bears; below 0 for those that stay.
    labels, stratum
        For each piece its label, and among whom it moves; sorted by stratum.
    """

    units: pl.DataFrame
    sides: tuple[str, ...]
    claim: str
    piece: Ints
    labels: Ints
    stratum: Ints

    @property
    def observed(self) -> Ints:
        """The labels as they are, shape (1, units)."""
        return self.units["label"].to_numpy().astype(np.int64)[np.newaxis]

    def without_names(self) -> Exchange:
        """The same without who the units are, for processes that only draw."""
        return replace(self, units=self.units.select("label"))

    @property
    def n_strata(self) -> int:
        """In how many events (or among how many sets of outlets) labels can change places."""
        return len(np.unique(self.stratum))


class Count(NamedTuple):
    """How many relabellings there are, the observed one included, and what they can show.

    ``smallest_p`` is the smallest attainable p of a statistic that does not mind which side is
    called which: two-sided.
    """

    n: int
    smallest_p: float


def exchange(rows: pl.DataFrame, *, claim: str = "these_outlets") -> Exchange:
    """Plan which labels may change places.

    Parameters
    ----------
    rows
        One row an article: ``article``, ``unit``, ``side``, ``event``, ``outlet``. A unit has
        the event and the outlet of its first carrier.
    claim
        ``these_outlets`` permutes units within events: a unit without an event, an event with
        one side only and a unit on several sides contribute nothing. An event "" is one like
        any other: give it to all where there are none. ``group`` permutes whole outlets.

    >>> rows = pl.DataFrame({"article": list("abcd"), "unit": list("abcd"), "side": list("xyxy"),
    ...                      "event": ["e"] * 4, "outlet": list("pqpq")})
    >>> count_relabellings(exchange(rows))
    Count(n=6, smallest_p=0.3333333333333333)
    """
    if claim not in CLAIMS:
        raise ValueError(f"claim is {claim!r}; allowed: {', '.join(CLAIMS)}")
    sides = tuple(sorted(set(rows["side"])))
    units = (
        rows.with_columns(label=pl.col("side").rank("dense").cast(pl.Int64) - 1)
        .sort(pl.col("article") != pl.col("unit"), "article")
        .group_by("unit", maintain_order=True)
        .agg(
            within=pl.col("event").first(),
            outlet=pl.col("outlet").first(),
            label=pl.when(pl.col("label").n_unique() == 1)
            .then(pl.col("label").first())
            .otherwise(MIXED),
        )
        .sort("unit")
    )
    by = "outlet" if claim == "group" else "unit"
    mobile = units.with_row_index("row").filter(pl.col("label") != MIXED)
    if claim == "group":
        mobile = mobile.with_columns(within=pl.lit(""))
    pieces = mobile.drop_nulls("within").unique(["within", by, "label"]).sort("within", by)
    if pieces[by].n_unique() < pieces.height:
        raise ValueError("an outlet stands on two sides; allowed: claim group where each has one")
    pieces = pieces.filter(pl.col("label").n_unique().over("within") > 1)
    place = pl.DataFrame({by: pieces[by], "piece": np.arange(pieces.height)})
    found = mobile.join(place, on=by, how="left", maintain_order="left").drop_nulls("piece")
    piece = np.full(units.height, -1, dtype=np.int64)
    piece[found["row"].to_numpy()] = found["piece"].to_numpy()
    stratum = pieces["within"].rank("dense").to_numpy().astype(np.int64)
    return Exchange(units, sides, claim, piece, pieces["label"].to_numpy(), stratum)


def count_relabellings(plan: Exchange) -> Count:
    """The number of distinct relabellings (a product of multinomials), and the smallest p."""
    n = 1
    sizes = []
    for stratum in np.unique(plan.stratum):
        here = np.bincount(plan.labels[plan.stratum == stratum], minlength=len(plan.sides))
        sizes.append(tuple(int(k) for k in here))
        left = sum(sizes[-1])
        for k in sizes[-1]:
            n *= math.comb(left, k)
            left -= k
    # Sides of the same size everywhere can swap names: those relabellings tie with this one.
    profiles = list(zip(*sizes, strict=True)) if sizes else []
    ties = math.prod(math.factorial(profiles.count(p)) for p in set(profiles))
    return Count(n, min(1.0, ties / n))


def is_exact(plan: Exchange, replicates: int) -> bool:
    """Whether ``relabel`` gives every relabelling once instead of a sample."""
    return count_relabellings(plan).n <= replicates


def smallest_p(plan: Exchange, replicates: int) -> float:
    """The smallest p that so many replicates can show."""
    least = count_relabellings(plan).smallest_p
    return least if is_exact(plan, replicates) else max(least, 1 / (1 + replicates))


def why_no_test(plan: Exchange, replicates: int, *, names: tuple[str, ...] = ()) -> str:
    """Why permutation can show nothing here; empty where it can. ``names`` are those of sides."""
    if plan.claim == "group":
        outlets = plan.units.filter(pl.col("label") != MIXED).unique(["outlet", "label"])
        for label, side in enumerate(names or plan.sides):
            n = outlets.filter(pl.col("label") == label).height
            if n < MIN_OUTLETS:
                return f"claim group needs {MIN_OUTLETS} outlets a side, {side} has {n}: no p"
    if not plan.n_strata:
        return "no event with units of both sides: no p"
    least = smallest_p(plan, replicates)
    return f"smallest attainable p {least:.3g} is above {ALPHA}: no p" if least > ALPHA else ""


def relabel(
    plan: Exchange,
    *,
    seed: int,
    replicates: int,
    low: int = 0,
    high: int | None = None,
    block: int = 0,
) -> Iterator[Ints]:
    """Permuted labels of units, in blocks.

    All relabellings, the observed one among them, where there are no more than ``replicates``;
    else so many random ones, replicate r from a Philox stream of its own, so that neither block
    size nor the number of workers changes one.

    Parameters
    ----------
    plan, seed, replicates
        What changes places, and how many relabellings there are to be.
    low, high
        Only those from ``low`` to before ``high``; default: all.
    block
        How many are held at a time; default: ``BLOCK``.

    Yields
    ------
    ndarray of shape (block, units)
        Units in the order of ``plan.units``; what stays keeps its label, ``MIXED`` included.
    """
    moves = plan.piece >= 0
    last = n_relabellings(plan, replicates)
    last = last if high is None else min(high, last)
    rows: Iterator[Ints] = (_sample(plan, seed, r) for r in range(low, last))
    if is_exact(plan, replicates):
        rows = islice(_every(plan), low, last)
    while pieces := list(islice(rows, block or BLOCK)):
        labels = np.repeat(plan.observed, len(pieces), axis=0)
        labels[:, moves] = np.stack(pieces)[:, plan.piece[moves]]
        yield labels


def n_relabellings(plan: Exchange, replicates: int) -> int:
    """How many relabellings ``relabel`` gives."""
    return min(count_relabellings(plan).n, replicates)


def _sample(plan: Exchange, seed: int, r: int) -> Ints:
    """Random labels of the pieces."""
    return plan.labels[draw_order(plan, seed, r)]


def draw_order(plan: Exchange, seed: int, r: int) -> Ints:
    """Whose label each piece gets."""
    generator = np.random.Generator(np.random.Philox(key=[seed, _STREAM + r]))
    keys = generator.random(len(plan.labels))
    # Pieces are sorted by stratum: sorted by both, each place gets one of its own stratum.
    return np.argsort(plan.stratum + keys, kind="stable")


def _every(plan: Exchange) -> Iterator[Ints]:
    """Every arrangement of the labels of the pieces."""
    parts = [
        [np.array(a, dtype=np.int64) for a in _arrangements(plan.labels[plan.stratum == s])]
        for s in np.unique(plan.stratum)
    ]
    for chosen in product(*parts):
        yield np.concatenate(chosen) if chosen else plan.labels


def _arrangements(labels: Ints) -> Iterator[list[int]]:
    """Every distinct order of some labels."""
    sizes = np.bincount(labels)

    def place(label: int, free: tuple[int, ...]) -> Iterator[dict[int, int]]:
        if label == len(sizes):
            yield {}
            return
        for here in combinations(free, int(sizes[label])):
            rest = tuple(k for k in free if k not in here)
            for more in place(label + 1, rest):
                yield {**dict.fromkeys(here, label), **more}

    for chosen in place(0, tuple(range(len(labels)))):
        yield [chosen[k] for k in range(len(labels))]
