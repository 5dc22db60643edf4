"""Command: a difference between two sides, split into agenda, wording and unmatched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import (
    demand_words,
    make_scope,
    output_options,
    rate_options,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl


_PARTS = ("rate_a", "rate_b", "difference", "agenda", "wording", "unmatched_a", "unmatched_b",
          "no_event_a", "no_event_b")  # fmt: skip


def _page(rows: pl.DataFrame) -> list[str] | None:
    """Parts to read in a terminal: an estimate and its interval in one cell; not for --wide."""
    if "difference" not in rows.columns or click.get_current_context().params["wide"]:
        return None
    import polars as pl

    from framing.reporting.tables import to_text

    cells = {part: [_cell(row, part) for row in rows.iter_rows(named=True)] for part in _PARTS}
    shown = rows.select(
        "measure", "within", "item",
        *(pl.Series(part, values) for part, values in cells.items() if any(values)),
        "n_a", "n_b", "n_articles_a", "n_articles_b", "n_events_shared", "n_events_a",
        "n_events_b", "flag",
    )  # fmt: skip
    click.echo("columns not shown: --wide or --format csv", err=True)
    return to_text(shown).split("\n")


def _cell(row: dict[str, Any], part: str) -> str:
    """``0.12 [0.05, 0.2]``; empty where there is no estimate, or nothing that adds to it."""
    estimate, low, high = (row[part + bound] for bound in ("", "_low", "_high"))
    if estimate is None or (estimate == 0 and part.startswith(("unmatched", "no_event"))):
        return ""
    return f"{estimate:.3g}" if low is None else f"{estimate:.3g} [{low:.3g}, {high:.3g}]"


@click.command()
@study_argument
@click.option("--group", required=True, metavar="A", help="A group or an outlet.")
@click.option("--versus", default="", metavar="B", help="Another one; default: everybody else.")
@rate_options("names", "stance", "voices", "words", "style", default="names")
@click.option(
    "--weights",
    type=click.Choice(("equal", "pooled")),
    default="equal",
    show_default=True,
    help="Outlets of a side count the same, or by their mentions.",
)
@click.option("--events", "by_event", is_flag=True, help="What each event adds, instead.")
@scope_options
@output_options(page=_page)
@run_options
def decompose(
    study: Path,
    group: str,
    versus: str,
    layer: str | None,
    terms: tuple[str, ...],
    by_event: bool,
    kind: str,
    weights: str,
    **given: Any,
) -> Any:
    """How much of a difference is agenda, how much wording?

    On the events that both sides cover a difference in a rate is agenda (they give events other
    room) plus wording (they write otherwise on the same event). What only one side covers, and
    what has no event, is kept apart; all parts add up to the difference.

    Example: framing decompose corpora/kurils --group Russia --versus China --layer names
    """
    from framing.engine.rates import layer_scope
    from framing.engine.verbs.decompose import decompose as split

    run = open_run(study)
    scope = make_scope(run, **given)
    layer = layer or ("words" if terms else "names")
    found = split(
        run,
        group=group,
        versus=versus,
        layer=layer,
        terms=terms,
        kind=kind,
        weights=weights,
        scope=scope,
    )
    if found.parts.is_empty():
        demand_words(run, layer_scope(layer, scope))
    for note in found.notes:
        click.echo(note, err=True)
    return found.events if by_event else found.parts


COMMANDS = (decompose,)
