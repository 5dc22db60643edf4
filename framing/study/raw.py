"""``raw/``: the sources of a study as they came."""

from __future__ import annotations

import filecmp
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from framing.files import copy_whole, hash_file
from framing.intake.sources import name_files


def keep_raw(raw: Path, paths: Sequence[Path], *, used: set[str]) -> None:
    """Copy the files that articles came from; what lies in ``raw`` already is not copied.

    Parameters
    ----------
    raw
        The study's folder of sources.
    paths
        Files and folders that were imported.
    used
        Names of sources (also within archives) from which something came.
    """
    wanted = {part.as_posix() for name in used for part in PurePosixPath(name).parents}
    wanted |= used | {f"{name}.gz" for name in used}
    for name, file in name_files(paths):
        if name in wanted and file.is_file() and raw not in file.resolve().parents:
            _copy(file, raw / name)


def _copy(file: Path, target: Path) -> None:
    """Another file of the same name is kept beside, with its hash in its name."""
    if target.is_file() and not filecmp.cmp(file, target, shallow=False):
        target = target.with_name(f"{target.stem}-{hash_file(file)[:8]}{target.suffix}")
    if not target.is_file():
        copy_whole(file, target)
