"""Workers with other code, without a sight of the place, or not there: one plain line each."""

from __future__ import annotations

import shutil
import socket
from operator import add

import pytest

from framing.errors import UsageError
from framing.scheduling.cluster import connect
from framing.scheduling.jobs import Job
from framing.scheduling.places import Folder
from framing.scheduling.remote import read_probe, refuse_blind
from framing.scheduling.versions import compare_versions, own_versions


def test_the_same_versions_are_fine():
    compare_versions(own_versions(), where="worker tcp://a:1")


@pytest.mark.parametrize("name", [name for name, _ in own_versions()])
def test_each_version_that_differs_is_named_with_worker_and_both_values(name):
    own = dict(own_versions())
    theirs = tuple((own | {name: "0.1"}).items())
    with pytest.raises(
        UsageError, match=rf"^worker a has {name} 0.1 \(here {own[name]}\); allowed"
    ):
        compare_versions(theirs, where="worker a")
    with pytest.raises(UsageError, match=rf"{name} missing \(here "):
        compare_versions(tuple(pair for pair in theirs if pair[0] != name), where="worker a")


def test_a_worker_that_came_later_with_other_versions_refuses_jobs(cluster, monkeypatch):
    others = (("framing", "0.0.1"), *own_versions()[1:])
    monkeypatch.setattr("framing.scheduling.cluster.own_versions", lambda: others)
    said = r"^worker tcp://127.0.0.1:\d+ has framing .* \(here 0.0.1\); allowed: the same"
    with pytest.raises(UsageError, match=said):
        list(cluster.run([Job("a", add, (1, 2))]))


def test_workers_show_once_that_they_see_a_place(cluster, tmp_path):
    place = Folder(tmp_path)
    for _ in range(2):
        cluster.share(place)
        assert len(place.names("probes")) == 1
    shutil.rmtree(tmp_path / "probes")
    cluster.share(place)
    assert list(cluster.run([Job("a", add, (1, 2))])) == [3]


def test_a_worker_that_does_not_see_a_place_is_named(cluster, tmp_path):
    class Elsewhere(Folder):
        """As a folder of this machine alone."""

        def write_bytes(self, name: str, content: bytes) -> None:
            return

    with pytest.raises(
        UsageError, match=r"worker tcp://.* does not see .*\. Next: share .*--store"
    ):
        cluster.share(Elsewhere(tmp_path / "here alone"))
    said = read_probe(str(tmp_path), "nothing.txt")
    assert said.startswith("FileNotFoundError")
    refuse_blind("worker a", "/place", "")


def test_where_nobody_listens_is_said_at_once(capfd):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(UsageError, match=rf"--cluster {address}: no scheduler answers .*refused"):
        connect(address)
    assert capfd.readouterr() == ("", "")


def test_what_a_worker_runs_is_in_the_hash_of_the_code():
    names = [name for name, _ in own_versions()]
    assert names == ["framing", "code of framing", "Python", "numpy", "polars", "scipy"]
