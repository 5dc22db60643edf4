"""YAML with the line of every key kept, so that an error can name it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from framing.errors import Problem

_MAX_DEPTH = 50  # lists and mappings in each other; a codebook needs eight


class Text(str):
    """A text that knows the line (from 1) it stands in."""

    line = 0


class Lines(dict[str, Any]):
    """A mapping that knows the line (from 1) of each of its keys."""

    def __init__(self) -> None:
        super().__init__()
        self.line_of: dict[str, int] = {}
        self.line = 0


def load_yaml(path: Path, problems: list[Problem]) -> Lines:
    """The mapping a YAML file holds; every string, number and boolean of it is text.

    What is wrong is added to ``problems`` as fatal, with its line; the rest is returned.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
        unbounded = _find_unbounded(text, path)
        if unbounded:
            problems.append(unbounded)
            return Lines()
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"byte {error.start} is no UTF-8."
        problems.append(Problem(str(path), line, found, "UTF-8 text.", fatal=True))
        return Lines()
    except yaml.YAMLError as error:
        problems.append(_unreadable(error, text, path))
        return Lines()
    if node is None:
        problems.append(Problem(str(path), 1, "the file is empty.", "key: value lines."))
        return Lines()
    if not isinstance(node, yaml.MappingNode):
        problems.append(
            Problem(str(path), 1, "the file is no mapping.", "key: value lines.", fatal=True)
        )
        return Lines()
    return _mapping(node, path, problems)


def _find_unbounded(text: str, path: Path) -> Problem | None:
    """What would be too much to build: a few aliases can make billions of parts, and lists in
    lists without end overrun the stack."""
    depth = 0
    marked = set()
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        anchor = getattr(event, "anchor", None) or ""
        if isinstance(event, yaml.AliasEvent):
            # Without its mark it is a pattern that needs quotes, which composing tells.
            return _aliased(anchor, line, path) if anchor in marked else None
        marked.add(anchor)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            return _too_deep(line, path)
    return None


def _too_deep(line: int, path: Path) -> Problem:
    return Problem(
        str(path),
        line,
        f"lists and mappings lie more than {_MAX_DEPTH} deep in each other.",
        f"at most {_MAX_DEPTH}.",
        "take the brackets away that are too many; a pattern that begins with [ needs quotes.",
        fatal=True,
    )


def _aliased(anchor: str, line: int, path: Path) -> Problem:
    return Problem(
        str(path),
        line,
        f"*{anchor} repeats the part marked &{anchor}; aliases are not read.",
        "every part written out.",
        "write it out; for patterns used again make a set and refer to it as @id; quote "
        "a pattern that begins with *.",
        fatal=True,
    )


# What YAML reads as something of its own where a value begins; patterns begin so, too.
_SPECIAL = re.compile(r"(?:(?:^|\s)-|[:,\[{])\s*([*@=&!%`]|\[[^\]]*\]\s*[^\s,\]}#])")
CURLY = "\u201c\u201d\u2018\u2019\u201e\u201a"


def _unreadable(error: yaml.YAMLError, text: str, path: Path) -> Problem:
    """A YAML error with the line it stands in, and what to quote where that is the cause."""
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", "") or str(error).splitlines()[0]
    lines = text.split("\n")
    line = mark.line if mark else -1
    there = lines[line].strip() if 0 <= line < len(lines) else ""
    special = _SPECIAL.search(there)
    step = ""
    if special:
        step = f'a pattern that begins with {special[1][0]} needs quotes, as "[the] islands" has.'
    elif any(mark in there for mark in CURLY):
        step = "curly quotes are part of the text here; use straight ones."
    return Problem(
        str(path),
        line + 1,
        f"not readable as YAML ({reason})" + (f" in the line `{there}`." if there else "."),
        "key: value lines, two blanks deeper inside; quote text with : or # or * in it.",
        step,
        fatal=True,
    )


def _mapping(node: yaml.MappingNode, path: Path, problems: list[Problem]) -> Lines:
    found = Lines()
    found.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in found:
            problems.append(
                Problem(
                    str(path),
                    line,
                    f"key {key!r} stands twice (first in line {found.line_of[key]}).",
                    "each key once.",
                    "rename or join them.",
                    fatal=True,
                )
            )
        found[key] = _value(value_node, path, problems, key)
        found.line_of[key] = line
    return found


def _value(node: yaml.Node, path: Path, problems: list[Problem], key: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, path, problems, key) for child in node.value]
    text = Text("" if node.tag == "tag:yaml.org,2002:null" else node.value)
    text.line = node.start_mark.line + 1
    plain = len(text) > 1 and getattr(node, "style", None) not in ('"', "'")
    if plain and key not in ("note", "source") and text[0] in CURLY and text[-1] in CURLY:
        problems.append(
            Problem(
                str(path),
                text.line,
                f"{key}: {text} stands in curly quotes.",
                'straight quotes, as "text".',
                "curly quotes are part of the text here; use straight ones.",
            )
        )
    return text
