"""Commands about events: events, diff."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import output_options, printable, study_argument, write_rows
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl


@click.command()
@study_argument
@click.option("--suggest", is_flag=True, help="Group articles by what happened.")
@click.option(
    "--window",
    type=click.IntRange(0, 3650),
    default=3,
    show_default=True,
    metavar="DAYS",
    help="Compare articles at most so far apart, where both have a date.",
)
@click.option(
    "--span",
    type=click.IntRange(0, 3650),
    metavar="DAYS",
    help="Most days that a suggested event lasts; default: 7, or the window where it is longer.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.11,
    show_default=True,
    help="Least likeness within an event; higher: smaller events, more alike.",
)
@click.option("--write", is_flag=True, help="Put suggestions into events.csv.")
@click.option("--covered", is_flag=True, help="Only the outlets that have articles on an event.")
@output_options
@run_options
def events(
    study: Path,
    suggest: bool,
    window: int,
    span: int | None,
    threshold: float,
    write: bool,
    covered: bool,
) -> Any:
    """Which outlet covers which event; with --suggest, which articles tell of the same one.

    An outlet without an article on an event is "searched, none" where [sampling] says that the
    sample is complete, else "not searched". Suggestions never touch what a person set:
    similarity is the mean cosine of weighted words with the rest of the group, less where a whole
    topic is alike. Written rows have source "suggested"; the next --write replaces them.

    Example: framing events corpora/kurils --suggest
    """
    from framing.study.events import events as find

    run = open_run(study)
    found = find(run, suggest=suggest, window=window, span=span, threshold=threshold, write=write)
    for line in _notes(found, study, n_all=run.study.articles.height) if suggest else ():
        click.echo(line, err=True)
    return found.filter(coverage="covered") if covered and not suggest else found


def _notes(found: pl.DataFrame, study: Path, *, n_all: int) -> list[str]:
    """What a table of suggestions does not show."""
    import polars as pl

    new = found.filter(pl.col("source") == "suggested")
    lines = [f"{new.height} of {n_all} articles are put into {new['event'].n_unique()} events"]
    written = new.filter("written")
    if written.height:
        lines.append(
            f"{written.height} rows written; see `framing events {shlex.quote(str(study))}`"
        )
    elif new.height:
        lines.append("nothing written: --write puts them into events.csv")
    return lines


@click.command()
@study_argument
@click.argument("event")
@click.argument("outlets", nargs=2, metavar="OUTLET OUTLET")
@click.option(
    "--article",
    multiple=True,
    metavar="ARTICLE",
    help="Take this article of its outlet, not the earliest: an id, its beginning, or a file.",
)
@click.option(
    "--format", "form", type=click.Choice(("table", "csv", "json")), default="table",
    show_default=True, help="Two columns to read, or one row a finding.",
)  # fmt: skip
@run_options
def diff(
    study: Path, event: str, outlets: tuple[str, str], article: tuple[str, ...], form: str
) -> None:
    """Two outlets' articles on an event side by side: what they share, what only one has.

    Names of the codebook with their use, speakers, facts, numbers, words and sentences. "Not
    found in" an article says nothing about why.

    Example: framing diff corpora/kurils talks-moscow "Primer Gazette" "Shili Evening Post"
    """
    from framing.engine.verbs.diff import diff as compare

    rows = compare(open_run(study), event, *outlets, article=article)
    if form != "table":
        write_rows(rows, form=form, wide=True, out=None)
        return
    for line in render_diff(rows, width=shutil.get_terminal_size((80, 24)).columns):
        click.echo(line)


_HEADINGS = {
    "name": "Names of the codebook",
    "speaker": "Who speaks",
    "fact": "Facts",
    "number": "Numbers",
    "word": "Words that stand out (uses here:there)",
    "sentence": "Sentences",
}


def render_diff(rows: pl.DataFrame, *, width: int) -> Iterator[str]:
    """Lines of a page in two columns; words are wrapped, none is cut."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        parts.setdefault(row["part"], []).append(row)
    head = {row["item"]: row for row in parts.pop("article")}
    outlet, words = head.pop("outlet"), head.pop("words")
    yield from _columns([(outlet["a"], outlet["b"])], width, bold=True)
    cells = [tuple(row[k] or f"no {item}" for k in "ab") for item, row in head.items()]
    cells.append((f"{words['n_a']} words", f"{words['n_b']} words"))
    yield from _columns(cells, width)
    for part, heading in _HEADINGS.items():
        found = parts.get(part, [])
        yield ""
        yield click.style(heading, bold=True)
        if not found:
            yield "  none in either article"
        both = [(_cell(row, "a"), _cell(row, "b")) for row in found if row["where"] == "both"]
        if both:
            yield click.style("  in both", dim=True)
            yield from _columns(both, width)
        alone = [[_cell(row, k) for row in found if row["where"] == k] for k in "ab"]
        if part == "word":
            alone = [[", ".join(cells)] if cells else [] for cells in alone]
        if any(alone):
            if part != "word":
                yield click.style("  only in one", dim=True)
            yield from _columns(list(zip_longest(*alone, fillvalue="")), width)


def _cell(row: dict[str, Any], side: str) -> str:
    """A finding as it stands in the column of one article."""
    there, n = row[side] or "", row[f"n_{side}"]
    if row["part"] == "sentence":
        return str(there)
    if row["part"] == "word":
        return f"{row['item']} {n}:{row['n_b' if side == 'a' else 'n_a']}"
    if row["part"] == "number":
        return f"{row['item']}: {there}" if n == 1 else f"{row['item']} ({n}): {there}"
    return f"{row['item']}: {there}"


def _columns(cells: Sequence[tuple[str, ...]], width: int, *, bold: bool = False) -> list[str]:
    """Pairs of cells as lines, wrapped within two columns of one width."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=0)
    for _ in range(2):
        table.add_column(ratio=1, overflow="fold")
    for pair in cells:
        table.add_row("", *(Text(printable(cell)) for cell in pair))
    console = Console(width=max(width, 40), color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(table)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    return [click.style(line, bold=True) for line in lines] if bold else lines


COMMANDS = (events, diff)
