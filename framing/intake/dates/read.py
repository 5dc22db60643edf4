"""Dates as exports and pages write them, in five languages, into days; never with help of a clock.

A timestamp gives the calendar day as written: nothing is converted between time zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from framing.intake.dates.patterns import (
    Hit,
    date_patterns,
    find_hits,
    find_short_hits,
    fold_date,
    index_forms,
    load_words,
    month_of,
)

FIRST_YEAR, LAST_YEAR = 1600, 2100
GRACE = timedelta(days=2)  # time zones, and databases that load before the printed day


@dataclass(frozen=True, slots=True)
class Day:
    """A day read from a text.

    ``day`` is YYYY-MM-DD, or empty where there is none. ``problem`` is empty, or says what is
    wrong; a day with a problem is the day as written, however doubtful. ``partial`` holds what is
    known of an incomplete date: ``2019``, ``2019-05`` or ``--11-06``. ``origin`` is set by
    :func:`find_day`: ``given``, ``page``, ``dateline`` or ``url``.
    """

    day: str = ""
    problem: str = ""
    partial: str = ""
    origin: str = ""


def read_day(
    value: str, *, language: str = "", day_first: bool | None = None, saved: str = ""
) -> Day:
    """The day that a date names, as written; never completed, mended or moved to another time zone.

    Parameters
    ----------
    value
        A date with year, month and day; a time of day and a weekday may stand beside it.
    language
        Language of its source, as code or name. Decides the order of "06/11/2019": Russian, German
        and Hindi put the day first.
    day_first
        The order of such dates where it is known otherwise (see :func:`infer_day_first`). Years
        of two digits are read only where the order is known: 69 to 99 are 19.., 00 to 68 are 20...
    saved
        Day of retrieval or Load-Date: no article is more than two days younger.

    >>> read_day("January 11, 2010 Monday 9:03 AM GMT").day, read_day("6 нояб. 2019 г.").day
    ('2010-01-11', '2019-11-06')
    >>> read_day("06/11/2019").problem
    "'06/11/2019' may be 2019-06-11 or 2019-11-06; say which comes first, day or month"
    >>> read_day("November 6")
    Day(day='', problem="'November 6' has no year", partial='--11-06', origin='')
    """
    order = day_first if day_first is not None else order_of(language)
    day = _read(value, order)
    return not_after(day, latest_day(saved, order)) if saved else day


def order_of(language: str) -> bool | None:
    """Whether a language (a code, or a name as databases spell it) puts the day first, if known."""
    return re.split("[-_]", language.strip().casefold())[0] in load_words()["day_first"] or None


@lru_cache(maxsize=2**16)
def _read(value: str, day_first: bool | None) -> Day:
    text, shown = fold_date(value), show(value)
    if not value.strip():
        return Day("", "no date")
    hits = list(find_hits(text))
    if not hits and day_first is not None:
        hits = list(find_short_hits(text))
    if len({(hit.year, hit.a, hit.b) for hit in hits}) > 1:
        updated = date_patterns()["updated"]
        hits = [hit for hit in hits if not updated.search(text[: hit.start])] or hits
    days = [_decide(hit, text, shown, day_first) for hit in hits]
    if len({day.day for day in days}) > 1:
        named = ", ".join(dict.fromkeys(day.day or day.problem for day in days))
        return Day("", f"{shown} names more than one day ({named})")
    return days[0] if days else _incomplete(text, shown)


def show(value: str) -> str:
    """A value as messages quote it."""
    short = " ".join(value.split())
    return repr(short if len(short) <= 60 else f"{short[:57]}...")


def _decide(hit: Hit, text: str, shown: str, day_first: bool | None) -> Day:
    month, number = hit.a, hit.b
    if not hit.sure:
        orders = {
            (hit.b, hit.a): iso_day(hit.year, hit.b, hit.a),
            (hit.a, hit.b): iso_day(hit.year, hit.a, hit.b),
        }
        able = [order for order, day in orders.items() if day]
        if len(able) == 2 and day_first is None:
            both = " or ".join(sorted(orders.values()))
            return Day("", f"{shown} may be {both}; say which comes first, day or month")
        if len(able) == 1:
            (month, number) = able[0]
        else:
            month, number = (hit.b, hit.a) if day_first is not False else (hit.a, hit.b)
    day = iso_day(hit.year, month, number)
    if not day:
        return Day("", f"{shown} names no day of the calendar")
    if date_patterns()["range"].search(text[: hit.start]):
        return Day("", f"{shown} names more than one day (a range)")
    if not FIRST_YEAR <= hit.year <= LAST_YEAR:
        return Day(day, f"{shown}: the year is not within {FIRST_YEAR}-{LAST_YEAR}")
    return _weekday_agrees(Day(day), text[: hit.start], text[hit.end :])


def iso_day(year: int, month: int, number: int) -> str:
    """YYYY-MM-DD, or nothing where the calendar has no such day."""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return ""


def _weekday_agrees(day: Day, before: str, after: str) -> Day:
    patterns = date_patterns()
    match = patterns["weekday before"].search(before) or patterns["weekday after"].match(after)
    weekday = date.fromisoformat(day.day).weekday()
    if not match or index_forms("weekdays")[match["w"]] == weekday:
        return day
    right, named = (
        load_words()["weekdays"][k][0].capitalize()
        for k in (weekday, index_forms("weekdays")[match["w"]])
    )
    return replace(day, problem=f"{day.day} is a {right}, but the date says {named}")


def _incomplete(text: str, shown: str) -> Day:
    """What is known of a date without day or year, or with words of a sixth language."""
    patterns = date_patterns()
    for name in ("month cjk", "month named", "month iso", "day cjk", "day dm", "day md"):
        match = patterns[name].search(text)
        if match and 1 <= month_of(match) <= 12:
            if name.startswith("month"):
                return Day("", f"{shown} has no day", f"{match['y']}-{month_of(match):02}")
            if iso_day(2000, month_of(match), int(match["d"])):
                known = f"--{month_of(match):02}-{int(match['d']):02}"
                if date_patterns()["range end"].match(text, match.end()):
                    return Day("", f"{shown} names more than one day (a range)")
                return Day("", f"{shown} has no year", known)
    if match := patterns["year"].match(text):
        return Day("", f"{shown} has no month and no day", match["y"])
    if patterns["short"].search(text):
        return Day("", f"{shown}: the year has two digits; say which comes first, day or month")
    return _by_dateparser(text) or Day("", f"{shown} is no calendar date")


def _by_dateparser(text: str) -> Day | None:
    """Other languages; only dates whose year and day stand in the text are believed."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(text) > 60 or len(numbers) != 2 or not any(1000 <= n <= 9999 for n in numbers):
        return None
    parsed = _dateparser().get_date_data(text).date_obj
    if parsed is None or sorted(numbers) != sorted([parsed.year, parsed.day]):
        return None
    return Day(parsed.date().isoformat())


