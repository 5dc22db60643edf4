"""Find patterns in streams of words: candidates by type at once, then each one checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.codebook.postings import Postings, WordStream
from framing.records.patterns import Gap, Item, Pattern, Word

Slots = tuple[tuple[str, int, int], ...]


class Hit(NamedTuple):
    """Pattern number ``pattern`` matches ``words[first:last]``; slots mark agent and recipient.

    A tuple, since there are hundreds in an article.
    """

    pattern: int
    first: int
    last: int
    slots: Slots = ()


def find_hits(
    patterns: Sequence[Pattern], stream: WordStream, *, within: NDArray[np.bool_] | None = None
) -> list[Hit]:
    """Every place where a pattern matches, the preferred match per pattern and start.

    An optional part is taken where it can be, a gap is as short as it can be. Hits of different
    patterns may overlap; sorted by first word, then by pattern number. With ``within`` (one flag
    a word) only those that begin at a flagged word.
    """
    postings = Postings(patterns, stream, within=within)
    hits: list[Hit] = []
    for number, pattern in enumerate(patterns):
        starts = postings.starts(pattern)
        if not starts:
            continue
        steps = _compile(pattern.items, postings)
        if len(steps) == 1 and steps[0].is_plain:
            hits += [Hit(number, index, index + 1) for index in starts]
            continue
        matcher = _Matcher(steps, stream)
        for index in starts:
            end = matcher.first(index, stream.ends[index])
            if end:
                hits.append(Hit(number, index, *end))
    hits.sort(key=itemgetter(1, 0))
    return hits


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

    ``ids`` are the types that fit a word, or that can stand behind a gap (None: any);
    ``spellings`` narrows some of them to surfaces. ``by_first`` are the options of a choice by
    the types that they can begin with, None where one can begin with anything; ``branches``
    tells whether one has gaps or choices of its own.
    """

    ids: frozenset[int] | None = None
    spellings: dict[int, frozenset[str]] | None = None
    gap: int = -1
    options: tuple[tuple[_Step, ...], ...] = ()
    by_first: dict[int, tuple[tuple[_Step, ...], ...]] | None = None
    optional: bool = False
    slot: str = ""
    branches: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is a word of which nothing but the type matters."""
        return self.gap < 0 and not (self.options or self.slot or self.spellings)


End = tuple[int, Slots]


class _Matcher:
    """Matches one compiled pattern against one stream of words.

    How the rest of a pattern matches depends on where it begins and on nothing before, so no
    place is tried twice: the work grows with parts times words, not with the ways to match.
    """

    def __init__(self, steps: tuple[_Step, ...], stream: WordStream) -> None:
        self._steps = steps
        self._ids = stream.numbers
        self._surface = stream.surface
        self._branches = sum(step.gap >= 0 or bool(step.options) for step in steps) > 1
        self._failed: set[tuple[int, int]] = set()
        self._limit = -1
        self._known: dict[tuple[int, int], list[End]] = {}

    def first(self, at: int, limit: int) -> End | None:
        """The end of the preferred way in which the pattern matches from ``at`` on."""
        if limit != self._limit:
            self._failed, self._known, self._limit = set(), {}, limit
        steps = self._steps
        todo: list[tuple[int, int, Slots]] = [(0, at, ())]
        while todo:
            k, at, slots = todo.pop()
            if self._branches:
                # Whatever was tried before has failed by now, or we would be done.
                if (k, at) in self._failed:
                    continue
                self._failed.add((k, at))
            while k < len(steps):
                step = steps[k]
                k += 1
                if step.gap >= 0 or step.options:
                    for end, inner in reversed(self._ways(step, at, limit)):
                        todo.append((k, end, (*slots, *inner) if inner else slots))
                    break
                if not self._fits(step, at, limit):
                    break
                if step.slot:
                    slots = (*slots, (step.slot, at, at + 1))
                at += 1
            else:
                self._failed = set()
                return at, slots
        return None

    def _all(self, steps: tuple[_Step, ...], at: int, limit: int) -> list[End]:
        """Where steps can end, each with its preferred way, the preferred first."""
        ends: dict[int, Slots] = {at: ()}
        for step in steps:
            further: dict[int, Slots] = {}
            for at, slots in ends.items():
                if step.gap >= 0 or step.options:
                    for end, inner in self._ways(step, at, limit):
                        further.setdefault(end, (*slots, *inner) if inner else slots)
                elif self._fits(step, at, limit):
                    further.setdefault(
                        at + 1, (*slots, (step.slot, at, at + 1)) if step.slot else slots
                    )
            if not further:
                return []
            ends = further
        return list(ends.items())

    def _fits(self, step: _Step, at: int, limit: int) -> bool:
        if at >= limit or self._ids[at] not in step.ids:  # type: ignore[operator]
            return False
        wanted = step.spellings and step.spellings.get(self._ids[at])
        return not wanted or self._surface(at) in wanted

    def _ways(self, step: _Step, at: int, limit: int) -> list[End]:
        """Where a gap or a choice can end, the preferred first."""
        if step.gap >= 0:
            ids, after = self._ids, step.ids
            stop = min(at + step.gap + 1, limit)
            return [(k, ()) for k in range(at, stop) if after is None or ids[k] in after]
        if not step.branches:
            return self._choose(step, at, limit)
        key = (id(step), at)
        if key not in self._known:
            self._known[key] = self._choose(step, at, limit)
        return self._known[key]

    def _choose(self, step: _Step, at: int, limit: int) -> list[End]:
        """Where a choice can end, the longest first, left out last."""
        options = step.options
        if step.by_first is not None:
            options = step.by_first.get(self._ids[at], ()) if at < limit else ()
        ends = [end for option in options for end in self._all(option, at, limit)]
        if len(ends) > 1:
            ends.sort(key=_by_length)
            ends = list({end: (end, inner) for end, inner in reversed(ends)}.values())[::-1]
        if step.slot:
            ends = [(end, (*inner, (step.slot, at, end))) for end, inner in ends]
        if step.optional:
            ends.append((at, ()))
        return ends


def _by_length(end: tuple[int, Slots]) -> int:
    return -end[0]


def _compile(items: tuple[Item, ...], postings: Postings) -> tuple[_Step, ...]:
    steps: list[_Step] = []
    for item in reversed(items):
        if isinstance(item, Gap):
            after = _first_ids(steps[::-1])
            steps.append(_Step(None if after is None else frozenset(after), gap=item.n))
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
                _Step(
                    options=options,
                    by_first=by_first,
                    optional=item.optional,
                    slot=item.slot,
                    branches=any(s.gap >= 0 or s.options for o in options for s in o),
                )
            )
    return tuple(steps[::-1])


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


def _first_ids(steps: Sequence[_Step]) -> set[int] | None:
    """Types that a match can begin with; None where it can be any, or no word at all."""
    found: set[int] = set()
    for step in steps:
        if step.gap >= 0:
            return None
        if not step.options:
            return found | step.ids if step.ids else found
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
