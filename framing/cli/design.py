"""Command: what the design of a study allows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import (
    expect_nothing,
    make_scope,
    output_options,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option("--cells", is_flag=True, help="Articles of each outlet on each event instead.")
@scope_options
@output_options
@run_options
def design(study: Path, cells: bool, **given: Any) -> Any:
    """Who can be compared with whom, how far, and what cannot be said.

    One row a pair of groups or outlets: tier, claims (these_articles, these_outlets, group), shared
    events, and the smallest p that permuting labels could show. The column `cannot` says what this
    design cannot tell and what it would take.

    Example: framing design corpora/kurils
    """
    from framing.engine.verbs.design import design as describe

    run = open_run(study)
    scope = make_scope(run, **given)
    found = describe(run, scope=scope, cells=cells)
    if found.is_empty() and not cells:
        n = run.design_in(scope).units["outlet"].n_unique()
        what = "one outlet, in one group" if n else "no outlet"
        click.echo(f"articles of {what}: nothing to compare", err=True)
        expect_nothing()
    return found


COMMANDS = (design,)
