"""What each measure of a report is: entries with formula and source, read from a data file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from framing.reporting.messages import _
from framing.reporting.model import GlossaryEntry, Reference, Section, Table

LANGUAGE = "en"
_PARTS = ("term", "meaning", "formula", "reading", "caution", "sources")
_MUST = ("term", "meaning", "reading", "caution")


@cache
def load_references() -> Mapping[str, Reference]:
    """All publications that an entry or the methods paragraph may cite, by key."""
    return {key: _reference(key, fields) for key, fields in _read("references.yaml").items()}


@cache
def load_glossary() -> Mapping[str, GlossaryEntry]:
    """All entries in English, by key; ``entries_of`` gives them in the language in force.

    Raises
    ------
    ValueError
        An entry of the data file lacks a part, or has one that nobody knows.
    """
    name = f"{LANGUAGE}.yaml"
    return {key: _entry(key, parts, name) for key, parts in _read(name).items()}


def entries_of(sections: Iterable[Section]) -> tuple[GlossaryEntry, ...]:
    """The entries that sections and their tables name, in the language in force, by their terms.

    Raises
    ------
    KeyError
        A section names an entry that there is not.
    """
    glossary = load_glossary()
    keys = {key for section in sections for key in keys_of(section)}
    found = [_translated(glossary[key]) for key in keys]
    return tuple(sorted(found, key=lambda e: (e.term.casefold(), e.key)))


def _translated(entry: GlossaryEntry) -> GlossaryEntry:
    # scripts/write_messages reads the messages from the data file.
    return replace(
        entry,
        term=_(entry.term),
        meaning=_(entry.meaning),
        formula=_(entry.formula),
        reading=_(entry.reading),
        caution=_(entry.caution),
    )


def keys_of(section: Section) -> tuple[str, ...]:
    """The keys that a section and its tables name, each once, in their order."""
    columns = [key for table in section.tables for _, key in table.explained]
    return tuple(dict.fromkeys([*section.explained, *columns]))


def explain(key: str, *columns: int) -> tuple[tuple[int, str], ...]:
    """The same entry for several columns of a table.

    >>> explain("mentions", 2, 3)
    ((2, 'mentions'), (3, 'mentions'))
    """
    return tuple((column, key) for column in columns)


def key_of(table: Table, column: int) -> str:
    """The key of a column's entry, empty where it has none."""
    return dict(table.explained).get(column, "")


def _read(name: str) -> dict[str, dict[str, object]]:
    found = yaml.safe_load(files(__name__).joinpath(name).read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def _entry(key: str, parts: dict[str, object], name: str) -> GlossaryEntry:
    wrong = [*(p for p in parts if p not in _PARTS), *(p for p in _MUST if not parts.get(p))]
    if wrong:
        raise ValueError(
            f"{name}, {key}: {', '.join(wrong)} missing or unknown; allowed: {', '.join(_PARTS)}, "
            f"of which {', '.join(_MUST)} must be there"
        )
    known = load_references()
    sources = parts.get("sources") or []
    assert isinstance(sources, list)
    said = {part: str(parts.get(part) or "").strip() for part in _PARTS[:-1]}
    return GlossaryEntry(key, **said, sources=tuple(known[source] for source in sources))


def _reference(key: str, fields: dict[str, object]) -> Reference:
    said = {name: str(value) for name, value in fields.items() if name != "kind"}
    names = [author.split(",")[0].strip() for author in said["author"].split(" and ")]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    if len(names) > 3:
        who = f"{names[0]} et al."
    return Reference(key, str(fields["kind"]), f"{who} ({said['year']})", tuple(said.items()))
