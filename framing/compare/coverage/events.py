"""Which outlet covers which event, and what absence means: one rule for commands and reports."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.records.study import Event, Sampling
from framing.records.tables import COVERAGE

COVERED, SEARCHED, NOT_SEARCHED = "covered", "searched, none", "not searched"
NO_EVENT = "no event"


def absence(sampling: Sampling) -> str:
    """What it means that an outlet has no article on an event.

    >>> absence(Sampling(kind="complete")), absence(Sampling())
    ('searched, none', 'not searched')
    """
    return SEARCHED if sampling.is_complete else NOT_SEARCHED


def build_coverage(
    articles: pl.DataFrame,
    outlets: pl.DataFrame,
    *,
    events: Sequence[Event],
    sampling: Sampling,
) -> pl.DataFrame:
    """One row an event and outlet; then one an article that has no event.

    Parameters
    ----------
    articles
        Columns ``article``, ``outlet``, ``event``, ``date``.
    outlets
        Columns ``outlet``, ``group``.
    events
        In the order of the rows; an event that only articles name is added after them.

    Returns
    -------
    DataFrame
        Schema ``COVERAGE``: ``coverage`` (``covered``, ``searched, none``,
        ``not searched``; ``no event``), ``n_articles``, ``article`` (the earliest); by group
        and outlet.
    """
    names = {event.id: event.name for event in events}
    names |= {event: event for event in articles["event"].drop_nulls().unique().sort()
              if event not in names}  # fmt: skip
    order = outlets.select("outlet", "group").sort("group", "outlet").rows()
    told: dict[tuple[str | None, str], list[str]] = {}
    for event, outlet, article in (
        articles.sort("date", "article", nulls_last=True)
        .select("event", "outlet", "article")
        .iter_rows()
    ):
        told.setdefault((event, outlet), []).append(article)
    missing = absence(sampling)
    rows: list[tuple[object, ...]] = []
    for event, name in names.items():
        for outlet, group in order:
            here = told.get((event, outlet), [])
            said = COVERED if here else missing
            rows.append((event, name, outlet, group, said, len(here), here[0] if here else None))
    for outlet, group in order:
        for article in told.get((None, outlet), []):
            rows.append((None, None, outlet, group, NO_EVENT, 1, article))
    return pl.DataFrame(rows, schema=COVERAGE, orient="row")
