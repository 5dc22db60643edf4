"""Every fixture is taken for what it is, whatever its suffix allows it to be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from framing.intake import detect
from framing.intake.detect import FORMATS, find_format
from framing.intake.records import Source, UnreadableError

FIXTURES = Path(__file__).parent / "formats/fixtures"
FOLDERS = {
    "documents": "document",
    "factiva": "factiva",
    "integrum": "integrum",
    "nexis": "nexis",
    "pages": "page",
    "tables": "table",
}
FILES = [path.relative_to(FIXTURES) for path in sorted(FIXTURES.rglob("*")) if path.is_file()]


def test_every_folder_of_fixtures_has_its_format():
    assert {path.parts[0] for path in FILES} == set(FOLDERS)
    assert set(FOLDERS.values()) == set(FORMATS)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_fixture_is_of_the_format_of_its_folder(path):
    assert find_format(Source(path.name, FIXTURES / path)) == FOLDERS[path.parts[0]]


@pytest.mark.parametrize("name", ["a.docx", "a.rtf"])
def test_a_word_file_larger_than_is_read_is_not_opened(tmp_path, monkeypatch, name):
    path = tmp_path / name
    if name == "a.docx":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", "x" * 3 * 2**20)
    else:
        path.write_bytes(b"{\\rtf1 " + b"x" * 3 * 2**20 + b"}")
    monkeypatch.setattr(detect, "MAX_BYTES", 2**20)
    with pytest.raises(UnreadableError, match="larger than 1 MB"):
        find_format(Source(name, path))
