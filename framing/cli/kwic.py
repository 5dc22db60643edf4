"""Command: words in context."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


@click.command()
@study_argument
@click.argument("pattern")
@scope_options
@output_options
def kwic(study: Path, pattern: str, **given: Any) -> Any:
    """A word or pattern in context, in the pattern language of codebooks.

    Example: framing kwic corpora/kurils "sovereignty ~5 (islands|kurils)"
    """
    from framing.engine.verbs.kwic import kwic as find

    run = open_run(study)
    return find(run, pattern, scope=make_scope(run, **given))


COMMANDS = (kwic,)
