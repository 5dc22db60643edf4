"""Command: words in context."""

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
@click.argument("pattern")
@click.option(
    "--sort",
    type=click.Choice(("outlet", "date", "left", "left2", "right")),
    default="outlet",
    show_default=True,
    help="left: by the word before the match, then the one before that; left2: by the second "
    "word before it, then the first; right: by the words after it.",
)
@click.option(
    "--by", type=click.Choice(("group", "outlet")), help="One after another, each counted."
)
@click.option(
    "--sample", type=click.IntRange(1), metavar="N", help="Only so many hits, drawn at random."
)
@click.option(
    "--width",
    type=click.IntRange(1, 1000),
    default=60,
    show_default=True,
    help="Characters of context on either side.",
)
@scope_options
@output_options(right=("left",))
@run_options
def kwic(
    study: Path,
    pattern: str,
    sort: str,
    by: str | None,
    sample: int | None,
    width: int,
    **given: Any,
) -> Any:
    """A word or pattern in context, in the pattern language of codebooks.

    Counts are of every hit, also those that --sample leaves out.

    Example: framing kwic corpora/kurils "sovereignty ~5 (islands|kurils)" --by group --sort left
    """
    from framing.engine.verbs.kwic import concordance

    run = open_run(study)
    found = concordance(
        run,
        pattern,
        scope=make_scope(run, **given),
        sort=sort,
        by=by or "",
        sample=sample,
        width=width,
    )
    for side, n, n_eff, k, of in found.counts.iter_rows() if found.n_hits else ():
        weighed = "" if n == n_eff else f" ({n_eff:.6g} once copies and repeats are weighed)"
        click.echo(
            f"{printable(side)}: {n} hit{'s' * (n != 1)}{weighed} in {k} of {of} "
            f"article{'s' * (of != 1)}",
            err=True,
        )
    if found.rows.height < found.n_hits:
        seed = run.study.options.seed
        n = found.rows.height
        click.echo(f"a random sample of {n} of {found.n_hits} hits (seed {seed})", err=True)
    return found.rows


COMMANDS = (kwic,)
