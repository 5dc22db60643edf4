from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from framing.intake import reading
from framing.intake.detect import FORMATS, find_format, load_reader
from framing.intake.reading import read_source
from framing.intake.records import Source, UnreadableError
from framing.intake.sources import find_sources

TEXT = "The ministers met in Lakeport on Friday and spoke about the ferry to the islands."


def source(path: Path, data: bytes | str) -> Source:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Source(path.name, path)


def test_every_format_has_a_reader():
    assert all(callable(load_reader(name)) for name in FORMATS)


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.txt", f"Title\n\n{TEXT}\n", "document"),
        ("a.md", f"# Title\n\n{TEXT}\n", "document"),
        ("a.csv", f'text\n"{TEXT}"\n', "table"),
        ("a.CSV", f'text\n"{TEXT}"\n', "table"),
        ("a.jsonl", '{"text": "x"}\n', "table"),
        ("a.html", f"<html><body><article><p>{TEXT}</p></article></body></html>", "page"),
        ("a.html.gz", gzip.compress(b"<html><body><p>x</p></body></html>", mtime=0), "page"),
        ("a.mhtml", "MIME-Version: 1.0\n\n", "page"),
        ("a.pdf", b"%PDF-1.7", "document"),
    ],
)
def test_the_format_is_found(tmp_path, name, data, wanted):
    assert find_format(source(tmp_path / name, data)) == wanted


@pytest.mark.parametrize("name", ["a.png", "a", "a.doc", "a.html.zst"])
def test_an_unknown_type_says_which_are_read(tmp_path, name):
    with pytest.raises(UnreadableError, match=r"is not read; allowed: \.csv, \.docx, \.gz, \.htm"):
        find_format(source(tmp_path / name, b"x"))


def test_xml_that_is_no_export_is_refused(tmp_path):
    with pytest.raises(UnreadableError, match="allowed: Factiva XML"):
        find_format(source(tmp_path / "a.xml", "<feed></feed>"))


def test_a_fault_of_a_library_is_a_reason_and_what_came_before_is_kept(tmp_path, monkeypatch):
    def reader(source):
        yield from load_reader("document")(source)
        raise ZeroDivisionError("by the library")

    monkeypatch.setattr(reading, "load_reader", lambda name: reader)
    monkeypatch.setattr(reading, "find_format", lambda source: "document")
    read = read_source(source(tmp_path / "a.txt", f"Title\n\n{TEXT}\n"))
    assert [item.title for item in read.items] == ["Title"]
    assert read.reason == "reading failed: ZeroDivisionError: by the library"


def _zip(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">'
    + "".join(f'<!ENTITY b{k} "{f"&b{k - 1 if k > 1 else str()};" * 10}">' for k in range(1, 10))
    + ']><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">&b9;</ppsArticleResponse>'
)
HOSTILE: dict[str, bytes] = {
    "bomb.zip": _zip(zeros_txt=b"0" * 2**26),
    "bomb.docx": _zip(word__document_xml=b"<w:p>" + b" " * 2**26),
    "bomb.html.gz": gzip.compress(b"0" * 2**27, mtime=0),
    "entities.xml": ENTITIES.encode(),
    "entities.docx": _zip(word__document_xml=ENTITIES.encode()),
    "entities.xlsx": _zip(xl__workbook_xml=ENTITIES.encode()),
    "external.xml": ENTITIES.replace('"bbbbbbbbbb"', 'SYSTEM "file:///etc/passwd"').encode(),
    "deep.html": b"<html><body>" + b"<div>" * 10_000 + b"text",
    "deep.xml": b"<ppsArticleResponse>" + b"<a>" * 100_000,
    "deep.rtf": b"{\\rtf1 " + b"{" * 100_000,
    "deep.json": b"[" * 100_000,
    "nul.txt": b"Title\0\n\nbody\0",
    "broken.docx": b"PK\x03\x04",
    "broken.rtf": b"{\\rtf1 {{{",
    "broken.pdf": b"%PDF-1.7\n1 0 obj",
    "broken.xlsx": b"PK\x03\x04",
    "broken.parquet": b"PAR1xxxxPAR1",
    "broken.mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x",
    "broken.zip": b"PK",
    "broken.json": b'[{"text": ',
    "line.jsonl": b'{"text": "' + b"a" * (17 * 2**20),
    "line.csv": b"text\n" + b"a" * (17 * 2**20),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_hostile_is_a_reason_and_no_article(tmp_path, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(HOSTILE[name])
    found = find_sources([tmp_path / "in"], unpacked=tmp_path / "unpacked")
    for item in found:
        if isinstance(item, Source):
            read = read_source(item)
            assert read.reason or all(found.problem for found in read.items)
            assert read.reason or read.items
            assert "root:" not in repr(read)
        else:
            assert item.reason


def test_text_with_a_byte_order_mark_is_read(tmp_path):
    read = read_source(source(tmp_path / "a.txt", f"Title\n\n{TEXT}\n".encode("utf-16")))
    assert (read.items[0].title, read.items[0].body) == ("Title", TEXT)
