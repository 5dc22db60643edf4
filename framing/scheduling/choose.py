"""Which scheduler somebody asked for, on the command line, in a call or in the environment."""

from __future__ import annotations

import os
import re
from pathlib import Path

from framing.errors import UsageError
from framing.scheduling.here import Here
from framing.scheduling.jobs import Scheduler
from framing.scheduling.limits import MEMORY, read_size
from framing.scheduling.places import Place, demand_writable, open_place
from framing.scheduling.processes import Processes

JOBS = "FRAMING_JOBS"  # in the environment: processes that one run may use


def choose_scheduler(
    *, jobs: int | None = None, cluster: str = "", memory: str | int | None = None
) -> Scheduler:
    """The scheduler that does the work of a run.

    Parameters
    ----------
    jobs
        Processes on this machine; 1: this process alone. Default: ``FRAMING_JOBS`` of the
        environment, else as many as there are processors.
    cluster
        ``tcp://HOST:PORT`` of a Dask scheduler, or ``local:N`` for a cluster of N processes here.
    memory
        For each worker that is started here, as "2GB" or in bytes; default: ``limits.MEMORY``.
        With it one job, too, is a process of its own, so that it can be bounded.

    Raises
    ------
    UsageError
        For both, an address that is none, or memory for workers that are not started here.
    MissingPackageError
        For a cluster without ``framing[cluster]``.
    """
    n_bytes = MEMORY if memory is None else read_size(memory)
    if cluster:
        if jobs is not None:
            raise UsageError("--jobs and --cluster were both given; allowed: one of them")
        return _choose_cluster(cluster, n_bytes, bounded=memory is not None)
    n = n_jobs() if jobs is None else jobs
    if n < 1:
        raise UsageError(f"--jobs {n}; allowed: 1 or more")
    return Here() if n == 1 and memory is None else Processes(n, n_bytes)


def choose_store(store: str | Path, study: str) -> Place | None:
    """Where the partitions of a study lie: below ``store``, in a folder of their own.

    None where ``store`` is empty: then each study keeps its own.

    Raises
    ------
    UsageError
        Where nothing can be written there.
    MissingPackageError
        Where a package that reaches it is not installed.
    """
    if not str(store):
        return None
    return demand_writable(open_place(store, study))


def n_jobs() -> int:
    """Processes that one run may use: ``FRAMING_JOBS``, else the processors it may run on."""
    given = os.environ.get(JOBS, "")
    if not given:
        can_tell = hasattr(os, "sched_getaffinity")
        return len(os.sched_getaffinity(0)) if can_tell else os.cpu_count() or 1
    if not given.isdecimal() or int(given) < 1:
        raise UsageError(f"{JOBS} is {given!r}; allowed: a whole number, 1 or more")
    return int(given)


def _choose_cluster(address: str, memory: int, *, bounded: bool) -> Scheduler:
    from framing.scheduling.cluster import connect, start_local

    if found := re.fullmatch(r"local:(\d+)", address):
        n = int(found[1])
        if n < 1:
            raise UsageError(f"--cluster {address}; allowed: local:1 or more")
        return start_local(n, memory)
    if not re.fullmatch(r"(tcp|tls|ws|wss)://\S+:\d+", address):
        raise UsageError(f"--cluster {address}; allowed: tcp://HOST:PORT, or local:N")
    if bounded:
        raise UsageError(
            f"--memory and --cluster {address}; allowed: --memory for workers that are started "
            "here. Next: start those of the cluster with `dask worker --memory-limit SIZE`"
        )
    return connect(address)
