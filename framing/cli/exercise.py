"""Commands: an exercise for a class, and what is right of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import output_options, study_argument
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.argument("exercise")
@click.option("--n", type=click.IntRange(1), default=12, show_default=True, help="How many units.")
@click.option("--name", default="", help="Of the sample; default: the exercise's.")
@click.option("--seed", type=click.IntRange(0), help="Another draw; default: the study's seed.")
@run_options
def exercise(study: Path, exercise: str, n: int, name: str, seed: int | None) -> None:
    """Draw an exercise for a class, as a sample in coding/NAME of the study.

    EXERCISE: which-outlet (names are hidden), find-the-gloss, or whose-voice. The class codes it
    with framing serve; framing answers tells what is right. Rewriting is framing try.

    Example: framing exercise my-study which-outlet --n 12
    """
    from framing.engine.exercises.catalogue import draw_exercise
    from framing.study.coding.samples import write_sample

    drawn = draw_exercise(open_run(study), exercise, n=n, name=name, seed=seed)
    for path in write_sample(drawn):
        click.echo(path)
    click.echo(f"Next: framing serve {study} --sample {drawn.id}", err=True)


@click.command()
@study_argument
@click.argument("sample")
@click.option("--score", is_flag=True, help="How the class did, beside the tool and guessing.")
@output_options
@run_options
def answers(study: Path, sample: str, score: bool) -> Any:
    """What is right of each unit of an exercise, and by whose word.

    SAMPLE is its name in coding/. Adjudicated labels go before the tool's, which may be wrong.

    Example: framing answers my-study which-outlet
    """
    from framing.engine.verbs.exercise import answers as find

    return find(open_run(study), sample, score=score)


COMMANDS = (exercise, answers)
