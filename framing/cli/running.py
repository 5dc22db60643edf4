"""Where a command's work is done and kept: its options, and the run that comes of them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from framing.engine.run import Run
    from framing.scheduling.jobs import Scheduler

Command = Callable[..., Any]
_GIVEN = "framing.running"  # in the context: what these options were given
_SCHEDULER = "framing.scheduler"  # in the context: one for all runs of a command


def scheduler_options(command: Command) -> Command:
    """Who works, and with how much memory: ``--jobs``, ``--cluster``, ``--memory``."""
    command = _option("memory", "SIZE", "Of each process started here, as 2GB.")(command)
    command = _option("cluster", "ADDRESS", "Of Dask: tcp://HOST:PORT, or local:N.")(command)
    return _option(
        "jobs", "N", "Processes here; default: one each core.", type=click.INT
    )(command)  # fmt: skip


def run_options(command: Command) -> Command:
    """Those of ``scheduler_options``, and where partitions lie: ``--store``; for ``open_run``."""
    return scheduler_options(_option("store", "PLACE", "Folder or URL for partitions.")(command))


def _option(name: str, metavar: str, help: str, **how: Any) -> Callable[[Command], Command]:
    return click.option(
        f"--{name}", metavar=metavar, help=help, expose_value=False, callback=_keep, **how
    )


def _keep(context: click.Context, option: click.Parameter, value: Any) -> None:
    if value is not None:
        context.meta.setdefault(_GIVEN, {})[option.name] = value


def asked_for() -> dict[str, Any]:
    """What ``scheduler_options`` were given, by name."""
    given = click.get_current_context().meta.get(_GIVEN, {})
    return {name: value for name, value in given.items() if name != "store"}


def choose_here() -> Scheduler:
    """The scheduler that this command was asked to use; it ends with the command."""
    from framing.scheduling.choose import choose_scheduler

    context = click.get_current_context()
    if _SCHEDULER not in context.meta:
        scheduler = choose_scheduler(**asked_for())
        context.call_on_close(scheduler.close)
        context.meta[_SCHEDULER] = scheduler
    found: Scheduler = context.meta[_SCHEDULER]
    return found


def open_run(folder: Path) -> Run:
    """Load a study for a command; what is wrong with it is told on stderr, in one line."""
    from framing.engine.run import Run
    from framing.scheduling.choose import choose_store
    from framing.study.load import load_study

    study = load_study(folder)
    if n := sum(not problem.note for problem in study.problems):
        noun = "problem" if n == 1 else "problems"
        command = f"framing check {shlex.quote(str(folder))}"
        click.echo(f"{n} {noun} in {folder}: see `{command}`", err=True)
    store = click.get_current_context().meta.get(_GIVEN, {}).get("store", "")
    return Run(
        study,
        _progress if sys.stderr.isatty() else lambda stage: None,
        scheduler=choose_here(),
        store=choose_store(store, study.id),
    )


def _progress(stage: str) -> None:
    click.echo(f"{stage} ...", err=True)
