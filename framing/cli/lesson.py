"""Command: handouts and answer keys for a class."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import study_argument
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.argument("numbers", metavar="[N]...", type=click.IntRange(1, 5), nargs=-1)
@click.option(
    "--out-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the sheets go; default: lessons/<study id>.",
)
@click.option(
    "--form",
    type=click.Choice(("pdf", "docx", "html", "markdown")),
    default="pdf",
    show_default=True,
    help="PDF needs framing[pdf] or Chromium, DOCX framing[docx].",
)
@run_options
def lesson(study: Path, numbers: tuple[int, ...], out_dir: Path | None, form: str) -> None:
    """A lesson of 45 minutes with the articles of STUDY: handout and answer key, a file each.

    N: 1 whose name, 2 whose words, 3 the same fact in other verbs, 4 difference or noise, 5 code
    and agree; without N all five. The answers are the tool's; what a study cannot carry is said in
    the key.

    Example: framing lesson corpora/kurils 1 --out-dir handouts
    """
    from framing.engine.verbs.lesson import lesson as build
    from framing.reporting.lessons.write import write_lesson
    from framing.study.outputs import check_output

    run = open_run(study)
    folder = out_dir or Path("lessons") / run.study.id
    check_output(study, folder)
    told: set[str] = set()
    for number in dict.fromkeys(numbers or range(1, 6)):
        built = build(run, number)
        for line in built.limits:
            if line in told:
                continue
            told.add(line)
            click.echo(f"lesson {number}: {line}", err=True)
        for path in write_lesson(built, folder, form=form):
            click.echo(path)


COMMANDS = (lesson,)
