"""Weeks, months and phases: calendar facts, and days that belong to none."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.compare.estimates.periods import build_periods, find_period, place_event
from framing.errors import UsageError
from framing.records.study import Event, Phase

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def test_weeks_are_iso_weeks():
    # 2021-01-03 was a Sunday and belongs to the last week of 2020, which has 53.
    weeks = build_periods("week", date(2021, 1, 3), date(2021, 1, 11))
    assert [w.id for w in weeks] == ["2020-W53", "2021-W01", "2021-W02"]
    assert (weeks[0].first, weeks[0].last) == (date(2020, 12, 28), date(2021, 1, 3))


def test_months_have_their_days():
    months = build_periods("month", date(2023, 12, 31), date(2024, 3, 1))
    assert [m.id for m in months] == ["2023-12", "2024-01", "2024-02", "2024-03"]
    assert months[2].last == date(2024, 2, 29)


@given(DAYS, st.integers(0, 400), st.sampled_from(["week", "month"]))
def test_every_day_is_in_one_period_and_there_is_no_gap(first, n, by):
    last = first + timedelta(days=n)
    periods = build_periods(by, first, last)
    assert periods[0].first <= first and last <= periods[-1].last
    for one, following in pairwise(periods):
        assert following.first - one.last == timedelta(days=1)
    assert len({p.id for p in periods}) == len(periods)
    assert find_period(periods, last) == periods[-1].id


def test_phases_of_the_study_are_taken_as_they_are():
    phases = [Phase("one", date(2019, 1, 1), date(2019, 1, 31), "First"),
              Phase("two", date(2019, 3, 1), date(2019, 3, 31), "Second")]  # fmt: skip
    periods = build_periods("phase", date(2018, 1, 1), date(2020, 1, 1), phases=phases)
    assert [p.id for p in periods] == ["one", "two"]
    assert find_period(periods, date(2019, 2, 1)) is None


def test_without_phases_the_days_of_events_part_the_time():
    events = [Event("b", "B", "2019-05-01"), Event("a", "A", "2019-03-01"),
              Event("c", "C", "2019-05-01"), Event("d", "D", "2019")]  # fmt: skip
    periods = build_periods("phase", date(2019, 1, 15), date(2019, 6, 2), events=events)
    assert [(p.id, str(p.first), str(p.last)) for p in periods] == [
        ("before a", "2019-01-15", "2019-02-28"),
        ("from a", "2019-03-01", "2019-04-30"),
        ("from b and c", "2019-05-01", "2019-06-02"),
    ]


def test_an_event_dated_to_a_month_stands_where_the_whole_month_does():
    months = build_periods("month", date(2019, 1, 1), date(2019, 3, 1))
    assert place_event(months, Event("a", "A", "2019-02")) == "2019-02"
    assert place_event(months, Event("a", "A", "2019-02-11")) == "2019-02"
    assert place_event(months, Event("a", "A", "2019-02-30")) is None
    weeks = build_periods("week", date(2019, 1, 1), date(2019, 3, 1))
    for when in ("2019-02", "2019", "2019-13", "", "spring"):
        assert place_event(weeks, Event("a", "A", when)) is None


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("day", date(2019, 1, 1), date(2019, 2, 1)), "by 'day' is unknown; allowed: week, month"),
        (("week", date(1600, 1, 1), date(2019, 2, 1)), "21,866 weeks from 1600-01-01 to"),
        (("phase", date(2019, 1, 1), date(2019, 2, 1)), r"no \[\[phases\]\] in study.toml"),
    ],
)
def test_what_cannot_be_parted_is_told(args, said):
    with pytest.raises(UsageError, match=said):
        build_periods(*args)
