"""``framing compare-runs``: what changed between two reports, and why."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from framing.cli.options import without_controls, write_rows


@click.command("compare-runs")
@click.argument("a", type=click.Path(path_type=Path, file_okay=False), metavar="A")
@click.argument("b", type=click.Path(path_type=Path, file_okay=False), metavar="B")
@click.option("--format", "form", type=click.Choice(("text", "csv", "json")), default="text",
              show_default=True, help="Lines to read, or one row a difference.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write to this file instead of the terminal.")  # fmt: skip
def compare_runs(a: Path, b: Path, form: str, out: Path | None) -> None:
    """What changed between two reports: findings, numbers, and why.

    A and B are folders that `framing report` or `framing batch` wrote, A the older one. Reasons are
    articles that came, went or were edited, the codebook, options, scope and versions. Exit code 0:
    the same findings and tables, whatever they were made with; 1: they differ; 2: no report.

    Example: framing compare-runs reports-may/kurils reports-june/kurils
    """
    from framing.batch.compared.compare import compare, render_comparison, rows_of

    found = compare(a, b)
    if form != "text":
        write_rows(rows_of(found), form=form, wide=True, out=out)
    else:
        lines = [without_controls(line) for line in render_comparison(found)]
        if out:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        else:
            click.echo("\n".join(lines))
    sys.exit(int(not found.is_same))


COMMANDS = (compare_runs,)
