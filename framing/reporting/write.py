"""A report into a folder: written beside and swapped in, so that a stopped run leaves no half."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from framing.errors import MissingPackageError, UsageError
from framing.reporting.figures.drawings import Drawings
from framing.reporting.folders import (
    MANIFEST,
    find_differences,
    hash_files,
    place_beside,
    read_manifest,
    say_by_hand,
    swap_folders,
    tidy_beside,
)
from framing.reporting.forms import DEFAULT_FORMS, FORMS, more_files, render_form
from framing.reporting.model import Report
from framing.reporting.tables import csv_blocks, encoded


def write_report(
    report: Report,
    folder: Path,
    *,
    forms: Sequence[str] = DEFAULT_FORMS,
    digest: str = "",
    force: bool = False,
) -> list[Path]:
    """Write the forms asked for, tables, figures and ``manifest.json``.

    Parameters
    ----------
    report
        From ``build_report``.
    folder
        Made, or replaced when it is empty or holds an earlier report. A link stays a link.
    forms
        Names of ``framing.reporting.forms.FORMS``.
    digest
        Kept in the manifest: what the report was made from, for ``framing batch``.
    force
        Also replace a report that was changed by hand.

    Returns
    -------
    list of Path
        Every file written, the forms first, in the order asked for.

    Raises
    ------
    UsageError
        When the folder holds something else, or was changed by hand, or cannot be written. What
        was there is there still.
    MissingPackageError
        When a form needs what is not installed; all else is written, without the digest.
    """
    shown, folder = folder, folder.resolve()
    try:
        tidy_beside(folder)
        check_folder(folder, force=force)
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = place_beside(folder, "tmp")
        shutil.rmtree(beside, ignore_errors=True)
        try:
            names, missing = _write_all(report, beside, forms=forms, digest=digest)
            swap_folders(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise UsageError(
            f"the report could not be written into {shown}: {error.strerror or error}; nothing "
            "there was changed. Mend that, or give another folder with --out-dir."
        ) from error
    if missing:
        raise MissingPackageError("\n".join([*missing, f"All else is written into {shown}."]))
    return [shown.absolute() / name for name in names]


def check_folder(folder: Path, *, force: bool = False) -> None:
    """Refuse a folder that holds anything but an unchanged report; with ``force`` any report.

    Raises
    ------
    UsageError
        With the folder and what is in it.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / MANIFEST).is_file():
        raise UsageError(
            f"{folder} holds something that is no report of framing; allowed: a new folder, an "
            "empty one or an earlier report. Give another with --out-dir."
        )
    manifest = read_manifest(folder)
    found = find_differences(folder, manifest) if manifest else None
    if found and found.by_hand and not force:
        raise UsageError(say_by_hand(folder, found.by_hand))


def _write_all(
    report: Report, folder: Path, *, forms: Sequence[str], digest: str
) -> tuple[list[str], list[str]]:
    """The files written, and why a form cannot be made on this machine."""
    texts: list[str] = []
    more: list[str] = []
    missing: list[str] = []
    names: list[str] = []
    drawings = Drawings(report)
    for name in ("tables", "figures"):
        (folder / name).mkdir(parents=True)
    for form in forms:
        try:
            made = render_form(form, report, drawings)
        except MissingPackageError as error:
            missing.append(str(error))
            continue
        (folder / FORMS[form].file).write_bytes(made)
        texts.append(FORMS[form].file)
        for name, content in more_files(form, report):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
            more.append(name)
    for name, frame in report.tables:
        with (folder / "tables" / f"{name}.csv").open("wb") as file:
            file.writelines(encoded(block) for block in csv_blocks(frame))
        names.append(f"tables/{name}.csv")
    for figure in drawings.figures:
        (folder / "figures" / f"{figure}.png").write_bytes(drawings.png(figure))
        _text(folder / "figures" / f"{figure}.svg", drawings.svg(figure))
        names += [f"figures/{figure}.png", f"figures/{figure}.svg"]
    # Without its digest a report is made again: the next run may find what was missing.
    _write_manifest(report, folder, "" if missing else digest)
    return [*texts, MANIFEST, *more, *names], missing


def _write_manifest(report: Report, folder: Path, digest: str) -> None:
    """Last, since it lists every other file with its hash."""
    content = {**report.manifest, "files": hash_files(folder)}
    if digest:
        content["digest"] = digest
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    _text(folder / MANIFEST, text + "\n")


def _text(path: Path, text: str) -> None:
    path.write_bytes(encoded(text))
