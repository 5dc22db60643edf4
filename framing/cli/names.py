"""Command: which names each outlet uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument
from framing.cli.wordings import wordings_page, wordings_yaml


@click.command()
@study_argument
@click.option("--mentions", is_flag=True, help="One row a mention instead of shares.")
@click.option(
    "--suggest", is_flag=True, help="Wordings that outlets seem to use for the same thing, to read."
)
@click.option(
    "--top",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    metavar="N",
    help="With --suggest: at most so many things.",
)
@scope_options
@output_options(page=wordings_page, also={"yaml": wordings_yaml})
def names(study: Path, mentions: bool, suggest: bool, top: int, **given: Any) -> Any:
    """Which names each outlet uses, and whether in its own words.

    The estimate is the share among all mentions of the same thing, neutral wordings included.

    --suggest needs no codebook: it ranks phrases that stand in the same places of different
    outlets' articles on one event, or that a text itself calls names of one thing. Read them;
    --format yaml (or --out suggested.yaml) writes entries for a codebook, without sides. Nothing is
    written into the codebook.

    Example: framing names corpora/kurils --voice outlet
    """
    from framing.engine.names import names as find

    run = open_run(study)
    if suggest:
        from framing.engine.suggested import suggest_names

        found, notes = suggest_names(run, scope=make_scope(run, **given), n=top)
        for note in notes:
            click.echo(note, err=True)
        return found
    return find(run, scope=make_scope(run, **given), mentions=mentions)


COMMANDS = (names,)
