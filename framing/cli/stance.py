"""Command: positions and whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import (
    make_scope,
    output_options,
    scope_options,
    study_argument,
    versus_options,
)
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl


def _page(rows: pl.DataFrame) -> Iterable[str] | None:
    """Lines to read of an explanation; other rows are a table."""
    if "effect" not in rows.columns:
        return None
    import shutil
    import sys

    from framing.cli.explanation import render_explanation

    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    return render_explanation(rows, width=width)


@click.command()
@study_argument
@click.option("--shares", is_flag=True, help="Shares by position instead of one row a stance.")
@click.option("--explain", is_flag=True, help="Why each stance is what it is, step by step.")
@versus_options
@scope_options
@output_options(page=_page)
@run_options
def stance(
    study: Path,
    shares: bool,
    explain: bool,
    versus: tuple[str, str] | None,
    matched: bool,
    **given: Any,
) -> Any:
    """Positions toward the codebook's targets, and whose they are.

    No row means no stance found, not neutral. Asserted and wording are never summed.
    Shares are of statements; questions and conditions are counted as left out.
    --explain shows which pattern matched which words, what turned it round, who holds it, and
    which hits lost.

    Example: framing stance corpora/kurils --voice source
    Example: framing stance corpora/kurils --explain --outlet "Obrazets Courier"
    """
    from framing.engine.verbs.stance import stance as find

    run = open_run(study)
    scope = make_scope(run, **given)
    sides: Any = {"versus": versus, "matched": matched}
    return find(run, scope=scope, shares=shares, explain=explain, **sides)


COMMANDS = (stance,)
