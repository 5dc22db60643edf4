from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest

from framing.intake import limits, sources
from framing.intake.records import Source, UnreadableError
from framing.intake.sources import Refused, find_sources


def pack(members, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.fixture
def found(tmp_path):
    def find(*paths):
        return list(find_sources(list(paths), unpacked=tmp_path / "unpacked"))

    return find


def test_folders_are_walked_by_name_and_hidden_files_left_alone(tmp_path, found):
    for name in ("b.txt", "a/z.txt", "a/b.txt", ".hidden", ".git/x"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text("text")
    assert [item.name for item in found(tmp_path / "in")] == [
        "in/a/b.txt",
        "in/a/z.txt",
        "in/b.txt",
    ]


def test_the_order_given_is_kept(tmp_path, found):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text("text")
    assert [s.name for s in found(tmp_path / "b.txt", tmp_path / "a.txt")] == ["b.txt", "a.txt"]


def test_what_is_no_source_says_why(tmp_path, found):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "~$draft.docx").write_text("x")
    (folder / "empty.txt").write_text("")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    refused = {item.name: item.reason for item in found(folder)}
    assert refused == {
        "in/empty.txt": "the file is empty",
        "in/gone.txt": "no such file",
        "in/~$draft.docx": "a file of the computer's, no article",
    }


def test_archives_are_opened_in_archives_and_members_keep_their_names(tmp_path, found):
    inner = pack({"deep/b.html": "<p>b"})
    (tmp_path / "out.zip").write_bytes(pack({"a.txt": "a", "in.zip": inner, "page.html.gz": "x"}))
    items = found(tmp_path / "out.zip")
    assert [item.name for item in items] == [
        "out.zip/a.txt", "out.zip/in.zip/deep/b.html", "out.zip/page.html.gz",
    ]  # fmt: skip
    assert items[1].path.read_text() == "<p>b"
    assert items[2].path.name.endswith(".html.gz")


def test_members_are_never_written_outside_of_the_temporary_folder(tmp_path, found):
    names = ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "..\\..\\evil.txt", "a/../../e.txt"]
    (tmp_path / "x.zip").write_bytes(pack(dict.fromkeys(names, "evil")))
    items = found(tmp_path / "x.zip")
    assert len(items) == 5
    for item in items:
        assert isinstance(item, Source)
        assert (tmp_path / "unpacked") in item.path.resolve().parents
        assert ".." not in item.name
    written = {p for p in tmp_path.rglob("*") if p.is_file()}
    assert written == {tmp_path / "x.zip", *(item.path for item in items)}


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, found):
    (tmp_path / "bomb.zip").write_bytes(pack({"zeros.txt": b"\0" * (64 * 2**20)}))
    (item,) = found(tmp_path / "bomb.zip")
    assert isinstance(item, Refused)
    assert "a zip bomb?" in item.reason
    assert not (tmp_path / "unpacked").exists()


def test_a_member_that_lies_about_its_size_is_no_way_around_the_limit(tmp_path, found):
    raw = pack({"liar.txt": b"x" * 5000})
    # The size in the central directory says 10 bytes.
    at = raw.rindex(b"PK\x01\x02")
    (tmp_path / "x.zip").write_bytes(raw[: at + 24] + struct.pack("<I", 10) + raw[at + 28 :])
    (item,) = found(tmp_path / "x.zip")
    assert isinstance(item, Refused)
    assert "not readable in the archive (Bad CRC-32" in item.reason


def test_a_member_larger_than_the_limit_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(pack({"a.txt": "12345"}))
    with limits.open_zip(tmp_path / "x.zip") as archive:
        assert limits.read_member(archive, "a.txt", 5) == b"12345"
        with pytest.raises(UnreadableError, match=r"a\.txt is larger than"):
            limits.read_member(archive, "a.txt", 4)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"PK\x03\x04 broken", "no readable zip archive"),
        (b"nothing like it", "no readable zip archive"),
    ],
)
def test_a_broken_archive_is_refused(tmp_path, found, raw, reason):
    (tmp_path / "x.zip").write_bytes(raw)
    (item,) = found(tmp_path / "x.zip")
    assert reason in item.reason


def test_a_damaged_member_costs_itself_only(tmp_path, found):
    raw = bytearray(pack({"a.txt": "a" * 500, "b.txt": "b"}))
    raw[40] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(bytes(raw))
    first, second = found(tmp_path / "x.zip")
    assert isinstance(first, Refused)
    assert "damaged" in first.reason or "not readable" in first.reason
    assert second.path.read_text() == "b"


def test_archives_within_archives_end(tmp_path, found):
    raw = pack({"a.txt": "a"})
    for _ in range(5):
        raw = pack({"in.zip": raw})
    (tmp_path / "x.zip").write_bytes(raw)
    (item,) = found(tmp_path / "x.zip")
    assert item.reason == "an archive within 3 archives; unpack it yourself"


def test_a_compressed_table_is_unpacked_and_a_bomb_is_not(tmp_path, found, monkeypatch):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"text\na\n"))
    (item,) = found(tmp_path / "a.csv.gz")
    assert (item.name, item.path.suffix) == ("a.csv", ".csv")
    monkeypatch.setattr(sources, "MAX_BYTES", 3)
    (item,) = found(tmp_path / "a.csv.gz")
    assert "unpacks to more than" in item.reason


def test_an_encrypted_archive_is_refused(tmp_path, found):
    raw = bytearray(pack({"a.txt": "a"}))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 8] |= 1
    (tmp_path / "x.zip").write_bytes(bytes(raw))
    (item,) = found(tmp_path / "x.zip")
    assert "encrypted" in item.reason
