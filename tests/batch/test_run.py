"""A batch goes on past what fails, leaves what did not change, and loses nothing of anybody's."""

from __future__ import annotations

import json
import shutil

import pytest

from framing.batch.places import prepare
from framing.batch.records import Job
from framing.batch.run import batch_reports
from framing.batch.work import Task, make_report
from framing.errors import UsageError

from .conftest import build_study


def states(done):
    return {outcome.job.name: outcome.state for outcome in done.outcomes}


def test_a_broken_study_costs_only_itself(first):
    assert states(first.done) == {"bad": "failed", "one": "made", "two": "made"}
    assert first.done.exit_code == 1
    bad = first.done.outcomes[0]
    assert bad.reason.startswith("codebook/book.yaml:3: not readable as YAML")
    assert "\n" not in bad.reason
    assert not (first.out / "bad").exists()
    assert {p.name for p in (first.out / "one").iterdir()} >= {"report.md", "manifest.json"}
    assert not (first.out / "one/index.html").exists()  # Markdown was asked for
    assert not list((first.out / ".batch/logs").iterdir())
    assert not [p for p in first.out.iterdir() if p.name.startswith(".") and p.name != ".batch"]


def test_what_did_not_change_is_left_untouched(batch, bytes_of):
    before = bytes_of(batch.out)
    done = batch.run()
    assert states(done) == {"bad": "failed", "one": "unchanged", "two": "unchanged"}
    assert done.exit_code == 1
    after = bytes_of(batch.out)
    log = after.pop("batch.jsonl")[0]
    assert log.startswith(before.pop("batch.jsonl")[0])
    assert {k: v for k, v in after.items() if "/locks/" not in k} == {
        k: v for k, v in before.items() if "/locks/" not in k
    }


def test_any_number_of_jobs_gives_the_same_bytes(first, tmp_path, bytes_of):
    done = batch_reports(
        [first.studies / "two", first.studies / "one"], tmp_path, jobs=1, forms=("markdown",)
    )
    assert done.exit_code == 0
    for name in ("one", "two"):
        ours, theirs = bytes_of(tmp_path / name), bytes_of(first.out / name)
        assert {k: v[0] for k, v in ours.items()} == {k: v[0] for k, v in theirs.items()}


def test_what_changed_is_made_again_and_only_that(batch, tmp_path, bytes_of):
    studies = tmp_path / "studies"
    shutil.copytree(batch.studies, studies)
    moved = type(batch)(studies, batch.out, batch.done)
    (studies / "one/articles/beta.txt").write_text("Ferry\n\nThe Green Islands are far.\n")
    (studies / "bad/codebook/book.yaml").unlink()
    shutil.copy(studies / "one/codebook/book.yaml", studies / "bad/codebook/book.yaml")
    before = bytes_of(batch.out / "two")
    shutil.rmtree(batch.out / ".batch/memory")  # else the folders belong to the first studies
    (batch.out / ".batch/memory").mkdir()
    assert states(moved.run()) == {"bad": "made", "one": "made", "two": "unchanged"}
    assert bytes_of(batch.out / "two") == before
    assert "Green" in (batch.out / "one/report.md").read_text("utf-8")


def test_other_forms_are_another_report(batch):
    done = batch.run(forms=("markdown", "html"))
    assert states(done)["one"] == "made"
    assert (batch.out / "one/index.html").is_file()


def test_what_was_changed_by_hand_is_kept_and_said(batch):
    page = batch.out / "one/report.md"
    page.write_text("mine")
    done = batch.run()
    assert states(done) == {"bad": "failed", "one": "kept", "two": "unchanged"}
    assert "was changed by hand (report.md) and is kept" in done.outcomes[1].reason
    assert page.read_text() == "mine"
    rows = {r["report"]: r for r in json.loads((batch.out / "index.json").read_text("utf-8"))}
    assert rows["one"]["state"] == "changed by hand"


def test_a_lost_file_is_made_again(batch):
    (batch.out / "one/tables/names.csv").unlink()
    assert states(batch.run())["one"] == "made"
    assert (batch.out / "one/tables/names.csv").is_file()


