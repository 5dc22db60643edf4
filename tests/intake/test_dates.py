from __future__ import annotations

import datetime as dt
import locale

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.intake.dates import (
    Day,
    dateline_day,
    find_day,
    infer_day_first,
    read_day,
    url_day,
)
from framing.intake.dates import find as dates
from framing.intake.dates import read as read_days
from framing.intake.dates.patterns import index_forms, load_words
from framing.intake.records import Found

NOVEMBER = "2019-11-06"  # a Wednesday
WRITTEN = {
    "en": [
        "November 6, 2019 Wednesday 9:03 AM GMT",
        "Wednesday, 6. November 2019",
        "2019-11-06T09:03:00Z",
        "2019-11-06T23:59:59-11:00",
        "2019-11-06 09:03:00.123456+05:30",
        "20191106",
        "20191106T090300Z",
        "20191106090300",
        "Wed, 06 Nov 2019 09:03:00 GMT",
        "Wed Nov 06 09:03:00 +0000 2019",
        "Nov. 6, 2019 - 09:03",
        "November 06 2019",
        "6th November, 2019",
        "the 6th of November, 2019",
        "06-NOV-2019",
        "06NOV2019",
        "Nov 6th 2019 at 9.03pm",
        "NOVEMBER 6, 2019, CITY EDITION",
        "2019/11/06",
        "2019.11.6",
        "9:03 a.m. EST, November 6, 2019",
        "Published 6 November 2019",
        "November 6, 2019 (updated November 8, 2019)",
        "2019-11-06, 6 November 2019",
        "\u200e6\u00a0November\u00a02019",
    ],
    "ru": [
        "6 ноября 2019 г.",
        "6 ноября 2019 года",
        "06.11.2019",
        "06.11.2019 г.",
        "6 нояб. 2019",
        "ср, 6 ноября 2019 г.",
        "6 НОЯБРЯ 2019, среда",
        "09:03 06.11.2019",
        "09:03 МСК, 6 ноября 2019",
    ],
    "zh": [
        "2019年11月6日 星期三 09:03",
        "2019年11月06日09:03",
        "2019-11-06",
        "２０１９年１１月６日",
        "二〇一九年十一月六日",
        "二零一九年十一月六日",
        "2019年11月6日（週三）",
        "2019年11月6號 禮拜三",
        "发布时间：2019年11月6日",
    ],
    "hi": [
        "6 नवंबर 2019",
        "६ नवम्बर २०१९",
        "06 नवम्‍बर 2019",
        "बुधवार, 6 नवंबर 2019",
        "6 नवं॰ 2019, 09:03",
        "०६/११/२०१९",
    ],
    "de": [
        "6 November 2019",
        "Mi., 6. Nov. 2019",
        "Mittwoch, den 6. November 2019, 09:03 Uhr",
        "6.11.2019",
        "6. 11. 2019",
    ],
}


