"""Command: how many findings appear by noise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import (
    make_scope,
    max_n_option,
    output_options,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option(
    "--group",
    default="",
    metavar="A",
    help="A group or an outlet; default: the two largest groups.",
)
@click.option("--versus", default="", metavar="B", help="Another one; default: everybody else.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    type=click.Choice(("words", "names", "voices", "stance", "readability")),
    help="Only this; default: all.",
)
@click.option(
    "--nulls",
    "n_nulls",
    type=click.IntRange(1, 9999),
    default=49,
    show_default=True,
    help="Shuffles of labels, and splits of each outlet.",
)
@max_n_option(1)
@scope_options
@output_options
@run_options
def selfcheck(
    study: Path,
    group: str,
    versus: str,
    measures: tuple[str, ...],
    n_nulls: int,
    max_n: int,
    **given: Any,
) -> Any:
    """How many findings appear by noise: labels shuffled, and two halves of one outlet.

    The comparison is made again with labels of articles shuffled within events, and between
    random halves of one outlet, by one rule for the real one and for noise.

    Example: framing selfcheck corpora/kurils --group Russia --versus China
    """
    from framing.compare.checks.noise import say_noise
    from framing.compare.checks.rules import INTERVAL
    from framing.engine.cells import MEASURES
    from framing.engine.verbs.selfcheck import selfcheck as check

    run = open_run(study)
    scope = make_scope(run, **given)
    found = check(
        run,
        group=group,
        versus=versus,
        scope=scope,
        measures=measures or MEASURES,
        n_nulls=n_nulls,
        max_n=max_n,
    )
    for line in say_noise(found, found_by=INTERVAL):
        click.echo(line, err=True)
    return found


COMMANDS = (selfcheck,)
