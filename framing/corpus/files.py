"""Files below a folder."""

from __future__ import annotations

import os
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
