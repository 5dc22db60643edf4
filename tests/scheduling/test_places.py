"""Places where partitions lie: folders and URLs give the same, and say plainly what is wrong."""

from __future__ import annotations

import pickle
import sys
import uuid

import fsspec
import polars as pl
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import _registry

from framing.errors import MissingPackageError, UsageError
from framing.scheduling.choose import choose_store
from framing.scheduling.jobs import Job
from framing.scheduling.places import Folder, Remote, demand_writable, open_place
from framing.scheduling.processes import Processes

KINDS = ("folder", "file", "local", "memory")
TABLE = pl.DataFrame({"article": [f"a{k:03}" for k in range(90)], "n": range(90), "text": "x" * 90})


@pytest.fixture(params=KINDS)
def place(request, tmp_path):
    folder = tmp_path / "with blanks, # and ü"
    if request.param == "folder":
        return Folder(folder)
    if request.param == "memory":
        return open_place(f"memory://{uuid.uuid4().hex}/partitions")
    return open_place(f"{request.param}://{folder}")


def test_what_is_written_is_read(place):
    place.write("text/tokens-1.parquet", TABLE)
    place.write_bytes("plans/one.pickle", b"\0one")
    assert place.read("text/tokens-1.parquet").equals(TABLE)
    assert place.read_bytes("plans/one.pickle") == b"\0one"
    assert place.names("text") == ["tokens-1.parquet"]
    place.write("text/tokens-0.parquet", TABLE)
    place.write("text/tokens-1.parquet", TABLE.head(1))
    assert place.names("text") == ["tokens-0.parquet", "tokens-1.parquet"]
    assert place.read("text/tokens-1.parquet").equals(TABLE.head(1))


@pytest.mark.parametrize("rows", [(0, 90), (0, 1), (17, 61), (89, 90), (40, 40), (80, 200)])
def test_some_columns_and_rows_are_those_of_the_whole(place, rows):
    place.write("t.parquet", TABLE)
    found = place.read("t.parquet", columns=["n", "article"], rows=rows)
    assert found.equals(TABLE.select("n", "article")[rows[0] : rows[1]])
    assert place.read("t.parquet", columns=["text"]).equals(TABLE.select("text"))


def test_stretches_of_a_file_are_those_of_the_whole(place):
    content = bytes(range(250))
    place.write_bytes("copying/1/words/000000", content)
    stretches = [(8, 16), (0, 8), (16, 16), (240, 250), (8, 9)]
    found = place.read_stretches("copying/1/words/000000", stretches)
    assert found == b"".join(content[first:last] for first, last in stretches)
    assert place.read_stretches("copying/1/words/000000", [(3, 3)]) == b""
    with pytest.raises(FileNotFoundError, match="000001"):
        place.read_stretches("copying/1/words/000001", [(0, 8)])


def test_a_folder_goes_with_all_that_is_in_it(place):
    for name in ("copying/1/words/0", "copying/2", "copies/0"):
        place.write_bytes(name, b"x")
    place.remove_folder("copying")
    place.remove_folder("copying")
    assert place.names("copying") == place.names("copying/1") == []
    assert place.names("copies") == ["0"]


def test_bytes_do_not_depend_on_the_place(place, tmp_path):
    beside = Folder(tmp_path / "beside")
    for one in (place, beside):
        one.write("t.parquet", TABLE)
    assert place.read_bytes("t.parquet") == beside.read_bytes("t.parquet")


def test_what_is_not_there_is_an_os_error_or_nothing(place):
    assert place.names("text") == []
    place.remove("text/gone.parquet")
    for read in (place.read, place.read_bytes):
        with pytest.raises(FileNotFoundError, match=r"gone\.parquet"):
            read("text/gone.parquet")
    place.write_bytes("text/gone.parquet", b"broken")
    with pytest.raises((OSError, pl.exceptions.PolarsError), match="parquet"):
        place.read("text/gone.parquet")
    place.remove("text/gone.parquet")
    assert place.names("text") == []


def test_a_pickled_place_is_its_root(place):
    place.write_bytes("a", b"a")
    sent = pickle.dumps(place)
    assert len(sent) < 500
    assert pickle.loads(sent).read_bytes("a") == b"a"


