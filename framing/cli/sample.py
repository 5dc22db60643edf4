"""Command: units drawn to be coded by hand."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import open_run, study_argument


@click.command()
@study_argument
@click.argument("variable")
@click.option("--n", type=click.IntRange(1), default=120, show_default=True, help="How many units.")
@click.option("--name", default="", help="Of the sample; default: the variable's.")
@click.option("--blind", is_flag=True, help="Coders do not see which outlet wrote a unit.")
@click.option("--seed", type=click.IntRange(0), help="Another draw; default: the study's seed.")
def sample(study: Path, variable: str, n: int, name: str, blind: bool, seed: int | None) -> None:
    """Draw units to be coded by hand, into coding/NAME of the study.

    VARIABLE: voice, or stance:TARGET of the codebook. Units are drawn at random within outlet,
    event and the tool's own label, each with its inclusion probability.

    Example: framing sample my-study voice --n 200 --blind
    """
    from framing.engine.verbs.sample import sample as draw
    from framing.study.coding.samples import write_sample

    drawn = draw(open_run(study), variable, n=n, name=name, blind=blind, seed=seed)
    for path in write_sample(drawn):
        click.echo(path)


COMMANDS = (sample,)
