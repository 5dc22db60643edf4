"""Command: passages that indicate frame elements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


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
    "--lists", "show", flag_value="lists", help="Euphemisms and metaphors to look at, not to count."
)
@scope_options
@output_options
def frames(study: Path, show: str | None, **given: Any) -> Any:
    """Passages that indicate a frame element: problem, cause, evaluation, remedy.

    An indicator is a passage to read. Whether an article uses a frame is for its reader to say.

    Example: framing frames corpora/kurils --articles
    """
    from framing.engine.frames import frames as find

    run = open_run(study)
    return find(run, scope=make_scope(run, **given), show=show or "passages")


COMMANDS = (frames,)
