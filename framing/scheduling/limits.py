"""How much memory a worker may have, and how that is kept.

What counts is resident memory, looked at from outside. A limit of the system would count what
Polars' allocator only reserves, and end a job within Polars by an abort that gives no reason.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from framing.errors import UsageError

MEMORY = 2 * 2**30  # bytes for a worker, unless somebody says otherwise
# The largest job (1,000 articles of 400 words annotated) held 0.6 GB when that was measured.
NEEDED = 2**30  # bytes: a worker with less is refused
LOOK = 0.05  # seconds between two looks at a process: one that allocates adds 0.2 GB meanwhile
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


def resident_memory(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell, or it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def go_first() -> None:
    """Where the machine itself runs out of memory, this process is ended, not the one that asks."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("900", "ascii")


def in_gb(n_bytes: int) -> str:
    """Bytes in words.

    >>> in_gb(3 * 2**29)
    '1.5 GB'
    """
    return f"{n_bytes / 2**30:.1f} GB"


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
