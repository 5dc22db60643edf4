"""One YAML file being read: keys, closed lists and patterns, every mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from framing.codebook.patterns import compile_pattern
from framing.codebook.yamlfile import Lines, Text, load_yaml
from framing.errors import PatternError, Problem, suggest
from framing.records.patterns import Pattern

NOTES = ("label", "note", "source")
QUOTE = 'a pattern that begins with [ needs quotes, as "[the] islands" has.'
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
            step = QUOTE if isinstance(value, list) and any(map(_is_list, value)) else ""
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
            compiled = compile_pattern(text, actors)
        except PatternError as error:
            self.refuse(line, f"{error}.", "the pattern language (docs/codebook.md).")
            return None
        return replace(compiled, where=f"{self.path.name}:{line}")


def label_of(entry: Lines, fallback: str) -> str:
    """What an entry is called; its id in words where it does not say."""
    return str(entry.get("label", "")) or fallback.replace("_", " ")


def notes_of(entry: Lines) -> tuple[str, str]:
    """Note and source of an entry, empty where it has none."""
    return str(entry.get("note", "")), str(entry.get("source", ""))
