"""How much memory a worker may have."""

from __future__ import annotations

import contextlib

MEMORY = 3 * 2**30  # bytes for a worker, unless somebody says otherwise


def bound_memory(n_bytes: int) -> None:
    """Bound this process's own memory, where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (n_bytes, n_bytes))
