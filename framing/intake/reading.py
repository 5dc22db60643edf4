"""Sources read in worker processes: a reader that hangs or eats memory costs its file alone."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.files import hash_file
from framing.intake.detect import find_format, load_reader
from framing.intake.records import Found, Source, UnreadableError
from framing.intake.sources import Refused

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

SECONDS = 60.0  # for a file, and one more for each of so many bytes
_BYTES_A_SECOND = 2**18
MEMORY = 6 * 2**30  # address space of a worker; libraries reserve far more than they use
_AHEAD = 32  # files under way, so that results never pile up


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one source."""

    name: str
    hash: str  # of its bytes; empty where it could not be opened
    format: str
    items: tuple[Found, ...]
    reason: str = ""  # why it could not be read, or not to its end


def read_sources(
    sources: Iterable[Source | Refused], *, as_format: str = "", workers: int = 2
) -> Iterator[Read]:
    """Read sources in order, ``workers`` of them at a time.

    Parameters
    ----------
    sources
        From ``find_sources``.
    as_format
        One of ``FORMATS`` for all; empty: found for each.
    workers
        Processes, each bounded in memory and time.
    """
    from pebble import ProcessPool

    context = multiprocessing.get_context("spawn")
    with ProcessPool(
        workers, initializer=_limit_memory, initargs=(MEMORY,), context=context
    ) as pool:
        waiting: deque[tuple[Source | Refused, ProcessFuture[Read] | None]] = deque()
        for source in sources:
            waiting.append((source, _start(pool, source, as_format)))
            if len(waiting) > _AHEAD:
                yield _finish(*waiting.popleft())
        while waiting:
            yield _finish(*waiting.popleft())


def _start(
    pool: ProcessPool, source: Source | Refused, as_format: str
) -> ProcessFuture[Read] | None:
    if isinstance(source, Refused):
        return None
    seconds = SECONDS + source.path.stat().st_size / _BYTES_A_SECOND
    return pool.schedule(read_source, args=(source, as_format), timeout=seconds)


def _finish(source: Source | Refused, future: ProcessFuture[Read] | None) -> Read:
    from pebble import ProcessExpired

    if future is None or isinstance(source, Refused):
        return Read(source.name, _hash(source), "", (), getattr(source, "reason", ""))
    try:
        return future.result()
    except TooLate:
        reason = "reading took too long and was ended; is the file damaged?"
    except (ProcessExpired, MemoryError):
        reason = "reading ended without an answer (too much memory?); is the file damaged?"
    return Read(source.name, _hash(source), "", (), reason)


def read_source(source: Source, as_format: str = "") -> Read:
    """Read one source in this process; whatever goes wrong is its ``reason``."""
    items: list[Found] = []
    name, reason = as_format, ""
    try:
        name = as_format or find_format(source)
        # One by one, so that what was read before an error is kept.
        for found in load_reader(name)(source):
            items.append(found)
    except UnreadableError as error:
        reason = str(error)
    except MemoryError:
        reason = "needs more memory than a reader may have"
    except Exception as error:  # a fault of a library in one file must not end an import
        reason = f"reading failed: {type(error).__name__}: {str(error)[:200]}"
    return Read(source.name, _hash(source), name, tuple(items), reason)


def _hash(source: Source | Refused) -> str:
    if source.path is None or not source.path.is_file():
        return ""
    return hash_file(source.path)


def _limit_memory(n_bytes: int) -> None:
    """Where the system can bound a process's memory; elsewhere only time is bounded."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
