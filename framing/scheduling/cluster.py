"""Jobs on a Dask cluster: one that is there, or one of processes on this machine."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from framing.errors import UsageError
from framing.scheduling.flight import Flight, explain, speaking
from framing.scheduling.jobs import TRIES, Job, Lost, Tell, silent
from framing.scheduling.limits import NEEDED, in_gb
from framing.scheduling.merging import LostJobError, add_up
from framing.scheduling.remote import Terms, add_two, do, read_probe, refuse_blind
from framing.scheduling.versions import compare_versions, own_versions

if TYPE_CHECKING:
    from framing.scheduling.places import Place

_PROBES = "probes"


class Cluster:
    """Jobs on the workers of a Dask scheduler.

    A worker that is lost costs the jobs that it was at; other workers do them again. ``merge``
    adds up on the workers; only the sum comes here.
    """

    def __init__(
        self, client: Any, *, n_expected: int = 1, wait: float, end: Callable[[], None] | None
    ) -> None:
        """``end`` ends a cluster of our own; ``wait``: seconds for workers to come."""
        self._client = client
        self._end = end
        self._shared: tuple[Place, str] | None = None  # and the name of what workers read there
        try:
            self._check(n_expected, wait)
        except BaseException:
            self.close()
            raise

    @property
    def n_workers(self) -> int:
        """Threads of all workers: a job takes one."""
        with speaking(self._client):
            n_threads: dict[str, int] = self._client.nthreads()
        return max(sum(n_threads.values()), 1)

    def run(self, jobs: Sequence[Job], *, tell: Tell = silent) -> Iterator[Any]:
        """See ``Scheduler.run``."""
        flight = Flight(self._client, jobs, tell=tell, submit=self._submit, fetch=True)
        try:
            for k in range(len(jobs)):
                yield flight.take(k)
        finally:
            flight.end()

    def merge(
        self, jobs: Sequence[Job], add: Callable[[Any, Any], Any], *, tell: Tell = silent
    ) -> Any:
        """See ``Scheduler.merge``."""
        from distributed import KilledWorker

        if not jobs:
            return None
        for turn in range(1, TRIES + 1):
            try:
                return self._merge(jobs, add, tell)
            except KilledWorker as error:  # with sums on it: what they were made of went, too
                if turn == TRIES:
                    lost = Lost(_adding(jobs), explain(self._client, error, TRIES))
                    raise LostJobError(lost) from error
        return None

    def _merge(self, jobs: Sequence[Job], add: Callable[[Any, Any], Any], tell: Tell) -> Any:
        flight = Flight(self._client, jobs, tell=tell, submit=self._submit, fetch=False)
        name = _adding(jobs)

        def add_there(a: Any, b: Any) -> Any:
            with speaking(self._client):
                return self._client.submit(add_two, add, a, b, name, key=f"add-{uuid.uuid4().hex}")

        try:
            root = add_up((flight.take(k) for k in range(len(jobs))), add_there)
            with speaking(self._client):
                return root.result()
        finally:
            flight.end()

    def share(self, place: Place) -> None:
        """See ``Scheduler.share``: every worker reads a file that is new."""
        shared = self._shared
        if shared and shared[0].root == place.root and not read_probe(place.root, shared[1]):
            return
        self._unshare()
        name = f"{_PROBES}/{uuid.uuid4().hex}.txt"
        place.write_bytes(name, b"Workers read this to show that they see this place.\n")
        with speaking(self._client):
            found = self._client.run(read_probe, place.root, name)
        for worker, said in sorted(found.items()):
            if said:
                place.remove(name)
            refuse_blind(f"worker {worker}", place.root, said)
        self._shared = place, name

    def _unshare(self) -> None:
        if self._shared is not None:
            place, name = self._shared
            place.remove(name)
            self._shared = None

    def close(self) -> None:
        """Leave the cluster; end it where it is our own."""
        self._unshare()
        self._client.close(timeout=2)
        if self._end is not None:
            self._end()

    def _submit(self, job: Job) -> Any:
        probe = (self._shared[0].root, self._shared[1]) if self._shared else None
        key = f"{job.name}-{uuid.uuid4().hex}"
        terms = Terms(own_versions(), probe)
        return self._client.submit(do, job, terms, key=key, pure=False)

    def _check(self, n_expected: int, wait: float) -> None:
        """All workers have what this process has."""
        found = self._ask(n_expected, wait)
        if not found:
            raise UsageError(
                "the cluster has no worker; allowed: at least one. Next: start "
                "`dask worker ADDRESS` on the machines that are to work"
            )
        for worker, versions in sorted(found.items()):
            if isinstance(versions, BaseException):
                raise UsageError(
                    f"worker {worker} cannot run framing ({type(versions).__name__}: {versions}); "
                    "allowed: workers with framing[cluster] installed, the same version as here"
                ) from versions
            compare_versions(versions, where=f"worker {worker}")
        if self._end is None:
            self._check_memory()

    def _ask(self, n_expected: int, wait: float) -> dict[str, Any]:
        with speaking(self._client):
            try:
                self._client.wait_for_workers(n_expected, timeout=wait)
            except TimeoutError:
                return {}
            found: dict[str, Any] = self._client.run(own_versions, on_error="return")
            return found

    def _check_memory(self) -> None:
        with speaking(self._client):
            workers = self._client.scheduler_info()["workers"]
        for address, worker in sorted(workers.items()):
            limit, n_threads = worker.get("memory_limit"), worker["nthreads"]
            if limit and limit / n_threads < NEEDED:
                raise UsageError(
                    f"worker {address} has {in_gb(limit)} for {n_threads} jobs at a time; allowed: "
                    f"{in_gb(NEEDED)} or more for each. Next: start it with fewer --nthreads, or "
                    "a larger --memory-limit"
                )


def _adding(jobs: Sequence[Job]) -> str:
    return f"adding up {jobs[0].name} and those after it"


def connect(address: str, *, wait: float = 30) -> Cluster:
    """The cluster at an address, ``tcp://HOST:PORT``.

    Parameters
    ----------
    address
        Of a Dask scheduler.
    wait
        Seconds for a first worker to come.

    Raises
    ------
    UsageError
        Where nobody answers, there are no workers, or they have other versions.
    MissingPackageError
        Without ``framing[cluster]``.
    """
    from framing.scheduling.dask_client import open_client

    return Cluster(open_client(address), wait=wait, end=None)


def start_local(n_workers: int, memory: int) -> Cluster:
    """A cluster of processes on this machine, listening on loopback only.

    Raises
    ------
    MissingPackageError
        Without ``framing[cluster]``.
    """
    from framing.scheduling.dask_client import open_client, start_head

    address, end = start_head(n_workers, memory)
    try:
        client = open_client(address)
    except BaseException:
        end()
        raise
    return Cluster(client, n_expected=n_workers, wait=60, end=end)
