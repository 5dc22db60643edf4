"""framing exercise and framing answers from end to end, in a copy of the teaching corpus."""

from __future__ import annotations

import csv
import io
import shutil

from click.testing import CliRunner

from framing.cli import main


def _run(*args: object):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_a_class_codes_an_exercise_and_looks_it_up(kurils_folder, tmp_path):
    study = tmp_path / "kurils"
    shutil.copytree(kurils_folder, study)
    drawn = _run("exercise", study, "which-outlet", "--n", "6")
    assert drawn.exit_code == 0, drawn.output
    assert "framing serve" in drawn.stderr
    units = (study / "coding/which-outlet/units.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(units)))
    assert len(rows) == 6
    early = _run("answers", study, "which-outlet", "--score")
    assert early.exit_code == 2 and "has no codes yet" in early.stderr
    codes = study / "coding/which-outlet/codes/ana.csv"
    codes.parent.mkdir()
    lines = [f"{row['unit']},Primer Gazette" for row in rows]
    codes.write_text("\n".join(["unit,label", *lines]) + "\n", "utf-8")
    score = _run("answers", study, "which-outlet", "--score", "--format", "csv")
    assert score.exit_code == 0, score.output
    found = {row["who"]: row for row in csv.DictReader(score.stdout.splitlines())}
    assert (found["all labels"]["right"], found["all labels"]["n"]) == ("1", "6")
    assert found["guessing"]["share"] == "0.166667"
    unknown = _run("answers", study, "which-outlets")
    assert unknown.exit_code == 2 and "did you mean 'which-outlet'?" in unknown.stderr
