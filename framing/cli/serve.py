"""Command: a class that codes together in its browsers."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import study_argument
from framing.cli.running import open_run, run_options


@click.command()
@study_argument
@click.option("--sample", "samples", multiple=True, metavar="NAME", help="Only this sample.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: a free one."
)
@click.option(
    "--coders", type=click.IntRange(0, 100), default=0, metavar="N",
    help="Make N coders at once and print a secret link for each.",
)  # fmt: skip
@click.option("--lan", is_flag=True, help="Let other devices of this network in.")
@click.option("--open", "open_browser", is_flag=True, help="Open the teacher's page.")
@run_options
def serve(
    study: Path,
    samples: tuple[str, ...],
    host: str,
    port: int,
    coders: int,
    lan: bool,
    open_browser: bool,
) -> None:
    """Serve a study to a class: read, code, discuss, adjudicate.

    Prints the teacher's link, and the address and class code for coders. Labels are kept in
    coding/class.sqlite and written to coding/NAME/codes/class.csv. Stop with Ctrl-C.

    Example: framing serve my-study --lan
    """
    from framing.web.serve import serve as serve_class

    serve_class(
        open_run(study),
        samples=samples,
        host=host,
        port=port,
        coders=coders,
        lan=lan,
        open_browser=open_browser,
        say=click.echo,
    )


COMMANDS = (serve,)
