"""Command: the same fact in each outlet's words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import (
    make_scope,
    output_options,
    scope_options,
    study_argument,
    without_controls,
)
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl


def _page(rows: pl.DataFrame) -> Iterable[str] | None:
    """Lines to read where the rows are one fact by outlet."""
    from framing.reporting.telling import render_telling

    if "n_articles_with" not in rows.columns:
        return None
    return (without_controls(line) for line in render_telling(rows))


@click.command()
@study_argument
@click.option("--shares", is_flag=True, help="Shares by wording and grammar, not mentions.")
@click.option("--fact", default="", metavar="ID", help="One row an outlet and event: this fact.")
@click.option(
    "--syntax",
    type=click.Choice(("rules", "spacy")),
    help="What reads the clauses; default: as study.toml says, else rules.",
)
@scope_options
@output_options(page=_page)
@run_options
def facts(study: Path, shares: bool, fact: str, syntax: str | None, **given: Any) -> Any:
    """The same fact in each outlet's words: verb, grammar, agent stated or not, to whom, where.

    An act that is denied or only proposed is marked in `status` and is in no share.

    Example: framing facts corpora/kurils --fact transfer_1945
    """
    from framing.engine.verbs.facts import facts as find

    run = open_run(study)
    return find(run, scope=make_scope(run, **given), shares=shares, fact=fact, syntax=syntax or "")


COMMANDS = (facts,)
