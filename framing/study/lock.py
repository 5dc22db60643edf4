"""One import or fetch at a time in a study."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import UsageError


@contextmanager
def study_lock(folder: Path) -> Iterator[None]:
    """Hold a study for writing; the lock of a process that was killed is free again.

    Raises
    ------
    UsageError
        While another process holds it.
    """
    from filelock import FileLock, Timeout

    place = folder / ".framing"
    place.mkdir(exist_ok=True)
    lock = FileLock(place / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(
            f"another import or fetch is at work in {folder}; run this again when it has ended"
        ) from None
    try:
        yield
    finally:
        lock.release()
