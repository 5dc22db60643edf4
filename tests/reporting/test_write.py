"""A report into a folder: whole or not at all, and nothing that somebody wrote is lost."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from framing.errors import UsageError
from framing.reporting import Report, write_report
from framing.reporting.folders import find_differences, read_manifest, swap_folders
from framing.reporting.model import Store


@pytest.fixture
def report() -> Report:
    """A report of nothing, which is quick to write."""
    frame = pl.DataFrame({"unit": ["outlet"], "n": [1]})
    return Report(
        "tiny", "Title", "Subtitle", "reading", "Read.", (), (), (), {"study": "tiny"},
        _empty_store(), (("names", frame),),
    )  # fmt: skip


def _empty_store() -> Store:
    def empty(texts: str, numbers: str = "") -> pl.DataFrame:
        kinds = (dict.fromkeys(numbers.split(), pl.Int64), dict.fromkeys(texts.split(), pl.String))
        return pl.DataFrame(schema={**kinds[0], **kinds[1]})

    return Store(
        "excerpts", empty("outlet group colour mark"), (), (),
        empty("article id outlet group event date title url wire language text", "at"),
        empty("layer id voice place note", "at start end"),
        empty("role", "at paragraph start end"), empty("kind note id", "at start end"),
        empty("", "at start end tie"), empty("", "at start end skipped"),
    )  # fmt: skip


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.*"))}


def beside(folder: Path) -> list[str]:
    return [p.name for p in folder.parent.iterdir() if p.name.startswith(".")]


def test_the_manifest_lists_every_file_with_its_hash(report: Report, tmp_path: Path) -> None:
    files = write_report(report, tmp_path / "out", digest="abc")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert manifest["digest"] == "abc"
    assert {*manifest["files"], "manifest.json"} == {
        p.relative_to(tmp_path / "out").as_posix() for p in files
    }
    for name, said in manifest["files"].items():
        raw = (tmp_path / "out" / name).read_bytes()
        assert said == hashlib.sha256(raw).hexdigest()[:16], name


def test_the_manifest_tells_the_articles_and_the_findings(
    reading_report: Report, tmp_path: Path
) -> None:
    write_report(reading_report, tmp_path / "out")
    manifest = read_manifest(tmp_path / "out")
    assert manifest
    rows = sorted((a["outlet"], a["event"], a["date"]) for a in manifest["articles"].values())
    assert rows == [
        ("Alpha", "talks", "2019-05-06"),
        ("Beta", "ferry", "2019-05-07"),
        ("Gamma", "talks", "2019-05-06"),
    ]
    text = (tmp_path / "tiny/articles/beta_ferry.txt").read_text("utf-8")
    beta = next(a for a in manifest["articles"].values() if a["outlet"] == "Beta")
    assert beta["hash"] == hashlib.sha256(text.encode()).hexdigest()[:16]
    assert len(manifest["findings"]) == len(reading_report.findings) > 0
    assert all(f["text"] and f["claim"] for f in manifest["findings"])


def test_an_earlier_report_is_replaced_and_nothing_else(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_report(report, folder, forms=("html", "markdown"))
    write_report(report, folder, forms=("html",))
    assert not (folder / "report.md").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("precious")
    with pytest.raises(UsageError, match="no report of framing"):
        write_report(report, mine, force=True)
    assert (mine / "thesis.txt").read_text() == "precious"


@pytest.mark.parametrize("name", ["index.html", "notes.txt", "tables/names.csv"])
def test_what_was_changed_by_hand_is_kept(report: Report, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    write_report(report, folder)
    (folder / name).write_text("mine")
    before = bytes_of(folder)
    with pytest.raises(UsageError, match=f"changed by hand \\({re.escape(name)}\\) and is kept"):
        write_report(report, folder)
    assert bytes_of(folder) == before
    write_report(report, folder, force=True)
    manifest = read_manifest(folder)
    assert manifest
    found = find_differences(folder, manifest)
    assert found and not found.by_hand and not found.missing


def test_a_file_that_is_gone_and_what_a_file_manager_left_keep_nothing_from_being_made(
    report: Report, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    write_report(report, folder)
    (folder / "report.md").unlink()
    (folder / ".DS_Store").write_bytes(b"x")
    write_report(report, folder)
    assert (folder / "report.md").is_file()


def test_a_stopped_run_leaves_the_old_report(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    write_report(report, folder)
    before = bytes_of(folder)

    def stop(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("framing.reporting.forms.markdown.render_markdown", stop)
    with pytest.raises(KeyboardInterrupt):
        write_report(report, folder)
    assert bytes_of(folder) == before
    assert [p.name for p in tmp_path.iterdir() if p.name != "tiny"] == ["out"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EXDEV, errno.EBUSY])
def test_what_the_disk_refuses_is_one_clear_line_and_the_old_report_stays(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    folder = tmp_path / "out"
    write_report(report, folder)
    before = bytes_of(folder)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if target == folder and path.name.endswith(".tmp"):
            raise OSError(code, os.strerror(code))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UsageError, match=os.strerror(code)) as raised:
        write_report(report, folder)
    assert str(folder) in str(raised.value) and "\n" not in str(raised.value)
    assert bytes_of(folder) == before
    assert beside(folder) == []


def test_a_place_that_cannot_be_made_is_one_clear_line(report: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"could not be written into .*file/out: File exists"):
        write_report(report, tmp_path / "file/out")


def test_a_link_to_a_folder_stays_a_link(report: Report, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "disk")
    files = write_report(report, tmp_path / "out")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "disk/index.html").is_file()
    assert all(path.is_file() for path in files)


def test_what_a_killed_run_left_is_tidied_and_its_old_report_comes_back(
    report: Report, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    write_report(report, folder)
    (folder / "mine.txt").write_text("mine")
    folder.rename(tmp_path / f".out.{dead}.old")
    (tmp_path / f".out.{dead}.tmp").mkdir()
    other = tmp_path / f".out.2.{dead}.tmp"
    other.mkdir()
    with pytest.raises(UsageError, match=r"changed by hand \(mine.txt\)"):
        write_report(report, folder)
    assert beside(folder) == [other.name]
    assert (folder / "mine.txt").read_text() == "mine"


def test_of_two_that_swap_at_once_both_end_and_one_stands(tmp_path: Path) -> None:
    """Processes that do nothing but swap: no error, no rest, and a whole folder at the end."""
    code = (
        "import sys; from pathlib import Path\n"
        "from framing.reporting.folders import place_beside, swap_folders\n"
        "folder = Path(sys.argv[1])\n"
        "for k in range(200):\n"
        "    beside = place_beside(folder, 'tmp'); beside.mkdir()\n"
        "    (beside / 'a').write_text(sys.argv[2]); (beside / 'b').write_text(sys.argv[2])\n"
        "    swap_folders(beside, folder)\n"
    )
    folder = tmp_path / "out"
    ends = [
        subprocess.Popen([sys.executable, "-c", code, str(folder), name]) for name in ("x", "y")
    ]
    assert [process.wait() for process in ends] == [0, 0]
    assert (folder / "a").read_text() == (folder / "b").read_text()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    with pytest.raises(FileNotFoundError, match="nothing"):
        swap_folders(tmp_path / "nothing", folder)
    assert (folder / "a").is_file()
