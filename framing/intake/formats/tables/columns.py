"""Which column of a table is which field: by the user's word, else by known headings."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from framing.errors import suggest
from framing.intake.records import UnreadableError
from framing.language.words import letters

FIELDS = (
    "title",
    "standfirst",
    "text",
    "outlet",
    "date",
    "byline",
    "section",
    "url",
    "language",
    "wire",
    "event",
    "number",
    "saved",
    "file",
)
# One of these makes a table one of articles.
_CORE = ("title", "text", "url", "file")
_RANKS = ("sure", "likely", "last")  # of headings, in the order in which they are tried
_SHOWN = 40  # columns named in a message


@dataclass(frozen=True, slots=True)
class Flag:
    """A column of yes and no: where it says yes, ``field`` is ``value``."""

    place: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of columns, by field; ``text`` may have several, which are joined in order."""

    places: Mapping[str, tuple[int, ...]]
    flags: tuple[Flag, ...]
    left_out: tuple[str, ...]


@cache
def load_words() -> Mapping[str, Any]:
    """The data file of headings and labels."""
    text = files("framing.intake.formats.tables").joinpath("columns.yaml").read_text("utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def fold_heading(heading: str) -> str:
    """Letters and digits alone, in small letters.

    >>> fold_heading(" Publish_Date "), fold_heading("publishDate")
    ('publishdate', 'publishdate')
    """
    return letters(unicodedata.normalize("NFKC", heading))


@cache
def _headings(rank: str) -> dict[str, str]:
    return {
        fold_heading(heading): field
        for field, ranks in load_words()["fields"].items()
        for heading in ranks.get(rank, ())
    }


def count_known(columns: Sequence[str], wanted: Sequence[tuple[str, str]] = ()) -> int:
    """How many columns have a known heading, or one that the user named."""
    named = {fold_heading(column) for _, column in wanted}
    known = named.union(*map(_headings, _RANKS))
    return sum(fold_heading(column) in known for column in columns)


def lay_out(columns: Sequence[str], wanted: Sequence[tuple[str, str]] = ()) -> Layout:
    """The places of the fields in a table.

    Parameters
    ----------
    columns
        The table's headings, in order; they need not differ.
    wanted
        Pairs of (field, column) that a user gave; they go before any guess.

    Raises
    ------
    UnreadableError
        For a column or field that is not there, two columns that fit one field, and a table
        without a column of texts, titles, links or files.

    >>> lay_out(["id", "media_name", "Title", "media_url"]).places["outlet"]
    (1,)
    """
    places: dict[str, tuple[int, ...]] = {}
    for field, column in wanted:
        place = _find_wanted(field, column, columns)
        if field in places and field != "text":
            raise _error(f"two columns are given for {field}", columns)
        places[field] = (*places.get(field, ()), place)
    taken = {place for own in places.values() for place in own}
    for rank in _RANKS:
        fitting: dict[str, list[int]] = {}
        for place, column in enumerate(columns):
            field = _headings(rank).get(fold_heading(column), "")
            if field and field not in places and place not in taken:
                fitting.setdefault(field, []).append(place)
        for field, several in fitting.items():
            if len(several) > 1:
                both = " and ".join(repr(columns[place]) for place in several)
                raise _error(f"the columns {both} both fit {field}", columns, (field, several[0]))
            places[field] = (several[0],)
            taken.add(several[0])
    if not any(field in places for field in _CORE):
        raise _error("no column of titles, texts, links or files is known", columns)
    flags = _find_flags(columns, places, taken)
    taken |= {flag.place for flag in flags}
    rest = [c.strip() for place, c in enumerate(columns) if place not in taken and c.strip()]
    return Layout(places, flags, tuple(dict.fromkeys(rest)))


def _find_wanted(field: str, column: str, columns: Sequence[str]) -> int:
    if field not in FIELDS:
        raise _error(f"there is no field {field!r}; {suggest(field, FIELDS)}", columns)
    wanted = fold_heading(column)
    exact = [place for place, own in enumerate(columns) if own.strip() == column.strip()]
    alike = [place for place, own in enumerate(columns) if wanted and fold_heading(own) == wanted]
    places = exact or alike
    if not places:
        raise _error(f"no column {column!r}; {suggest(column, columns)}", columns)
    if len(places) > 1:
        raise _error(f"{len(places)} columns have the heading {column!r}; rename one", columns)
    return places[0]


def _find_flags(
    columns: Sequence[str], places: Mapping[str, tuple[int, ...]], taken: Collection[int]
) -> tuple[Flag, ...]:
    known = {fold_heading(name): flag for name, flag in load_words()["flags"].items()}
    return tuple(
        Flag(place, known[key]["field"], known[key]["value"])
        for place, key in enumerate(map(fold_heading, columns))
        if key in known and place not in taken and known[key]["field"] not in places
    )


def _error(
    found: str, columns: Sequence[str], example: tuple[str, int] | None = None
) -> UnreadableError:
    named = [column.strip()[:60] for column in columns if column.strip()]
    shown = ", ".join(named[:_SHOWN]) + (" ..." if len(named) > _SHOWN else "")
    field, column = ("text", named[-1] if named else "COLUMN")
    if example:
        field, column = example[0], columns[example[1]].strip()
    pair = f"{field}={column}"
    return UnreadableError(
        f"{found.removesuffix('; ')}. Columns found: {shown or 'none'}. "
        f"Fields allowed: {', '.join(FIELDS)}. "
        f"Next: --column FIELD=COLUMN, such as --column {repr(pair) if ' ' in pair else pair}"
    )


def name_field(heading: str) -> str:
    """The field that a heading names on its own, empty where it is unknown.

    >>> name_field("Media Name"), name_field("themes")
    ('outlet', '')
    """
    key = fold_heading(heading)
    return next((names[key] for names in map(_headings, _RANKS) if key in names), "")
