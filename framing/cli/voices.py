"""Command: who speaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


@click.command()
@study_argument
@click.option("--shares", is_flag=True, help="Shares by side instead of one row an attribution.")
@scope_options
@output_options
def voices(study: Path, shares: bool, **given: Any) -> Any:
    """Who speaks: speakers, sides, cues, quotations.

    Example: framing voices corpora/kurils --format csv
    """
    from framing.engine.voices import voices as find

    run = open_run(study)
    return find(run, scope=make_scope(run, **given), shares=shares)


COMMANDS = (voices,)
