"""The sides of a comparison of all with all: groups or outlets, and what each pair allows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import polars as pl

from framing.compare.design import (
    MIN_DESCRIPTIVE,
    READING,
    TIERS,
    Pair,
    Side,
    build_side,
    compare_sides,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is compared with whom.

    ``rows`` has a row an article of a side that takes part: ``article``, ``unit``, ``stratum``,
    ``outlet``, ``group``, ``event``, ``side``. ``left_out`` gives sides with their reason.
    """

    rows: pl.DataFrame
    sides: tuple[Side, ...]
    pairs: tuple[Pair, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The sides that take part, in alphabetical order: label k is ``names[k]``."""
        return tuple(side.name for side in self.sides)

    @property
    def tier(self) -> str:
        """The lowest tier of all pairs."""
        return min((pair.tier for pair in self.pairs), key=TIERS.index, default=READING)

    @property
    def shared_events(self) -> tuple[str, ...]:
        """Events that at least two sides cover."""
        return tuple(sorted({event for pair in self.pairs for event in pair.shared_events}))

    def only(self, pair: Pair) -> Sides:
        """A pair as a comparison of its own."""
        names = (pair.a, pair.b)
        rows = self.rows.filter(pl.col("side").is_in(names))
        return Sides(rows, tuple(s for s in self.sides if s.name in names), (pair,), ())

    def why_reading(self) -> str:
        """Why the tier is ``reading``; empty where it is not."""
        if self.tier != READING:
            return ""
        if len(self.sides) < 2:
            n = len(self.sides)
            return (
                f"tier reading: {n} side{'s' * (n != 1)} with {MIN_DESCRIPTIVE} distinct articles"
            )
        pair = next(pair for pair in self.pairs if pair.tier == READING)
        return f"tier reading: no event that {pair.a} and {pair.b} both cover"


def build_sides(units: pl.DataFrame, *, by: str) -> Sides:
    """Groups or outlets as sides; those with too few distinct articles are left out, and told.

    Parameters
    ----------
    units
        ``Design.units`` of what a scope lets in.
    by
        ``group`` or ``outlet``.
    """
    rows = units.with_columns(side=pl.col(by))
    every = [build_side(rows.filter(pl.col("side") == s), s) for s in sorted(set(rows["side"]))]
    kept = tuple(side for side in every if side.n_distinct >= MIN_DESCRIPTIVE)
    few = tuple(
        (side.name, f"{side.n_distinct} distinct articles; needed: {MIN_DESCRIPTIVE}")
        for side in every
        if side not in kept
    )
    pairs = tuple(compare_sides(a, b) for a, b in combinations(kept, 2))
    inside = rows.filter(pl.col("side").is_in([side.name for side in kept]))
    return Sides(inside, kept, pairs, few)
