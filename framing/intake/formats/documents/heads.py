"""What a document says about itself: fields between lines of ---, and lines like "Source: X"."""

from __future__ import annotations

import re
from functools import cache

import yaml

from framing.intake.formats.tables.columns import fold_heading, load_words, name_field
from framing.intake.formats.tables.values import say
from framing.intake.limits import brief

_FIRST, _LAST = 10, 6  # lines with text in which labels are looked for
_MAX_HEAD = 2**16
_LABEL = re.compile(r"\s*([^\W\d_][^:：\n]{1,24})\s?[:：]\s*(\S[^\n]{0,499})\Z")
_HEAD = re.compile(r"---[ \t]*\n(.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_NAME = 80  # characters of an outlet's name or a day


class HeadError(Exception):
    """The fields before a text cannot be read; the message says why."""


def split_head(text: str) -> tuple[dict[str, str], str]:
    """The fields between two lines of ``---`` and the text after them.

    Raises
    ------
    HeadError
        Where they are no YAML.

    >>> split_head("---\\nsource: The Lakeport Post\\n---\\nIt rained.\\n")
    ({'outlet': 'The Lakeport Post'}, 'It rained.\\n')
    """
    head = _HEAD.match(text[:_MAX_HEAD])
    if not head:
        return {}, text
    try:
        parsed = yaml.load(head[1] or "", Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise HeadError(f"the fields between --- are no YAML ({brief(error)})") from error
    fields: dict[str, str] = {}
    for key, value in parsed.items() if isinstance(parsed, dict) else ():
        field = name_field(str(key))
        plain = [value] if isinstance(value, str) else value
        # No deeper: names that stand for lists of lists can write billions of words.
        if not isinstance(plain, list) or not all(isinstance(part, str) for part in plain):
            continue
        if field not in ("", "text", "file") and field not in fields and (said := say(plain)):
            fields[field] = said
    return fields, text[head.end() :]


def take_labels(lines: list[str], known: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Fields that labelled lines at either end give, and the lines that are left.

    A field that is ``known`` already, or that an earlier line gave, keeps its value, and the line
    stays.

    >>> take_labels(["Source: The Lakeport Post", "It rained: a lot."], {})
    ({'outlet': 'The Lakeport Post'}, ['It rained: a lot.'])
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    fields: dict[str, str] = {}
    gone = set()
    for at in dict.fromkeys([*filled[:_FIRST], *filled[-_LAST:]]):
        field, value = _read_label(lines[at])
        if field and field not in known and field not in fields:
            fields[field] = value
            gone.add(at)
    return fields, [line for at, line in enumerate(lines) if at not in gone]


@cache
def _labels() -> dict[str, str]:
    return {
        fold_heading(label): field
        for field, labels in load_words()["labels"].items()
        for label in labels
    }


def _read_label(line: str) -> tuple[str, str]:
    match = _LABEL.match(line.rstrip().replace("**", ""))
    field = _labels().get(fold_heading(match[1]), "") if match else ""
    if not match or not field:
        return "", ""
    value = match[2].strip()
    fits = {
        "url": bool(re.match(r"(?:https?://|www\.)\S+\Z", value)),
        "date": len(value) <= _MAX_NAME and any(c.isdigit() for c in value),
        "saved": len(value) <= _MAX_NAME and any(c.isdigit() for c in value),
        "outlet": len(value) <= _MAX_NAME and not value.endswith((".", "!", "?", ",")),
    }
    return (field, value) if fits.get(field, True) else ("", "")
