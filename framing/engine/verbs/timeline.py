"""The verb timeline: rates by week, month or phase, and the days of the events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from framing.compare.estimates.periods import (
    Period,
    build_periods,
    day_of,
    find_period,
    place_event,
)
from framing.compare.estimates.timeline import estimate_timeline
from framing.engine.mentions import article_weights, resampling
from framing.engine.rates import LAYERS as RATES
from framing.engine.rates import article_rates, layer_scope
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.records.tables import EVENT_DAYS, PERIODS, TIMELINE

LAYERS = ("articles", *RATES)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rates over time.

    Attributes
    ----------
    rates
        Schema ``TIMELINE``: every outlet and group, item and period, also those without articles.
    periods
        Schema ``PERIODS``: with the events whose day is in them.
    events
        Schema ``EVENT_DAYS``: each event's day and period (null: no date, or outside of all).
    notes
        What stands in no period, in plain words.
    """

    rates: pl.DataFrame
    periods: pl.DataFrame
    events: pl.DataFrame
    notes: tuple[str, ...]


def timeline(
    run: Run,
    *,
    by: str = "month",
    layer: str = "articles",
    terms: Sequence[str] = (),
    kind: str = "mentions",
    scope: Scope | None = None,
) -> Timeline:
    """Rates per period, by outlet and by group.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    by
        ``week`` (ISO), ``month``, ``phase`` (``[[phases]]`` of the study, else from event day to
        event day).
    layer
        ``articles`` (how many), or a layer of ``framing.engine.rates.article_rates``.
    terms
        For ``words``.
    kind
        ``mentions`` (pooled) or ``articles`` (mean of article shares).
    scope
        Default: the study's.

    Returns
    -------
    Timeline
        An article has a day or no date: one dated to a month or a year alone is kept without
        (``framing check`` says so) and stands in no period. An event that is dated to a month is
        marked where the whole month is in one period.

    Raises
    ------
    UsageError
        For an unknown period, layer or kind; where no article has a date; for more than 1,000
        periods.
    """
    if layer not in LAYERS:
        raise UsageError(f"layer {layer!r} is unknown; allowed: {', '.join(LAYERS)}")
    scope = layer_scope(layer, scope or run.study.options.scope)
    articles = run.articles_in(scope)
    days = articles["date"].drop_nulls().str.to_date("%Y-%m-%d")
    if days.is_empty():
        raise UsageError(
            f"none of {articles.height} articles has a date; allowed: YYYY-MM-DD in articles.csv"
        )
    first, last = days.sort()[0], days.sort()[-1]
    study = run.study
    periods = build_periods(by, first, last, phases=study.phases, events=study.events)
    places = _place(articles, periods)
    if layer == "articles":
        if terms:
            raise UsageError(
                "terms with layer 'articles'; allowed: terms with words and only there"
            )
        top, bottom = _articles(run, scope)
    else:
        top, bottom = article_rates(run, layer, scope=scope, terms=terms, kind=kind)
    rates = estimate_timeline(
        top, bottom, places=places, periods=periods, design=run.design_in(scope),
        scope=str(scope), resampling=resampling(run),
    )  # fmt: skip
    event_days = _event_days(run, articles, periods)
    shown = _periods(periods, places, event_days)
    marked = rates.join(
        shown.select("period", "events"), on="period", how="left", maintain_order="left"
    )
    return Timeline(
        marked.select(list(TIMELINE)),
        shown,
        event_days,
        _notes(articles, places, event_days, run),
    )


def _place(articles: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    known = {
        day: find_period(periods, date.fromisoformat(day))
        for day in set(articles["date"].drop_nulls())
    }
    placed = articles.select(
        "article", "outlet", "group", "event",
        period=pl.col("date").replace_strict(known, default=None, return_dtype=pl.String),
    )  # fmt: skip
    return placed.drop_nulls("period")


def _articles(run: Run, scope: Scope) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How many articles; copies share one under ``authored``."""
    keys = {"measure": "articles", "per": "period", "within": ""}
    rows = article_weights(run, scope).select(
        "article",
        *(pl.lit(value).alias(key) for key, value in keys.items()),
        item=pl.lit("articles"),
        n=pl.lit(1, dtype=pl.Int64),
        top="weight",
        bottom=pl.lit(1.0),
    )
    return rows.drop("bottom"), rows.drop("item", "top")


def _event_days(run: Run, articles: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    n = dict(articles.drop_nulls("event").group_by("event").len().iter_rows())
    rows = [
        (e.id, e.name, e.date or None, place_event(periods, e), n.get(e.id, 0))
        for e in run.study.events
    ]
    return pl.DataFrame(rows, schema=EVENT_DAYS, orient="row").sort(
        "date", "event", nulls_last=True
    )


def _periods(periods: Sequence[Period], places: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    n = dict(places.group_by("period").len().iter_rows())
    on = {
        period: "; ".join(
            f"{event} {day}" for event, day in rows.select("event", "date").iter_rows()
        )
        for (period,), rows in events.drop_nulls("period").group_by("period", maintain_order=True)
    }
    rows = [
        (
            p.id,
            p.name or p.id,
            p.first.isoformat(),
            p.last.isoformat(),
            on.get(p.id),
            n.get(p.id, 0),
        )
        for p in periods
    ]
    return pl.DataFrame(rows, schema=PERIODS, orient="row")


def _notes(
    articles: pl.DataFrame, places: pl.DataFrame, events: pl.DataFrame, run: Run
) -> tuple[str, ...]:
    notes = []
    undated = articles["date"].null_count()
    outside = articles.height - undated - places.height
    for n, why in ((undated, "no date"), (outside, "a date outside the phases")):
        if n:
            who = "article has" if n == 1 else "articles have"
            notes.append(f"{n:,} of {articles.height:,} {who} {why}: in no period")
    unmarked = events.filter(pl.col("period").is_null())["event"].to_list()
    if unmarked:
        whole = [e.id for e in run.study.events if e.id in unmarked and not day_of(e)]
        why = "no day" if len(whole) == len(unmarked) else "no day, or one outside the periods"
        notes.append(f"not marked, with {why}: {', '.join(unmarked)}")
    return tuple(notes)
