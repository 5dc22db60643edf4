"""One source read in this process: its items, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass

from framing.files import hash_file
from framing.intake.detect import find_format, load_reader
from framing.intake.records import Found, Source, UnreadableError
from framing.intake.sources import Refused


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one source."""

    name: str
    hash: str  # of its bytes; empty where it could not be opened
    format: str
    items: tuple[Found, ...]
    reason: str = ""  # why it could not be read, or not to its end


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


def read_nothing(source: Source | Refused, reason: str) -> Read:
    """A source of which nothing came."""
    return Read(source.name, _hash(source), "", (), reason)


def _hash(source: Source | Refused) -> str:
    if source.path is None or not source.path.is_file():
        return ""
    return hash_file(source.path)
