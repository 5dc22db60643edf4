"""The verb design: who can be compared with whom, how far, and what cannot be said."""

from __future__ import annotations

import polars as pl

from framing.compare.claims import describe_pairs
from framing.engine.run import Run
from framing.records.scope import Scope
from framing.records.tables.schema import INT, TEXT, Schema

CELLS: Schema = {
    "group": TEXT, "outlet": TEXT, "event": TEXT, "n_articles": INT, "n_distinct": INT,
}  # fmt: skip


def design(run: Run, *, scope: Scope | None = None, cells: bool = False) -> pl.DataFrame:
    """Pairs of groups and of outlets: tier, claims, smallest attainable p, what cannot be said.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    cells
        Instead, how many articles each outlet has on each event; ``event`` is null for articles
        without one.

    Returns
    -------
    DataFrame
        See ``framing.compare.claims.describe_pairs``; or ``group``, ``outlet``, ``event``,
        ``n_articles``, ``n_distinct`` (copies of one text count once).
    """
    units = run.design_in(scope or run.study.options.scope).units
    if not cells:
        return describe_pairs(units)
    found = units.group_by("group", "outlet", "event").agg(
        n_articles=pl.len(), n_distinct=pl.col("unit").n_unique()
    )
    return found.sort("group", "outlet", "event", nulls_last=True).select(
        pl.col(c).cast(t) for c, t in CELLS.items()
    )
