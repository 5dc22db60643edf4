"""Command: positions and whose they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


@click.command()
@study_argument
@click.option("--shares", is_flag=True, help="Shares by position instead of one row a stance.")
@scope_options
@output_options
def stance(study: Path, shares: bool, **given: Any) -> Any:
    """Positions toward the codebook's targets, and whose they are.

    No row means no stance found, not neutral. Asserted and wording are never summed.

    Example: framing stance corpora/kurils --voice source
    """
    from framing.engine.stance import stance as find

    run = open_run(study)
    return find(run, scope=make_scope(run, **given), shares=shares)


COMMANDS = (stance,)
