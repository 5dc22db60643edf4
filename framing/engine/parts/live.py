"""Runs that are under way in one place: nothing that another may be reading is removed.

Each holds a lock on a file of its own, which the system gives back when the run ends, however it
ends. Whoever would remove files counts the locks first; meanwhile no run can begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from framing.scheduling.places import Folder, Place

if TYPE_CHECKING:
    from filelock import BaseFileLock

FOLDER, _GATE = "runs", "gate"
_WAIT = 30  # seconds for others to tidy


def join(place: Place | None) -> BaseFileLock | None:
    """The lock of a run that begins, held until it is let go; None where locks cannot be had."""
    if not isinstance(place, Folder):
        return None
    try:
        with _lock(place, _GATE, wait=_WAIT):
            own = _lock(place, uuid4().hex, wait=0)
            own.acquire()
            return own
    except (OSError, NotImplementedError):
        return None


@contextmanager
def alone(place: Place) -> Iterator[bool]:
    """Whether one run or none is under way in a place; none begins meanwhile.

    Places by URL have no locks: there it is never so.
    """
    if not isinstance(place, Folder):
        yield False
        return
    gate = None
    try:
        gate = _lock(place, _GATE, wait=0)
        gate.acquire()
        n_live = sum(_is_live(place, name) for name in place.names(FOLDER) if name != _GATE)
    except (OSError, NotImplementedError):
        n_live = 2
    try:
        yield n_live < 2
    finally:
        if gate is not None:
            gate.release()


def _is_live(place: Folder, name: str) -> bool:
    """Whether the run of a lock is under way; the file of one that is not goes."""
    from filelock import Timeout

    lock = _lock(place, name, wait=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    place.remove(f"{FOLDER}/{name}")
    return False


def _lock(place: Folder, name: str, *, wait: float) -> BaseFileLock:
    from filelock import FileLock

    path = Path(place.root, FOLDER, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path, timeout=wait, thread_local=False)
