"""Command: words that all sides use at like rates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import (
    demand_words,
    make_scope,
    output_options,
    printable,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option("--group", default="", metavar="A", help="A group or an outlet; default: all groups.")
@click.option("--versus", default="", metavar="B", help="Another one; default: everybody else.")
@click.option(
    "--margin",
    type=click.FloatRange(1, min_open=True),
    default=1.25,
    show_default=True,
    help="How many times more often still counts as equal.",
)
@click.option("--content", is_flag=True, help="Leave out function words.")
@click.option("--top", type=click.IntRange(1), help="Only the first so many rows.")
@scope_options
@output_options
@run_options
def lockwords(
    study: Path,
    group: str,
    versus: str,
    margin: float,
    content: bool,
    top: int | None,
    **given: Any,
) -> Any:
    """Words that all sides use at like rates: shown to be equal, not merely not different.

    A word is listed when the interval of its log ratio lies within the margin for every pair of
    sides. Other words are counted: those that differ, the rare, and those not shown to be equal.

    Example: framing lockwords corpora/kurils --margin 2 --content
    """
    from framing.engine.verbs.lockwords import lockwords as find

    run = open_run(study)
    scope = make_scope(run, **given)
    demand_words(run, scope)
    found = find(run, group=group, versus=versus, scope=scope, margin=margin, content=content)
    click.echo(f"tier: {found.tier}", err=True)
    for line in found.hidden:
        click.echo(printable(line), err=True)
    return found.words.head(top) if top else found.words


COMMANDS = (lockwords,)
