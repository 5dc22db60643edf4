"""Files: found below a folder in a fixed order; written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path


def walk_files(place: Path) -> Iterator[Path]:
    """Files below a folder in order of their paths, through links, each folder once.

    Nothing hidden.
    """
    found: list[Path] = []
    seen = set()
    for folder, below, names in os.walk(place, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            below.clear()
            continue
        seen.add(real)
        below[:] = sorted(name for name in below if not name.startswith("."))
        found += [Path(folder) / name for name in names if not name.startswith(".")]
    yield from sorted(found)


def hash_file(path: Path) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


def write_whole(path: Path, content: str | bytes, *, durable: bool = True) -> None:
    """Write a file beside its place and move it there: it is old or new, never half.

    A link stays a link, and the mode of a file stays its mode. ``durable`` waits for the disk,
    which is slow for thousands of files.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if path.is_file():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def tidy_files(folder: Path) -> None:
    """Remove what writers that were killed left beside their files."""
    for path in folder.rglob(".*.new"):
        if re.fullmatch(r"\..+\.\d+\.new", path.name):
            path.unlink(missing_ok=True)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that a copy that was broken off is never taken for one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        shutil.copyfile(source, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
