"""Command: length, readability, diversity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


@click.command()
@study_argument
@click.option("--articles", is_flag=True, help="Values of single articles instead of means.")
@scope_options
@output_options
def style(study: Path, articles: bool, **given: Any) -> Any:
    """Length, readability (textstat) and lexical diversity (MTLD).

    Example: framing style corpora/kurils --articles
    """
    from framing.engine.verbs.style import style as measure

    run = open_run(study)
    return measure(run, scope=make_scope(run, **given), articles=articles)


COMMANDS = (style,)