def test_only_row_groups_that_are_asked_for_are_read(tmp_path):
    place = Folder(tmp_path)
    TABLE.write_parquet(tmp_path / "t.parquet", row_group_size=30, compression="uncompressed")
    raw = bytearray((tmp_path / "t.parquet").read_bytes())
    first = raw.index(b"a000") - 4  # its length comes before it
    raw[first : first + 60] = b"\xff" * 60
    (tmp_path / "t.parquet").write_bytes(raw)
    assert place.read("t.parquet", rows=(30, 90)).equals(TABLE[30:])
    with pytest.raises((OSError, pl.exceptions.PolarsError)):
        place.read("t.parquet", rows=(0, 30))


@pytest.mark.parametrize("kind", ["", "file://", "local://"])
def test_processes_share_a_place(tmp_path, kind):
    place = open_place(f"{kind}{tmp_path}")
    place.write_bytes("here", b"from here")
    workers = Processes(2, 2**30)
    try:
        jobs = [Job(str(k), place.write_bytes, (f"from/{k}", b"")) for k in range(4)]
        jobs.append(Job("read", place.read_bytes, ("here",)))
        assert list(workers.run(jobs)) == [None, None, None, None, b"from here"]
    finally:
        workers.close()
    assert place.names("from") == ["0", "1", "2", "3"]


def test_a_list_that_was_read_before_is_read_anew(monkeypatch):
    """File systems of object stores keep lists; workers write files that are on none of them."""
    place = open_place(f"memory://{uuid.uuid4().hex}")
    asked = []
    monkeypatch.setattr(
        MemoryFileSystem, "invalidate_cache", lambda self, path=None: asked.append(path)
    )
    place.names("text")
    assert asked == [f"{place._below}/text"]


def test_a_protocol_that_nobody_knows_is_said():
    with pytest.raises(UsageError, match=r"nosuch:// is not known; allowed: a folder, or a URL"):
        open_place("nosuch://bucket/folder")


@pytest.mark.parametrize(("protocol", "package"), [("s3", "s3fs"), ("gs", "gcsfs")])
def test_a_package_that_is_missing_is_named(monkeypatch, protocol, package):
    monkeypatch.setitem(sys.modules, package, None)
    _registry.pop(protocol, None)
    with pytest.raises(MissingPackageError, match=f"{package}.*Next: install it here and where"):
        choose_store(f"{protocol}://bucket/folder", "study")


class Forbidden(MemoryFileSystem):
    """Refuses as libraries of object stores do."""

    protocol = "forbidden"
    error: Exception = PermissionError("Access Denied")

    def pipe_file(self, path, value, **how):
        raise self.error

    def ls(self, path, detail=True, **how):
        raise self.error


class StrangeError(Exception):
    """As botocore's: of no class that is known here."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError("Access Denied"), "Access Denied"),
        (PermissionError(13, "Permission denied", "/x"), "Permission denied"),
        (FileNotFoundError("The specified bucket does not exist"), "bucket does not exist"),
        (StrangeError("Unable to locate credentials"), "StrangeError: Unable to locate credential"),
        (TimeoutError("no answer"), "no answer"),
    ],
    ids=repr,
)
def test_a_store_that_refuses_is_said_before_anything_is_measured(monkeypatch, error, said):
    fsspec.register_implementation("forbidden", Forbidden, clobber=True)
    monkeypatch.setattr(Forbidden, "error", error)
    with pytest.raises(UsageError, match=f"--store forbidden://bucket/tiny: .*{said}.*; allowed"):
        choose_store("forbidden://bucket", "tiny")
    with pytest.raises(OSError, match=said):
        Remote("forbidden://bucket").write_bytes("a", b"")


def test_a_folder_that_is_none_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"--store .*file.tiny: .*; allowed: a folder, or a URL"):
        choose_store(tmp_path / "file", "tiny")


def test_studies_share_a_store_without_meeting(tmp_path):
    one, other = (choose_store(tmp_path / "store", name) for name in ("one", "other"))
    assert one is not None and other is not None
    one.write("text/t.parquet", TABLE)
    assert other.names("text") == [] and one.names("text") == ["t.parquet"]
    assert choose_store("", "one") is None
    assert one.names("") == ["text"]  # nothing is left of trying it


def test_a_folder_is_named_from_the_root_of_the_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert open_place("store").root == str(tmp_path.resolve() / "store")
    assert demand_writable(open_place("store")).names("") == []
