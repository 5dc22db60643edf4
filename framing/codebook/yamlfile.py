"""YAML with the line of every key kept, so that an error can name it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from framing.errors import Problem


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
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        problems.append(
            Problem(str(path), 0, f"byte {error.start} is no UTF-8.", "UTF-8 text.", fatal=True)
        )
        return Lines()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", "") or str(error).splitlines()[0]
        problems.append(
            Problem(
                str(path),
                mark.line + 1 if mark else 0,
                f"not readable as YAML ({reason}).",
                "key: value lines, two blanks deeper inside; quote text with : or # or * in it.",
                fatal=True,
            )
        )
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
        found[key] = _value(value_node, path, problems)
        found.line_of[key] = line
    return found


def _value(node: yaml.Node, path: Path, problems: list[Problem]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, path, problems) for child in node.value]
    text = Text("" if node.tag == "tag:yaml.org,2002:null" else node.value)
    text.line = node.start_mark.line + 1
    return text
