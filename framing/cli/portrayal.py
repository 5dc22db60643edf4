"""Command: the tone of sentences toward actors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, output_options, scope_options, study_argument
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option(
    "--shares", is_flag=True, help="Shares by tone within actor and voice, not one row a sentence."
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Ask the Hugging Face model in this folder instead (needs transformers; no network).",
)
@scope_options
@output_options
@run_options
def portrayal(study: Path, shares: bool, model: Path | None, **given: Any) -> Any:
    """The tone of sentences toward the codebook's actors: negative, neutral, positive.

    Tone is how a sentence makes somebody look; it is no stance. The model learned from US politics:
    about one sentence in three is wrong there, and nobody has measured it on your outlets.

    Example: framing portrayal corpora/kurils --shares
    """
    from framing.engine.verbs.portrayal import describe_method
    from framing.engine.verbs.portrayal import portrayal as find

    run = open_run(study)
    click.echo(describe_method(model), err=True)
    return find(run, scope=make_scope(run, **given), shares=shares, model=model)


COMMANDS = (portrayal,)
