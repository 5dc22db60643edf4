"""A report into a folder: written beside and swapped in, so that a stopped run leaves no half."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms import DEFAULT_FORMS, FORMS, more_files, render_form
from framing.reporting.model import Report
from framing.reporting.tables import encoded, to_csv

_MARK = "manifest.json"  # what tells a folder of ours from anybody else's


def write_report(
    report: Report, folder: Path, *, forms: Sequence[str] = DEFAULT_FORMS
) -> list[Path]:
    """Write the forms asked for, tables, figures and ``manifest.json``.

    Parameters
    ----------
    report
        From ``build_report``.
    folder
        Made, or replaced when it is empty or holds an earlier report.
    forms
        Names of ``framing.reporting.forms.FORMS``.

    Returns
    -------
    list of Path
        Every file written, the forms first, in the order asked for.

    Raises
    ------
    UsageError
        When the folder holds something else.
    """
    folder = folder.absolute()
    _check(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.parent / f".{folder.name}.{os.getpid()}.tmp"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        names = _write_all(report, beside, forms)
        _swap(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [folder / name for name in names]


def _check(folder: Path) -> None:
    from framing.errors import UsageError

    if not folder.exists():
        return
    is_ours = folder.is_dir() and (not any(folder.iterdir()) or (folder / _MARK).is_file())
    if not is_ours:
        raise UsageError(
            f"{folder} holds something that is no report of framing; allowed: a new folder, an "
            "empty one or an earlier report. Give another with --out-dir."
        )


def _swap(beside: Path, folder: Path) -> None:
    """Replace a folder by another; the old one goes only when the new one stands."""
    old = folder.parent / f".{folder.name}.{os.getpid()}.old"
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        beside.rename(folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_all(report: Report, folder: Path, forms: Sequence[str]) -> list[str]:
    names: list[str] = []
    more: list[str] = []
    drawings = Drawings(report)
    for name in ("tables", "figures"):
        (folder / name).mkdir(parents=True)
    for form in forms:
        (folder / FORMS[form].file).write_bytes(render_form(form, report, drawings))
        names.append(FORMS[form].file)
        for name, content in more_files(form, report):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
            more.append(name)
    manifest = json.dumps(report.manifest, indent=1, ensure_ascii=False, sort_keys=True)
    _text(folder / _MARK, manifest + "\n")
    names += [_MARK, *more]
    for name, frame in report.tables:
        _text(folder / "tables" / f"{name}.csv", to_csv(frame))
        names.append(f"tables/{name}.csv")
    for figure in drawings.figures:
        (folder / "figures" / f"{figure}.png").write_bytes(drawings.png(figure))
        _text(folder / "figures" / f"{figure}.svg", drawings.svg(figure))
        names += [f"figures/{figure}.png", f"figures/{figure}.svg"]
    return names


def _text(path: Path, text: str) -> None:
    path.write_bytes(encoded(text))
