"""Command: which names each outlet uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


@click.command()
@study_argument
@click.option("--mentions", is_flag=True, help="One row a mention instead of shares.")
@scope_options
@output_options
def names(study: Path, mentions: bool, **given: Any) -> Any:
    """Which names each outlet uses, and whether in its own words.

    The estimate is the share among all mentions of the same thing, neutral wordings included.

    Example: framing names corpora/kurils --voice outlet
    """
    from framing.engine.names import names as find

    run = open_run(study)
    return find(run, scope=make_scope(run, **given), mentions=mentions)


COMMANDS = (names,)