@pytest.mark.parametrize(("language", "value"), [(k, v) for k in WRITTEN for v in WRITTEN[k]])
def test_a_written_date_is_read(language, value):
    assert read_day(value, language=language) == Day(NOVEMBER)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("January 11, 2010 Monday 9:03 AM GMT", "2010-01-11"),
        ("Friday, 5. July 2019", "2019-07-05"),
        ("9 Januar 1993", "1993-01-09"),
        ("9. Jänner 1993", "1993-01-09"),
        ("Sa., 2. März 2019", "2019-03-02"),
        ("二〇一九年十二月二十六日", "2019-12-26"),
        ("二〇一八年十月卅一日", "2018-10-31"),
        ("6 फ़रवरी 2019", "2019-02-06"),
        ("29 февраля 2020", "2020-02-29"),
        ("25/11/2019", "2019-11-25"),
        ("11/25/2019", "2019-11-25"),
        ("06/06/2019", "2019-06-06"),
        ("2019년 11월 6일", NOVEMBER),
        ("29 décembre 2011", "2011-12-29"),  # by dateparser
        ("6 de noviembre de 2019", NOVEMBER),
        ("May 5, 2019", "2019-05-05"),
    ],
)
def test_no_language_need_be_known(value, day):
    assert read_day(value) == Day(day)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "no date"),
        (" \n", "no date"),
        ("yesterday", "no calendar date"),
        ("вчера, 09:03", "no calendar date"),
        ("2 hours ago", "no calendar date"),
        ("2小时前", "no calendar date"),
        ("Monday", "no calendar date"),
        ("09:03", "no calendar date"),
        ("1573030980", "no calendar date"),
        ("vor 3 Tagen", "no calendar date"),
        ("02.2019.11", "no calendar date"),
        ("May 2019", "has no day"),
        ("ноябрь 2019", "has no day"),
        ("2019年11月", "has no day"),
        ("2019", "no month and no day"),
        ("November 6", "has no year"),
        ("11月6日", "has no year"),
        ("6. November", "has no year"),
        ("06.11.19", "two digits"),
        ("31 February 2019", "no day of the calendar"),
        ("30.02.2019", "no day of the calendar"),
        ("29 февраля 2019", "no day of the calendar"),
        ("2019-13-06", "no day of the calendar"),
        ("00/11/2019", "no day of the calendar"),
        ("6-7 November 2019", "more than one day"),
        ("November 6-7, 2019", "more than one day"),
        ("October 30 - November 6, 2019", "more than one day"),
        ("2019-11-06, 2019-11-07", "more than one day"),
    ],
)
def test_what_is_no_day_has_a_problem_and_no_day(value, problem):
    read = read_day(value)
    assert read.day == ""
    assert problem in read.problem


def test_an_incomplete_date_says_what_is_known():
    assert [read_day(value).partial for value in ("November 6", "May 2019", "2019 г.", "soon")] == [
        "--11-06",
        "2019-05",
        "2019",
        "",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "November 6, 2019 Monday",
        "Пн, 6 ноября 2019",
        "6 ноября 2019 г., понедельник",
        "2019年11月6日（星期一）",
        "2019年11月6日 週一",
        "सोमवार, 6 नवंबर 2019",
        "Mo., 6. November 2019",
        "Montag, den 6. November 2019",
    ],
)
def test_a_weekday_that_contradicts_keeps_the_day_and_says_so(value):
    read = read_day(value)
    assert read.day == NOVEMBER
    assert "is a Wednesday, but the date says Monday" in read.problem


def test_numeric_dates_need_an_order():
    assert "2019-06-11 or 2019-11-06" in read_day("06/11/2019", language="en").problem
    assert read_day("06/11/2019", day_first=True).day == NOVEMBER
    assert read_day("06/11/2019", day_first=False).day == "2019-06-11"
    assert read_day("06/11/2019", language="ru", day_first=False).day == "2019-06-11"
    assert read_day("06.11.2019", language="de-AT").day == NOVEMBER
    assert read_day("06.11.2019", language="zh").day == ""  # years stand first in Chinese
    assert read_day("25/11/2019", day_first=False).day == "2019-11-25"  # only one order fits


def test_years_of_two_digits_need_an_order_too():
    assert read_day("31.12.12", language="ru") == Day("2012-12-31")
    assert read_day("06/11/93", day_first=True) == Day("1993-11-06")
    assert read_day("06/11/19", day_first=False) == Day("2019-06-11")
    assert "two digits" in read_day("31.12.12").problem
    assert read_day("19-11-06", language="ru").day == ""  # may begin with its year
    assert "no day of the calendar" in read_day("31.02.12", language="ru").problem
    assert "later than" in read_day("31.12.68", language="ru", saved=NOVEMBER).problem


def test_the_order_of_a_column():
    assert infer_day_first(["06/11/2019", "25/11/2019", ""]) is True
    assert infer_day_first(["06/11/2019", "11/25/2019 09:03"]) is False
    assert infer_day_first(["25/11/2019", "11/25/2019"]) is None
    assert infer_day_first(["06/11/2019", "2019-11-25", "25 November 2019"]) is None
    assert infer_day_first(["31/02/2019"]) is True
    assert infer_day_first([]) is None


