"""Labels to take away: whose, with what, and what is left out."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from framing.study.coding.codes import read_codes
from framing.study.coding.samples import write_sample
from framing.web.store import TEACHER


def unpacked(answer) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def three(room, sample):
    """Three coders with a label each, of whom the first two agreed to be part of research."""
    write_sample(sample)
    found = [room.coder() for _ in range(3)]
    for (_, who), label in zip(found, ("outlet", "source", "both"), strict=True):
        room.store.put("voice", "u1", who, label, note=f"note of {who}")
    room.store.set_consent(found[0][1], True)
    room.store.set_consent(found[1][1], True)
    room.store.set_phase("voice", "discussion")
    room.store.comment("voice", "u1", found[2][1], "=1+1 is a sum")
    room.store.adjudicate("voice", "u1", "outlet")
    return found


def test_a_coder_takes_away_the_coders_own(room, three):
    for browser, who in three:
        (row,) = rows(browser.get("/export/mine.csv").text)
        assert (row["coder"], row["note"]) == (who, f"note of {who}")


def test_the_teacher_takes_away_everything(room, three, sample):
    answer = room.teacher().get("/export/class.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="class.zip"'
    found = unpacked(answer)
    assert set(found) == {
        "voice/codes.csv", "voice/comments.csv", "voice/sample.json", "voice/units.csv",
    }  # fmt: skip
    assert {row["coder"] for row in rows(found["voice/codes.csv"])} == {
        TEACHER, *room.store.coders(),
    }  # fmt: skip
    assert rows(found["voice/comments.csv"])[0]["text"] == "'=1+1 is a sum"
    assert room.teacher().get("/export/class.zip").content == answer.content
    one = room.teacher().get("/export/codes/voice.csv").text
    assert one == found["voice/codes.csv"]
    assert one == (sample.folder / "codes/class.csv").read_text("utf-8")


def test_for_research_there_is_only_who_agreed_and_nobodys_words(room, three):
    answer = room.teacher().get("/export/research.zip")
    found = unpacked(answer)
    codes = rows(found["voice/codes.csv"])
    assert sorted(row["coder"] for row in codes) == ["c001", "c002", TEACHER]
    assert {row["label"] for row in codes} == {"outlet", "source"}
    assert "note" not in codes[0] and "at" not in codes[0]
    said = "".join(found.values())
    for _, who in three:
        assert who not in said
    assert found["README.txt"].startswith("2 of 3 coders agreed")
    room.store.set_consent(three[0][1], False)
    again = unpacked(room.teacher().get("/export/research.zip"))
    assert len(rows(again["voice/codes.csv"])) == 2


def test_who_is_deleted_is_gone_from_the_files_too(room, three, sample):
    path = sample.folder / "codes/class.csv"
    gone = three[2][1]
    assert gone in path.read_text("utf-8")
    room.store.delete_labels(gone)
    assert gone not in path.read_text("utf-8")
    assert room.store.comments("voice", "u1") == ()
    assert rows(three[2][0].get("/export/mine.csv").text) == []


def test_the_study_reads_what_the_store_writes(room, three, sample):
    problems = []
    room.store.save()
    path = sample.folder / "codes/class.csv"
    read = read_codes([path], sample.units, sample.variable, problems)
    assert problems == []
    kept = [name for name in read.columns if name not in ("file", "row")]
    assert read.select(kept).equals(room.store.codes("voice").select(kept))
