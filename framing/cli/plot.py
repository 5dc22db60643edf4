"""Command: one figure of the report as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import make_scope, scope_options, study_argument
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    from framing.reporting.model import Figure

KINDS = (
    "names", "name-counts", "words", "stance", "facts", "voices", "voice-counts", "cues",
    "coverage", "split", "timeline", "style", "profiles",
)  # fmt: skip
ENDINGS = (".svg", ".png", ".pdf")


@click.command()
@study_argument
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option("--entity", default="", metavar="ID", help="For names: of this entity.")
@click.option("--target", default="", metavar="ID", help="For stance: toward this target.")
@click.option("--fact", default="", metavar="ID", help="For facts: this fact.")
@click.option("--group", default="", metavar="A", help="For words and split: a group or outlet.")
@click.option("--versus", default="", metavar="B", help="For words and split: the other side.")
@click.option(
    "--by", type=click.Choice(("week", "month", "phase")), help="For timeline; default: month."
)
@click.option(
    "--layer",
    type=click.Choice(("articles", "names", "stance", "voices", "words", "style")),
    help="For timeline: what is followed; default: articles.",
)
@click.option(
    "--term", "terms", multiple=True, metavar="PATTERN", help="For timeline: a word or pattern."
)
@click.option(
    "--width",
    type=click.Choice(("single", "double")),
    default="double",
    show_default=True,
    help="One column of a journal (3.5 inches) or two (7.2).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file (.svg, .png or .pdf); default: an SVG for each figure in this folder.",
)
@click.option("--force", is_flag=True, help="Write also over a file that is no figure of framing.")
@scope_options
@run_options
def plot(
    study: Path, kind: str, width: str, out: Path | None, force: bool, terms: tuple[str, ...],
    **given: Any,
) -> None:  # fmt: skip
    """A figure of the report as a file for a paper, drawn as the report draws it.

    KIND is one of names, name-counts, words, stance, facts, voices, voice-counts, cues, coverage,
    split, timeline, style, profiles. Where the study has several figures of a kind, each is
    written under its own name; --entity, --target, --fact or --group and --versus choose one.

    Example: framing plot corpora/kurils names --entity disputed_islands --out names.svg
    """
    from framing.engine.verbs.plot import plot_figures
    from framing.errors import UsageError

    if out and out.suffix.lower() not in ENDINGS:
        raise UsageError(f"--out {out}: files end in {', '.join(ENDINGS)}")
    run = open_run(study)
    own = {key: given.pop(key) for key in
           ("entity", "target", "fact", "group", "versus", "by", "layer")}  # fmt: skip
    found = plot_figures(run, kind, scope=make_scope(run, **given), terms=terms, **own)
    if out and len(found) > 1:
        names = ", ".join(figure.id.removeprefix("f-") for figure in found)
        raise UsageError(
            f"{len(found)} figures of kind {kind} for one file ({names}); choose one with "
            "--entity, --target, --fact, --group or --term, or leave out --out"
        )
    files = [out] if out else [Path(f"{figure.id.removeprefix('f-')}.svg") for figure in found]
    _check(files, study=study, force=force)
    _write(found, files, width=width, language=run.study.options.report_language)


def _check(files: list[Path], *, study: Path, force: bool) -> None:
    """All or nothing: no figure is written where one may not be."""
    from framing.errors import UsageError
    from framing.reporting.figures.files import is_ours
    from framing.study.outputs import check_output

    for file in files:
        check_output(study, file)
        if file.exists() and not force and not is_ours(file):
            raise UsageError(
                f"{file} is no figure of framing; allowed: a new file, an earlier figure, or "
                "--force. Nothing was written"
            )


def _write(figures: list[Figure], files: list[Path], *, width: str, language: str) -> None:
    from framing.reporting.figures.files import figure_bytes
    from framing.reporting.figures.fonts import missing_letters

    for figure, file in zip(figures, files, strict=True):
        made = figure_bytes(figure, ending=file.suffix.lower(), width=width, language=language)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made)
        click.echo(f"{figure.title}: {file}")
    for line in missing_letters(figures) if any(f.suffix != ".svg" for f in files) else ():
        click.echo(line, err=True)


COMMANDS = (plot,)
