"""Load and check a codebook: YAML in, frozen records out, every mistake with file and line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.codebook.patterns import compile_pattern
from framing.codebook.yamlfile import Lines, Text, load_yaml
from framing.errors import PatternError, Problem, suggest
from framing.records.codebook import (
    CUE_CLASSES,
    KINDS,
    NEUTRAL,
    POSITIONS,
    SOURCE_TYPES,
    Actor,
    Codebook,
    CueEntry,
    Entity,
    Fact,
    FactWording,
    StanceRule,
    Target,
    Wording,
)
from framing.records.patterns import Pattern

BASE = Path(__file__).parent / "base"
_SECTIONS = (
    "codebook",
    "version",
    "language",
    "note",
    "source",
    "licence",
    "sides",
    "actors",
    "names",
    "stance",
    "facts",
    "hedges",
    "negators",
    "cues",
)
_NOTES = ("label", "note", "source")
_QUOTE = 'a pattern that begins with [ needs quotes, as "[the] islands" has.'


_ID_RULE = "small letters, digits and _, a letter first."


def _as_id(name: str) -> str:
    wanted = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return f"write {wanted}." if re.match("[a-z]", wanted) else ""


def _is_list(value: object) -> bool:
    return isinstance(value, list)


class Reader:
    """One YAML file being read: turns its parts into records and notes what is wrong."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.tree = load_yaml(path, problems)

    def refuse(self, line: int, found: str, allowed: str, step: str = "") -> None:
        """Note a mistake, once; the codebook will not be used."""
        problem = Problem(str(self.path), line, found, allowed, step, fatal=True)
        if problem not in self.problems:
            self.problems.append(problem)

    def entries(self, parent: Lines, key: str, allowed: tuple[str, ...]) -> list[tuple[str, Lines]]:
        """The named entries under a key, each a mapping with only the allowed keys."""
        section = parent.get(key, "")
        if section == "":
            return []
        if not isinstance(section, Lines):
            self.refuse(parent.line_of[key], f"{key} is no mapping.", "one entry a line, id: ...")
            return []
        found = []
        for name, entry in section.items():
            line = section.line_of[name]
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                self.refuse(line, f"id {name!r}.", _ID_RULE, _as_id(name))
            if not isinstance(entry, Lines):
                self.refuse(line, f"entry {name!r} is no mapping.", f"keys {', '.join(allowed)}.")
                continue
            self.check_keys(entry, name, allowed)
            found.append((name, entry))
        return found

    def check_keys(self, entry: Lines, name: str, allowed: tuple[str, ...]) -> None:
        """Note every key of an entry that means nothing."""
        for key in entry:
            if key not in allowed:
                self.refuse(
                    entry.line_of[key],
                    f"entry {name!r} has the unknown key {key!r}.",
                    f"{', '.join(allowed)}.",
                    suggest(key, allowed),
                )

    def one_of(self, entry: Lines, key: str, allowed: tuple[str, ...], default: str) -> str:
        """A value out of a closed list."""
        value = str(entry.get(key, default))
        if value not in allowed:
            self.refuse(
                entry.line_of.get(key, entry.line),
                f"{key} is {value!r}.",
                f"{', '.join(word or '(empty)' for word in allowed)}.",
                suggest(value, allowed),
            )
        return value

    def texts(self, entry: Lines, key: str) -> list[str]:
        """A list of texts; a single text is a list of one."""
        value = entry.get(key, [])
        if isinstance(value, str):
            value = [value] if value else []
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            step = _QUOTE if isinstance(value, list) and any(map(_is_list, value)) else ""
            self.refuse(
                entry.line_of[key], f"{key} is no list of patterns.", "- one pattern a line.", step
            )
            return []
        return value

    def patterns(
        self, entry: Lines, key: str, actors: Mapping[str, tuple[str, ...]]
    ) -> tuple[Pattern, ...]:
        """The compiled patterns under a key."""
        line = entry.line_of.get(key, entry.line)
        found = [self.pattern(text, line, actors) for text in self.texts(entry, key)]
        return tuple(pattern for pattern in found if pattern)

    def pattern(
        self, text: str, line: int, actors: Mapping[str, tuple[str, ...]]
    ) -> Pattern | None:
        """One compiled pattern, or None with the mistake noted at the text's own line, if known."""
        line = text.line if isinstance(text, Text) else line
        try:
            return compile_pattern(text, actors)
        except PatternError as error:
            self.refuse(line, f"{error}.", "the pattern language (docs/codebook.md).")
            return None


