"""Command: the same fact in each outlet's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


@click.command()
@study_argument
@click.option("--shares", is_flag=True, help="Shares by wording instead of one row a mention.")
@scope_options
@output_options
def facts(study: Path, shares: bool, **given: Any) -> Any:
    """The same fact in each outlet's words: wording, grammar, agent.

    Example: framing facts corpora/kurils
    """
    from framing.engine.facts import facts as find

    run = open_run(study)
    return find(run, scope=make_scope(run, **given), shares=shares)


COMMANDS = (facts,)
