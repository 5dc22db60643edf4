"""The command copies: groups as rows, or what each outlet changed as a word diff."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import open_run, output_options, study_argument

if TYPE_CHECKING:
    import polars as pl

_ENDS = 6  # words shown at either end of an unchanged stretch


def _as_diff(command: Callable[..., Any]) -> Callable[..., Any]:
    """Changes for a reader, unless a file or another format is asked for."""

    @functools.wraps(command)
    def wrapped(**given: Any) -> None:
        changes = given["diff"] or given["article"]
        if not changes or given["form"] in ("csv", "json") or given["out"]:
            command(**given)
            return
        rows = _find(given["study"], given["diff"], given["article"])
        for line in render_diff(rows):
            click.echo(line)

    return wrapped


def _find(study: Path, diff: bool, article: str | None) -> pl.DataFrame:
    from framing.engine.copies import copies as find

    run = open_run(study)
    return find(run, changes=diff or article is not None, article=article)


@click.command()
@study_argument
@click.option("--diff", is_flag=True, help="What each outlet changed, word by word.")
@click.option("--article", metavar="ID", help="Only what this article changed.")
@_as_diff
@output_options
def copies(study: Path, diff: bool, article: str | None) -> Any:
    """Texts that several articles carry, also edited ones: who had it first, what was changed.

    A difference is shown against the earliest carrier: [-removed-] {+added+}.

    Example: framing copies corpora/kurils --diff
    """
    return _find(study, diff, article)


def render_diff(rows: pl.DataFrame) -> Iterator[str]:
    """Lines to print: each article with its changes in running text."""
    if rows.is_empty():
        yield "no text with several carriers"
    for (unit, article), part in rows.group_by("unit", "article", maintain_order=True):
        yield click.style(f"{article} against {unit}", bold=True)
        pieces = [_piece(row) for row in part.iter_rows(named=True)]
        yield " ".join(piece for piece in pieces if piece)
        yield ""


def _piece(row: dict[str, Any]) -> str:
    if row["change"] == "same":
        return _shorten(_printable(row["after"]))
    removed, added = _printable(row["before"]), _printable(row["after"])
    return " ".join(
        click.style(f"{left}{text}{right}", fg=colour)
        for text, left, right, colour in (
            (removed, "[-", "-]", "red"),
            (added, "{+", "+}", "green"),
        )
        if text
    )


def _shorten(text: str) -> str:
    words = text.split()
    if len(words) <= 2 * _ENDS + 3:
        return text
    return " ".join([*words[:_ENDS], f"... {len(words) - 2 * _ENDS} words ...", *words[-_ENDS:]])


def _printable(text: str) -> str:
    """One line, without control characters that could move a terminal's cursor."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


COMMANDS = (copies,)
