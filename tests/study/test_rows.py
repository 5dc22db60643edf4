from __future__ import annotations

import os
import stat

import pytest

from framing.errors import UsageError
from framing.files import write_whole
from framing.study.rows import append_rows

NEW = {"file": "b.txt", "outlet": "Beta", "title": "A, b"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'file,outlet,title\nb.txt,Beta,"A, b"\n'),
        ("file,outlet,title\n", 'file,outlet,title\nb.txt,Beta,"A, b"\n'),
        (
            'file,outlet,title\n"a.txt", Alpha ,"x ""y"""',
            'file,outlet,title\n"a.txt", Alpha ,"x ""y"""\nb.txt,Beta,"A, b"\n',
        ),
        (
            'title;file\r\n"two\r\nlines";a.txt\r\n\r\nshort\r\n',
            'title;file;outlet\r\n"two\r\nlines";a.txt;\r\n\r\nshort\r\nA, b;b.txt;Beta\r\n',
        ),
        ("\ufefffile\toutlet\ttitle\n", "\ufefffile\toutlet\ttitle\nb.txt\tBeta\tA, b\n"),
    ],
)
def test_what_stands_there_keeps_its_bytes(tmp_path, before, after):
    path = tmp_path / "list.csv"
    if before:
        path.write_bytes(before.encode())
    assert append_rows(path, [NEW], key="file") == 1
    assert path.read_bytes().decode() == after
    assert append_rows(path, [NEW], key="file") == 0
    assert path.read_bytes().decode() == after


def test_a_broken_list_is_not_touched(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('file,outlet\n"a.txt,Alpha\n')
    with pytest.raises(UsageError, match=r"list\.csv:2: broken row .* Nothing was written"):
        append_rows(path, [NEW], key="file")
    assert path.read_text() == 'file,outlet\n"a.txt,Alpha\n'


def test_links_and_modes_are_kept_and_nothing_is_left_beside(tmp_path):
    real = tmp_path / "elsewhere/list.csv"
    real.parent.mkdir()
    real.write_text("file\n")
    real.chmod(0o640)
    link = tmp_path / "list.csv"
    link.symlink_to(real)
    write_whole(link, "file\nb\n")
    assert link.is_symlink()
    assert real.read_text() == "file\nb\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [path.name for path in real.parent.iterdir()] == ["list.csv"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]
