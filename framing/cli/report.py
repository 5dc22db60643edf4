"""``framing report``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.options import make_scope, scope_options, study_argument
from framing.cli.running import open_run, run_options
from framing.reporting.forms import DEFAULT_FORMS, FORMS


@click.command()
@study_argument
@click.option(
    "--out-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the report goes; default: reports/<study id>.",
)
@click.option(
    "--form",
    "forms",
    multiple=True,
    type=click.Choice(tuple(FORMS)),
    help="Only this form of the text; repeat it for several. Default: html, markdown, json and "
    "methods.",
)
@click.option(
    "--texts",
    type=click.Choice(("excerpts", "full")),
    help="Passages with a few words around them, or whole articles, which may not be yours to "
    "pass on. Default: that of study.toml, else excerpts.",
)
@click.option(
    "--language",
    help="Of the report's own words: en, or a catalogue that somebody added (docs/translating.md). "
    "Default: report_language of study.toml, else en.",
)
@click.option("--force", is_flag=True, help="Also replace a report that was changed by hand.")
@scope_options
@run_options
def report(
    study: Path,
    out_dir: Path | None,
    forms: tuple[str, ...],
    texts: str | None,
    language: str | None,
    force: bool,
    **given: Any,
) -> None:
    """The comparative report: page, Markdown, tables, figures, manifest.

    Example: framing report corpora/kurils
    """
    from framing.engine.verbs.report import gather
    from framing.reporting import build_report, summary, write_report
    from framing.reporting.figures.fonts import missing_letters

    run = open_run(study)
    inputs = gather(run, make_scope(run, **given), texts=texts, language=language)
    folder = out_dir or Path("reports") / run.study.id
    built = build_report(inputs)
    for line in missing_letters([f for section in built.sections for f in section.figures]):
        click.echo(line, err=True)
    for sentence in summary(built):
        click.echo(sentence)
    asked = forms or DEFAULT_FORMS
    write_report(built, folder, forms=asked, force=force)
    click.echo(f"Report: {folder / FORMS[asked[0]].file}")


COMMANDS = (report,)
