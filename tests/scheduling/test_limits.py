"""A job that holds more than a worker may is ended and says so; the others go on."""

from __future__ import annotations

import os

import pytest

from framing.scheduling.cluster import start_local
from framing.scheduling.jobs import Lost
from framing.scheduling.limits import MEMORY, NEEDED, resident_memory
from framing.scheduling.processes import Processes

HALF = 2**29  # bytes
ALLOCATE = {
    "numpy": "[__import__('numpy').ones(2 ** 23) for _ in range(40)]",
    "polars": "[__import__('polars').int_range(0, 2 ** 23, eager=True) + 1 for _ in range(40)]",
}


@pytest.mark.parametrize("library", ALLOCATE)
def test_a_process_that_holds_too_much_is_ended(job, library):
    pool = Processes(1, HALF)
    found = list(pool.run([job("large", f"len({ALLOCATE[library]})"), job("b", "2")]))
    pool.close()
    reason = "ended its process 3 times (held more memory than 0.5 GB)"
    assert found == [Lost("large", reason), 2]


def test_a_worker_of_a_local_cluster_that_holds_too_much_is_ended(job):
    cluster = start_local(1, HALF)
    try:
        found = [
            answer
            for name, code in ALLOCATE.items()
            for answer in cluster.run([job(name, f"len({code})")])
        ]
        after = list(cluster.run([job("b", "2")]))
    finally:
        cluster.close()
    reason = "ended its worker 3 times (held more memory than 0.5 GB)"
    assert found == [Lost("numpy", reason), Lost("polars", reason)]
    assert after == [2]


def test_a_process_that_keeps_much_is_not_used_again(job):
    pool = Processes(1, 2**30)
    keep = "(setattr(sys, 'kept', __import__('numpy').ones(2 ** 26 + 2 ** 24)), os.getpid())[1]"
    (first,) = pool.run([job("keeps", keep)])
    (second,) = pool.run([job("next", "os.getpid()")])
    pool.close()
    assert first != second


def test_memory_of_a_process_is_told():
    assert 2**20 < resident_memory(os.getpid()) < 2**36
    assert resident_memory(2**30) == 0


def test_a_worker_has_more_than_a_job_needs():
    assert NEEDED <= MEMORY
