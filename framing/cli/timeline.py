"""Command: rates over time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import (
    make_scope,
    output_options,
    rate_options,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option(
    "--by",
    type=click.Choice(("week", "month", "phase")),
    default="month",
    show_default=True,
    help="ISO weeks, months, or the study's [[phases]] (without any: from event day to event day).",
)
@rate_options("articles", "names", "stance", "voices", "words", "style", default="articles")
@click.option(
    "--unit", type=click.Choice(("outlet", "group")), help="Only rows of outlets, or of groups."
)
@click.option("--events", "by_event", is_flag=True, help="The events' days and periods, instead.")
@scope_options
@output_options
@run_options
def timeline(
    study: Path,
    by: str,
    layer: str | None,
    terms: tuple[str, ...],
    kind: str,
    unit: str | None,
    by_event: bool,
    **given: Any,
) -> Any:
    """How rates move over time, and which events' days fall where.

    A period without articles is a row with n 0, so that a gap is seen. Intervals stand where a
    period has 5 distinct articles of an outlet or group; articles without a date are counted on
    stderr and stand in no period.

    Example: framing timeline corpora/kurils --by month --layer names
    """
    from framing.engine.verbs.timeline import timeline as follow

    run = open_run(study)
    found = follow(
        run,
        by=by,
        layer=layer or ("words" if terms else "articles"),
        terms=terms,
        kind=kind,
        scope=make_scope(run, **given),
    )
    for note in found.notes:
        click.echo(note, err=True)
    if by_event:
        return found.events
    return found.rates.filter(found.rates["unit"] == unit) if unit else found.rates


COMMANDS = (timeline,)
