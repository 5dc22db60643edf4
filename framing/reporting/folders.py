"""Folders that hold a report: known by their manifest, checked against it, tidied, swapped."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.files import hash_file, walk_files

MANIFEST = "manifest.json"  # what tells a folder of ours from anybody else's
_BESIDE = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)\.(?P<what>tmp|old)")
_SYSTEM = frozenset(("Thumbs.db", "desktop.ini"))  # file managers leave them; hidden ones, too
_NAMED = 3  # files that a message names
_TRIES = 20  # of a swap, while others swap at the same place


@dataclass(frozen=True, slots=True)
class Differences:
    """How the files of a report differ from those that were written, as sorted names."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def by_hand(self) -> tuple[str, ...]:
        """What would be lost if the report were made again."""
        return tuple(sorted((*self.changed, *self.added)))


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a report; None where there is none that can be read."""
    try:
        read = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) and isinstance(read.get("study"), str) else None


def hash_files(folder: Path) -> dict[str, str]:
    """Every file of a report but its manifest, by name, with its hash."""
    return {
        path.relative_to(folder).as_posix(): hash_file(path)
        for path in walk_files(folder)
        if path.name not in _SYSTEM and path != folder / MANIFEST
    }


def find_differences(folder: Path, manifest: dict[str, Any]) -> Differences | None:
    """What of a report is no longer as it was written; None where the manifest cannot tell."""
    written = manifest.get("files")
    if not isinstance(written, dict):
        return None
    there = hash_files(folder)
    return Differences(
        changed=tuple(sorted(n for n in there if n in written and there[n] != written[n])),
        added=tuple(sorted(there.keys() - written.keys())),
        missing=tuple(sorted(written.keys() - there.keys())),
    )


def say_by_hand(folder: Path, names: Sequence[str]) -> str:
    """That a report was changed since it was written, and what can be done."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (
        f"{folder} was changed by hand ({', '.join(names[:_NAMED])}{more}) and is kept. Move it "
        "away, give another folder, or replace it with --force."
    )


def place_beside(folder: Path, what: str) -> Path:
    """Where this process puts a report before it is swapped in (tmp), and the one before (old)."""
    return folder.parent / f".{folder.name}.{os.getpid()}.{what}"


def swap_folders(beside: Path, folder: Path) -> None:
    """Put a folder in the place of another; the other goes only when the new one stands."""
    old = place_beside(folder, "old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        for rest in reversed(range(_TRIES)):
            with contextlib.suppress(FileNotFoundError):  # none yet, or another moved it away
                folder.rename(old)
            try:
                beside.rename(folder)
                break
            except OSError as error:
                # Another process has put its report there meanwhile: that one goes.
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) or not rest:
                    raise
                shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        with contextlib.suppress(OSError):  # there is none, or another's stands there now
            old.rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def find_leftovers(parent: Path) -> list[str]:
    """Names of the reports beside which somebody's unfinished or replaced ones lie."""
    found = (_BESIDE.fullmatch(path.name) for path in parent.glob(".*.*.*"))
    return sorted({match["name"] for match in found if match})


def tidy_beside(folder: Path) -> None:
    """Bring back a report that a killed process had moved aside, and remove what else it left."""
    for path in sorted(folder.parent.glob(".*.*.*")):
        found = _BESIDE.fullmatch(path.name)
        if not found or found["name"] != folder.name or _is_running(int(found["pid"])):
            continue
        if found["what"] == "old" and not folder.exists():
            path.rename(folder)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _is_running(pid: int) -> bool:
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
