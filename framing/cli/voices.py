"""Command: who speaks."""

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
@click.option("--shares", is_flag=True, help="Shares instead of one row an attribution.")
@click.option(
    "--by", type=click.Choice(("side", "source_type", "source_form")), default="side",
    show_default=True, help="What the shares are of.",
)  # fmt: skip
@click.option("--cues", is_flag=True, help="Each outlet's cues for one side against another's.")
@versus_options
@scope_options
@output_options
@run_options
def voices(
    study: Path,
    shares: bool,
    by: str,
    cues: bool,
    versus: tuple[str, str] | None,
    matched: bool,
    **given: Any,
) -> Any:
    """Who speaks: speakers, sides, how sources are given, cues, quotations.

    With --shares --by source_form: how much is said by name, by title, by an institution or
    document, by several or by sources without a name ("a senior official", "experts").

    With --cues the estimate is the share of a class of cues (marked: emphatic, factive, doubting
    or performative) for side A minus that for side B within one outlet. It is no measure to
    compare outlets by, and "insisted" and its like are never scored alone.

    Example: framing voices corpora/kurils --format csv
    """
    from framing.engine.verbs.voices import voices as find

    run = open_run(study)
    if cues and (shares or versus):
        raise click.UsageError("--shares and --cues are two tables; allowed: one of them")
    scope = make_scope(run, **given)
    sides: Any = {"versus": versus, "matched": matched}
    return find(run, scope=scope, shares=shares, by=by, cues=cues, **sides)


COMMANDS = (voices,)
