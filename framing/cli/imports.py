"""Commands that bring articles in: import, fetch."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import study_argument, without_controls
from framing.cli.running import asked_for, scheduler_options
from framing.errors import UsageError
from framing.records.numerals import plural

if TYPE_CHECKING:
    from framing.study.imports import Imported

_LISTED = 10  # lines of a kind in the terminal; the ledger has them all


def _formats() -> tuple[str, ...]:
    from framing.intake.detect import FORMATS

    return FORMATS


def _pairs(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    for value in values:
        if "=" not in value.strip("="):
            raise UsageError(f"--column {value!r}; allowed: FIELD=COLUMN, as outlet=media_name")
    return dict(value.split("=", 1) for value in values)


@click.command("import")
@study_argument
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...",
                type=click.Path(path_type=Path))  # fmt: skip
@click.option(
    "--as",
    "as_format",
    metavar="FORMAT",
    default="",
    help=f"{'|'.join(_formats())}; default: found for each file.",
)
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN", callback=_pairs,
              help="For tables: which column is which field, as outlet=media_name.")  # fmt: skip
@click.option("--outlet", default="", metavar="NAME", help="For items that name no outlet.")
@click.option(
    "--dates",
    type=click.Choice(("day-first", "month-first")),
    help="How to read 03/04/2019; default: as other dates and the language tell.",
)
@click.option("--again", is_flag=True, help="Bring back articles that were removed.")
@click.option("--no-copy", is_flag=True, help="Keep no copy of the sources in raw/.")
@scheduler_options
def import_(
    study: Path,
    sources: tuple[Path, ...],
    as_format: str,
    columns: dict[str, str],
    outlet: str,
    dates: str | None,
    again: bool,
    no_copy: bool,
) -> None:
    """Bring in database exports, saved pages, tables, documents, folders and zip archives.

    Nexis (DOCX, RTF, TXT, HTML), Factiva (HTML, XML), Integrum (HTML, XLSX), CSV, XLSX, JSONL and
    Parquet (Media Cloud's too), saved web pages, PDF, DOCX, RTF, TXT, MD. Every item found gets a
    row in raw/ledger.csv: imported, duplicate, or skipped, with the reason; a file that an index
    lists is read with the index's row. Importing again adds only what is new. Exit code 1:
    something was skipped.

    Fields of --column: title, standfirst, text, outlet, date, byline, section, url, language,
    wire, event, saved, file.

    Example: framing import my-study nexis-export.docx pages/ more.zip
    """
    from framing.study.imports import import_sources

    done = import_sources(
        study, sources, as_format=as_format, columns=columns, outlet=outlet, again=again,
        day_first={"day-first": True, "month-first": False}.get(dates or ""), keep=not no_copy,
        progress=_progress, **asked_for(),
    )  # fmt: skip
    for line in _summary(study, done):
        click.echo(without_controls(line))
    sys.exit(int(done.counts["skipped"] > 0))


def _progress(name: str) -> None:
    if sys.stderr.isatty():
        click.echo(without_controls(f"read {name}"), err=True)


def _summary(study: Path, done: Imported) -> list[str]:
    """What came in, what did not and why, and what is to be done next."""
    import polars as pl

    from framing.records.imports import say_fates

    lines = [say_fates(done.rows)] if done.rows.height else ["nothing new"]
    if done.n_known:
        left = "left as they are (--again brings back what was removed since)"
        lines.append(f"{plural(done.n_known, 'item')} of earlier imports, {left}")
    reasons = (
        done.rows.filter(fate="skipped")
        .group_by("reason")
        .agg(pl.len(), pl.col("source").first())
        .sort("len", "reason", descending=[True, False])
    )
    for reason, n, source in reasons.head(_LISTED).iter_rows():
        lines.append(f"skipped: {source}: {reason}" if n == 1 else f"skipped: {n} x {reason}")
    if reasons.height > _LISTED:
        lines.append(f"skipped: {plural(reasons.height - _LISTED, 'more reason')} in the ledger")
    imported = done.rows.filter(fate="imported")
    if undated := imported.filter(date="").height:
        lines.append(f"{plural(undated, 'article')} without a date: the ledger says why")
    if homeless := imported.filter(outlet="").height:
        lines.append(
            f"{plural(homeless, 'article')} without an outlet: fill it in in articles.csv"
            " (or import into a new study with --outlet NAME)"
        )
    lines += _outlet_lines(done)
    lines += [f"Ledger: {done.ledger}", f"Next: framing check {shlex.quote(str(study))}"]
    return lines


def _outlet_lines(done: Imported) -> list[str]:
    """Outlets of the registry that were added, and the others with rows to paste, all of them."""
    lines = []
    if done.added:
        lines.append(f"added to outlets.csv from the registry: {', '.join(done.added)}")
    for unknown in done.unknown[:_LISTED]:
        near = f"; nearest: {unknown.nearest}" if unknown.nearest else ""
        lines.append(
            f"unknown outlet {unknown.name!r}, {plural(unknown.n_articles, 'article')}{near}"
        )
    if len(done.unknown) > _LISTED:
        lines.append(f"and {plural(len(done.unknown) - _LISTED, 'more unknown outlet')}")
    if done.unknown:
        lines.append("for outlets.csv, with a group for GROUP (or put the name among the aliases")
        lines.append("of the outlet that it is):")
        lines += [f"  {unknown.row}" for unknown in done.unknown]
    return lines


@click.command()
@study_argument
@click.argument("links", type=click.Path(path_type=Path, dir_okay=False), metavar="LINKS.csv")
@click.option("--pause", type=click.FloatRange(0), default=3.0, show_default=True,
              help="Seconds between two requests to a site.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=30.0,
              show_default=True, help="Seconds for a page.")  # fmt: skip
@click.option("--max-mb", type=click.FloatRange(0, min_open=True), default=10.0,
              show_default=True, help="Megabytes of a page.")  # fmt: skip
@click.option("--contact", default="", metavar="ADDRESS",
              help="Told to the sites, so that their owners can write to you.")  # fmt: skip
@click.option("--allow-local", is_flag=True, help="Also ask addresses that are not public.")
def fetch(study: Path, links: Path, **given: Any) -> None:
    """Get the pages of a list of links: a corpus that others can fetch again.

    LINKS.csv has a column url, and any of outlet, date, title, event. Obeys robots.txt, asks a site
    for one page at a time with a pause, retries, and goes on where it ended. Pages are kept in
    raw/fetched/ as they came; fetched.csv there has status, day and hash of each. Exit code 1: some
    page could not be had.

    Example: framing fetch my-study links.csv --contact me@university.example
    """
    from framing.study.fetch import PLACE
    from framing.study.fetch import fetch as fetch_pages

    rows = fetch_pages(
        study, links, progress=lambda line: click.echo(without_controls(line), err=True), **given
    )
    failed = rows.filter(rows["error"] != "")
    n_kept = rows.height - failed.height
    click.echo(f"{plural(rows.height, 'link')}: {n_kept:,} kept, {failed.height:,} not")
    for line, url, error in failed.select("line", "url", "error").head(_LISTED).iter_rows():
        click.echo(without_controls(f"{links}:{line}: {url}: {error}"))
    if failed.height > _LISTED:
        click.echo(
            f"{plural(failed.height - _LISTED, 'more error')} in {study / PLACE / 'fetched.csv'}"
        )
    named = shlex.quote(str(study))
    if failed.height < rows.height:
        click.echo(f"Next: framing import {named} {shlex.quote(str(study / PLACE))}")
    sys.exit(int(failed.height > 0))


COMMANDS = (import_, fetch)