def test_impossible_years_keep_the_day_and_say_so():
    assert read_day("0001-01-01") == Day(
        "0001-01-01", "'0001-01-01': the year is not within 1600-2100"
    )
    assert read_day("2919-11-06").problem.endswith("not within 1600-2100")


def test_no_article_is_younger_than_its_retrieval():
    assert read_day("November 8, 2019", saved=NOVEMBER).problem == ""
    late = read_day("November 9, 2019", saved="November 6, 2019")
    assert late.day == "2019-11-09"
    assert "later than the day of retrieval (2019-11-06)" in late.problem
    assert read_day("November 9, 2019", saved="no date at all").problem == ""


@pytest.mark.parametrize(
    ("dateline", "near", "day"),
    [
        ("MOSCOW, November 6. /TASS/.", NOVEMBER, NOVEMBER),
        ("MOSCOW, November 6. /TASS/.", "2019-11-04", NOVEMBER),
        ("MOSCOW, November 6. /TASS/.", "2019-11-03", "2018-11-06"),
        ("MOSCOW, December 31. /TASS/.", "2020-01-01", "2019-12-31"),
        ("MOSCOW, November 6. /TASS/.", "2019", NOVEMBER),
        ("MOSCOW, November 6. /TASS/.", "2019-11", NOVEMBER),
        ("МОСКВА, 6 ноября. /ТАСС/.", "2019-12-01", NOVEMBER),
        ("新华社北京11月6日电", "2019-11-07", NOVEMBER),
        ("नई दिल्ली, 6 नवंबर (भाषा)", "2019-11-07", NOVEMBER),
        ("WIEN, 6. November", "2019-11-07", NOVEMBER),
        ("KYOTO, Nov 6, 2019, TASS.", "", NOVEMBER),
        ("ROME, Feb 29 -", "2020-03-01", "2020-02-29"),
    ],
)
def test_a_dateline_takes_the_nearest_year(dateline, near, day):
    assert dateline_day(dateline, near=near) == Day(day)


