"""Agglomeration by average likeness on a sparse graph of pairs, within limits of time."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from framing.corpus.events.likeness import UNDATED, Pairs


@dataclass(slots=True)
class _Group:
    """A growing group: how many articles a day (None: undated), the event it was given."""

    days: Counter[int | None]
    event: str | None
    sums: dict[int, float] = field(default_factory=dict)
    n: int = 1
    changed: int = 0  # how often it grew: older entries of the queue are void

    def bounds(self) -> tuple[int, int] | None:
        dated = [day for day in self.days if day is not None]
        return (min(dated), max(dated)) if dated else None


def group_pairs(
    pairs: Pairs,
    *,
    days: Sequence[int],
    given: Sequence[str | None],
    window: int,
    span: int,
    threshold: float,
) -> list[int]:
    """For each article the number of the first article of its group.

    The two groups that are most alike on average are joined, again and again, while that average
    is at least ``threshold``. It is taken over pairs of articles at most ``window`` days apart.

    Parameters
    ----------
    pairs
        Scores; pairs that are not there count 0.
    days
        A day number for each article, or ``UNDATED``.
    given
        The event that somebody set, if any: such articles are one group from the start, and
        groups of different given events are never joined.
    span
        Most days from the first to the last article of a group that is not given.
    """
    first_of = _first_of(given)
    groups = _initial(days, given, first_of)
    for first, second, score in zip(pairs.first, pairs.second, pairs.score, strict=True):
        a, b = first_of[int(first)], first_of[int(second)]
        if a != b:
            for here, there in ((a, b), (b, a)):
                sums = groups[here].sums
                sums[there] = sums.get(there, 0.0) + float(score)
    queue: list[tuple[float, int, int, int, int]] = []
    for a in sorted(groups):
        _offer(queue, groups, a, window, threshold, only_after=True)
    heapq.heapify(queue)
    joined = list(first_of)
    while queue:
        _, a, b, changed_a, changed_b = heapq.heappop(queue)
        one, other = groups.get(a), groups.get(b)
        if one is None or other is None or (one.changed, other.changed) != (changed_a, changed_b):
            continue
        if _may_join(one, other, span):
            _join(groups, a, b)
            joined[b] = a
            _offer(queue, groups, a, window, threshold)
    return [_root(joined, article) for article in range(len(joined))]


def _first_of(given: Sequence[str | None]) -> list[int]:
    first: dict[str, int] = {}
    return [n if event is None else first.setdefault(event, n) for n, event in enumerate(given)]


def _initial(
    days: Sequence[int], given: Sequence[str | None], first_of: list[int]
) -> dict[int, _Group]:
    groups: dict[int, _Group] = {}
    for article, (number, event) in enumerate(zip(days, given, strict=True)):
        day = None if number == UNDATED else int(number)
        if first_of[article] == article:
            groups[article] = _Group(Counter([day]), event)
        else:
            groups[first_of[article]].days[day] += 1
            groups[first_of[article]].n += 1
    return groups


def _offer(
    queue: list[tuple[float, int, int, int, int]],
    groups: dict[int, _Group],
    a: int,
    window: int,
    threshold: float,
    *,
    only_after: bool = False,
) -> None:
    """Put a group's neighbours that are alike enough into the queue, the most alike first."""
    one = groups[a]
    for b, total in one.sums.items():
        if only_after and b < a:
            continue
        other = groups[b]
        # Rounded, so that the order of a sum's terms decides nothing.
        mean = round(total / _comparable(one, other, window), 9)
        if mean >= threshold:
            low, high = (a, b) if a < b else (b, a)
            entry = (-mean, low, high, groups[low].changed, groups[high].changed)
            queue.append(entry) if only_after else heapq.heappush(queue, entry)


def _comparable(one: _Group, other: _Group, window: int) -> int:
    """How many pairs of articles of two groups are near enough in time to be compared."""
    if len(one.days) == len(other.days) == 1:
        return one.n * other.n  # they have a pair, so their one day is near
    return sum(
        n * m
        for day, n in one.days.items()
        for other_day, m in other.days.items()
        if day is None or other_day is None or abs(day - other_day) <= window
    )


def _may_join(one: _Group, other: _Group, span: int) -> bool:
    if one.event is not None and other.event is not None:
        return False
    bounds = one.bounds(), other.bounds()
    if bounds[0] is None or bounds[1] is None:
        return True
    whole = min(bounds[0][0], bounds[1][0]), max(bounds[0][1], bounds[1][1])
    return whole[1] - whole[0] <= span or whole in bounds


def _join(groups: dict[int, _Group], a: int, b: int) -> None:
    """Group b becomes part of group a."""
    one, other = groups[a], groups.pop(b)
    one.days += other.days
    one.n += other.n
    one.event = one.event if one.event is not None else other.event
    one.changed += 1
    one.sums.pop(b, None)
    for c, total in other.sums.items():
        if c == a:
            continue
        one.sums[c] = one.sums.get(c, 0.0) + total
        sums = groups[c].sums
        del sums[b]
        sums[a] = one.sums[c]


def _root(joined: list[int], article: int) -> int:
    while joined[article] != article:
        joined[article] = joined[joined[article]]
        article = joined[article]
    return article