def test_a_folder_that_is_somebody_elses_is_refused(first, tmp_path):
    (tmp_path / "index.html").write_text("my page")
    with pytest.raises(UsageError, match=r"holds an index.html that is not of framing batch"):
        batch_reports([first.studies / "one"], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["index.html"]


def test_a_report_never_goes_over_a_folder_that_is_none(first, tmp_path):
    mine = tmp_path / "one"
    mine.mkdir()
    (mine / "thesis.txt").write_text("precious")
    done = batch_reports([first.studies / "one"], tmp_path, force=True)
    assert done.exit_code == 2
    assert "holds something that is no report of framing" in done.outcomes[0].reason
    assert (mine / "thesis.txt").read_text() == "precious"


@pytest.mark.parametrize("order", [1, -1])
def test_two_studies_of_one_id_are_refused_whatever_their_order(first, tmp_path, order):
    twin = build_study(tmp_path / "one")
    studies = [first.studies / "one", twin, twin / ".." / "one"][::order]
    done = batch_reports(studies, tmp_path / "out")
    assert (done.exit_code, len(done.outcomes)) == (2, 2)
    for outcome in done.outcomes:
        assert outcome.reason.startswith("2 reports would be called 'one'")
        assert str(twin) in outcome.reason and str(first.studies / "one") in outcome.reason
    assert not (tmp_path / "out/one").exists()


def test_the_report_of_another_study_is_not_replaced(batch, tmp_path, bytes_of):
    twin = build_study(tmp_path / "one")
    before = bytes_of(batch.out / "one")
    done = batch_reports([twin], batch.out)
    assert f"holds the report of {batch.studies / 'one'}" in done.outcomes[0].reason
    assert bytes_of(batch.out / "one") == before


def test_a_study_that_is_none_is_told_with_its_place(tmp_path):
    done = batch_reports([tmp_path / "gone"], tmp_path / "out")
    assert done.exit_code == 2
    assert done.outcomes[0].reason.startswith(f"{tmp_path / 'gone'}: no such folder.")


def test_what_the_disk_refuses_is_told_and_does_not_end_the_batch(first, tmp_path):
    """What the batch remembers cannot be written: a folder stands in its place."""
    memory = tmp_path / ".batch/memory/one.json"
    memory.mkdir(parents=True)
    done = batch_reports([first.studies / "one", first.studies / "two"], tmp_path)
    assert states(done) == {"one": "failed", "two": "made"}
    assert done.outcomes[0].reason.endswith(": Is a directory")
    assert done.troubles[0].startswith("the index does not tell what failed: ")
    assert done.exit_code == 1


def test_an_error_that_nobody_foresaw_is_one_line_and_its_text_goes_to_the_log(
    first, tmp_path, monkeypatch, capsys
):
    def crash(*_: object) -> None:
        raise ZeroDivisionError("by\nzero")

    prepare(tmp_path)
    monkeypatch.setattr("framing.batch.work._make", crash)
    outcome = make_report(Task(Job(first.studies / "one", "one"), tmp_path), lambda stage: None)
    log = tmp_path / ".batch/logs/one.txt"
    assert outcome.state == "failed"
    assert outcome.reason == f"ZeroDivisionError: by zero (full text: {log})"
    assert "Traceback" in capsys.readouterr().err  # which is the log, in a worker


def test_a_study_that_can_no_longer_say_its_id_is_told_in_the_index(batch, tmp_path):
    study = build_study(tmp_path / "three")
    assert batch_reports([study], batch.out, forms=("markdown",)).exit_code == 0
    (study / "study.toml").write_text("[study\n")
    done = batch_reports([study], batch.out, forms=("markdown",))
    assert (done.exit_code, done.outcomes[0].state) == (2, "failed")
    rows = {r["report"]: r for r in json.loads((batch.out / "index.json").read_text("utf-8"))}
    assert rows["three"]["state"] == "old" and rows["one"]["state"] == "report"
    assert rows["three"]["reason"].startswith("study.toml:1: not readable as TOML")


def test_what_the_disk_refused_is_tried_again(first, tmp_path):
    blocked = tmp_path / "one"
    blocked.write_text("a file where the folder should be")
    done = batch_reports([first.studies / "one"], tmp_path, forms=("markdown",))
    assert "holds something that is no report" in done.outcomes[0].reason
    rows = json.loads((tmp_path / "index.json").read_text("utf-8"))
    assert [(row["report"], row["state"]) for row in rows] == [("one", "failed")]
    blocked.unlink()
    done = batch_reports([first.studies / "one"], tmp_path, forms=("markdown",))
    assert [o.state for o in done.outcomes] == ["made"]
    rows = json.loads((tmp_path / "index.json").read_text("utf-8"))
    assert [(row["report"], row["state"]) for row in rows] == [("one", "report")]
