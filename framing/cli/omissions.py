"""The command omissions: what each outlet carries of an event, as a page, rows or a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import (
    make_scope,
    output_options,
    printable,
    scope_options,
    study_argument,
)
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl

_ON_A_PAGE = 25  # items; files have all
_KINDS = ("claims", "quotations", "actors", "names", "facts")


@click.command()
@study_argument
@click.option(
    "--by",
    type=click.Choice(("outlet", "group")),
    default="outlet",
    show_default=True,
    help="Whose articles are taken together.",
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only this kind.")
@click.option("--matrix", is_flag=True, help="A row an item, a column an outlet or group.")
@click.option("--passages", is_flag=True, help="Every passage that was found.")
@click.option("--top", type=click.IntRange(1), help="Only the first so many items.")
@scope_options
@output_options(page=lambda rows: render_items(rows) if "chance_none" in rows.columns else None)
@run_options
def omissions(
    study: Path,
    by: str,
    kinds: tuple[str, ...],
    matrix: bool,
    passages: bool,
    top: int | None,
    **given: Any,
) -> Any:
    """What each outlet carries of an event, and what was not found in its articles.

    Claims are sentences that say the same in several articles; quotations the same words in
    quotation marks; actors are named or quoted; names and facts are the codebook's. Where nothing
    was found, the chance says how likely that is in articles of this length and number, were the
    item carried at the rate of the other outlets; it is no p value. "Not found" says nothing
    about why. Outlets without an article on an event have no rows on it.

    Example: framing omissions corpora/kurils --event talks-moscow
    """
    from framing.engine.verbs.omissions import omissions as find

    run = open_run(study)
    show = "matrix" if matrix else "passages" if passages else "rows"
    found = find(run, scope=make_scope(run, **given), by=by, kinds=kinds, show=show)
    if found.is_empty() and run.measured["event"].null_count() == run.measured.height:
        click.echo("no article has an event: `framing events STUDY --suggest`", err=True)
    return first_items(found, top) if top else found


def first_items(rows: pl.DataFrame, n: int) -> pl.DataFrame:
    """All rows of the first items, in their order."""
    keys = ["event", "kind", "item"]
    kept = rows.select(keys).unique(maintain_order=True).head(n)
    return rows.join(kept, on=keys, how="semi", maintain_order="left")


def render_items(rows: pl.DataFrame) -> Iterator[str]:
    """Lines to read: each item with where it was found and where not, the most telling first."""
    keys = ["event", "kind", "item"]
    items = rows.partition_by(keys, maintain_order=True)
    lacking = [item for item in items if (item["found"] == 0).any()]
    several = [item for item in lacking if (item["found"] > 0).sum() > 1]
    for item in several[:_ON_A_PAGE]:
        yield from _render(item)
        yield ""
    alone = [item for item in lacking if (item["found"] > 0).sum() == 1]
    yield from _render_alone(alone[:_ON_A_PAGE])
    shown = len(several[:_ON_A_PAGE]) + len(alone[:_ON_A_PAGE])
    if (more := len(lacking) - shown) > 0:
        yield f"{more} more of which none was found somewhere: --out FILE has all of them"
    if everywhere := len(items) - len(lacking):
        yield f"found in everybody who has an article on the event: {everywhere} more"


def _render(item: pl.DataFrame) -> Iterator[str]:
    yield _heading(item)
    side = _side(item)
    rows = list(item.iter_rows(named=True))
    found = [f"{row[side]} ({_ways(row)})" for row in rows if row["found"]]
    yield f"  found in {'; '.join(printable(text) for text in found)}"
    missing = [row for row in rows if not row["found"]]
    reasons = {row["flag"] for row in missing}
    told = [_lacking(row, side, reason=len(reasons) > 1) for row in missing]
    yield f"  not found in {'; '.join(printable(text) for text in told)}"
    if len(reasons) == 1 and (reason := reasons.pop()):
        yield f"  {reason}"


def _render_alone(items: list[pl.DataFrame]) -> Iterator[str]:
    """What one outlet alone has, each on a line."""
    if items:
        yield "Found in one alone:"
    for item in items:
        found = next(row for row in item.iter_rows(named=True) if row["found"])
        yield f"  {_heading(item)} ({printable(found[_side(item)])})"


def _heading(item: pl.DataFrame) -> str:
    event, kind, label = item.row(0)[0], item.row(0)[1], printable(item["label"][0])
    return click.style(f"{event} · {kind}: ", dim=True) + click.style(label, bold=True)


def _side(item: pl.DataFrame) -> str:
    return "outlet" if item["outlet"][0] else "group"


def _ways(row: dict[str, Any]) -> str:
    """How an item stands there; of several articles, in how many."""
    n = row["n_articles"]
    return row["how"] if n == 1 else f"{row['n_articles_with']} of {n} articles: {row['how']}"


def _lacking(row: dict[str, Any], side: str, *, reason: bool) -> str:
    n = row["n_articles"]
    said = f"the {'article' if n == 1 else f'{n} articles'} of {row[side]}"
    notes = [f"only {row['how']}"] if row["how"] else []
    if row["chance_none"] is not None:
        notes.append(f"chance of none {row['chance_none']:.0%}")
    if reason and row["flag"]:
        notes.append(row["flag"])
    return f"{said} ({', '.join(notes)})" if notes else said


COMMANDS = (omissions,)
