"""What a format's reader gives: items found in a source, with the spelling that stood there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from framing.errors import FramingError


class UnreadableError(FramingError):
    """A source as a whole cannot be read; the message says what was found and what is allowed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    ``name`` is how the user knows it (a path, or ``archive.zip/inner/name.html``); ``path`` is
    where its bytes lie, which may be a temporary file. ``columns`` maps our fields to a table's
    columns.
    """

    name: str
    path: Path
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One item of a source that is an article, or says in ``problem`` why it is none.

    ``item`` counts from 1 within its source (a table's row as its user counts it: the line of a
    CSV or JSONL file, the row of a sheet); 0 where the source is one article. Text fields hold what
    the source says, in its own spelling, without labels ("Byline:") and outer blanks. ``body`` and
    ``standfirst`` are paragraphs parted by one blank line; a hard-wrapped paragraph is one line.
    """

    item: int
    title: str = ""
    standfirst: str = ""
    body: str = ""
    outlet: str = ""
    date: str = ""
    byline: str = ""
    section: str = ""
    dateline: str = ""  # where a database keeps it apart from the text
    url: str = ""
    language: str = ""
    wire: str = ""
    event: str = ""
    number: str = ""  # the database's own number of the article
    saved: str = ""  # day of retrieval or Load-Date: the article cannot be younger
    n_words: int = 0  # as the database states it; 0: it does not
    file: str = ""  # an index row: the file that holds its text
    problem: str = ""  # why it cannot be imported


Reader = Callable[[Source], Iterator[Found]]
