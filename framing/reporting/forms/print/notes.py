"""Numbered notes: on paper a number cannot be clicked, so its passages stand in an appendix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from framing.reporting.formats import number
from framing.reporting.forms.print.excerpts import MOST_WORDS, Excerpt, excerpt
from framing.reporting.messages import _, n_
from framing.reporting.model import Evidence, Link, Passage, Report, Section, Table, Text

OF_A_FINDING = 4  # passages; the findings are what is argued about
OF_A_NUMBER = 2
LONG_TABLE = 24  # rows; longer ones list words or speakers and get no notes
MAX_NOTES = 400


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage on paper: where it stands, and at most fifty words."""

    where: str
    words: Excerpt


@dataclass(frozen=True, slots=True)
class Note:
    """The passages of one number; ``n_more`` stand in the page and the tables."""

    number: int
    heading: str
    passages: tuple[Quoted, ...]
    n_more: int


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a report, and the number of the note of each evidence."""

    notes: tuple[Note, ...]
    numbers: dict[str, int]
    n_without: int  # numbers with passages that got no note

    def number(self, part: Link) -> int:
        """The note that words lead to; 0 where they have none."""
        return self.numbers.get(part.target, 0)


def build_notes(report: Report) -> Notes:
    """Notes in the order in which a reader meets them: findings, profiles, sections.

    Passages that stand behind several numbers are one note.
    """
    evidence = {one.id: one for one in report.evidence}
    numbers: dict[str, int] = {}
    known: dict[tuple[object, ...], int] = {}
    notes: list[Note] = []
    for target, most in _cited(report):
        if target in numbers or target not in evidence:
            continue
        one = evidence[target]
        key = (one.passages, one.n_more)
        if key not in known:
            if len(notes) == MAX_NOTES:
                continue
            known[key] = len(notes) + 1
            notes.append(_note(one, len(notes) + 1, most))
        numbers[target] = known[key]
    return Notes(tuple(notes), numbers, len(evidence.keys() - numbers.keys()))


def _cited(report: Report) -> Iterator[tuple[str, int]]:
    """Targets with the number of passages that they get."""
    for finding in report.findings:
        yield from _targets(finding.text, OF_A_FINDING)
    for section in report.sections:
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[tuple[str, int]]:
    for text in (section.lead, *section.notes):
        yield from _targets(text, OF_A_NUMBER)
    for row in section.profiles.rows if section.profiles else ():
        for cell in chain.from_iterable(row.cells):
            yield from _targets(cell.text, OF_A_NUMBER)
    for table in section.tables:
        if has_notes(table):
            for text in chain.from_iterable(table.rows):
                yield from _targets(text, OF_A_NUMBER)


def has_notes(table: Table) -> bool:
    """Whether the numbers of a table have notes; lists have not."""
    return len(table.rows) <= LONG_TABLE


def _targets(text: Text, most: int) -> Iterator[tuple[str, int]]:
    return ((part.target, most) for part in text if isinstance(part, Link))


def _note(evidence: Evidence, k: int, most: int) -> Note:
    chosen = chosen_passages(evidence, most)
    n = len(evidence.passages) + evidence.n_more
    return Note(
        k, evidence.title, tuple(Quoted(where(p), excerpt(p)) for p in chosen), n - len(chosen)
    )


def passages_lead(notes: Notes) -> str:
    """What the appendix holds, and how many numbers have no note."""
    lead = _(
        "What stands behind the numbers, in the words of the articles: excerpts of at most {n} "
        "words, the match in bold."
    ).format(n=MOST_WORDS)
    if not notes.n_without:
        return lead
    left = n_(
        "{n} more number opens its passages in the page (index.html).",
        "{n} more numbers open their passages in the page (index.html).",
        notes.n_without,
    )
    return f"{lead} {left.format(n=number(notes.n_without))}"


def chosen_passages(evidence: Evidence, most: int) -> list[Passage]:
    """A few passages spread over all; of numbers that count articles one an article first."""
    passages = list(evidence.passages)
    if evidence.n_articles:
        first = list({p.article: p for p in reversed(passages)}.values())[::-1]
        passages = first if len(first) >= most else passages
    size = min(most, len(passages))
    return [passages[k * len(passages) // size] for k in range(size)]


def where(passage: Passage) -> str:
    """Outlet, date, place and voice of a passage, as far as they are known."""
    return ", ".join(x for x in (passage.outlet, passage.date, passage.place, passage.voice) if x)
