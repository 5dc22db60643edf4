"""Building sentences of words and links."""

from __future__ import annotations

from collections.abc import Sequence

from framing.reporting.desk import Desk
from framing.reporting.model import Finding, Link, Text

MAX_OUTLETS = 6  # named in a sentence; the section has all


def finding(desk: Desk, kind: str, parts: Sequence[str | Link]) -> Finding:
    """A finding that speaks of these articles, or of these outlets where the tier allows it."""
    claim = "these_articles" if desk.is_reading else "these_outlets"
    return Finding(kind, merged(parts), claim)


def merged(parts: Sequence[str | Link]) -> Text:
    """Neighbouring strings as one."""
    out: list[str | Link] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] = out[-1] + part
        elif part != "":
            out.append(part)
    return tuple(out)


def listed(items: Sequence[Sequence[str | Link]], last: str = "and") -> list[str | Link]:
    """Items of words and links with commas and an "and"; surplus ones are counted."""
    kept = list(items[:MAX_OUTLETS])
    if len(items) > MAX_OUTLETS:
        kept.append([f"{len(items) - MAX_OUTLETS} more"])
    out: list[str | Link] = []
    for k, item in enumerate(kept):
        if k:
            out.append(f" {last} " if k == len(kept) - 1 else ", ")
        out += item
    return out
