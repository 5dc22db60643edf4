"""Command: the company that a word or a name keeps."""

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
@click.argument("node")
@click.option(
    "--window", type=click.IntRange(1), metavar="N", help="Words on either side.  [default: 5]"
)
@click.option("--sentence", is_flag=True, help="The whole sentence instead of a window.")
@click.option(
    "--by", type=click.Choice(("group", "outlet")), default="group", show_default=True,
    help="Whose collocates.",
)  # fmt: skip
@click.option(
    "--versus", nargs=2, metavar="A B", help="The difference between two groups or outlets."
)
@click.option("--content", is_flag=True, help="Leave out function words.")
@click.option(
    "--min-articles",
    type=click.IntRange(1),
    help="In at least so many distinct articles near the node.  [default: 3; tier reading: 1]",
)
@click.option(
    "--intervals",
    "n_intervals",
    type=click.IntRange(0),
    default=500,
    show_default=True,
    help="How many collocates, from the top, get an interval.",
)
@click.option("--top", type=click.IntRange(1), help="Only the first so many rows of each side.")
@scope_options
@output_options
@run_options
def collocates(
    study: Path,
    node: str,
    window: int | None,
    sentence: bool,
    by: str,
    versus: tuple[str, str] | None,
    content: bool,
    min_articles: int | None,
    n_intervals: int,
    top: int | None,
    **given: Any,
) -> Any:
    """Words near a node: a word, a pattern, or an @id of the codebook with all its forms.

    Log Dice says how exclusively two words keep company; G2 is a ranking, never a test; rate is
    uses of the collocate per 100 uses of the node. Windows stay inside a title, body or caption.

    Example: framing collocates corpora/kurils @disputed_islands --by group --content --top 10
    """
    from framing.engine.verbs.collocates import collocates as find

    run = open_run(study)
    found = find(
        run,
        node,
        scope=make_scope(run, **given),
        window=window,
        sentence=sentence,
        by=by,
        versus=versus,
        content=content,
        min_articles=min_articles,
        n_intervals=n_intervals,
    )
    uses = ", ".join(f"{printable(side)} {n}" for side, n in found.n_uses.items())
    click.echo(f"tier: {found.tier}", err=True)
    click.echo(f"node: {printable(found.node.said)}; words within {found.span}", err=True)
    click.echo(f"uses of the node: {uses or 'none'}", err=True)
    for line in (found.node.hint, *found.hidden):
        if line:
            click.echo(printable(line), err=True)
    if versus:
        return found.differences.head(top) if top else found.differences
    if top:
        return (
            found.sides.group_by("group", "outlet", maintain_order=True)
            .head(top)
            .select(found.sides.columns)
        )
    return found.sides


COMMANDS = (collocates,)