@cache
def _dateparser() -> Any:
    from dateparser import DateDataParser

    settings = {
        "PARSERS": ["absolute-time"],
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
    }
    return DateDataParser(languages=load_words()["others"], settings=settings)


def not_after(day: Day, latest: date | None) -> Day:
    """The day, with a problem where it is later than ``latest`` (a retrieval and its grace)."""
    if not day.day or latest is None or date.fromisoformat(day.day) <= latest:
        return day
    problem = f"{day.day} is later than the day of retrieval ({(latest - GRACE).isoformat()})"
    return replace(day, problem="; ".join(filter(None, (day.problem, problem))))


def latest_day(near: str, day_first: bool | None = None) -> date | None:
    """The last day that ``near`` (a day, a month or a year) leaves open."""
    read = _read(near, day_first)
    if read.day:
        day = date.fromisoformat(read.day)
        return day + GRACE if day <= date.max - GRACE else day
    year, month = int(read.partial[:4] or 0) if read.partial[:1] != "-" else 0, read.partial[5:]
    if not 1 <= year < 9999 or read.partial.startswith("-"):
        return None
    number = int(month or 12)
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def infer_day_first(values: Iterable[str]) -> bool | None:
    """The order of day and month in a column of numeric dates; None where they do not tell.

    >>> infer_day_first(["06/11/2019", "25/11/2019"]), infer_day_first(["06/11/2019"])
    (True, None)
    """
    day_first = month_first = False
    for value in values:
        if match := date_patterns()["numeric"].search(fold_date(value)):
            a, b = int(match["a"]), int(match["b"])
            day_first |= 12 < a <= 31 and 1 <= b <= 12
            month_first |= 12 < b <= 31 and 1 <= a <= 12
    return day_first if day_first != month_first else None
