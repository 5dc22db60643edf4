"""Command: terms that a side never uses, in any spelling."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import (
    make_scope,
    output_options,
    printable,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.argument("terms", nargs=-1, metavar="[TERM]...")
@click.option(
    "--by", type=click.Choice(("group", "outlet")), default="group", show_default=True,
    help="Whose absences; the others are everybody else.",
)  # fmt: skip
@click.option("--content", is_flag=True, help="Leave out function words (without TERM).")
@click.option(
    "--min-articles",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Without TERM: what others use in at least so many distinct articles.",
)
@click.option("--top", type=click.IntRange(1), help="Only the first so many rows of each side.")
@scope_options
@output_options
@run_options
def absent(
    study: Path,
    terms: tuple[str, ...],
    by: str,
    content: bool,
    min_articles: int,
    top: int | None,
    **given: Any,
) -> Any:
    """Terms that a side does not use in any spelling while others do, and how odd that is.

    A TERM is a word or several, a pattern, or an @id of the codebook. Singular and plural, hyphens,
    case, apostrophes, British and American spelling, words together or apart, and all forms of a
    codebook entry are one; the forms found are listed. Without TERM: the most surprising absences.

    Example: framing absent corpora/kurils bioweapon Kurils @lavrov --by outlet
    """
    from framing.engine.verbs.absent import absent as find

    run = open_run(study)
    scope = make_scope(run, **given)
    found = find(run, *terms, scope=scope, by=by, content=content, min_articles=min_articles)
    click.echo(f"tier: {found.tier}", err=True)
    for line in found.hidden:
        click.echo(printable(line), err=True)
    if top and not terms:
        columns = found.rows.columns
        return found.rows.group_by(by, maintain_order=True).head(top).select(columns)
    return found.rows.head(top) if top else found.rows


COMMANDS = (absent,)
