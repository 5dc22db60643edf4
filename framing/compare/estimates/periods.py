"""Stretches of time: ISO weeks, months, phases, and the days of events in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from framing.errors import UsageError
from framing.records.study import Event, Phase

KINDS = ("week", "month", "phase")
MAX_PERIODS = 1000
_DAY, _MONTH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    id: str
    first: date
    last: date
    name: str = ""


def build_periods(
    by: str, first: date, last: date, *, phases: Sequence[Phase] = (), events: Sequence[Event] = ()
) -> tuple[Period, ...]:
    """The periods that reach from one day to another, without a gap in weeks and months.

    Parameters
    ----------
    by
        ``week`` (ISO 8601: from Monday to Sunday, 2019-W01 holds the first Thursday), ``month``,
        or ``phase``: those of the study, else what lies between the days of its events.
    first, last
        The first and last day that is to be placed.
    phases, events
        Of the study. An event's day begins a phase; events without a day begin none.

    Raises
    ------
    UsageError
        For another kind; more than 1,000 periods (one wrong date makes many empty ones); phases
        where the study has none and no event has a day.

    >>> [p.id for p in build_periods("week", date(2020, 12, 30), date(2021, 1, 5))]
    ['2020-W53', '2021-W01']
    """
    if by not in KINDS:
        raise UsageError(f"by {by!r} is unknown; allowed: {', '.join(KINDS)}")
    if by == "phase":
        return _phases(first, last, phases, events)
    n = (last - first).days // (7 if by == "week" else 28)
    if n > MAX_PERIODS:
        raise UsageError(
            f"{n:,} {by}s from {first} to {last}; allowed: at most {MAX_PERIODS:,}. Next: correct "
            "the date that is wrong (articles.csv), or ask by month or phase"
        )
    found = []
    day = first
    while day <= last:
        period = _week(day) if by == "week" else _month(day)
        found.append(period)
        day = period.last + timedelta(days=1)
    return tuple(found)


def find_period(periods: Sequence[Period], day: date) -> str | None:
    """The id of the period that a day is in, None where it is in none."""
    return next((p.id for p in periods if p.first <= day <= p.last), None)


def day_of(event: Event) -> date | None:
    """The day of an event, where its date is one."""
    if not _DAY.match(event.date):
        return None
    try:
        return date.fromisoformat(event.date[:10])
    except ValueError:
        return None


def place_event(periods: Sequence[Period], event: Event) -> str | None:
    """The period of an event; one that is dated to a month stands where that month fits whole."""
    if day := day_of(event):
        return find_period(periods, day)
    if _MONTH.fullmatch(event.date) and "01" <= event.date[5:] <= "12":
        month = _month(date.fromisoformat(f"{event.date}-01"))
        inside = (p.id for p in periods if p.first <= month.first and month.last <= p.last)
        return next(inside, None)
    return None


def _week(day: date) -> Period:
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(f"{year}-W{week:02}", monday, monday + timedelta(days=6))


def _month(day: date) -> Period:
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(f"{day:%Y-%m}", first, following - timedelta(days=1))


def _phases(
    first: date, last: date, phases: Sequence[Phase], events: Sequence[Event]
) -> tuple[Period, ...]:
    if phases:
        return tuple(Period(p.id, p.first, p.last, p.name) for p in phases)
    on: dict[date, list[str]] = {}
    for event in events:
        if day := day_of(event):
            on.setdefault(day, []).append(event.id)
    if not on:
        raise UsageError(
            "no [[phases]] in study.toml and no event with a day; allowed: phases with id, from "
            "and to, or [events.ID] with date = YYYY-MM-DD"
        )
    days = sorted(on)
    found = []
    if first < days[0]:
        names = " and ".join(sorted(on[days[0]]))
        found.append(Period(f"before {names}", first, days[0] - timedelta(days=1)))
    for day, following in zip(
        days, [*days[1:], max(last, days[-1]) + timedelta(days=1)], strict=True
    ):
        names = " and ".join(sorted(on[day]))
        found.append(Period(f"from {names}", day, following - timedelta(days=1)))
    return tuple(found)
