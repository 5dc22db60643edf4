"""A process that holds a Dask cluster of this machine, on loopback, until nobody asks any more."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import threading
from typing import Any

from framing.scheduling.limits import LOOK

_GRACE = 5.0  # seconds for its processes to end by themselves
# Workers hold small answers only: nothing to spill, and a worker that pauses would wait for ever.
_MEMORY = {"target": False, "spill": False, "pause": False, "terminate": 1.0}
_SETTINGS: dict[str, Any] = {
    **{f"distributed.worker.memory.{name}": value for name, value in _MEMORY.items()},
    "distributed.worker.memory.monitor-interval": f"{LOOK * 1000:.0f}ms",
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.allowed-failures": 0,  # who asks counts, and asks again
}


def main() -> None:
    """A cluster of so many processes with so many bytes each; says its address, then waits."""
    n_workers, memory = map(int, sys.argv[1:3])
    said = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a job prints must not take part in the talk
    import dask
    from distributed import LocalCluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with (
        tempfile.TemporaryDirectory(prefix="framing-cluster-") as folder,
        dask.config.set(_SETTINGS),
        LocalCluster(
            n_workers=n_workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # else it is everybody's 8787
            memory_limit=memory,
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        said.write(f"{cluster.scheduler_address}\n")
        said.flush()
        sys.stdin.buffer.read()  # until who asked closes it, or is gone
        threading.Timer(_GRACE, _end_all).start()
    _end_all()


def _end_all() -> None:
    """This process leads a group of its own: itself and its workers."""
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    main()
