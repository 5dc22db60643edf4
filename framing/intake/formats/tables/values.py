"""Cells as text: what a sheet, a JSON file or a Parquet column holds, in plain words."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache

from framing.intake.formats.tables.columns import load_words
from framing.intake.formats.wrapping import is_wrapped

# NewsAPI and its like give 200 characters and then "[+1234 chars]".
_CUT_OFF = re.compile(r"\[\+\d+ chars\]\s*\Z")


@cache
def _empty() -> frozenset[str]:
    return frozenset(load_words()["empty"])


def say(value: object) -> str:
    """A cell as text: dates as ISO, whole numbers without ``.0``, nothing as nothing.

    >>> say(datetime(2019, 5, 6)), say(3.0), say(None), say(["Ana Norte", "Bo Sund"])
    ('2019-05-06', '3', '', 'Ana Norte, Bo Sund')
    """
    if value is None or value != value:  # NaN differs from itself
        return ""
    if isinstance(value, str):
        text = value.strip()
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    elif isinstance(value, datetime):
        midnight = value.tzinfo is None and value == datetime(value.year, value.month, value.day)
        text = value.date().isoformat() if midnight else value.isoformat()
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, bytes):
        text = value.decode("utf-8", "surrogateescape").strip()
    elif isinstance(value, list | tuple):
        text = ", ".join(filter(None, map(say, value)))
    elif isinstance(value, dict):
        text = _say_record(value)
    else:
        text = str(value)
    return "" if text in _empty() else text


def _say_record(value: dict[object, object]) -> str:
    # NewsAPI: "source": {"id": null, "name": "The Lakeport Post"}
    name = value.get("name")
    return say(name) if isinstance(name, str) else json.dumps(value, default=str, sort_keys=True)


def say_text(value: object) -> str:
    """A cell of running text as paragraphs parted by blank lines; a list has one in each place."""
    parts = value if isinstance(value, list | tuple) else [value]
    return "\n\n".join(filter(None, (part_paragraphs(say(part)) for part in parts)))


def part_paragraphs(text: str) -> str:
    """Paragraphs parted by one blank line.

    Where blank lines part paragraphs, lines of one length inside them are joined (hard-wrapped
    text), others keep their break. Without blank lines each line is a paragraph.

    >>> part_paragraphs("It rained.\\r\\nIt stopped.\\r\\n")
    'It rained.\\n\\nIt stopped.'
    """
    text = "\n".join(text.splitlines())
    blocks = [
        [line.strip() for line in block.split("\n")]
        for block in re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text.strip())
        if block.strip()
    ]
    if len(blocks) == 1:
        return "\n\n".join(filter(None, blocks[0]))
    joint = " " if is_wrapped(blocks) else "\n"
    return "\n\n".join(joint.join(block) for block in blocks)


def find_damage(text: str) -> str:
    """What makes a text unfit to be kept, empty where nothing does."""
    if "\0" in text:
        return "holds NUL characters"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds bytes that are no UTF-8, or half a surrogate pair"
    return ""


def is_cut_off(text: str) -> bool:
    """Does a text end in ``[+1234 chars]``, as the free news services give it?"""
    return bool(_CUT_OFF.search(text[-40:]))
