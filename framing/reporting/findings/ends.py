"""The two outlets (or groups, where the claim is of groups) that lie farthest apart in a share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import visible
from framing.reporting.messages import _
from framing.reporting.model import Text

LEAST = 5  # of the whole that an outlet must have to be an end of the range


class Ends(NamedTuple):
    """The item and the two rows of shares, the higher one first; how many there were."""

    item: str
    high: dict[str, Any]
    low: dict[str, Any]
    n: int
    has_intervals: bool

    @property
    def width(self) -> float:
        """How far apart."""
        return float(self.high["estimate"] - self.low["estimate"])

    @property
    def overlap(self) -> bool | None:
        """Whether the intervals overlap; None where there are none."""
        if self.high["low"] is None or self.low["high"] is None:
            return None
        return bool(self.low["high"] >= self.high["low"])


def farthest(shares: pl.DataFrame, item: str, items: Sequence[str], *, unit: str) -> Ends | None:
    """The widest range of any item over outlets (or groups).

    Where two can carry an interval, the range is theirs: extremes of few articles are mostly
    noise.
    """
    rows = shares.filter(
        (pl.col("unit") == unit) & (pl.col("n_total") >= LEAST) & pl.col(item).is_in(list(items))
    )
    sure = rows.filter(pl.col("low").is_not_null())
    if sure[unit].n_unique() > 1:
        rows = sure
    found: list[Ends] = []
    for one in items:
        own = rows.filter(pl.col(item) == one).sort("estimate", unit)
        if own.height > 1:
            high, low = own.row(-1, named=True), own.row(0, named=True)
            found.append(Ends(one, high, low, rows[unit].n_unique(), rows is sure))
    return max(found, key=lambda ends: (round(ends.width, 9), ends.item), default=None)


def who(desk: Desk, row: dict[str, Any]) -> str:
    """An outlet by its name, a group as what it is."""
    if row["unit"] == "group":
        return _("The outlets of {group}").format(group=visible(row["group"]))
    return visible(row["outlet"])


def overlap_said(ends: Ends) -> Text:
    """Whether the two are told apart by their intervals."""
    if ends.overlap is None:
        return ()
    return (_("the intervals overlap") if ends.overlap else _("the intervals do not overlap"),)


def rank_said(ends: Ends) -> Text:
    """That two extremes were picked out."""
    if ends.n <= 2:
        return ()
    said = (
        _("the two farthest apart of {n} outlets with intervals")
        if ends.has_intervals
        else _("the two farthest apart of {n} outlets")
    )
    if ends.high["unit"] == "group":
        said = _("the two farthest apart of {n} groups")
    return (said.format(n=ends.n),)
