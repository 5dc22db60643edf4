"""The day of an article: from its date, its page, its dateline or its address.

What a single date names is read in ``read``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from framing.corpus.wire.datelines import find_dateline
from framing.intake.dates.patterns import date_patterns, fold_date, index_forms
from framing.intake.dates.read import (
    LAST_YEAR,
    Day,
    iso_day,
    latest_day,
    not_after,
    order_of,
    read_day,
    show,
)
from framing.intake.records import Found


def dateline_day(
    dateline: str, *, near: str = "", language: str = "", day_first: bool | None = None
) -> Day:
    """The day of a dateline; one without a year is the last such day not after ``near``.

    ``near`` is a day (two days of grace), a month or a year known from elsewhere.

    >>> dateline_day("MOSCOW, November 6. /TASS/.", near="2019-11-07").day
    '2019-11-06'
    """
    order = day_first if day_first is not None else order_of(language)
    read = read_day(dateline, day_first=order)
    latest = latest_day(near, order) if near else None
    if not read.partial.startswith("--") or latest is None:
        return read
    month, number = int(read.partial[2:4]), int(read.partial[5:7])
    for year in (latest.year, latest.year - 1):
        day = iso_day(year, month, number) if year >= 1 else ""
        if day and date.fromisoformat(day) <= latest:
            return Day(day)
    return replace(read, problem=f"{show(dateline)}: no such day in the year before {latest}")


_URL_DAYS = re.compile(
    r"/(?P<y>\d{4})(?P<s>[/-]?)(?P<m>\d{2}|[a-z]{3})[/-]?(?P<d>\d{2})(?=/)"
    r"|-(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})/?\Z"
)


def url_day(url: str) -> str:
    """The day in a news address, or nothing.

    >>> url_day("https://www.daily.example/a/201911/06/WS5dc.html"), url_day("https://a.example/5")
    ('2019-11-06', '')
    """
    try:
        address = urlsplit(url.strip())
    except ValueError:
        return ""
    path, days = address.path.lower(), set()
    if "sputnik" in (address.hostname or "") and (
        match := re.search(r"/(\d{8})\d{10}(?!\d)", path)
    ):
        path = f"/{match[1]}/"
    for match in _URL_DAYS.finditer(path):
        year, month, number = (match[k] or match[k + "2"] for k in "ymd")
        if "1990" <= year <= str(LAST_YEAR):
            value = int(month) if month.isdecimal() else index_forms("months").get(month, -1) + 1
            days.add(iso_day(int(year), value, int(number)))
    return days.pop() if len(days) == 1 else ""


def find_day(
    found: Found,
    *,
    page: str = "",
    text: str = "",
    near: str = "",
    day_first: bool | None = None,
) -> Day:
    """The day of an article, from the first of its sources that names one, with its ``origin``.

    In this order: the date ``given`` with it, its ``page``'s, its ``dateline``'s where that has a
    year, its ``url``'s, and its dateline's or an incomplete given date's, in the year that the
    given date, ``near``, ``found.saved`` or the address tells. What was wrong with a given date
    stays in ``problem``.

    Parameters
    ----------
    found
        The item; its date, dateline, address, language and day of retrieval are read.
    page
        The date that a saved page states about itself.
    text
        The first lines of the article; ``found.body`` where empty.
    near
        A day or a year that the article is known to be not younger than (a copyright line).
    """
    if day_first is None:
        day_first = order_of(found.language) or _order_of_script(f"{found.title} {found.body}")
    given = read_day(found.date, day_first=day_first)
    trouble = given.problem if found.date.strip() else ""
    if not given.partial.startswith("--"):
        near = given.partial or near
    near = near or found.saved or _url_year(found.url)
    for origin, day in _candidates(found, given, page=page, text=text, near=near, order=day_first):
        if day.day:
            said = (trouble if day is not given else "", day.problem)
            day = replace(day, origin=origin, problem="; ".join(filter(None, said)))
            return not_after(day, latest_day(found.saved, day_first))
    return Day("", trouble or "no date", given.partial)


def _candidates(
    found: Found, given: Day, *, page: str, text: str, near: str, order: bool | None
) -> Iterator[tuple[str, Day]]:
    """What may name the day, most trusted first; later ones are read only where asked for."""
    yield "given", given
    yield "page", read_day(page, day_first=order)
    dateline = found.dateline or _dateline(text or found.body)
    yield "dateline", read_day(dateline, day_first=order)
    yield "url", Day(url_day(found.url))
    yield "dateline", dateline_day(dateline, near=near, day_first=order)
    yield "given", dateline_day(found.date, near=near, day_first=order)


def _order_of_script(text: str) -> bool | None:
    """Day first where most letters of a text are Cyrillic or Devanagari."""
    letters = [sign for sign in text[:500] if sign.isalpha()]
    n_day_first = sum(
        "\u0400" <= sign <= "\u04ff" or "\u0900" <= sign <= "\u097f" for sign in letters
    )
    return n_day_first * 2 > len(letters) or None


def _dateline(text: str) -> str:
    """The dated dateline that opens one of the first lines, in any of the five languages."""
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()]
    for line in lines[:8]:
        if match := date_patterns()["opening"].match(fold_date(line)):
            return match[0]
        opening = line[: find_dateline(line)]
        if re.search(r"\d", opening):
            return opening
    return ""


def _url_year(url: str) -> str:
    match = re.search(r"/((?:19|20)\d{2})/(?:(0[1-9]|1[0-2])/)?", url)
    return "-".join(filter(None, match.groups())) if match else ""
