"""The command line: a thin skin over the Python verbs. Heavy imports wait until a command runs."""

from __future__ import annotations

import click

from framing import __version__
from framing.cli import (
    absent,
    agree,
    batch,
    classify,
    collocates,
    compare_runs,
    copies,
    correct,
    decompose,
    design,
    divergence,
    evaluate,
    events,
    exercise,
    facts,
    frames,
    imports,
    kwic,
    lesson,
    lockwords,
    names,
    omissions,
    plot,
    portrayal,
    power,
    report,
    sample,
    selfcheck,
    serve,
    stance,
    study,
    style,
    timeline,
    trying,
    validate,
    voices,
    words,
)
from framing.cli.options import without_controls
from framing.errors import FramingError, LostArticlesError


class _Group(click.Group):
    """Turns the package's errors into a message and an exit code, in this one place."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return self._invoke(ctx)
        except FramingError as error:
            for line in f"framing: {error}".split("\n"):
                click.echo(without_controls(line), err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            if isinstance(error, BrokenPipeError):  # click ends it quietly
                raise
            said = ": ".join(filter(None, (error.filename, error.strerror or str(error))))
            click.echo(without_controls(f"framing: {said}"), err=True)
            ctx.exit(FramingError.exit_code)

    def _invoke(self, ctx: click.Context) -> object:
        """The command; once more from its beginning without articles that it lost."""
        asked = ctx._protected_args, ctx.args  # click takes them when it runs a command
        while True:
            try:
                return super().invoke(ctx)
            except LostArticlesError as error:  # each turn loses one or more: it ends
                click.echo(without_controls(f"framing: {error.told}; begins again"), err=True)
                ctx._protected_args, ctx.args = asked
                ctx.meta.clear()  # workers of the first turn have ended


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="framing")
def main() -> None:
    """Compare how outlets frame the same events, with evidence and doubt for every number.

    STUDY is a folder with study.toml, outlets.csv, articles and a codebook. Start with
    `framing new DIR`, or read `framing report corpora/kurils`.
    """


_HOMES = (
    report,
    sample,
    serve,
    agree,
    validate,
    correct,
    plot,
    batch,
    compare_runs,
    study,
    trying,
    exercise,
    imports,
    names,
    voices,
    stance,
    portrayal,
    facts,
    frames,
    classify,
    words,
    divergence,
    decompose,
    timeline,
    design,
    kwic,
    collocates,
    lockwords,
    absent,
    style,
    power,
    selfcheck,
    events,
    copies,
    omissions,
    evaluate,
    lesson,
)
for home in _HOMES:
    for command in home.COMMANDS:
        main.add_command(command)