def load_codebook(folder: Path, problems: list[Problem]) -> Codebook:
    """Load every ``*.yaml`` of a folder over the base lists shipped with the package.

    Parameters
    ----------
    folder
        The study's codebook folder, or one YAML file.
    problems
        Receives each mistake with file, line, entry, what is allowed.

    Returns
    -------
    Codebook
        As far as it could be read; do not use it when a problem is fatal.
    """
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.y*ml"))
    readers = [Reader(path, problems) for path in paths]
    base = Reader(BASE / "language.yaml", problems)
    for reader in readers:
        reader.check_keys(reader.tree, "(top)", _SECTIONS)
    everyone = [*readers, base]
    sides = tuple(dict.fromkeys(side for r in readers for side in r.texts(r.tree, "sides")))
    names = _actor_names(everyone)
    actors = tuple(a for r in everyone for a in _read_actors(r, sides, names))
    entities = tuple(e for r in everyone for e in _read_entities(r, sides, names))
    targets = tuple(t for r in everyone for t in _read_targets(r, names))
    facts = tuple(f for r in everyone for f in _read_facts(r, names, {t.id for t in targets}))
    for kind, ids in (("actor", actors), ("name", entities), ("stance", targets), ("fact", facts)):
        _refuse_twins(kind, [x.id for x in ids], folder, problems)
    _tell_silent_sides(readers, sides, actors)
    digest = hashlib.sha256()
    for path in [*paths, *sorted(BASE.glob("*.yaml"))]:
        digest.update(path.read_bytes())
    return Codebook(
        name=next((str(r.tree["codebook"]) for r in readers if "codebook" in r.tree), folder.name),
        version=next((str(r.tree["version"]) for r in readers if "version" in r.tree), ""),
        hash=digest.hexdigest()[:16],
        sides=sides,
        actors=actors,
        entities=entities,
        targets=targets,
        facts=facts,
        hedges=tuple(p for r in everyone for p in r.patterns(r.tree, "hedges", names)),
        negators=tuple(p for r in everyone for p in r.patterns(r.tree, "negators", names)),
        cues=tuple(c for r in readers for c in _read_cues(r)),
    )


def _refuse_twins(kind: str, ids: list[str], folder: Path, problems: list[Problem]) -> None:
    for twin in sorted({name for name in ids if ids.count(name) > 1}):
        problems.append(
            Problem(
                str(folder),
                0,
                f"{kind} {twin!r} is defined in two files.",
                "each id once.",
                "rename one of them.",
                fatal=True,
            )
        )


def _tell_silent_sides(
    readers: list[Reader], sides: tuple[str, ...], actors: tuple[Actor, ...]
) -> None:
    """A side that no actor with a name is on: two of the layers never see it."""
    named = {actor.side for actor in actors if actor.patterns}
    for side in sides:
        reader = next(r for r in readers if side in r.texts(r.tree, "sides"))
        if side not in named and side != NEUTRAL:
            reader.problems.append(
                Problem(
                    str(reader.path),
                    reader.tree.line_of["sides"],
                    f"side {side!r} has no actor with names: glosses ('called X in {side}') and "
                    "speakers of that side cannot be seen.",
                    "at least one actor a side.",
                    f"add an actor with side: {side} and its names.",
                )
            )


def _actor_names(readers: list[Reader]) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for reader in readers:
        section = reader.tree.get("actors")
        if isinstance(section, Lines):
            for actor, entry in section.items():
                if isinstance(entry, Lines):
                    names[actor] = tuple(reader.texts(entry, "names"))
    return names


