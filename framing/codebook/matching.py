"""Find patterns in streams of words: candidates by type at once, then each one checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.codebook.postings import Postings, WordStream
from framing.records.patterns import Gap, Item, Pattern, Word

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
    matcher = _Matcher(stream)
    hits = []
    for number, pattern in enumerate(patterns):
        starts = postings.starts(pattern)
        steps = _compile(pattern.items, postings) if starts else ()
        for index in starts:
            end = next(matcher.match(steps, 0, index, int(stream.limits[index]), ()), None)
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


@dataclass(frozen=True, slots=True)
class _Step:
    """A part of a pattern, its words looked up: a word, a gap of ``gap`` words, or a choice.

    ``ids`` are the types that fit a word; ``spellings`` narrows some of them to surfaces.
    ``by_first`` are the options of a choice by the types that they can begin with, None where one
    can begin with anything.
    """

    ids: frozenset[int] = frozenset()
    spellings: dict[int, frozenset[str]] | None = None
    gap: int = -1
    options: tuple[tuple[_Step, ...], ...] = ()
    by_first: dict[int, tuple[tuple[_Step, ...], ...]] | None = None
    optional: bool = False
    slot: str = ""


class _Matcher:
    """Matches compiled patterns against one stream of words."""

    def __init__(self, stream: WordStream) -> None:
        self._ids = stream.numbers
        self._surface = stream.surface

    def match(
        self, steps: tuple[_Step, ...], k: int, at: int, limit: int, slots: Slots
    ) -> Iterator[tuple[int, Slots]]:
        """Ends of the ways in which steps from k on match from ``at`` on, the preferred first."""
        while k < len(steps):
            step = steps[k]
            k += 1
            if step.gap >= 0:
                for start in range(at, min(at + step.gap + 1, limit)):
                    yield from self.match(steps, k, start, limit, slots)
                return
            if step.options:
                yield from self._choose(step, steps, k, at, limit, slots)
                return
            if not self._fits(step, at, limit):
                return
            if step.slot:
                slots = (*slots, (step.slot, at, at + 1))
            at += 1
        yield at, slots

    def _fits(self, step: _Step, at: int, limit: int) -> bool:
        if at >= limit or self._ids[at] not in step.ids:
            return False
        wanted = step.spellings and step.spellings.get(self._ids[at])
        return not wanted or self._surface(at) in wanted

    def _choose(
        self, step: _Step, steps: tuple[_Step, ...], k: int, at: int, limit: int, slots: Slots
    ) -> Iterator[tuple[int, Slots]]:
        options = step.options
        if step.by_first is not None:
            options = step.by_first.get(self._ids[at], ()) if at < limit else ()
        ends = [end for option in options for end in self.match(option, 0, at, limit, ())]
        if len(ends) > 1:
            ends.sort(key=_by_length)
        for end, inner in ends:
            marked = (*inner, (step.slot, at, end)) if step.slot else inner
            yield from self.match(steps, k, end, limit, (*slots, *marked))
        if step.optional:
            yield from self.match(steps, k, at, limit, slots)


def _by_length(end: tuple[int, Slots]) -> int:
    return -end[0]


def _compile(items: tuple[Item, ...], postings: Postings) -> tuple[_Step, ...]:
    steps = []
    for item in items:
        if isinstance(item, Gap):
            steps.append(_Step(gap=item.n))
        elif isinstance(item, Word):
            steps.append(_word_step((item,), "", postings))
        else:
            words = tuple(o[0] for o in item.options if len(o) == 1 and isinstance(o[0], Word))
            if len(words) == len(item.options) and not item.optional:
                steps.append(_word_step(words, item.slot, postings))
                continue
            options = tuple(_compile(option, postings) for option in item.options)
            by_first = _index(options)
            steps.append(
                _Step(options=options, by_first=by_first, optional=item.optional, slot=item.slot)
            )
    return tuple(steps)


def _index(
    options: tuple[tuple[_Step, ...], ...],
) -> dict[int, tuple[tuple[_Step, ...], ...]] | None:
    """Options, in their order, by the types that they can begin with."""
    index: dict[int, list[tuple[_Step, ...]]] = {}
    for option in options:
        first = _first_ids(option)
        if first is None:
            return None
        for k in first:
            index.setdefault(k, []).append(option)
    return {k: tuple(found) for k, found in index.items()}


def _first_ids(steps: tuple[_Step, ...]) -> set[int] | None:
    """Types that a match can begin with; None where it can be any, or no word at all."""
    found: set[int] = set()
    for step in steps:
        if step.gap >= 0:
            return None
        if not step.options:
            return found | step.ids
        for option in step.options:
            first = _first_ids(option)
            if first is None:
                return None
            found |= first
        if not step.optional:
            return found
    return None


def _word_step(words: tuple[Word, ...], slot: str, postings: Postings) -> _Step:
    """One step for words of which any will do."""
    spellings: dict[int, frozenset[str]] = {}
    free: set[int] = set()
    for word in words:
        for k in postings.ids_of(word):
            if word.exact:
                forms = (word.exact, word.exact + "'s", word.exact + "\u2019s")
                spellings[k] = spellings.get(k, frozenset()).union(forms)
            else:
                free.add(k)
    narrowed = {k: forms for k, forms in spellings.items() if k not in free}
    return _Step(frozenset(free | set(spellings)), narrowed or None, slot=slot)
