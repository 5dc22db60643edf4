"""A sentence whose places are words or links."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.reporting.model import Link, Text


def tell(template: str, **parts: str | int | Link | Text) -> Text:
    """A translated template with its ``{places}`` filled, as strings and links.

    Parameters
    ----------
    template
        From ``_()`` or ``n_()``. A translator may put the places in another order.
    parts
        What stands in each place: words, a number, a link, or a text of several of them.

    Returns
    -------
    Text
        Without empty strings; neighbouring strings are one.

    Raises
    ------
    KeyError
        When the template has a place that nothing was given for.

    >>> tell("{who} says {n} things", who="A", n=2)
    ('A says 2 things',)
    """
    out: list[str | Link] = []
    for literal, place, _spec, _conversion in Formatter().parse(template):
        _add(out, literal)
        if place is None:
            continue
        part = parts[place]
        for piece in part if isinstance(part, tuple) else (part,):
            if isinstance(piece, str | int):
                _add(out, str(piece))
            else:
                out.append(piece)
    return tuple(out)


def _add(out: list[str | Link], words: str) -> None:
    """Words at the end, joined to the words before them."""
    if not words:
        return
    if out and isinstance(out[-1], str):
        out[-1] += words
    else:
        out.append(words)
