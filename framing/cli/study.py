"""Commands about a study as a whole: new, check, show."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.options import study_argument, without_controls, write_rows
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    from framing.errors import Problem


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def new(folder: Path) -> None:
    """Write a commented study folder to fill in.

    Example: framing new my-study
    """
    from framing.study.create import create_study

    for path in create_study(folder):
        click.echo(path)
    named = shlex.quote(str(folder))
    click.echo(f"Next: put articles into {folder / 'articles'}, then `framing check {named}`.")


@click.command()
@study_argument
@click.option(
    "--format", "form", type=click.Choice(("table", "csv", "json")), default="table",
    show_default=True, help="How rows are written.",
)  # fmt: skip
def check(study: Path, form: str) -> None:
    """Everything wrong with a study at once, and the values in force.

    Exit code 0: nothing found; 1: problems or notes; 2: it cannot run.

    Example: framing check corpora/kurils
    """
    from framing.errors import StudyError
    from framing.study.check import problem_rows, settings_lines
    from framing.study.load import load_study

    try:
        loaded = load_study(study)
        problems, code = loaded.problems, int(bool(loaded.problems))
    except StudyError as error:
        loaded, problems, code = None, tuple(error.problems), error.exit_code
    if form != "table":
        write_rows(problem_rows(problems), form=form, wide=True, out=None)
        sys.exit(code)
    for problem in problems:
        click.echo(without_controls(f"{problem.severity}: {problem}"))
    if loaded:
        for line in settings_lines(loaded):
            click.echo(without_controls(line))
    click.echo(_verdict(problems, code))
    sys.exit(code)


def _verdict(problems: Sequence[Problem], code: int) -> str:
    """How many problems and notes there are, and whether the study can be used."""
    notes = sum(problem.note for problem in problems)
    counts = [
        f"{n} {word}{'s' * (n != 1)}"
        for n, word in ((len(problems) - notes, "problem"), (notes, "note"))
        if n
    ]
    if not counts:
        return "no problem found"
    usable = "usable, with problems" if notes < len(problems) else "usable"
    return f"{', '.join(counts)}: {'cannot run' if code == 2 else usable}"


@click.command()
@study_argument
@click.argument("article")
@click.option(
    "--format", "form", type=click.Choice(("table", "csv", "json", "roles")), default="table",
    show_default=True,
    help="Text with roles in colour; one row a part or mark; rows to copy to roles.csv.",
)  # fmt: skip
@run_options
def show(study: Path, article: str, form: str) -> None:
    """An article with the role of each part, and what was found in it.

    ARTICLE is an id, a file name with or without its ending, or a part of an id or title.

    Example: framing show corpora/kurils primer-gazette_talks-moscow.txt
    """
    from framing.cli.show import render_article
    from framing.engine.verbs.show import find_article, find_marks, find_role_rows

    run = open_run(study)
    found = find_article(run, article)
    if form == "table":
        on_terminal = sys.stdout.isatty()
        width = shutil.get_terminal_size().columns if on_terminal else 0
        for line in render_article(run, found, width=width):
            click.echo(line, color=False if os.environ.get("NO_COLOR") else None)
    elif form == "roles":
        write_rows(find_role_rows(run, found), form="csv", wide=True, out=None)
    else:
        write_rows(find_marks(run, found), form=form, wide=True, out=None)


COMMANDS = (new, check, show)
