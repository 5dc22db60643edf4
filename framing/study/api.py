"""The Python verbs about a study as a whole; the others stand in ``framing.engine``."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from framing.engine.run import Run
from framing.engine.verbs.show import find_article, find_marks
from framing.errors import Problem, StudyError
from framing.records.scope import Scope
from framing.study.create import create_study
from framing.study.load import load_study


def open_study(folder: str | Path) -> Run:
    """Open a study folder.

    Raises
    ------
    StudyError
        When it cannot run; ``problems`` holds everything that is wrong with it.
    """
    return Run(load_study(Path(folder)))


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