def _read_actors(r: Reader, sides: tuple[str, ...], names: Mapping[str, Any]) -> list[Actor]:
    actors = []
    for actor, entry in r.entries(r.tree, "actors", (*_NOTES, "side", "type", "names")):
        side = r.one_of(entry, "side", (*sides, ""), "")
        kind = r.one_of(entry, "type", (*SOURCE_TYPES, ""), "")
        # Names are compiled without references: an actor cannot be named by another.
        patterns = r.patterns(entry, "names", {})
        if not patterns:
            r.refuse(entry.line, f"actor {actor!r} has no names.", "names: [pattern, ...]")
        actors.append(Actor(actor, _label(entry, actor), side, kind, patterns, *_notes(entry)))
    return actors


def _read_entities(
    r: Reader, sides: tuple[str, ...], names: Mapping[str, tuple[str, ...]]
) -> list[Entity]:
    entities = []
    for entity, entry in r.entries(r.tree, "names", (*_NOTES, "wordings", "other")):
        wordings = []
        for name, wording in r.entries(entry, "wordings", (*_NOTES, "side", "patterns")):
            side = r.one_of(wording, "side", (*sides, NEUTRAL), NEUTRAL)
            patterns = r.patterns(wording, "patterns", names)
            if not patterns:
                r.refuse(wording.line, f"wording {name!r} has no patterns.", "patterns: [...]")
            wordings.append(Wording(name, _label(wording, name), side, patterns, *_notes(wording)))
        other = r.patterns(entry, "other", names)
        entities.append(
            Entity(entity, _label(entry, entity), tuple(wordings), other, *_notes(entry))
        )
    return entities


def _read_targets(r: Reader, names: Mapping[str, tuple[str, ...]]) -> list[Target]:
    targets = []
    for target, entry in r.entries(r.tree, "stance", (*_NOTES, *POSITIONS)):
        rules = [
            rule
            for position in POSITIONS
            for rule in _read_rules(r, entry, target, position, names)
        ]
        targets.append(Target(target, _label(entry, target), tuple(rules), *_notes(entry)))
    return targets


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
            r.refuse(line, found, "- one pattern a line.", _QUOTE)
            continue
        if isinstance(item, Lines):
            r.check_keys(item, target, ("pattern", "kind", "note", "source"))
            kind = r.one_of(item, "kind", KINDS, "asserted")
            text, notes = item.get("pattern", ""), _notes(item)
        else:
            kind, text, notes = "asserted", item, ("", "")
        here = item.line if isinstance(item, Lines) else line
        pattern = r.pattern(text if isinstance(text, str) else str(text), here, names)
        if pattern:
            rules.append(StanceRule(f"{target}.{position}.{k}", position, kind, pattern, *notes))
    return rules


def _read_facts(r: Reader, names: Mapping[str, tuple[str, ...]], targets: set[str]) -> list[Fact]:
    facts = []
    for fact, entry in r.entries(r.tree, "facts", (*_NOTES, "target", "wordings")):
        target = r.one_of(entry, "target", (*sorted(targets), ""), "")
        wordings = []
        for name, wording in r.entries(entry, "wordings", (*_NOTES, "position", "acts")):
            position = r.one_of(wording, "position", (*POSITIONS, ""), "")
            acts = r.patterns(wording, "acts", names)
            if not acts:
                r.refuse(wording.line, f"wording {name!r} has no acts.", "acts: [pattern, ...]")
            wordings.append(
                FactWording(name, _label(wording, name), position, acts, *_notes(wording))
            )
        facts.append(Fact(fact, _label(entry, fact), target, tuple(wordings), *_notes(entry)))
    return facts


def _read_cues(r: Reader) -> list[CueEntry]:
    cues = []
    for lemma, entry in r.entries(r.tree, "cues", ("class", "forms", "note", "source")):
        kind = r.one_of(entry, "class", CUE_CLASSES, "")
        cues.append(CueEntry(lemma, kind, tuple(r.texts(entry, "forms")), *_notes(entry)))
    return cues


def _label(entry: Lines, fallback: str) -> str:
    return str(entry.get("label", "")) or fallback.replace("_", " ")


def _notes(entry: Lines) -> tuple[str, str]:
    return str(entry.get("note", "")), str(entry.get("source", ""))
