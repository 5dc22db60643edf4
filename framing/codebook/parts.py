"""The parts of a codebook file as frozen records: actors, names, stance, cues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.codebook.reader import NOTES, QUOTE, Reader, label_of, notes_of
from framing.codebook.yamlfile import Lines
from framing.records.codebook import (
    CUE_CLASSES,
    KINDS,
    NEUTRAL,
    OTHER,
    POSITIONS,
    RELATIVE,
    SOURCE_TYPES,
    Actor,
    CueEntry,
    Entity,
    StanceRule,
    Target,
    Wording,
)


def read_actors(r: Reader, sides: tuple[str, ...], names: Mapping[str, Any]) -> list[Actor]:
    """Who speaks and acts."""
    actors = []
    for actor, entry in r.entries(r.tree, "actors", (*NOTES, "side", "type", "names")):
        side = r.one_of(entry, "side", (*sides, ""), "")
        kind = r.one_of(entry, "type", (*SOURCE_TYPES, ""), "")
        # Names are compiled without references: an actor cannot be named by another.
        patterns = r.patterns(entry, "names", {})
        if not patterns:
            r.refuse(entry.line, f"actor {actor!r} has no names.", "names: [pattern, ...]")
        actors.append(Actor(actor, label_of(entry, actor), side, kind, patterns, *notes_of(entry)))
    return actors


def read_entities(
    r: Reader, sides: tuple[str, ...], names: Mapping[str, tuple[str, ...]]
) -> list[Entity]:
    """Things with more than one name, and whose the names are."""
    entities = []
    for entity, entry in r.entries(r.tree, "names", (*NOTES, "wordings", "other")):
        wordings = []
        for name, wording in r.entries(entry, "wordings", (*NOTES, "side", "patterns")):
            side = r.one_of(wording, "side", (*sides, NEUTRAL), NEUTRAL)
            patterns = r.patterns(wording, "patterns", names)
            if not patterns:
                r.refuse(wording.line, f"wording {name!r} has no patterns.", "patterns: [...]")
            wordings.append(
                Wording(name, label_of(wording, name), side, patterns, *notes_of(wording))
            )
        other = r.patterns(entry, "other", names)
        entities.append(
            Entity(entity, label_of(entry, entity), tuple(wordings), other, *notes_of(entry))
        )
    return entities


def read_targets(
    r: Reader, sides: tuple[str, ...], names: Mapping[str, tuple[str, ...]]
) -> list[Target]:
    """Propositions, and the patterns that show a position toward them."""
    targets = []
    allowed = (*NOTES, *POSITIONS, *RELATIVE, OTHER, "sides")
    for target, entry in r.entries(r.tree, "stance", allowed):
        rules = [
            rule
            for position in (OTHER, *POSITIONS, *RELATIVE)
            for rule in _read_rules(r, entry, target, position, names)
        ]
        stands = _read_sides(r, entry, target, sides)
        targets.append(
            Target(target, label_of(entry, target), tuple(rules), *notes_of(entry), sides=stands)
        )
    return targets


def _read_sides(
    r: Reader, entry: Lines, target: str, sides: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """What somebody of each side means by "ours": ``sides: {Russia: favour, Japan: against}``."""
    given = entry.get("sides", {})
    line = entry.line_of.get("sides", entry.line)
    relative = next((key for key in RELATIVE if key in entry), "")
    if not isinstance(given, Lines):
        if given or relative:
            r.refuse(
                line,
                f"{target}: {relative or 'sides'} needs to know what each side holds.",
                f"sides: {{{': favour, '.join(sides) or 'A: favour, B'}: against}}.",
            )
        return ()
    r.check_keys(given, f"{target}: sides", sides)
    return tuple((side, r.one_of(given, side, POSITIONS, "")) for side in given)


def _read_rules(
    r: Reader, entry: Lines, target: str, position: str, names: Mapping[str, tuple[str, ...]]
) -> list[StanceRule]:
    """Rules of one position: a bare pattern is ``asserted``; a mapping may say otherwise."""
    listed = entry.get(position, [])
    line = entry.line_of.get(position, entry.line)
    if not isinstance(listed, list):
        r.refuse(line, f"{target}: {position} is no list.", "- one pattern a line.")
        return []
    rules = []
    for k, item in enumerate(listed, start=1):
        if isinstance(item, list):
            found = f"{target}: {position} has a list in it."
            r.refuse(line, found, "- one pattern a line.", QUOTE)
            continue
        if isinstance(item, Lines):
            r.check_keys(item, target, ("pattern", "kind", "note", "source"))
            kind = r.one_of(item, "kind", KINDS, "asserted")
            text, notes = item.get("pattern", ""), notes_of(item)
        else:
            kind, text, notes = "asserted", item, ("", "")
        here = item.line if isinstance(item, Lines) else line
        pattern = r.pattern(text if isinstance(text, str) else str(text), here, names)
        if pattern:
            rules.append(StanceRule(f"{target}.{position}.{k}", position, kind, pattern, *notes))
    return rules


def read_cues(r: Reader) -> list[CueEntry]:
    """Cues of speech that a study adds or reclassifies."""
    cues = []
    for lemma, entry in r.entries(r.tree, "cues", ("class", "forms", "note", "source")):
        kind = r.one_of(entry, "class", CUE_CLASSES, "")
        cues.append(CueEntry(lemma, kind, tuple(r.texts(entry, "forms")), *notes_of(entry)))
    return cues
