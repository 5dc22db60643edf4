"""Why a stance is what it is, for reading in a terminal or on a classroom's wall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import printable
from framing.cli.show import wrap_beside

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
_POSITION = {"favour": "cyan", "against": "yellow", "mixed": "magenta"}
_PART = {
    "pattern": "pattern", "words": "matches", "side": "side", "negation": "negation",
    "doubt": "doubt", "mood": "mood", "hedge": "hedge", "holder": "holder", "lost": "lost",
}  # fmt: skip
_MARGIN = 10
_LONG = 70  # characters of a pattern that has done something


def render_explanation(rows: pl.DataFrame, *, width: int) -> Iterator[str]:
    """Lines to print: each stance in its sentence, then its evidence in the order of weighing.

    Parameters
    ----------
    rows
        From ``framing.stance(run, explain=True)``.
    width
        Columns of the terminal.
    """
    article = ""
    stances = rows.partition_by("id", maintain_order=True)
    for found in stances:
        pieces = found.to_dicts()
        if pieces[0]["article"] != article:
            article = pieces[0]["article"]
            about = printable(" · ".join(filter(None, (pieces[0]["outlet"], pieces[0]["event"]))))
            yield click.style(printable(article), bold=True) + f"  {about}"
        yield from _one(pieces, width)
        yield ""
    yield f"{len(stances)} stance{'s' * (len(stances) != 1)}. No stance found is not neutral."


def _one(pieces: list[Row], width: int) -> Iterator[str]:
    row = pieces[0]
    colour = _POSITION[row["position"]]
    mood = "" if row["mood"] == "statement" else f", only a {row['mood']}: counted in no share"
    if row["mood"] == "unsaid":
        mood = ", said not to have been said: counted in no share"
    head = (
        f"{row['position'].upper()} · {row['kind']} · held by {row['holder'] or 'nobody named'} "
        f"· in the voice of the {row['voice']} · toward {row['target']}{mood}"
    )
    yield from wrap_beside(_label("stance"), printable(head), width, fg=colour, bold=True)
    yield from wrap_beside(_label("in"), _marked(row), width)
    yield from wrap_beside(_label("pattern"), _pattern(pieces[0]), width)
    if matches := [_match(piece) for piece in pieces if piece["part"] == "words"]:
        yield from wrap_beside(_label("matches"), printable(" · ".join(matches)), width, fg="green")
    if not any(piece["part"] in ("negation", "doubt") for piece in pieces):
        yield from wrap_beside(_label("negation"), "none", width, fg="bright_black")
    for piece in pieces[1:]:
        if piece["part"] != "words":
            faint = "bright_black" if piece["part"] == "lost" else None
            text = printable(_tell(piece))
            yield from wrap_beside(_label(_PART[piece["part"]]), text, width, fg=faint)


def _label(text: str) -> str:
    return f"{text:>{_MARGIN}}  "


def _marked(row: Row) -> str:
    """The sentence with the words of the hit between brackets."""
    before, text, after = row["sentence"].partition(row["text"])
    return printable(f"{before}[{text}]{after}" if text else row["sentence"])


def _pattern(piece: Row) -> str:
    return printable(f"{piece['what']}   ({piece['where']}): {piece['effect']}")


def _match(piece: Row) -> str:
    """The words, and the part of the pattern that they match where it says it in other words."""
    return f"{piece['part_text']} = {piece['what']}"


def _tell(piece: Row) -> str:
    where = f" ({piece['where']})" if piece["where"] else ""
    # A long list of alternatives says nothing that the file and line do not.
    what = piece["what"] if len(piece["what"]) <= _LONG else piece["what"][:_LONG] + " ..."
    text = f'"{piece["part_text"]}"' if piece["part_text"] else ""
    if piece["part"] == "holder":
        by = f", from {text}" if text and piece["part_text"] not in piece["effect"] else ""
        return f"{piece['effect']}{by}: {what}{where}"
    if piece["part"] == "lost":
        return f"{text} would be {piece['effect']}: {what}{where}"
    return f"{text} {piece['effect']}: {what}{where}".strip()
