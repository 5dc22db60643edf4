"""Find patterns in streams of words: candidates by type at once, then each one checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.codebook.postings import Postings, WordStream
from framing.records.patterns import Choice, Gap, Item, Pattern, Word

Slots = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Pattern number ``pattern`` matches ``words[first:last]``; slots mark agent and recipient."""

    pattern: int
    first: int
    last: int
    slots: Slots = ()


def find_hits(patterns: Sequence[Pattern], stream: WordStream) -> list[Hit]:
    """Every place where a pattern matches, the preferred match per pattern and start.

    An optional part is taken where it can be, a gap is as short as it can be. Hits of different
    patterns may overlap; sorted by first word, then by pattern number.
    """
    postings = Postings(patterns, stream)
    hits = []
    for number, pattern in enumerate(patterns):
        for index in postings.starts(pattern):
            end = next(_match(pattern.items, index, int(stream.limits[index]), stream, ()), None)
            if end:
                hits.append(Hit(number, index, *end))
    return sorted(hits, key=lambda hit: (hit.first, hit.pattern))


def keep_longest(hits: Sequence[Hit]) -> list[Hit]:
    """Hits that do not overlap: the longest first, then the earliest, then the first pattern."""
    taken: list[Hit] = []
    used: set[int] = set()
    for hit in sorted(hits, key=lambda h: (h.first - h.last, h.first, h.pattern)):
        span = range(hit.first, hit.last)
        if used.isdisjoint(span):
            used.update(span)
            taken.append(hit)
    return sorted(taken, key=lambda h: h.first)


def _match(
    items: tuple[Item, ...], at: int, limit: int, stream: WordStream, slots: Slots
) -> Iterator[tuple[int, Slots]]:
    """Ends of the ways in which items match from ``at`` on, the preferred way first."""
    if not items:
        yield at, slots
        return
    item, rest = items[0], items[1:]
    if isinstance(item, Word):
        if at < limit and _fits(item, at, stream):
            yield from _match(rest, at + 1, limit, stream, slots)
    elif isinstance(item, Gap):
        for skip in range(item.n + 1):
            if at + skip >= limit:
                break
            yield from _match(rest, at + skip, limit, stream, slots)
    else:
        yield from _match_choice(item, rest, at, limit, stream, slots)


def _match_choice(
    item: Choice, rest: tuple[Item, ...], at: int, limit: int, stream: WordStream, slots: Slots
) -> Iterator[tuple[int, Slots]]:
    ends = [end for option in item.options for end in _match(option, at, limit, stream, slots)]
    for end, inner in sorted(ends, key=lambda found: -found[0]):
        marked = (*inner, (item.slot, at, end)) if item.slot else inner
        yield from _match(rest, end, limit, stream, marked)
    if item.optional:
        yield from _match(rest, at, limit, stream, slots)


def _fits(word: Word, at: int, stream: WordStream) -> bool:
    if not word.matches(stream.vocabulary[stream.ids[at]]):
        return False
    if not word.exact:
        return True
    surface = stream.surface(at)
    return surface == word.exact or surface in (word.exact + "'s", word.exact + "\u2019s")
