"""``raw/``: the sources of a study as they came."""

from __future__ import annotations

import filecmp
import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from framing.files import copy_whole, walk_files
from framing.intake.sources import name_roots


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
    for path, root in zip(paths, name_roots(paths), strict=True):
        if raw in path.resolve().parents or path.resolve() == raw:
            continue
        for file in walk_files(path) if path.is_dir() else [path]:
            inner = Path(root) / file.relative_to(path) if path.is_dir() else Path(root)
            if inner.as_posix() in wanted and file.is_file():
                _copy(file, raw / inner)


def _copy(file: Path, target: Path) -> None:
    """Another file of the same name is kept beside, with its hash in its name."""
    if target.is_file() and not filecmp.cmp(file, target, shallow=False):
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()[:8]
        target = target.with_name(f"{target.stem}-{digest}{target.suffix}")
    if not target.is_file():
        copy_whole(file, target)
