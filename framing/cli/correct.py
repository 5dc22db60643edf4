"""Command: shares by hand, by the tool, and the tool's corrected by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import open_run, output_options, study_argument


@click.command()
@study_argument
@click.argument("sample")
@click.option(
    "--claim",
    type=click.Choice(("these_outlets", "these_articles")),
    help="Whether articles are drawn, too; default: these_outlets.",
)
@output_options
def correct(study: Path, sample: str, claim: str | None) -> Any:
    """Shares of each label by hand, by the tool, and the tool's corrected by hand.

    SAMPLE: a sample that framing sample drew, and people coded. Corrected is the tool's share of
    all units and the weighed mean of hand - tool over the coded ones. The error of coders is not
    in any interval.

    Example: framing correct my-study voice
    """
    from framing.engine.verbs.correct import correct as estimate

    run = open_run(study)
    return estimate(run, sample, claim=claim or "")


COMMANDS = (correct,)
