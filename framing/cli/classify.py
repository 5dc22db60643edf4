"""Command: a classifier of a variable that people coded, and what it is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import output_options, study_argument
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.argument("variable")
@click.option(
    "--predict",
    "predict_rest",
    is_flag=True,
    help="Labels for the articles that nobody coded, with the score to judge them by.",
)
@output_options
@run_options
def classify(study: Path, variable: str, predict_rest: bool) -> Any:
    """How well a classifier learns a variable that you coded by hand (coding/coded.csv).

    Tested on articles and on outlets that it has not seen. It needs 100 coded articles, and 20 of
    each label.

    Example: framing classify my-study remedy.return
    """
    from framing.engine.verbs.classify import classify as learn

    return learn(open_run(study), variable, predict_rest=predict_rest)


COMMANDS = (classify,)
