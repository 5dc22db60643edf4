"""A report into a folder: written beside and swapped in, so that a stopped run leaves no half."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from framing.reporting.figures import draw, render_png, render_svg
from framing.reporting.html import render_html
from framing.reporting.markdown import render_markdown
from framing.reporting.model import Report
from framing.reporting.tables import to_csv

_MARK = "manifest.json"  # what tells a folder of ours from anybody else's


def write_report(report: Report, folder: Path) -> list[Path]:
    """Write ``index.html``, ``report.md``, tables, figures and ``manifest.json``.

    Parameters
    ----------
    report
        From ``build_report``.
    folder
        Made, or replaced when it is empty or holds an earlier report.

    Returns
    -------
    list of Path
        Every file written, ``index.html`` first.

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
        names = _write_all(report, beside)
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


def _write_all(report: Report, folder: Path) -> list[str]:
    names = ["index.html", "report.md", _MARK]
    folder.mkdir(parents=True)
    (folder / "tables").mkdir()
    (folder / "figures").mkdir()
    _text(folder / "index.html", render_html(report))
    _text(folder / "report.md", render_markdown(report))
    manifest = json.dumps(report.manifest, indent=1, ensure_ascii=False, sort_keys=True)
    _text(folder / _MARK, manifest + "\n")
    for name, frame in report.tables:
        _text(folder / "tables" / f"{name}.csv", to_csv(frame))
        names.append(f"tables/{name}.csv")
    for section in report.sections:
        for figure in section.figures:
            drawing = draw(figure)
            (folder / "figures" / f"{figure.id}.png").write_bytes(render_png(drawing))
            _text(folder / "figures" / f"{figure.id}.svg", render_svg(drawing))
            names += [f"figures/{figure.id}.png", f"figures/{figure.id}.svg"]
    return names


def _text(path: Path, text: str) -> None:
    # Articles may hold what UTF-8 cannot: half a surrogate pair becomes a question mark.
    path.write_bytes(text.encode("utf-8", "replace"))
