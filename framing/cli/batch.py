"""``framing batch``: many reports in one go, unattended."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from framing.cli.options import without_controls
from framing.reporting.forms import FORMS


@click.command()
@click.argument("studies", nargs=-1, required=True, type=click.Path(path_type=Path),
                metavar="STUDY...")  # fmt: skip
@click.option("--out-dir", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="One folder a report in it, and index.html, index.csv, index.json.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), help="Reports at a time; default: a core each.")
@click.option("--form", "forms", multiple=True, type=click.Choice(tuple(FORMS)),
              help="Only this form of the text; repeat it for several.")  # fmt: skip
@click.option("--since", default="", metavar="DAY|DIR",
              help="Only reports with articles published on that day (2024-03-04) or later, or "
              "with texts that the earlier run in DIR did not have.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(0), default=3600.0, show_default=True,
              help="Seconds that one report may take; 0: any.")  # fmt: skip
@click.option("--force", is_flag=True,
              help="Make all, also what did not change or was changed by hand.")  # fmt: skip
@click.option("--log", type=click.Path(path_type=Path, dir_okay=False),
              help="Lines of JSON go to its end; default: batch.jsonl in --out-dir.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="Only what failed, on stderr.")
def batch(studies: tuple[Path, ...], out_dir: Path, quiet: bool, **given: Any) -> None:
    """Reports of many studies, unattended; what did not change stays untouched.

    STUDY is a folder, or a TOML file that lists reports: one [[report]] each, with study and any of
    event, each = "event" (one report an event), groups, id, forms, texts. Each report is made in a
    process of its own, so that a study that fails costs only itself; stopped at any moment, the
    next run goes on. Exit code 0: all is as asked; 1: some failed, or were changed by hand and
    kept; 2: nothing could be made.

    Example: framing batch studies/* --out-dir reports --jobs 4
    """
    from framing.batch.progress import render_failures, render_outcomes, showing
    from framing.batch.run import batch_reports

    try:
        with showing(quiet=quiet) as hear:
            done = batch_reports(studies, out_dir, hear=hear, **given)
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell tells of Ctrl-C
    for line in render_failures(done.outcomes) if quiet else render_outcomes(done.outcomes):
        click.echo(line, err=quiet)
    for trouble in done.troubles:
        click.echo(without_controls(f"framing: {trouble}"), err=True)
    if not quiet:
        click.echo(without_controls(f"Index: {done.index}"))
    sys.exit(done.exit_code)


COMMANDS = (batch,)
