"""Which words of a hit matched which part of its pattern, for showing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.records.patterns import Choice, Gap, Item, Pattern, Word


@dataclass(frozen=True, slots=True)
class Step:
    """Words ``first:last`` matched ``part``: a word of the pattern, ``~n`` or ``@id``.

    ``named`` is false for words that the pattern spells out.
    """

    part: str
    first: int
    last: int
    named: bool = False


def trace_hit(pattern: Pattern, words: Sequence[str], *, first: int, last: int) -> tuple[Step, ...]:
    """The steps by which a pattern covers ``words[first:last]``, in the matcher's preference.

    Parameters
    ----------
    words
        Types of the document; a spelling (``=May``) is taken as checked.

    Raises
    ------
    ValueError
        When the pattern does not match exactly these words.
    """
    for end, steps in _trace(pattern.items, first, last, words):
        if end == last:
            return _joined(steps)
    raise ValueError(f"pattern {pattern.source!r} does not match words {first} to {last}")


def gap_words(steps: Sequence[Step]) -> frozenset[int]:
    """Words that a hit covers and that keep their own meaning: of gaps and ``free:`` parts."""
    return frozenset(
        k
        for step in steps
        if step.part.startswith(("~", "free:"))
        for k in range(step.first, step.last)
    )


Found = tuple[int, tuple[Step, ...]]


def _trace(items: tuple[Item, ...], at: int, limit: int, words: Sequence[str]) -> Iterator[Found]:
    if not items:
        yield at, ()
        return
    if len(items) == 1:
        yield from _ways(items[0], at, limit, words)
        return
    for end, steps in _ways(items[0], at, limit, words):
        for last, rest in _trace(items[1:], end, limit, words):
            yield last, (*steps, *rest)


def _ways(item: Item, at: int, limit: int, words: Sequence[str]) -> Iterator[Found]:
    """Ways in which one item matches, the matcher's first choice first."""
    if isinstance(item, Word):
        if at < limit and item.matches(words[at]):
            yield at + 1, (Step(_spelled(item), at, at + 1),)
    elif isinstance(item, Gap):
        for skip in range(min(item.n, limit - at) + 1):
            yield at + skip, (Step(f"~{item.n}", at, at + skip, named=True),) if skip else ()
    else:
        here = words[at] if at < limit else None
        options = [option for option in item.options if _may_begin(option[0], here)]
        ends = [way for option in options for way in _trace(option, at, limit, words)]
        for end, steps in sorted(ends, key=lambda way: -way[0]):
            yield end, _as_named(item, at, end, steps)
        if item.optional:
            yield at, ()


def _may_begin(item: Item, word: str | None) -> bool:
    """False where an option begins with another word than the next one (None: there is none)."""
    return not isinstance(item, Word) or (word is not None and item.matches(word))


def _as_named(item: Choice, at: int, end: int, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """A set, actor or slot is one step, whatever is in it."""
    name = item.name or (steps[0].part if len(steps) == 1 else "")
    if any(step.part.startswith("free:") for step in steps):
        return steps
    if item.slot:
        return (Step(f"{item.slot}:{name or '(...)'}", at, end, named=True),)
    return (Step(item.name, at, end, named=True),) if item.name else steps


def _spelled(word: Word) -> str:
    if word.exact:
        return f"={word.exact}"
    return "*" * word.suffix + word.text + "*" * word.prefix


def _joined(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Neighbouring words that the pattern spells out as one step."""
    joined: list[Step] = []
    for step in steps:
        if joined and not step.named and not joined[-1].named:
            before = joined.pop()
            step = Step(f"{before.part} {step.part}", before.first, step.last)
        joined.append(step)
    return tuple(joined)
