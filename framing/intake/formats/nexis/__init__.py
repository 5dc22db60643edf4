"""Exports of Nexis: Lexis Advance, Nexis Uni, Lexis+, Nexis UK; also one file per article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from framing.intake.formats.markup import markup_lines
from framing.intake.formats.nexis.advance import read_advance
from framing.intake.formats.nexis.classic import read_classic
from framing.intake.formats.nexis.labels import find_numbering, load_labels
from framing.intake.formats.nexis.lines import is_markup, read_lines
from framing.intake.formats.nexis.prose import clean
from framing.intake.records import Found, Source, UnreadableError

__all__ = ["is_nexis", "read_nexis"]

_HEAD = 400  # lines that are looked at
_COVER = 3  # different labels of a cover page that make one


def is_nexis(head: str) -> bool:
    """Whether a text or web page begins as an export of Nexis does.

    Raises
    ------
    UnreadableError
        Where it is a web page that the parser gives up.

    >>> is_nexis("Talks open\\nAlpha\\nMay 6, 2019 Monday\\nLength: 99 words\\nBody\\nThe")
    True
    >>> is_nexis("Talks open\\n\\nLength: 99 words about a body")
    False
    """
    if is_markup(head[:4096]):
        if not re.search(r"DOCUMENTS?\b|DOKUMENT|End of Document|Length", head):
            return False
        head = "\n".join(markup_lines(head[: 2**18]))
    lines = [clean(line) for line in head[: 2**18].split("\n")[:_HEAD]]
    return _has_numbering(lines) or _has_cover(lines) or _has_header(lines)


def _has_numbering(lines: list[str]) -> bool:
    """Whether "1 of 10 DOCUMENTS" stands there, and behind it a header label in capitals."""
    labels = load_labels()
    marks = [place for place, line in enumerate(lines) if find_numbering(line)[0]]
    following = lines[marks[0] + 1 :] if marks else []
    found = {match[1] for line in following if (match := labels.label.match(line))}
    return any(label.isupper() and label.lower() in labels.fields for label in found)


def _has_cover(lines: list[str]) -> bool:
    labels = load_labels()
    seen = {line.partition(":")[0].lower() for line in lines if labels.cover.match(line)}
    return any(map(labels.documents.match, lines)) and len(seen) > _COVER


def _has_header(lines: list[str]) -> bool:
    """A date line and behind it the line Body; Length with its words between, or an end behind."""
    labels = load_labels()
    dated = next((p for p, line in enumerate(lines) if p and labels.date.match(line)), len(lines))
    places = (p for p, line in enumerate(lines) if line in labels.headings["body"] and p > dated)
    body = next(places, None)
    if body is None:
        return False
    saved = re.compile(r"load-date\s?:", re.IGNORECASE)
    return any(map(labels.length.match, lines[dated:body])) or any(
        line in labels.headings["end"] or saved.match(line) for line in lines[body:]
    )


def read_nexis(source: Source) -> Iterator[Found]:
    """The articles of an export, or of one file per article; a count that is wrong comes last.

    Raises
    ------
    UnreadableError
        Where the file is damaged, or holds no article in a layout of Nexis.
    """
    lines = read_lines(source.path)
    # A line of an article may look like a mark of the other layout; the more frequent decides.
    n_marks = sum(find_numbering(line)[0] > 0 for line in lines.lines)
    n_ends = sum(clean(line) in load_labels().headings["end"] for line in lines.lines)
    articles, promised = read_classic(lines) if n_marks > n_ends else read_advance(lines.lines)
    if not articles and not promised:
        raise UnreadableError(
            "no article in a layout of Nexis; allowed: files with '1 of N DOCUMENTS', or with "
            "Length: and Body before each article; import it with another --as"
        )
    if len(articles) == 1 and not promised:
        yield replace(articles[0], item=0)
        return
    yield from articles
    if promised and promised != len(articles):
        many = "document" if promised == 1 else "documents"
        were = "was" if len(articles) == 1 else "were"
        yield Found(
            item=len(articles) + 1,
            problem=f"the export says {promised} {many}; {len(articles)} {were} found",
        )
