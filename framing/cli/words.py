"""Command: words of one side against another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


@click.command()
@study_argument
@click.option("--group", required=True, metavar="A", help="A group or an outlet.")
@click.option("--versus", default="", metavar="B", help="Another one; default: everybody else.")
@click.option(
    "--max-n", type=click.IntRange(1, 3), default=3, show_default=True, help="Longest n-gram."
)
@click.option(
    "--intervals",
    "n_intervals",
    type=click.IntRange(0),
    default=2000,
    show_default=True,
    help="How many terms, from the top, get an interval.",
)
@click.option("--top", type=click.IntRange(1), help="Only the first so many rows.")
@scope_options
@output_options
def words(
    study: Path,
    group: str,
    versus: str,
    max_n: int,
    n_intervals: int,
    top: int | None,
    **given: Any,
) -> Any:
    """Words and n-grams that one side uses more, or less, than another.

    Effect first (log ratio with interval), then log-odds with its z; G2 is a ranking, never a
    test. p and q stay empty until they come from permutations of articles.

    Example: framing words corpora/kurils --group Russia --versus China --top 20
    """
    from framing.engine.verbs.words import words as compare

    run = open_run(study)
    scope = make_scope(run, **given)
    found = compare(
        run, group=group, versus=versus, scope=scope, max_n=max_n, n_intervals=n_intervals
    )
    click.echo(f"tier: {found.pair.tier} ({found.pair.a} against {found.pair.b})", err=True)
    for line in found.hidden:
        click.echo(line, err=True)
    return found.words.head(top) if top else found.words


COMMANDS = (words,)
