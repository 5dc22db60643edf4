"""Command: how many articles would show a difference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import make_scope, output_options, scope_options
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    from framing.compare.checks.power import Grid
    from framing.engine.run import Run

_study = click.argument(
    "study",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="STUDY",
    required=False,
)


@click.command()
@_study
@click.option(
    "--measure",
    type=click.Choice(("words", "names", "voices", "stance", "readability")),
    default="words",
    show_default=True,
    help="What is to differ.",
)
@click.option(
    "--item", "items", multiple=True, metavar="TEXT", help="This word, name ...; default: a few."
)
@click.option("--group", default="", metavar="A", help="A group or an outlet; default: everybody.")
@click.option("--versus", default="", metavar="B", help="Another one.")
@click.option(
    "--size",
    "sizes",
    multiple=True,
    type=float,
    metavar="X",
    help="Added to a share or mean, or a factor of a word's rate; default: three.",
)
@click.option(
    "--n",
    "ns",
    multiple=True,
    type=click.IntRange(2, 10_000),
    metavar="N",
    help="Articles of each outlet; default: 5, 10, 20, 30, 50, 100.",
)
@click.option(
    "--outlets-a-side",
    "a_side",
    type=click.IntRange(1, 100),
    metavar="K",
    help="Outlets a side; default: 1, for claim group 4.",
)
@click.option(
    "--claim",
    type=click.Choice(("these_outlets", "group")),
    default="these_outlets",
    show_default=True,
    help="Of whom a finding would speak; of groups: outlets are drawn whole.",
)
@click.option(
    "--replicates",
    type=click.IntRange(100, 100_000),
    default=1000,
    show_default=True,
    help="Simulated corpora for each number.",
)
@click.option("--now", is_flag=True, help="The smallest difference these articles could show.")
@click.option("--rate", type=float, help="No study: uses of a word per 10,000 words.")
@click.option(
    "--dispersion",
    type=float,
    default=0.0,
    show_default=True,
    help="No study: variance of uses = mean + this x mean squared.",
)
@click.option(
    "--words", type=int, default=400, show_default=True, help="No study: words an article."
)
@scope_options
@output_options
@run_options
def power(
    study: Path | None,
    measure: str,
    items: tuple[str, ...],
    group: str,
    versus: str,
    now: bool,
    rate: float | None,
    dispersion: float,
    words: int,
    **given: Any,
) -> Any:
    """How many articles of each outlet would show a difference of a given size?

    Simulated from the study's own articles, or, before collecting, from --rate and --dispersion.
    Assumed: articles are alike but for chance; for claim these_outlets outlets have no manner of
    their own.

    Example: framing power corpora/kurils --measure names --size 0.2
    """
    from framing.compare.checks.power import say_power
    from framing.engine.verbs.power import power as plan
    from framing.errors import UsageError

    if (study is None) == (rate is None):
        raise UsageError("STUDY or --rate; allowed: one of them, not both and not neither")
    run = open_run(study) if study else None
    grid = _grid(run, given)
    found = plan(
        run,
        measure=measure,
        items=items,
        group=group,
        versus=versus,
        scope=make_scope(run, **given) if run else None,
        grid=grid,
        now=now,
        rate=rate,
        dispersion=dispersion,
        words=words,
    )
    for line in () if now else say_power(found):
        click.echo(line, err=True)
    return found


def _grid(run: Run | None, given: dict[str, Any]) -> Grid:
    """What to simulate; seed and level are the study's."""
    from framing.compare.checks.power import MIN_POOL_OUTLETS, Grid

    grid = Grid(
        sizes=given["sizes"],
        outlets=given["a_side"] or (MIN_POOL_OUTLETS if given["claim"] == "group" else 1),
        claim=given["claim"],
        replicates=given["replicates"],
    )
    if given["ns"]:
        grid = replace(grid, ns=tuple(sorted(set(given["ns"]))))
    if run:
        options = run.study.options
        grid = replace(grid, seed=options.seed, level=options.level)
    return grid


COMMANDS = (power,)
