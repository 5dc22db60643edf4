"""The codebook's names as patterns: wordings, longer names that are none, and owners of names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from framing.codebook.patterns import compile_pattern
from framing.records.codebook import Codebook
from framing.records.patterns import Choice, Item, Pattern, Word


@dataclass(frozen=True, slots=True)
class Entry:
    """Which wording of which entity a pattern is of."""

    entity: str
    name: str
    side: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``entries[k]`` tells what ``patterns[k]`` is of (None: other names, which only take words
    away); the patterns behind them are owners, of ``sides``."""

    patterns: tuple[Pattern, ...]
    entries: tuple[Entry | None, ...]
    sides: tuple[str, ...]


def build_lexicon(codebook: Codebook) -> Lexicon:
    """All patterns of names and of those who may own one."""
    entries: list[Entry | None] = []
    patterns: list[Pattern] = []
    for entity in codebook.entities:
        for wording in entity.wordings:
            found = [way for pattern in wording.patterns for way in _spellings(pattern)]
            entries += [Entry(entity.id, wording.id, wording.side)] * len(found)
            patterns += found
    for entity in codebook.entities:
        entries += [None] * len(entity.other)
        patterns += entity.other
    sides = [actor.side for actor in codebook.actors for _ in actor.patterns if actor.side]
    patterns += [p for actor in codebook.actors for p in actor.patterns if actor.side]
    for side in codebook.sides:  # "called X in Sorinia" names the side, if no actor of it
        sides.append(side)
        patterns.append(compile_pattern(side))
    return Lexicon(tuple(patterns), tuple(entries), tuple(sides))


def _spellings(pattern: Pattern) -> list[Pattern]:
    """A pattern, in capitals where it demands a spelling, with its words hyphenated."""
    shouted = _shout(pattern.items)
    ways = [pattern.items, shouted] if shouted != pattern.items else [pattern.items]
    joined = _join(pattern.items)
    if joined != pattern.items:
        ways.append(joined)
    return [replace(pattern, items=items) for items in ways]


def _shout(items: tuple[Item, ...]) -> tuple[Item, ...]:
    found: list[Item] = []
    for item in items:
        if isinstance(item, Word):
            found.append(replace(item, exact=item.exact.upper()))
        elif isinstance(item, Choice):
            found.append(replace(item, options=tuple(map(_shout, item.options))))
        else:
            found.append(item)
    return tuple(found)


def _join(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The first two words as one hyphenated word: "South-Kuril Islands"."""
    first, second = _single_words(items[0]), _single_words(items[1]) if len(items) > 1 else ()
    if not first or not second:
        return items
    return (Choice(tuple((Word(a.text + b.text),) for a in first for b in second)), *items[2:])


def _single_words(item: Item) -> tuple[Word, ...]:
    """The plain words that an item stands for, empty if it is more than that."""
    if isinstance(item, Word):
        words: tuple[Item, ...] = (item,)
    elif isinstance(item, Choice) and not item.optional and not item.slot:
        words = tuple(option[0] for option in item.options if len(option) == 1)
        if len(words) < len(item.options):
            return ()
    else:
        return ()
    plain = tuple(w for w in words if isinstance(w, Word) and not (w.prefix or w.suffix or w.exact))
    return plain if len(plain) == len(words) else ()
