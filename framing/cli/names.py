"""Command: which names each outlet uses."""

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
from framing.cli.wordings import wordings_page, wordings_yaml
from framing.records.scope import PLACES


@click.command()
@study_argument
@click.option(
    "--sides",
    "show",
    flag_value="sides",
    help="Shares of each side's names and of neutral wordings in the outlet's own words.",
)
@click.option(
    "--practice",
    "show",
    flag_value="practice",
    help="Shares of articles: one side's name only, both in one breath, both apart, neutral, none.",
)
@click.option("--articles", "show", flag_value="articles", help="The practice of each article.")
@click.option(
    "--mentions", "show", flag_value="mentions", help="One row a mention instead of shares."
)
@click.option("--first", is_flag=True, help="Only the first mention below the headline.")
@click.option(
    "--place",
    "places",
    multiple=True,
    type=click.Choice(PLACES),
    help="Only mentions in this part of the article.",
)
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
@versus_options
@scope_options
@output_options(page=wordings_page, also={"yaml": wordings_yaml})
@run_options
def names(study: Path, suggest: bool, top: int, **given: Any) -> Any:
    """Which names each outlet uses, and whether in its own words.

    The estimate is the share among all mentions of the same thing, neutral wordings included;
    with --sides among those in own words, with --practice among articles.

    --suggest needs no codebook: it ranks phrases that stand in the same places of different
    outlets' articles on one event, or that a text itself calls names of one thing. Read them;
    --format yaml (or --out suggested.yaml) writes entries for a codebook, without sides. Nothing is
    written into the codebook.

    Example: framing names corpora/kurils --sides
    """
    from framing.engine.verbs.names import names as find

    ways = {name: given.pop(name) for name in ("show", "first", "places", "versus", "matched")}
    if suggest and any(ways.values()):
        raise click.UsageError("--suggest reads no codebook; allowed with it: --top and the scope")
    run = open_run(study)
    if suggest:
        from framing.engine.verbs.suggested import suggest_names

        found, notes = suggest_names(run, scope=make_scope(run, **given), n=top)
        for note in notes:
            click.echo(note, err=True)
        return found
    return find(run, scope=make_scope(run, **given), **(ways | {"show": ways["show"] or "shares"}))


COMMANDS = (names,)
