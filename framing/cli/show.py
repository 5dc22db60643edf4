"""An article for the terminal: roles in colour, marks listed under each part."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import printable
from framing.engine.verbs.show import REPEATS, describe_article, find_marks

if TYPE_CHECKING:
    from framing.engine.run import Run

_COLOURS = {
    "title": "bright_white", "standfirst": "cyan", "dateline": "yellow", "body": None,
    "caption": "magenta", "credit": "bright_magenta", "furniture": "bright_black",
}  # fmt: skip
_MARGIN = 12  # columns for the role
_NARROW = 30  # columns of text below which wrapping helps nobody


def render_article(run: Run, article: str, *, width: int = 0) -> Iterator[str]:
    """Lines to print: what the article is, each part with its role and marks, the roles met.

    Parameters
    ----------
    width
        Columns of the terminal; 0: one line a part, however long.
    """
    rows = find_marks(run, article).to_dicts()
    meta = describe_article(run, article)
    marks = [row for row in rows if row["layer"] != "segment"]
    parts = [row for row in rows if row["layer"] == "segment"]
    yield click.style(article, bold=True)
    yield from wrap_beside(f"{'article':>{_MARGIN - 2}}  ", _about(meta), width, fg="blue")
    for part in parts:
        role = str(part["what"])
        yield from wrap_beside(
            f"{role:>{_MARGIN - 2}}  ", printable(part["text"]), width,
            fg=_COLOURS.get(role), bold=role == "title",
        )  # fmt: skip
        for mark in marks:
            if part["start"] <= mark["start"] < part["end"]:
                line = printable(f"· {mark['layer']}: {mark['what']}: {mark['text']}")
                colour = "yellow" if mark["layer"] == REPEATS else "green"
                yield from wrap_beside(" " * _MARGIN, line, width, fg=colour)
    yield _legend(parts)
    if meta["language"] != "en":
        note = (
            f"language is {meta['language']!r}: only English is annotated; roles are found by "
            "layout, and by word lists that are English"
        )
        yield from wrap_beside(f"{'note':>{_MARGIN - 2}}  ", note, width, fg="blue")


def _about(meta: dict[str, Any]) -> str:
    """Outlet, date, language and the agency credited, in one line."""
    wire = f"credited to {meta['wire']}" if meta["wire"] else ""
    known = (meta["outlet"], meta["date"], meta["language"], meta["event"], wire, meta["file"])
    return printable(" · ".join(str(value) for value in known if value))


def _legend(parts: list[dict[str, Any]]) -> str:
    """The roles met, each in its colour, with its number of words."""
    words: dict[str, int] = {}
    for part in parts:
        words[part["what"]] = words.get(part["what"], 0) + len(part["text"].split())
    named = [
        click.style(f"{role} {words[role]}", fg=colour, bold=role == "title")
        for role, colour in _COLOURS.items()
        if role in words
    ]
    return click.style(f"{'words':>{_MARGIN - 2}}  ", fg="blue") + " · ".join(named)


def wrap_beside(
    label: str, text: str, width: int, *, fg: str | None = None, bold: bool = False
) -> Iterator[str]:
    """A label and a text beside it, styled line by line."""
    room = width - _MARGIN
    lines = (
        textwrap.wrap(text, room, break_on_hyphens=False) if width and room >= _NARROW else [text]
    )
    for k, line in enumerate(lines or [""]):
        margin = label if k == 0 else " " * _MARGIN
        yield click.style(margin, fg="blue") + click.style(line, fg=fg, bold=bold)
