"""Command: how different groups or outlets are at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import (
    demand_words,
    make_scope,
    max_n_option,
    output_options,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    from framing.engine.run import Run
    from framing.records.scope import Scope


@click.command()
@study_argument
@click.option(
    "--by",
    type=click.Choice(("group", "outlet")),
    default="group",
    show_default=True,
    help="Whose texts are told apart.",
)
@max_n_option(1)
@click.option(
    "--min-articles",
    type=click.IntRange(2),
    default=5,
    show_default=True,
    help="Terms in fewer distinct articles, whoever they are of, are left out.",
)
@click.option(
    "--claim",
    type=click.Choice(("these_outlets", "group")),
    default="these_outlets",
    show_default=True,
    help="What the null permutes: articles within events, or whole outlets.",
)
@click.option(
    "--permutations",
    type=click.IntRange(0),
    default=199,
    show_default=True,
    help="Relabellings for the null; 0 for none.",
)
@click.option(
    "--accuracy",
    is_flag=True,
    help="Also how often a classifier tells whose an article is that it has not seen.",
)
@click.option("--leave-event", is_flag=True, help="The same for events that it has not seen.")
@click.option("--leave-outlet", is_flag=True, help="The same for outlets that it has not seen.")
@click.option(
    "--with-giveaways",
    is_flag=True,
    help="Leave in titles, captions, names of outlets and agencies, and house sentences.",
)
@click.option(
    "--without-names", is_flag=True, help="Leave out the contested names of the codebook, too."
)
@click.option(
    "--top", type=click.IntRange(0), default=25, show_default=True, help="How many terms to list."
)
@scope_options
@output_options
@run_options
def divergence(
    study: Path,
    by: str,
    max_n: int,
    min_articles: int,
    claim: str,
    permutations: int,
    accuracy: bool,
    leave_event: bool,
    leave_outlet: bool,
    with_giveaways: bool,
    without_names: bool,
    top: int,
    **given: Any,
) -> Any:
    """How different groups, or outlets, are at all: from how few words can they be told?

    Leave-out divergence (Gentzkow, Shapiro and Taddy 2019): how surely a reader tells the group
    from one word drawn at random; 1 / number of groups is no difference. What gives an outlet
    away (its name, its house sentences, agencies, titles, credits) is taken out first and counted.

    Example: framing divergence corpora/kurils --by group
    """
    from framing.engine.verbs.divergence import body_scope
    from framing.engine.verbs.divergence import divergence as measure

    run = open_run(study)
    scope = make_scope(run, **given)
    _demand_sides(run, scope, by)
    if with_giveaways:
        demand_words(run, scope)
    else:
        step = "--with-giveaways leaves titles and captions in"
        demand_words(run, body_scope(scope), step=step)
    return measure(
        run,
        by=by,
        scope=scope,
        max_n=max_n,
        min_articles=min_articles,
        claim=claim,
        permutations=permutations,
        accuracy=accuracy,
        leave_event=leave_event,
        leave_outlet=leave_outlet,
        giveaways=with_giveaways,
        contested=not without_names,
        top=top,
    )


def _demand_sides(run: Run, scope: Scope, by: str) -> None:
    """Refuse a scope that leaves one side of a study that may have more."""
    from framing.errors import UsageError

    sides = sorted(set(run.articles_in(scope)[by]))
    if (scope.outlets or scope.events) and len(sides) < 2:
        allowed = "two groups, or --by outlet with two outlets" if by == "group" else "two outlets"
        raise UsageError(f"only articles of {', '.join(sides)} here; allowed: {allowed}")


COMMANDS = (divergence,)