def test_a_dateline_without_anything_near_has_no_day():
    assert "has no year" in dateline_day("MOSCOW, November 6. /TASS/.").problem
    assert "has no year" in dateline_day("MOSCOW, November 6. /TASS/.", near="soon").problem
    assert "no calendar date" in dateline_day("MOSCOW:", near=NOVEMBER).problem
    assert "no such day" in dateline_day("ROME, Feb 29 -", near="2019-03-01").problem


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2019/11/06/talks.html", NOVEMBER),
        ("https://a.example/world/2019/nov/06/talks", NOVEMBER),
        ("https://a.example/a/201911/06/WS5dc.html", NOVEMBER),
        ("https://a.example/english/2019-11/06/c_1.htm", NOVEMBER),
        ("https://a.example/english/2019-11-06/c_1.htm", NOVEMBER),
        ("https://a.example/n3/2019/1106/c90000-1.html", NOVEMBER),
        ("https://a.example/20191106/1560.html", NOVEMBER),
        ("https://sputnik.example/asia/201911061077239587-talks/", NOVEMBER),
        ("https://a.example/world/talks-begin-2019-11-06/", NOVEMBER),
        ("https://a.example/asia/201911061077239587-talks/", ""),
        ("https://a.example/2019/02/31/talks", ""),
        ("https://a.example/2019/11/06/2019/11/07/", ""),
        ("https://a.example/2019/11/", ""),
        ("https://a.example/article/20191106", ""),
        ("https://a.example/1066/10/14/hastings", ""),
        ("https://a.example/?day=/2019/11/06/", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_the_day_in_an_address(url, day):
    assert url_day(url) == day


TASS = "Talks begin\n\nMOSCOW, November 6. /TASS/. The talks began."


@pytest.mark.parametrize(
    ("found", "more", "expected"),
    [
        (Found(1, date="6 Nov 2019", url="https://a.example/2018/01/01/"), {}, ("given", NOVEMBER)),
        (Found(1), {"page": "2019-11-06T09:00Z"}, ("page", NOVEMBER)),
        (Found(1, body="KYOTO, Nov 6, 2019, TASS. Japan said."), {}, ("dateline", NOVEMBER)),
        (Found(1, body=TASS, url="https://a.example/2019/11/07/a"), {}, ("url", "2019-11-07")),
        (Found(1, body=TASS, url="https://a.example/2019/11/a"), {}, ("dateline", NOVEMBER)),
        (Found(1, body=TASS, saved="November 7, 2019"), {}, ("dateline", NOVEMBER)),
        (Found(1, body=TASS), {"near": "2019"}, ("dateline", NOVEMBER)),
        (Found(1), {"text": TASS, "near": "2019"}, ("dateline", NOVEMBER)),
        (
            Found(1, body="新华社北京11月6日电 会谈开始。", saved="2019-11-07"),
            {},
            ("dateline", NOVEMBER),
        ),
        (Found(1, body="МОСКВА, 6 ноября - РИА.", saved="2019-11-07"), {}, ("dateline", NOVEMBER)),
        (Found(1, dateline="MOSCOW, Nov. 6", saved="2019-11-07"), {}, ("dateline", NOVEMBER)),
        (Found(1, date="06/11/2019"), {"day_first": True}, ("given", NOVEMBER)),
        (Found(1, date="06/11/2019", language="ru"), {}, ("given", NOVEMBER)),
    ],
)
def test_the_first_source_with_a_day_gives_it(found, more, expected):
    read = find_day(found, **more)
    assert (read.origin, read.day, read.problem) == (*expected, "")


def test_the_script_of_an_article_tells_the_order_of_its_date():
    russian = Found(1, date="06.11.2019", title="Переговоры начались", body="В Москве, said X.")
    assert find_day(russian).day == NOVEMBER
    assert find_day(Found(1, date="06.11.19", body="वार्ता शुरू हुई")).day == NOVEMBER
    assert "may be" in find_day(Found(1, date="06.11.2019", body="Talks began.")).problem
    assert "may be" in find_day(Found(1, date="06.11.2019")).problem
    assert find_day(Found(1, date="06.11.2019", language="Deutsch")).day == NOVEMBER
    assert find_day(russian, day_first=False).day == "2019-06-11"


def test_the_day_of_retrieval_is_read_in_the_same_order():
    found = Found(1, date="13.05.2019", saved="06.05.2019", body="Переговоры начались")
    assert "later than the day of retrieval (2019-05-06)" in find_day(found).problem


def test_a_dateline_is_looked_for_in_the_first_lines_only():
    lines = ["A line of furniture."] * 7
    dated = "MOSCOW, November 6. /TASS/. The talks began."
    found = Found(1, body="\n\n".join([*lines, dated]), saved="2019-11-07")
    assert find_day(found).day == NOVEMBER
    late = Found(1, body="\n\n".join([*lines, lines[0], dated]), saved="2019-11-07")
    assert find_day(late).day == ""
    bare = Found(1, body=f"MOSCOW: A sidebar.\n\n{dated}", saved="2019-11-07")
    assert find_day(bare).day == NOVEMBER


def test_a_month_in_the_address_bounds_the_dateline():
    found = Found(1, body=TASS, url="https://a.example/2019/10/a")
    assert find_day(found).day == "2018-11-06"


def test_what_was_wrong_with_a_given_date_is_not_lost():
    read = find_day(Found(1, date="yesterday", url="https://a.example/2019/11/06/a"))
    assert (read.origin, read.day) == ("url", NOVEMBER)
    assert "'yesterday' is no calendar date" in read.problem
    read = find_day(Found(1, date="November 6", saved="2019-11-20"))
    assert (read.origin, read.day) == ("given", NOVEMBER)
    assert "has no year" in read.problem
    read = find_day(Found(1, date="November 2019", body=TASS, saved="2021-01-01"))
    assert (read.origin, read.day) == ("dateline", NOVEMBER)
    assert find_day(Found(1, date="November 2019")) == Day(
        "", "'November 2019' has no day", "2019-11"
    )
    assert find_day(Found(1, body="Talks began. On November 6 they ended.")) == Day("", "no date")
    late = find_day(Found(1, date="2019-11-20", saved=NOVEMBER))
    assert "later than the day of retrieval" in late.problem


days = st.dates(dt.date(1600, 1, 1), dt.date(2100, 12, 31))


@given(days, st.data())
def test_every_month_and_weekday_form_is_read_back(day, data):
    month = data.draw(
        st.sampled_from([f for f, k in index_forms("months").items() if k == day.month - 1])
    )
    weekday = data.draw(st.sampled_from(load_words()["weekdays"][day.weekday()]))
    shape = data.draw(
        st.sampled_from(
            [
                "{w}, {d} {m} {y}",
                "{d}. {m}. {y}",
                "{m} {d}, {y}, {w}",
                "{m}. {d:02} {y}",
                "{y}年{n}月{d}日 {w}",
                "{y}-{n:02}-{d:02}T23:59:59+14:00",
                "{y}{n:02}{d:02}",
                "{d:02}-{m}-{y}",
                "{w}. {m} {d} 09:03:00 {y}",
            ]
        )
    )
    value = shape.format(w=weekday, d=day.day, m=month, n=day.month, y=f"{day.year:04}")
    cased = data.draw(st.sampled_from([value, value.upper(), value.title()]))
    assert read_day(cased) == Day(day.isoformat())


@given(days, st.sampled_from("/.-"), st.booleans())
def test_numeric_dates_are_read_back_in_either_order(day, sign, day_first):
    pair = (day.day, day.month) if day_first else (day.month, day.day)
    value = f"{pair[0]:02}{sign}{pair[1]:02}{sign}{day.year}"
    assert read_day(value, day_first=day_first) == Day(day.isoformat())
    told = infer_day_first([value])
    assert told in (day_first, None)


@given(st.text(max_size=300), st.text(max_size=60))
def test_arbitrary_text_never_raises(value, other):
    read = read_day(value, saved=other)
    assert bool(read.day) or bool(read.problem)
    dateline_day(value, near=other)
    infer_day_first([value, other])
    url_day(value)
    find_day(Found(1, date=value, body=other, url=other, saved=value, dateline=other))


@given(
    st.lists(
        st.sampled_from(
            [
                "6",
                "31",
                "2019",
                "0000",
                "9999",
                "99",
                "nov",
                "г.",
                "-",
                "/",
                ".",
                " ",
                "T",
                "年",
                "月",
                "日",
                "décembre",
                "noviembre",
                "Mi.",
                ":",
                "十",
                "+05:00",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_arbitrary_pieces_of_dates_never_raise(value):
    read = read_day(value, saved=value)
    assert read.day == "" or dt.date.fromisoformat(read.day)
    dateline_day(value, near=value)


class _NoClock(dt.date):
    @classmethod
    def today(cls):
        raise AssertionError("a clock was read")


def test_no_clock_and_no_locale_decides(monkeypatch):
    values = ["6 November 2019", "November 6", "06/11/2019", "29. 2.", "yesterday", "6 nov"]
    before = [read_day(value) for value in values]
    read_days._read.cache_clear()
    monkeypatch.setattr(dates, "date", _NoClock)
    monkeypatch.setattr(read_days, "date", _NoClock)
    for name in ("C", "C.UTF-8"):
        old = locale.setlocale(locale.LC_ALL)
        locale.setlocale(locale.LC_ALL, name)
        read_days._read.cache_clear()
        assert [read_day(value) for value in values] == before
        locale.setlocale(locale.LC_ALL, old)


def test_what_dateparser_reads_does_not_depend_on_today(monkeypatch):
    import dateparser.parser

    class Later(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 2, 28, tzinfo=tz)

        @classmethod
        def utcnow(cls):
            return cls(2031, 2, 28)

    read_days._read.cache_clear()
    monkeypatch.setattr(dateparser.parser, "datetime", Later)
    assert read_day("31 décembre 2011").day == "2011-12-31"
    assert read_day("31 décembre").day == ""
    assert read_day("décembre 2011").day == ""
    read_days._read.cache_clear()


def test_no_form_names_two_months_or_weekdays():
    for kind in ("months", "weekdays"):
        rows = load_words()[kind]
        assert len(index_forms(kind)) == sum(len(row) for row in rows)
        assert all(form == form.casefold() for row in rows for form in row)
