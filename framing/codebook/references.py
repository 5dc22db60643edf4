"""What ``@id`` stands for in the patterns of a codebook: actors, sets and names."""

from __future__ import annotations

from framing.codebook.reader import Reader
from framing.codebook.yamlfile import Lines


def find_references(readers: list[Reader]) -> dict[str, tuple[str, ...]]:
    """What ``@id`` may stand for: names of actors, patterns of sets, wordings of names."""
    found: dict[str, tuple[str, ...]] = {}
    for reader in readers:
        for entity, entry in _entries(reader, "names"):
            texts = [
                t for _, w in _entries_of(entry, "wordings") for t in reader.texts(w, "patterns")
            ]
            found[entity] = tuple(texts)
        sets = reader.tree.get("sets")
        if isinstance(sets, Lines):
            found |= {name: tuple(reader.texts(sets, name)) for name in sets}
        for actor, entry in _entries(reader, "actors"):
            found[actor] = tuple(reader.texts(entry, "names"))
    return found


def _entries(reader: Reader, section: str) -> list[tuple[str, Lines]]:
    return _entries_of(reader.tree, section)


def _entries_of(parent: Lines, section: str) -> list[tuple[str, Lines]]:
    found = parent.get(section)
    if not isinstance(found, Lines):
        return []
    return [(name, entry) for name, entry in found.items() if isinstance(entry, Lines)]


def check_sets(reader: Reader, names: dict[str, tuple[str, ...]]) -> None:
    """Every pattern of a set must compile, also where no pattern uses the set."""
    sets = reader.tree.get("sets", "")
    if isinstance(sets, Lines):
        for name in sets:
            reader.patterns(sets, name, names)
    elif sets != "":
        line = reader.tree.line_of["sets"]
        reader.refuse(line, "sets is no mapping.", "one set a line, id: [pattern, ...].")


def refuse_clashes(readers: list[Reader]) -> None:
    """One id must not mean two things after ``@``."""
    homes: dict[str, str] = {}
    for reader in readers:
        for section in ("actors", "sets", "names"):
            part = reader.tree.get(section)
            if not isinstance(part, Lines):
                continue
            for name in part:
                home = homes.setdefault(name, section)
                if home != section:
                    reader.refuse(
                        part.line_of[name],
                        f"{name!r} stands under {home} and under {section}.",
                        "each id once among actors, sets and names, so that @id has one meaning.",
                        "rename one of them.",
                    )
