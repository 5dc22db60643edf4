"""An article for the terminal: roles in colour, marks listed under each part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from framing.engine.show import find_marks

if TYPE_CHECKING:
    from framing.engine.run import Run

_COLOURS = {
    "title": "bright_white", "standfirst": "cyan", "dateline": "yellow", "caption": "magenta",
    "credit": "magenta", "furniture": "bright_black",
}  # fmt: skip


def render_article(run: Run, article: str) -> Iterator[str]:
    """Lines to print: each part with its role, then what was found in it."""
    rows = find_marks(run, article).to_dicts()
    marks = [row for row in rows if row["layer"] != "segment"]
    yield click.style(article, bold=True)
    for segment in rows:
        if segment["layer"] != "segment":
            continue
        role = str(segment["what"])
        colour = _COLOURS.get(role)
        yield click.style(f"{role:>10}  ", fg="blue") + click.style(
            _printable(segment["text"]), fg=colour, bold=role == "title"
        )
        for mark in marks:
            if segment["start"] <= mark["start"] < segment["end"]:
                line = f"{mark['layer']}: {mark['what']}: {_printable(mark['text'])}"
                yield click.style(f"{'':>12}· {line}", fg="green")


def _printable(text: str) -> str:
    """One line, without control characters that could move a terminal's cursor."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
