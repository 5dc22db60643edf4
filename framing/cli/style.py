"""Command: length, readability, diversity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import (
    make_scope,
    output_options,
    scope_options,
    study_argument,
    versus_options,
)
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option("--articles", is_flag=True, help="Values of single articles instead of means.")
@versus_options
@scope_options
@output_options
@run_options
def style(
    study: Path,
    articles: bool,
    versus: tuple[str, str] | None,
    matched: bool,
    **given: Any,
) -> Any:
    """Length, readability (textstat) and lexical diversity (MTLD).

    Example: framing style corpora/kurils --articles
    """
    from framing.engine.verbs.style import style as measure

    run = open_run(study)
    scope = make_scope(run, **given)
    return measure(run, scope=scope, articles=articles, versus=versus, matched=matched)


COMMANDS = (style,)
