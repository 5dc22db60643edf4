"""What must be the same on every worker, or results could differ without a word."""

from __future__ import annotations

import hashlib
import platform
from functools import cache as once
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from framing.errors import UsageError

Versions = tuple[tuple[str, str], ...]
_LIBRARIES = ("numpy", "polars", "scipy")
_OF_STAGES = ("annotate", "codebook", "corpus", "counts", "language", "records")


@once
def code_hash() -> str:
    """A hash of the code and language data that stages run: new code, new cache."""
    digest = hashlib.sha256()
    root = Path(str(files("framing")))
    for floor in _OF_STAGES:
        for path in sorted((root / floor).rglob("*")):
            if path.suffix in (".py", ".yaml", ".txt", ".npz"):
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@once
def own_versions() -> Versions:
    """Of this process: the package, its code, Python, and the libraries that make numbers."""
    python = ".".join(platform.python_version_tuple()[:2])
    own = [("framing", version("framing")), ("code of framing", _whole_hash()), ("Python", python)]
    return (*own, *((name, version(name)) for name in _LIBRARIES))


def compare_versions(theirs: Versions, *, where: str, ours: Versions | None = None) -> None:
    """Refuse versions that are not those of whoever asked (default: this process).

    Raises
    ------
    UsageError
        Naming what differs, and where.
    """
    found = dict(theirs)
    wrong = [
        f"{name} {found.get(name, 'missing')} (here {own})"
        for name, own in ours or own_versions()
        if found.get(name) != own
    ]
    if wrong:
        raise UsageError(
            f"{where} has {', '.join(wrong)}; allowed: the same everywhere, else results could "
            "differ. Next: install the same framing on every machine, and start its workers anew"
        )


def _whole_hash() -> str:
    """A hash of all code: any function of it may be a job."""
    digest = hashlib.sha256()
    root = Path(str(files("framing")))
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return f"{code_hash()[:8]}-{digest.hexdigest()[:8]}"
