"""Which words of a hit matched which part of its pattern, for showing."""

from __future__ import annotations

from collections.abc import Sequence
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
    steps = _Tracer(words, last).ends(pattern.items, first).get(last)
    if steps is not None:
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


Steps = tuple[Step, ...]


class _Tracer:
    """Finds where items can end, each end once, so that no part is traced twice from one place."""

    def __init__(self, words: Sequence[str], limit: int) -> None:
        self._words = words
        self._limit = limit
        self._known: dict[tuple[int, int], dict[int, Steps]] = {}

    def ends(self, items: tuple[Item, ...], at: int) -> dict[int, Steps]:
        """Where items can end, each with its preferred steps, the preferred first."""
        ends: dict[int, Steps] = {at: ()}
        for item in items:
            further: dict[int, Steps] = {}
            for start, steps in ends.items():
                for end, more in self._ways(item, start).items():
                    if end not in further:
                        further[end] = (*steps, *more)
            ends = further
        return ends

    def _ways(self, item: Item, at: int) -> dict[int, Steps]:
        """Where one item can end, the matcher's first choice first."""
        if isinstance(item, Word):
            fits = at < self._limit and item.matches(self._words[at])
            return {at + 1: (Step(_spelled(item), at, at + 1),)} if fits else {}
        if isinstance(item, Gap):
            name, most = f"~{item.n}", min(item.n, self._limit - at)
            return {
                at + n: (Step(name, at, at + n, named=True),) if n else () for n in range(most + 1)
            }
        key = (id(item), at)
        if key not in self._known:
            self._known[key] = self._choose(item, at)
        return self._known[key]

    def _choose(self, item: Choice, at: int) -> dict[int, Steps]:
        here = self._words[at] if at < self._limit else None
        found: dict[int, Steps] = {}
        for option in item.options:
            if _may_begin(option[0], here):
                for end, steps in self.ends(option, at).items():
                    found.setdefault(end, steps)
        ways = {end: _as_named(item, at, end, found[end]) for end in sorted(found, reverse=True)}
        if item.optional:
            ways.setdefault(at, ())
        return ways


def _may_begin(item: Item, word: str | None) -> bool:
    """False where an option begins with another word than the next one (None: there is none)."""
    return not isinstance(item, Word) or (word is not None and item.matches(word))


def _as_named(item: Choice, at: int, end: int, steps: Steps) -> Steps:
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


def _joined(steps: Steps) -> Steps:
    """Neighbouring words that the pattern spells out as one step."""
    joined: list[Step] = []
    for step in steps:
        if joined and not step.named and not joined[-1].named:
            before = joined.pop()
            step = Step(f"{before.part} {step.part}", before.first, step.last)
        joined.append(step)
    return tuple(joined)
