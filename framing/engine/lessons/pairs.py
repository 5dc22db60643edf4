"""Two articles of different outlets on one event, to set side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import polars as pl

from framing.annotate.layers import mark_wire
from framing.engine.run import Run

FEWEST = 2  # mentions in an article worth counting


def choose_pair(
    run: Run, counts: Mapping[str, Sequence[int]], *, avoid: str = ""
) -> tuple[tuple[str, ...], bool]:
    """Two articles whose counts differ most; of one group, where there are such.

    Agency copy and copies of each other are left out.

    Parameters
    ----------
    counts
        By article; both articles have as many.
    avoid
        An event that is used elsewhere; taken only where there is no other.

    Returns
    -------
    articles, bool
        Up to two articles, and whether they are about one event.
    """
    wire = set(mark_wire(run.measured).filter("is_wire")["article"])
    units = dict(run.copies.select("article", "unit").iter_rows())
    rows = [
        row
        for row in run.measured.select("article", "outlet", "group", "event").iter_rows()
        if sum(counts.get(row[0], (0,))) and row[0] not in wire
    ]
    best: tuple[tuple[object, ...], tuple[str, ...]] | None = None
    for a, b in combinations(rows, 2):
        if a[1] == b[1] or a[3] is None or a[3] != b[3] or units[a[0]] == units[b[0]]:
            continue
        few = sum(sum(counts[row[0]]) < FEWEST for row in (a, b))
        apart = sum(abs(x - y) for x, y in zip(counts[a[0]], counts[b[0]], strict=True))
        key = (a[3] == avoid, few, a[2] != b[2], -apart, a[0], b[0])
        if best is None or key < best[0]:
            best = key, (a[0], b[0])
    if best is not None:
        return best[1], True
    most = sorted(rows, key=lambda row: (-sum(counts[row[0]]), row[0]))
    first = most[:1]
    return tuple(row[0] for row in first + [r for r in most if r[1] != first[0][1]][:1]), False


def introduce(run: Run, article: str, *, event: bool = False) -> str:
    """An article for the teacher: outlet, date, and its event if wanted, as far as known."""
    row = run.measured.row(by_predicate=pl.col("article") == article, named=True)
    names = {event.id: event.name for event in run.study.events}
    told = names.get(row["event"] or "", "") if event else ""
    return ", ".join(filter(None, (row["outlet"], row["date"], told)))
