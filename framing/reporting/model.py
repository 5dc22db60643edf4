"""The Report value: everything that is said, before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from framing.reporting.formats import counted_articles, number
from framing.reporting.messages import _


@dataclass(frozen=True, slots=True)
class Link:
    """Words that open something in the same page: a list of passages, or an article."""

    text: str
    target: str  # an id of the page


Text = tuple[str | Link, ...]


def _no_ids() -> pl.Series:
    return pl.Series("id", [], pl.String)


@dataclass(frozen=True, slots=True)
class Passage:
    """A match in its context; ``target`` is its place in the articles shown, if it is there."""

    article: str
    outlet: str
    date: str
    place: str
    voice: str
    left: str
    match: str
    right: str
    note: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind one number: a few passages to print, and the ids of all of them.

    ``n_more`` are not among the few. ``n_articles`` is given where the number counts articles:
    then they are listed by article. ``mentions`` are ids of ``layer`` in ``Store.passages``.
    """

    id: str
    title: str
    passages: tuple[Passage, ...]
    n_more: int = 0
    n_articles: int = 0
    layer: str = ""
    mentions: pl.Series = field(default_factory=_no_ids, compare=False, repr=False)

    @property
    def heading(self) -> str:
        """The title with what the number beside it was, and how much of it is shown."""
        shown = len(self.passages)
        n = shown + self.n_more
        said = _("{k} of {n} shown").format(k=number(shown), n=number(n))
        said = said if self.n_more else number(n)
        if not self.n_articles:
            return _("{title} ({passages})").format(title=self.title, passages=said)
        there = len({p.article for p in self.passages})
        articles = counted_articles(there)
        if there < self.n_articles:
            articles = _("{k} of {n} articles shown")
            articles = articles.format(k=number(there), n=number(self.n_articles))
        told = _("{title} ({articles}; passages: {passages})")
        return told.format(title=self.title, articles=articles, passages=said)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the answer. ``kind`` says from what, ``claim`` of what it speaks.

    ``doubt`` is one small line: how few, how wide, how much of it noise gives.
    """

    kind: str
    text: Text
    claim: str
    doubt: Text = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication: its BibTeX key and entry type, how it is named in a text, its fields."""

    key: str
    kind: str
    short: str  # Monroe, Colaresi and Quinn (2008)
    fields: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """Where it is to be found, by its DOI or address; empty where neither is known."""
        known = dict(self.fields)
        return f"https://doi.org/{known['doi']}" if "doi" in known else known.get("url", "")


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """What a measure is, how to read it, when not to compare it, and from where it comes."""

    key: str
    term: str
    meaning: str
    formula: str
    reading: str
    caution: str
    sources: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Methods:
    """Ready for a paper: how it was done in paragraphs, what to cite, and that as BibTeX."""

    paragraphs: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    bibtex: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is read; cells are text, numbers already written.

    ``explained`` names the glossary entry of a column, by its number.
    """

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""
    folded: bool = True
    explained: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """What a figure draws; ``kind`` names the function in ``framing.reporting.figures``."""

    id: str
    kind: str
    title: str
    alt: str
    source: str
    data: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article under the same marks."""

    text: str
    marks: tuple[str, ...] = ()
    note: str = ""
    anchors: tuple[str, ...] = ()
    speaker: str = ""  # said where a quotation begins inside a paragraph


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article: its role and pieces; ``speaker`` when all of it is quoted."""

    role: str
    pieces: tuple[Piece, ...]
    speaker: str = ""
    tie: str = ""  # numbers of the sentences it shares with other articles


@dataclass(frozen=True, slots=True)
class Column:
    """One article, marked."""

    id: str
    outlet: str
    group: str
    date: str
    url: str
    note: str
    paragraphs: tuple[Paragraph, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Spread:
    """The articles of one event next to each other, a column an outlet."""

    id: str
    title: str
    note: str
    columns: tuple[Column, ...]
    is_stacked: bool = False  # articles of no common event: one after another


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a stacked bar in the profiles: how many, of which kind, under which pattern."""

    label: str
    n: int
    look: str


@dataclass(frozen=True, slots=True)
class ProfileCell:
    """One line in a cell of the profiles: words that open passages, and a bar."""

    text: Text
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One outlet in the profiles."""

    outlet: str
    group: str
    colour: str
    mark: str
    cells: tuple[tuple[ProfileCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Profiles:
    """The signature figure as rows and cells."""

    columns: tuple[str, ...]
    rows: tuple[ProfileRow, ...]
    keys: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # column, (look, label)


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """One section: what it shows, its figures and tables, how to read it, how it was made.

    ``part`` is the heading in the table of contents under which it stands.
    """

    id: str
    title: str
    lead: Text
    notes: tuple[Text, ...] = ()
    profiles: Profiles | None = None
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    spreads: tuple[Spread, ...] = ()
    reading: str = ""
    method: str = ""
    code: str = ""
    explained: tuple[str, ...] = ()  # keys of the glossary: what the section as a whole rests on
    part: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """The articles and every passage of a report, columnar; ``at`` is the row of an article.

    ``texts`` is ``excerpts`` or ``full``. Offsets are characters of the stored text. The page
    holds the texts of up to ``most_inside`` articles; of more they lie beside it, those of
    ``per_file`` articles in a file.
    """

    texts: str
    outlets: pl.DataFrame  # outlet, group, colour, mark
    events: tuple[tuple[str, str], ...]  # id and name, in the order of every table
    sides: tuple[tuple[str, str], ...]  # kind of mark and what it means, for names
    # at, article, id, outlet, group, event, date, title, url, language, wire, text
    articles: pl.DataFrame
    passages: pl.DataFrame  # at, start, end, layer, id, voice, place, note: in reading order
    segments: pl.DataFrame  # at, paragraph, role, start, end
    marks: pl.DataFrame  # at, start, end, kind, note, id
    ties: pl.DataFrame  # at, start, end, tie: the same words of several articles of an event
    kept: pl.DataFrame  # at, start, end, skipped: what of the texts the report holds
    most_inside: int = 5_000
    per_file: int = 200


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """Everything that a renderer reads.

    ``compared`` says how many comparisons the findings were taken from.
    ``tables`` are the frames behind the report as (name, frame): one CSV file each. ``glossary``
    holds the entries that sections and tables name, in the order of their terms.
    """

    study: str
    title: str
    subtitle: str
    tier: str
    tier_sentence: str
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...]
    manifest: dict[str, object]
    store: Store
    tables: tuple[tuple[str, pl.DataFrame], ...] = field(default=())
    glossary: tuple[GlossaryEntry, ...] = ()
    methods: Methods = Methods()
    language: str = "en"  # of its own words; articles keep theirs
    compared: str = ""

    @property
    def contents(self) -> tuple[tuple[str, str, tuple[Section, ...]], ...]:
        """The table of contents: parts, the id where each begins, and what stands under it.

        A section alone in its part, or first in it and of the same name, is the part's own entry.
        """
        parts: dict[str, list[Section]] = {}
        for section in self.sections:
            parts.setdefault(section.part or section.title, []).append(section)
        found = []
        for part, (first, *rest) in parts.items():
            under = rest if not rest or first.title == part else [first, *rest]
            found.append((part, first.id, tuple(under)))
        return tuple(found)


def plain(text: Text) -> str:
    """The words of a text without its links."""
    return "".join(part if isinstance(part, str) else part.text for part in text)
