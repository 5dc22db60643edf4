"""Command: a pasted text, read with a study's codebook."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from framing.cli.options import study_argument, write_rows
from framing.cli.running import open_run, run_options
from framing.errors import UsageError


@click.command("try")
@study_argument
@click.argument("text", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option(
    "--original",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The text that it was rewritten from: counted beside it.",
)
@click.option("--marks", is_flag=True, help="One row an annotation, instead of the numbers.")
@click.option(
    "--format", "form", type=click.Choice(("table", "csv", "json")), default="table",
    show_default=True, help="table: the text with its marks, then the numbers.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows to a file."
)
@run_options
def try_(
    study: Path, text: Path, original: Path | None, marks: bool, form: str, out: Path | None
) -> None:
    """Read a text of your own with the codebook of STUDY, every annotation shown.

    TEXT: a file, or - to paste it (end with Ctrl-D); of several lines the first may be the
    headline. Nothing is kept. One text is no sample: its numbers speak of it alone.

    Example: framing try corpora/kurils rewrite.txt --original article.txt
    """
    from framing.cli.show import render_article
    from framing.engine.verbs.trying import try_text
    from framing.study.outputs import check_output

    if out:
        check_output(study, out)
        form = {".json": "json"}.get(out.suffix, "csv") if form == "table" else form
    tried = try_text(open_run(study), _read(text), original=_read(original) if original else "")
    if form == "table" and not marks:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        article = str(tried.run.measured["article"][0])
        for line in render_article(tried.run, article, width=width):
            click.echo(line, color=False if os.environ.get("NO_COLOR") else None)
        click.echo()
    counts = tried.counts if original else tried.counts.drop("original")
    write_rows(tried.marks if marks else counts, form=form, wide=False, out=out)


def _read(path: Path) -> str:
    """A text in UTF-8; ``-`` is what is pasted."""
    if str(path) == "-":
        if sys.stdin.isatty():
            click.echo("Paste a text, then press Ctrl-D (Windows: Ctrl-Z, Enter).", err=True)
        raw = sys.stdin.buffer.read()
    elif not path.exists() or path.is_dir():
        raise UsageError(f"{path}: not found; allowed: a text file, or - to paste one")
    else:
        raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: byte {raw[error.start]:#04x} at {error.start} is no UTF-8; "
            "allowed: plain text in UTF-8. Next: save it again so"
        ) from error


COMMANDS = (try_,)
