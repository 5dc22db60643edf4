"""How the labels of a unit split: who chose what is nobody's business, how many is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.records.coding import ADJUDICATED, INDEPENDENT
from framing.web.store import Mark


@dataclass(frozen=True, slots=True)
class Split:
    """What a class said of a unit: counts of labels as they are now, one's own, the settled one."""

    unit: str
    counts: tuple[tuple[str, int], ...] = ()
    own: str = ""
    first: str = ""  # one's own before the discussion
    settled: str = ""
    reason: str = ""

    @property
    def disagreement(self) -> float:
        """Share of pairs of coders with different labels, from 0 to 1."""
        n = sum(count for _, count in self.counts)
        alike = sum(count * (count - 1) for _, count in self.counts)
        return 1 - alike / (n * (n - 1)) if n > 1 else 0.0


def split_labels(
    marks: Iterable[Mark], *, labels: Sequence[str], coder: str = "", frozen: bool = False
) -> dict[str, Split]:
    """The split of every unit that somebody labelled.

    Parameters
    ----------
    marks
        Labels of a task, in the order they were given.
    labels
        All that could be given: counts stand in this order, also those of 0.
    coder
        Whose own labels are told; empty: nobody's.
    frozen
        Whether only labels from before the discussion count.
    """
    now: dict[str, dict[str, str]] = defaultdict(dict)
    first: dict[str, str] = {}
    settled: dict[str, Mark] = {}
    for mark in marks:
        if mark.phase == ADJUDICATED:
            settled[mark.unit] = mark
            continue
        if frozen and mark.phase != INDEPENDENT:
            continue
        now[mark.unit][mark.coder] = mark.label
        if mark.phase == INDEPENDENT and mark.coder == coder:
            first[mark.unit] = mark.label
    found = {}
    for unit in now.keys() | settled.keys():
        counted = Counter(now[unit].values()) if unit in now else Counter()
        other = sorted(set(counted) - set(labels))  # of a codebook that has changed since
        verdict = settled.get(unit)
        found[unit] = Split(
            unit,
            counts=tuple((label, counted[label]) for label in (*labels, *other)) if counted else (),
            own=now[unit].get(coder, "") if coder and unit in now else "",
            first=first.get(unit, ""),
            settled=verdict.label if verdict else "",
            reason=verdict.note if verdict else "",
        )
    return found
