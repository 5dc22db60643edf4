"""Jobs on a Dask cluster of two processes on this machine."""

from __future__ import annotations

from operator import add, truediv

import pytest

from framing.scheduling.jobs import Job


def test_answers_come_in_the_order_of_the_jobs(cluster):
    jobs = [Job(f"job {k}", add, (k, 1)) for k in range(20)]
    assert list(cluster.run(jobs)) == list(range(1, 21))


def test_an_error_of_a_job_is_raised_here(cluster):
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        list(cluster.run([Job("half", truediv, (1, 0))]))
