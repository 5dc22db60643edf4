"""Frame elements, their combinations, and lists that are only looked up, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping

from framing.codebook.reader import NOTES, QUOTE, Reader, label_of, notes_of
from framing.codebook.yamlfile import Lines
from framing.errors import suggest
from framing.records.codebook import (
    ELEMENTS,
    LIST_KINDS,
    ElementVariable,
    Frame,
    RetrieveEntry,
    RetrieveList,
)

_KEYS = (*ELEMENTS, "combinations")


def read_variables(r: Reader, names: Mapping[str, tuple[str, ...]]) -> list[ElementVariable]:
    """The variables of all four elements, in the order of the elements."""
    section = _section(r)
    found = []
    for element in ELEMENTS:
        for name, entry in r.entries(section, element, (*NOTES, "question", "indicators")):
            patterns = r.patterns(entry, "indicators", names)
            if not patterns and "indicators" not in entry:
                step = "write indicators: [] for one that is only coded by hand."
                r.refuse(entry.line, f"{element} {name!r} has no indicators.", "[...]", step)
            label = label_of(entry, name)
            question = str(entry.get("question", ""))
            found.append(
                ElementVariable(name, label, element, question, patterns, *notes_of(entry))
            )
    return found


def read_frames(r: Reader, keys: set[str]) -> list[Frame]:
    """Combinations; each names two variables or more, of at least two elements."""
    found = []
    for name, entry in r.entries(_section(r), "combinations", (*NOTES, "elements")):
        elements = tuple(dict.fromkeys(str(text) for text in r.texts(entry, "elements")))
        line = entry.line_of.get("elements", entry.line)
        for element in elements:
            if element not in keys:
                near = suggest(element, keys)
                r.refuse(line, f"{name}: {element!r}.", f"{', '.join(sorted(keys))}.", near)
        if len({element.partition(".")[0] for element in elements}) < 2:
            r.refuse(
                line,
                f"combination {name!r} has variables of fewer than two elements.",
                "elements: [problem.x, remedy.y]; a frame is a combination.",
            )
        found.append(Frame(name, label_of(entry, name), elements, *notes_of(entry)))
    return found


def _section(r: Reader) -> Lines:
    section = r.tree.get("frames", "")
    if isinstance(section, Lines):
        r.check_keys(section, "frames", _KEYS)
        return section
    if section != "":
        r.refuse(r.tree.line_of["frames"], "frames is no mapping.", f"{', '.join(_KEYS)}.")
    return Lines()


def read_lists(r: Reader, names: Mapping[str, tuple[str, ...]]) -> list[RetrieveList]:
    """Lists of euphemisms and metaphors."""
    found = []
    for name, entry in r.entries(r.tree, "retrieve", (*NOTES, "kind", "patterns")):
        kind = r.one_of(entry, "kind", LIST_KINDS, "")
        entries = _read_entries(r, entry, name, names)
        if not entries:
            r.refuse(entry.line, f"list {name!r} has no patterns.", "patterns: [...]")
        found.append(RetrieveList(name, label_of(entry, name), kind, entries, *notes_of(entry)))
    return found


def _read_entries(
    r: Reader, entry: Lines, name: str, names: Mapping[str, tuple[str, ...]]
) -> tuple[RetrieveEntry, ...]:
    """Bare patterns, or mappings of ``pattern`` and ``note``."""
    listed = entry.get("patterns", [])
    line = entry.line_of.get("patterns", entry.line)
    if not isinstance(listed, list):
        r.refuse(line, f"{name}: patterns is no list.", "- one pattern a line.")
        return ()
    found = []
    for item in listed:
        note, text, here = "", item, line
        if isinstance(item, Lines):
            r.check_keys(item, name, ("pattern", "note"))
            note, text, here = str(item.get("note", "")), item.get("pattern", ""), item.line
        if not isinstance(text, str):
            r.refuse(here, f"{name}: patterns has a list in it.", "- one pattern a line.", QUOTE)
            continue
        pattern = r.pattern(text, here, names)
        if pattern:
            found.append(RetrieveEntry(pattern, note))
    return tuple(found)
