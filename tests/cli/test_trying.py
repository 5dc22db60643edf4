"""framing try: from a file or what is pasted; rows to a file; errors that say what to do."""

from __future__ import annotations

import json

from click.testing import CliRunner

from framing.cli import main

TEXT = "Kono said the Northern Territories were seized."


def _run(*args: object, pasted: str | bytes | None = None):
    return CliRunner().invoke(main, [str(arg) for arg in args], input=pasted)


def test_a_pasted_text_is_shown_with_its_marks_and_numbers(kurils_folder):
    found = _run("try", kurils_folder, pasted=TEXT)
    assert found.exit_code == 0, found.output
    assert TEXT in found.stdout and "Northern Territories" in found.stdout
    assert "names: northern_territories (paraphrased)" in found.stdout


def test_rows_go_to_a_file_and_an_original_stands_beside(kurils_folder, tmp_path):
    new, old, out = tmp_path / "new.txt", tmp_path / "old.txt", tmp_path / "rows.json"
    new.write_text("Kono said the four islands were taken.", "utf-8")
    old.write_text(TEXT, "utf-8")
    found = _run("try", kurils_folder, new, "--original", old, "--out", out)
    assert found.exit_code == 0, found.output
    rows = json.loads(out.read_text("utf-8"))
    assert {"measure", "item", "original", "value", "flag"} == set(rows[0])


def test_what_is_no_text_is_refused(kurils_folder, tmp_path):
    found = _run("try", kurils_folder, tmp_path / "none.txt")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "none.txt: not found; allowed: a text file, or - to paste one" in found.stderr
    found = _run("try", kurils_folder, pasted=b"\xff\xfe\xff")
    assert found.exit_code == 2 and "is no UTF-8" in found.stderr


def test_what_the_study_reads_is_not_written_over(kurils_folder):
    found = _run("try", kurils_folder, "--out", kurils_folder / "study.toml", pasted=TEXT)
    assert found.exit_code == 2 and "would write over" in found.stderr
