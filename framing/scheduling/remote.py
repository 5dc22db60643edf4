"""What runs on a worker of a Dask cluster: a job, after a look at whether it may run there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from framing.errors import UsageError
from framing.scheduling.jobs import Job, Lost
from framing.scheduling.merging import LostJobError
from framing.scheduling.places import open_place
from framing.scheduling.versions import Versions, compare_versions, own_versions


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds on every worker, also on one that comes to the cluster later."""

    versions: Versions
    probe: tuple[str, str] | None = None  # root of a place, name of a file that lies there


def do(job: Job, terms: Terms) -> Any:
    """A job on a worker."""
    _keep_terms(terms)
    try:
        return job()
    except MemoryError as error:
        raise LostJobError(Lost(job.name, f"got no more memory: {error}")) from None


def add_two(add: Callable[[Any, Any], Any], a: Any, b: Any, name: str) -> Any:
    """Two answers added up on a worker."""
    try:
        return add(a, b)
    except MemoryError as error:
        raise LostJobError(Lost(name, f"got no more memory: {error}")) from None


def read_probe(root: str, name: str) -> str:
    """Why a worker cannot read a file of a place that all are to see; "" where it can."""
    try:
        open_place(root).read_bytes(name)
    except Exception as error:  # each kind of store has errors of its own
        return f"{type(error).__name__}: {error}"
    return ""


def refuse_blind(worker: str, root: str, said: str) -> None:
    """Say that a worker does not see a place.

    Raises
    ------
    UsageError
        Always, where ``read_probe`` said something.
    """
    if said:
        raise UsageError(
            f"{worker} does not see {root} ({said}); allowed: a place that every worker reads. "
            "Next: share the folder with all machines under the same path, or give --store URL"
        )


@lru_cache(maxsize=8)
def _keep_terms(terms: Terms) -> None:
    from distributed import get_worker

    worker = f"worker {get_worker().address}"
    compare_versions(own_versions(), where=worker, ours=terms.versions)
    if terms.probe is not None:
        refuse_blind(worker, terms.probe[0], read_probe(*terms.probe))
