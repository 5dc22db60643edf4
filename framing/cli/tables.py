"""Commands that print rows: names, voices, stance, facts, words, kwic, style."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, open_run, output_options, scope_options, study_argument


@click.command()
@study_argument
@click.option("--mentions", is_flag=True, help="One row a mention instead of shares.")
@scope_options
@output_options
def names(study: Path, mentions: bool, **given: Any) -> Any:
    """Which names each outlet uses, and whether in its own words.

    The estimate is the share among all mentions of the same thing, neutral wordings included.

    Example: framing names corpora/kurils --voice outlet
    """
    from framing.engine import verbs

    run = open_run(study)
    return verbs.names(run, scope=make_scope(run, **given), mentions=mentions)


@click.command()
@study_argument
@click.option("--shares", is_flag=True, help="Shares by side instead of one row an attribution.")
@scope_options
@output_options
def voices(study: Path, shares: bool, **given: Any) -> Any:
    """Who speaks: speakers, sides, cues, quotations.

    Example: framing voices corpora/kurils --format csv
    """
    from framing.engine import verbs

    run = open_run(study)
    return verbs.voices(run, scope=make_scope(run, **given), shares=shares)


@click.command()
@study_argument
@click.option("--shares", is_flag=True, help="Shares by position instead of one row a stance.")
@scope_options
@output_options
def stance(study: Path, shares: bool, **given: Any) -> Any:
    """Positions toward the codebook's targets, and whose they are.

    No row means no stance found, not neutral. Asserted and wording are never summed.

    Example: framing stance corpora/kurils --voice source
    """
    from framing.engine import verbs

    run = open_run(study)
    return verbs.stance(run, scope=make_scope(run, **given), shares=shares)


@click.command()
@study_argument
@click.option("--shares", is_flag=True, help="Shares by wording instead of one row a mention.")
@scope_options
@output_options
def facts(study: Path, shares: bool, **given: Any) -> Any:
    """The same fact in each outlet's words: wording, grammar, agent.

    Example: framing facts corpora/kurils
    """
    from framing.engine import verbs

    run = open_run(study)
    return verbs.facts(run, scope=make_scope(run, **given), shares=shares)


@click.command()
@study_argument
@click.option("--group", required=True, metavar="A", help="A group or an outlet.")
@click.option("--versus", default="", metavar="B", help="Another one; default: everybody else.")
@click.option(
    "--max-n", type=click.IntRange(1, 3), default=3, show_default=True, help="Longest n-gram."
)
@click.option(
    "--intervals",
    "n_intervals",
    type=click.IntRange(0),
    default=2000,
    show_default=True,
    help="How many terms, from the top, get an interval.",
)
@click.option("--top", type=click.IntRange(1), help="Only the first so many rows.")
@scope_options
@output_options
def words(
    study: Path,
    group: str,
    versus: str,
    max_n: int,
    n_intervals: int,
    top: int | None,
    **given: Any,
) -> Any:
    """Words and n-grams that one side uses more, or less, than another.

    Effect first (log ratio with interval), then log-odds with its z; G2 is a ranking, never a
    test. p and q stay empty until they come from permutations of articles.

    Example: framing words corpora/kurils --group Russia --versus China --top 20
    """
    from framing.engine.words import words as compare

    run = open_run(study)
    scope = make_scope(run, **given)
    found = compare(
        run, group=group, versus=versus, scope=scope, max_n=max_n, n_intervals=n_intervals
    )
    click.echo(f"tier: {found.pair.tier} ({found.pair.a} against {found.pair.b})", err=True)
    for line in found.hidden:
        click.echo(line, err=True)
    return found.words.head(top) if top else found.words


@click.command()
@study_argument
@click.argument("pattern")
@scope_options
@output_options
def kwic(study: Path, pattern: str, **given: Any) -> Any:
    """A word or pattern in context, in the pattern language of codebooks.

    Example: framing kwic corpora/kurils "sovereignty ~5 (islands|kurils)"
    """
    from framing.engine.words import kwic as find

    run = open_run(study)
    return find(run, pattern, scope=make_scope(run, **given))


@click.command()
@study_argument
@click.option("--articles", is_flag=True, help="Values of single articles instead of means.")
@scope_options
@output_options
def style(study: Path, articles: bool, **given: Any) -> Any:
    """Length, readability (textstat) and lexical diversity (MTLD).

    Example: framing style corpora/kurils --articles
    """
    from framing.engine.style import style as measure

    run = open_run(study)
    return measure(run, scope=make_scope(run, **given), articles=articles)


COMMANDS = (names, voices, stance, facts, words, kwic, style)
