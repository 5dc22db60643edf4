"""Words that change what a stance pattern means: negators, hedges, questions, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.codebook.matching import Hit, Slots, keep_longest
from framing.records.codebook import WORD_LISTS, Codebook
from framing.records.patterns import Pattern

# Of overlapping marks of a group the longest stands: "no doubt" is not the "no" of it.
_GROUPS = (
    ("negators", "denials", "silences", "idioms"),
    ("questions", "conditions", "idioms"),
    ("unreal",),
    ("hypotheses",),
    ("refutations",),
    ("obligations",),
    ("demands",),
    ("breaks",),
    ("holders",),
    ("hedges",),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Words ``first:last`` match ``pattern`` of the word list ``kind``."""

    kind: str
    first: int
    last: int
    pattern: Pattern
    slots: Slots


class Marks:
    """The marks of one document, by word list and in text order."""

    def __init__(self, hits: Sequence[Hit], entries: Sequence[tuple[str, Pattern]]) -> None:
        self._of: dict[str, list[Mark]] = {kind: [] for kind in WORD_LISTS}
        by_kind: dict[str, list[Hit]] = {kind: [] for kind in WORD_LISTS}
        for hit in hits:
            by_kind[entries[hit.pattern][0]].append(hit)
        for group in _GROUPS:
            for hit in keep_longest([hit for kind in group for hit in by_kind[kind]]):
                kind, pattern = entries[hit.pattern]
                self._of[kind].append(Mark(kind, hit.first, hit.last, pattern, hit.slots))

    def of(self, *kinds: str) -> list[Mark]:
        """Marks of some word lists, in text order."""
        found = [mark for kind in kinds for mark in self._of[kind]]
        return sorted(found, key=lambda mark: mark.first)


def mark_entries(codebook: Codebook) -> list[tuple[str, Pattern]]:
    """The patterns of all word lists, each with the name of its list."""
    return [(kind, pattern) for kind in WORD_LISTS for pattern in codebook.words[kind]]
