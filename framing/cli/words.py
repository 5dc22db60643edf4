"""Command: words of one side against another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import (
    make_scope,
    max_n_option,
    output_options,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option(
    "--group", default="", metavar="A", help="A group or an outlet; default: each group in turn."
)
@click.option("--versus", default="", metavar="B", help="Another one; default: everybody else.")
@click.option("--pairs", is_flag=True, help="Each pair of groups, not each against the rest.")
@max_n_option(3)
@click.option(
    "--intervals",
    "n_intervals",
    type=click.IntRange(0),
    default=2000,
    show_default=True,
    help="How many terms, from the top, get an interval.",
)
@click.option(
    "--permutations",
    type=click.IntRange(1),
    default=999,
    show_default=True,
    help="How many relabellings p rests on.",
)
@click.option(
    "--claim",
    type=click.Choice(("these_outlets", "group")),
    help="What p and intervals speak of: articles are drawn, or whole outlets (4 a side); "
    "default: the study's.",
)
@click.option(
    "--background",
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE|STUDY",
    help="Prior of log-odds: a text, a CSV of term,n or another study; default: both sides.",
)
@click.option("--parts", is_flag=True, help="List terms that a longer n-gram explains, too.")
@click.option(
    "--top", type=click.IntRange(1), help="Only the first so many rows of each comparison."
)
@scope_options
@output_options
@run_options
def words(
    study: Path,
    background: Path | None,
    top: int | None,
    **given: Any,
) -> Any:
    """Words and n-grams that one side uses more, or less, than another.

    Effect first (log ratio with interval and the bound nearer to 0), then log-odds with its z; G2
    and tdk are rankings, never a test. p is of permuted articles, p_adjusted holds for all terms
    together (Westfall and Young's max-T), p_method says how it came about or why there is none.

    Example: framing words corpora/kurils --group Russia --versus China --top 20
    """
    from framing.engine.verbs.words import how_tested
    from framing.engine.verbs.words import words as compare

    run = open_run(study)
    own = ("group", "versus", "pairs", "max_n", "n_intervals", "permutations", "claim", "parts")
    how = {name: given.pop(name) for name in own}
    how["claim"] = how["claim"] or ""
    source = open_run(background) if background and background.is_dir() else background
    found = compare(run, scope=make_scope(run, **given), background=source, **how)
    click.echo(f"tier: {found.pair.tier} ({found.pair.a} against {found.pair.b})", err=True)
    for line in (*found.hidden, *how_tested(found.words)):
        click.echo(line, err=True)
    if not top:
        return found.words
    return found.words.group_by("a", "b", maintain_order=True).head(top)


COMMANDS = (words,)
