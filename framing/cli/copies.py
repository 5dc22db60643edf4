"""The command copies: groups as rows, or what each outlet changed as a word diff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import output_options, printable, study_argument
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl

_ENDS = 6  # words shown at either end of an unchanged stretch


@click.command()
@study_argument
@click.option("--diff", is_flag=True, help="What each outlet changed, word by word.")
@click.option("--article", metavar="ID", help="Only what this article changed.")
@output_options(page=lambda rows: render_diff(rows) if "change" in rows.columns else None)
@run_options
def copies(study: Path, diff: bool, article: str | None) -> Any:
    """Texts that several articles carry, also edited ones: who had it first, what was changed.

    A difference is shown against the earliest carrier: [-removed-] {+added+}.

    Example: framing copies corpora/kurils --diff
    """
    from framing.engine.verbs.copies import copies as find

    return find(open_run(study), changes=diff or article is not None, article=article)


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
        return _shorten(printable(row["after"]))
    removed, added = printable(row["before"]), printable(row["after"])
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


COMMANDS = (copies,)
