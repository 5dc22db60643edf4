"""How much memory a worker may have."""

from __future__ import annotations

import contextlib
import re

from framing.errors import UsageError

MEMORY = 3 * 2**30  # bytes for a worker, unless somebody says otherwise
LEAST = 2**29  # a worker that has imported its libraries has a good part of it
_UNITS = {"": 0, "k": 10, "m": 20, "g": 30, "t": 40}


def read_size(given: str | int) -> int:
    """Bytes of a size as people write it; a GB is 2**30 bytes, as of memory.

    >>> read_size("2GB"), read_size("1.5g"), read_size(2**30)
    (2147483648, 1610612736, 1073741824)

    Raises
    ------
    UsageError
        For what is no size, or too little to work with.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?", str(given).strip(), re.IGNORECASE)
    n_bytes = int(float(found[1]) * 2 ** _UNITS[found[2].lower()]) if found else 0
    if n_bytes < LEAST:
        raise UsageError(
            f"--memory {given}; allowed: a size such as 2GB, at least {LEAST >> 20}MB for a process"
        )
    return n_bytes


def bound_memory(n_bytes: int) -> None:
    """Bound this process's own memory, where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (n_bytes, n_bytes))
