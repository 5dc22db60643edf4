from __future__ import annotations

import pytest

from framing.errors import UsageError
from framing.scheduling import choose
from framing.scheduling.choose import choose_scheduler, n_jobs


@pytest.mark.parametrize("given", ["0", "two", "-1", "1.5"])
def test_a_wrong_number_of_processes_is_said(given, monkeypatch):
    monkeypatch.setenv(choose.JOBS, given)
    with pytest.raises(UsageError, match=r"FRAMING_JOBS is .*allowed: a whole number, 1 or more"):
        n_jobs()


@pytest.mark.parametrize("address", ["local:0", "local:two", "tcp:/x", "there"])
def test_an_address_that_is_none_is_said(address):
    with pytest.raises(UsageError, match=r"--cluster .*; allowed: .*local:"):
        choose_scheduler(cluster=address)


def test_one_of_both_only():
    with pytest.raises(UsageError, match="both given; allowed: one of them"):
        choose_scheduler(jobs=2, cluster="local:2")
