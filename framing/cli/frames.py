"""Command: passages that indicate frame elements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, output_options, scope_options, study_argument
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option(
    "--articles", "show", flag_value="articles", help="Which elements stand together, by article."
)
@click.option(
    "--shares",
    "show",
    flag_value="shares",
    help="Shares of articles with an indicator, and with all of a combination.",
)
@click.option(
    "--clusters", "show", flag_value="clusters", help="Articles grouped by their elements."
)
@click.option(
    "--lists", "show", flag_value="lists", help="Euphemisms and metaphors to look at, not to count."
)
@click.option(
    "--sheet", "show", flag_value="sheet", help="A sheet for coding the elements by hand."
)
@click.option(
    "--battery", "show", flag_value="battery", help="A sheet with 20 questions on generic frames."
)
@click.option("--blind", is_flag=True, help="Sheets with codes and texts instead of outlets.")
@click.option(
    "--scores", "show", flag_value="scores", help="Scores of articles from the coded battery."
)
@click.option(
    "--scales", "show", flag_value="scales", help="Mean scores by outlet, with Cronbach's alpha."
)
@scope_options
@output_options
@run_options
def frames(study: Path, show: str | None, blind: bool, **given: Any) -> Any:
    """Passages that indicate a frame element: problem, cause, evaluation, remedy.

    An indicator is a passage to read. Whether an article uses a frame is for its reader to say.

    A filled sheet is saved as coding/coded.csv.

    Example: framing frames corpora/kurils --articles
    """
    from framing.engine.verbs.frames import frames as find

    run = open_run(study)
    return find(run, scope=make_scope(run, **given), show=show or "passages", blind=blind)


COMMANDS = (frames,)
