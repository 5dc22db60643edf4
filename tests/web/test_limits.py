"""How often somebody may ask, with a clock that a test moves."""

from __future__ import annotations

import pytest

from framing.web.doors import limits
from framing.web.doors.limits import Bucket, Pauses


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_and_then_its_rate():
    clock = Clock()
    bucket = Bucket(rate=2, burst=3, clock=clock)
    assert [bucket.take("a") for _ in range(3)] == [0, 0, 0]
    assert bucket.take("a") == 0.5
    assert bucket.take("b") == 0
    clock.now += 0.5
    assert (bucket.wait("a"), bucket.take("a"), bucket.take("a")) == (0, 0, 0.5)
    clock.now += 1000
    assert [bucket.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_pause_grows_with_each_wrong_code_and_ends_with_an_hour():
    clock = Clock()
    pauses = Pauses(clock=clock)
    found = []
    for _ in range(16):
        pauses.wrong("a")
        found.append(pauses.wait("a"))
        clock.now += found[-1]
    assert found == [0] * 9 + [1, 2, 4, 8, 15, 15, 15]
    assert pauses.wait("b") == 0
    clock.now += 3600
    pauses.wrong("a")
    assert pauses.wait("a") == 0


def test_what_is_remembered_of_senders_has_an_end(monkeypatch):
    monkeypatch.setattr(limits, "_REMEMBERED", 5)
    bucket, pauses = Bucket(rate=1, burst=1, clock=Clock()), Pauses(clock=Clock())
    for number in range(50):
        bucket.take(str(number))
        pauses.wrong(str(number))
    assert bucket.take("49") == pytest.approx(1)
    assert bucket.take("0") == 0
    assert len(bucket._left) == len(pauses._wrong) == 5
