"""Files read in processes of their own: in bounds, one by one, the same on every scheduler."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.intake import readers
from framing.intake.readers import Unseen, group_sources, read_group, read_sources
from framing.intake.records import Source
from framing.intake.sources import Refused
from framing.scheduling.here import Here
from framing.scheduling.jobs import Lost
from framing.scheduling.processes import Processes

TEXT = "The ministers met in Lakeport on Friday and spoke about the ferry to the islands."
MEMORY = 2**29


def source(path: Path, data: bytes | str) -> Source:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Source(path.name, path)


@pytest.fixture(scope="module")
def two():
    """Two processes of their own for readers."""
    workers = Processes(2, MEMORY)
    yield workers
    workers.close()


@pytest.fixture
def deadly(tmp_path, monkeypatch):
    """A reader that ends its process at some files, which other processes can import."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/deadly.py").write_text(
        textwrap.dedent("""\
        import os, signal, time
        from framing.intake.reading import read_source as read

        def read_source(source, as_format=""):
            if "deadly" in source.name:
                os.kill(os.getpid(), signal.SIGKILL)
            while "slow" in source.name:
                time.sleep(60)
            return read(source, as_format)
        """)
    )
    monkeypatch.syspath_prepend(tmp_path / "modules")
    import deadly

    monkeypatch.setattr(readers, "read_source", deadly.read_source)
    return deadly


def test_results_come_in_the_order_of_the_sources(tmp_path, two):
    sources: list[Source | Refused] = [
        source(tmp_path / f"{k:03}.txt", f"Title {k}\n\n{TEXT}\n") for k in range(40)
    ]
    sources.insert(7, Refused("no.txt", None, "no such file"))
    reads = list(read_sources(sources, two))
    assert [read.name for read in reads] == [source.name for source in sources]
    assert reads.pop(7).reason == "no such file"
    assert [read.items[0].title for read in reads] == [f"Title {k}" for k in range(40)]


@pytest.mark.parametrize("workers", [Processes(2, MEMORY), Here()], ids=["processes", "here"])
def test_a_file_that_ends_its_reader_or_hangs_costs_itself_alone(
    tmp_path, monkeypatch, deadly, workers
):
    names = ("a.txt", "deadly.txt", "b.txt", "slow.txt", "c.txt")
    sources = [source(tmp_path / name, f"Title of {name}\n\n{TEXT}\n") for name in names]
    monkeypatch.setattr(readers, "SECONDS", 8.0)
    reads = list(read_sources(sources, workers, memory=MEMORY))
    workers.close()
    assert [len(read.items) for read in reads] == [1, 0, 1, 0, 1]
    assert [read.reason for read in reads] == ["", readers._ENDED, "", readers._TOO_LATE, ""]
    assert all(len(read.hash) == 16 for read in reads)


def test_a_file_may_take_as_long_as_its_size_allows(tmp_path, monkeypatch, two):
    monkeypatch.setattr(readers, "SECONDS", 1e-6)
    monkeypatch.setattr(readers, "_BYTES_A_SECOND", 2**16)
    slow = source(tmp_path / "slow.txt", "x")  # gets microseconds
    fast = source(tmp_path / "fast.csv", b"text\n" + f'"{TEXT}"\n'.encode() * 50_000)  # a minute
    first, second = read_sources([slow, fast], two)
    assert "reading took too long and was ended" in first.reason
    assert not second.reason
    assert len(second.items) == 50_000


@pytest.mark.parametrize("kind", ["processes", "cluster"])
def test_a_file_that_eats_memory_costs_itself_alone(tmp_path, request, kind):
    raw = b"text\n" + f'"{TEXT * 50}"\n'.encode() * 12_000
    sources = [
        source(tmp_path / "a.txt", f"Title\n\n{TEXT}\n"),
        source(tmp_path / "large.csv", raw),
        source(tmp_path / "b.txt", f"Title\n\n{TEXT}\n"),
    ]
    memory = 60 * 2**20
    workers = Processes(1, memory) if kind == "processes" else request.getfixturevalue("cluster")
    reads = list(read_sources(sources, workers, memory=memory))
    if kind == "processes":
        workers.close()
    assert [len(read.items) for read in reads] == [1, 0, 1]
    assert reads[1].reason in (readers._ENDED, "needs more memory than a reader may have")


def test_a_group_is_neighbours_and_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(readers, "_MOST_FILES", 3)
    monkeypatch.setattr(readers, "_MOST_BYTES", 100)
    sizes = (10, 10, 10, 10, 95, 200, 1, 99, 1)
    sources = [source(tmp_path / f"{k}.txt", "x" * size) for k, size in enumerate(sizes)]
    groups = list(group_sources(sources))
    assert [[s.path.stat().st_size for s in group] for group in groups] == [
        [10, 10, 10], [10], [95], [200], [1, 99], [1],
    ]  # fmt: skip
    assert [s for group in groups for s in group] == sources


class Losing(Here):
    """Loses each job with a file of that name, as where the worker itself ends."""

    def run(self, jobs, **how):
        for job in jobs:
            group = job.args[0]
            lost = any(source.name == "lost.txt" for source in group)
            yield Lost(job.name, "ended") if lost else job()


def test_the_files_of_a_group_that_ended_its_worker_are_tried_alone(tmp_path):
    names = ("a.txt", "lost.txt", "b.txt")
    sources = [source(tmp_path / name, f"Title\n\n{TEXT}\n") for name in names]
    reads = list(read_sources(sources, Losing()))
    assert [(read.name, len(read.items)) for read in reads] == [
        ("a.txt", 1), ("lost.txt", 0), ("b.txt", 1),
    ]  # fmt: skip
    assert reads[1].reason == readers._ENDED


def test_a_source_that_a_worker_does_not_see_is_said(tmp_path, monkeypatch):
    here = source(tmp_path / "a.txt", f"Title\n\n{TEXT}\n")
    assert read_group((here, Source("gone.txt", tmp_path / "gone.txt")), "", MEMORY) == Unseen(
        tmp_path / "gone.txt"
    )
    monkeypatch.setattr(readers, "read_group", lambda group, *args: Unseen(group[0].path))
    with pytest.raises(UsageError, match=r"a\.txt is here, but a worker .* Next: put them there"):
        list(read_sources([here], Here()))
