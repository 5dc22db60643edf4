"""Jobs on a Dask cluster: one that is there, or one of processes on this machine."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from framing.errors import MissingPackageError, UsageError
from framing.scheduling.jobs import TRIES, Job, Lost
from framing.scheduling.merging import LostJobError
from framing.scheduling.versions import Versions, compare_versions, own_versions

_WAIT = 30  # seconds for the scheduler to answer


class Cluster:
    """Jobs on the workers of a Dask scheduler.

    A worker that is lost costs the jobs that it was at: Dask gives them to another one. ``merge``
    adds up on the workers; only the sum comes here.
    """

    def __init__(self, client: Any, *, n_expected: int = 1, started: Any = None) -> None:
        self._client = client
        self._n_expected = n_expected  # workers, before anything is asked of them
        self._started = started  # a cluster of our own, to be closed
        self._check()

    @property
    def n_workers(self) -> int:
        """Threads of all workers: a job takes one."""
        n_threads: dict[str, int] = self._client.nthreads()
        return max(sum(n_threads.values()), 1)

    def run(self, jobs: Sequence[Job]) -> Iterator[Any]:
        """See ``Scheduler.run``."""
        futures = self._submit(jobs)
        try:
            for job, future in zip(jobs, futures, strict=True):
                yield _answer(job.name, future)
                future.release()
        finally:
            self._client.cancel([f for f in futures if not f.done()])

    def merge(self, jobs: Sequence[Job], add: Callable[[Any, Any], Any]) -> Any:
        """See ``Scheduler.merge``."""
        level = self._submit(jobs)
        name = jobs[0].name if jobs else ""
        while len(level) > 1:
            key = uuid.uuid4().hex
            pairs = [
                self._client.submit(add, *level[k : k + 2], key=f"add-{key}-{k}")
                for k in range(0, len(level) - 1, 2)
            ]
            level = [*pairs, *level[2 * len(pairs) :]]
        if not level:
            return None
        found = _answer(f"{name} and those after it", level[0])
        if isinstance(found, Lost):
            raise LostJobError(found)
        return found

    def close(self) -> None:
        """Leave the cluster; end it where it is our own."""
        self._client.close()
        if self._started is not None:
            self._started.close()

    def _submit(self, jobs: Sequence[Job]) -> list[Any]:
        key, versions = uuid.uuid4().hex, own_versions()
        return [
            self._client.submit(do, job, versions, key=f"{job.name}-{key}-{k}")
            for k, job in enumerate(jobs)
        ]

    def _check(self) -> None:
        """All workers have what this process has."""
        try:
            self._client.wait_for_workers(self._n_expected, timeout=_WAIT)
            found = self._client.run(own_versions)
        except TimeoutError:
            found = {}
        except ModuleNotFoundError as error:
            raise UsageError(
                f"a worker of the cluster lacks the package {error.name}; allowed: workers with "
                "framing[cluster] installed, the same version as here"
            ) from error
        if not found:
            raise UsageError(
                "the cluster has no worker; allowed: at least one. Next: start "
                "`dask worker ADDRESS` on the machines that are to work"
            )
        for worker, versions in sorted(found.items()):
            compare_versions(versions, where=f"worker {worker}")


def do(job: Job, versions: Versions) -> Any:
    """A job on a worker, which may have come to the cluster after it was checked."""
    compare_versions(versions, where="the process that asked")
    return job()


def _answer(name: str, future: Any) -> Any:
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        return Lost(name, f"ended its worker {error.allowed_failures + 1} times")


def connect(address: str) -> Cluster:
    """The cluster at an address, ``tcp://HOST:PORT``.

    Raises
    ------
    UsageError
        Where nobody answers, there are no workers, or they have other versions.
    MissingPackageError
        Without ``framing[cluster]``.
    """
    client = _client_class()
    try:
        found = client(address, timeout=_WAIT)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"--cluster {address}: no scheduler answers ({str(error) or 'no answer in time'}); "
            "allowed: tcp://HOST:PORT of a running `dask scheduler`, or local:N"
        ) from error
    return Cluster(found)


def start_local(n_workers: int, memory: int) -> Cluster:
    """A cluster of processes on this machine, listening on loopback only."""
    client = _client_class()
    import dask
    from distributed import SubprocessCluster

    with dask.config.set({"distributed.scheduler.allowed-failures": TRIES - 1}):
        given: dict[str, Any] = {"host": "127.0.0.1", "dashboard_address": None}
        started = SubprocessCluster(
            n_workers=n_workers,
            threads_per_worker=1,
            worker_kwargs={"memory_limit": memory, "host": "127.0.0.1"},
            **given,
        )
    return Cluster(client(started, timeout=_WAIT), n_expected=n_workers, started=started)


def _client_class() -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingPackageError(
            'a cluster needs Dask; Next: python -m pip install "framing[cluster]"'
        ) from error
    return Client
