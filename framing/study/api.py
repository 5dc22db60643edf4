"""The Python verbs about a study as a whole; the others stand in ``framing.engine``."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from framing.engine.run import Run
from framing.engine.verbs.show import find_article, find_marks
from framing.errors import Problem, StudyError
from framing.records.scope import Scope
from framing.scheduling.choose import choose_scheduler, choose_store
from framing.study.create import create_study
from framing.study.load import load_study


def open_study(
    folder: str | Path,
    *,
    jobs: int | None = None,
    cluster: str = "",
    memory: str | int | None = None,
    store: str | Path = "",
) -> Run:
    """Open a study folder.

    Parameters
    ----------
    folder
        With ``study.toml``.
    jobs
        Processes on this machine; 1: this one alone. Default: ``FRAMING_JOBS`` of the environment,
        else as many as there are processors. Nothing of what is measured depends on it.
    cluster
        ``tcp://HOST:PORT`` of a Dask scheduler, or ``local:N`` for a cluster of N processes here;
        instead of ``jobs``.
    memory
        For each process that is started here: "2GB", or bytes; default: 2 GB.
    store
        Where partitions lie, a folder or a URL for fsspec, each study in a folder of its own below
        it; default: ``.framing`` in the study. All workers have to see it under this name.

    Returns
    -------
    Run
        To be closed where workers were asked for: ``with framing.open_study(...) as run:``.

    Raises
    ------
    StudyError
        When it cannot run; ``problems`` holds everything that is wrong with it.
    UsageError
        For workers or a store that cannot be had.

    Notes
    -----
    What asks the run for tables may raise ``framing.errors.LostArticlesError``: articles ended
    every worker that read them. Open the study again then: it is without them, its ledger says so.
    """
    study = load_study(Path(folder))
    place = choose_store(store, study.id)  # first: nothing was started yet if it cannot be had
    scheduler = choose_scheduler(jobs=jobs, cluster=cluster, memory=memory)
    return Run(study, scheduler=scheduler, store=place)


def check(folder: str | Path) -> tuple[Problem, ...]:
    """Everything wrong with a study, at once."""
    try:
        return load_study(Path(folder)).problems
    except StudyError as error:
        return tuple(error.problems)


def new(folder: str | Path) -> list[Path]:
    """Write a commented study folder to fill in."""
    return create_study(Path(folder))


def show(run: Run, article: str) -> pl.DataFrame:
    """Parts and marks of one article (id, beginning of one, or file name)."""
    return find_marks(run, find_article(run, article))


def report(run: Run, out_dir: str | Path, *, scope: Scope | None = None) -> list[Path]:
    """Write the report into a folder; returns the files written."""
    from framing.engine.verbs.report import gather
    from framing.reporting import build_report, write_report

    built = build_report(gather(run, scope or run.study.options.scope))
    return write_report(built, Path(out_dir))
