"""framing sample: the list, sheets, what is told, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from framing.cli import main

MakeStudy = Callable[..., Path]


def invoke(*args: object) -> Result:
    return CliRunner().invoke(main, ["sample", *map(str, args)])


def test_the_list_of_variables_draws_nothing(make_study: MakeStudy) -> None:
    folder = make_study()
    result = invoke(folder, "--list")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["variable", "unit", "labels", "tool", "question"]
    assert [line.split()[0] for line in lines[1:3]] == ["voice", "stance:north_owns"]
    assert not (folder / "coding").exists()


def test_a_sample_with_sheets_of_two_coders(make_study: MakeStudy) -> None:
    folder = make_study()
    result = invoke(folder, "voice", "--n", 6, "--coder", "ana", "--coder", "bo", "--overlap", 0.5)
    assert result.exit_code == 0, result.output
    place = folder / "coding/voice"
    made = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert made == {
        "sample.json", "units.csv", "instructions.md",
        "sheets/ana.csv", "sheets/ana.xlsx", "sheets/bo.csv", "sheets/bo.xlsx",
    }  # fmt: skip
    assert {str(place / name) for name in made} == set(result.stdout.splitlines())
    assert result.stderr.splitlines()[0].startswith("6 of ")
    assert "--n 6 leaves no two units for each outlet, event and predicted label" in result.stderr
    sheets = [pl.read_csv(place / f"sheets/{name}.csv")["unit"] for name in ("ana", "bo")]
    assert [sheet.len() for sheet in sheets] == [5, 4]
    again = invoke(folder, "voice")
    assert again.exit_code == 2
    assert "sample 'voice' exists" in again.stderr
    other = invoke(folder, "voice", "--name", "more", "--n", 6)
    assert "6 of them are in sample voice, too; --after voice draws others" in other.stderr
    after = invoke(folder, "--after", "voice", "--n", 3)
    assert after.exit_code == 0, after.output
    assert (
        json.loads((folder / "coding/voice-2/sample.json").read_text("utf-8"))["after"] == "voice"
    )


def test_one_sheet_to_a_file(make_study: MakeStudy, tmp_path: Path) -> None:
    folder = make_study()
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"mine.{ending}"
        result = invoke(folder, "voice", "--n", 5, "--name", ending, "--out", out)
        assert result.exit_code == 0, result.output
        assert out.is_file()
        assert (tmp_path / "mine-instructions.md").is_file()
        assert not (folder / "coding" / ending / "sheets").exists()


def test_a_sample_elsewhere_for_a_study_that_is_only_read(
    make_study: MakeStudy, tmp_path: Path
) -> None:
    folder = make_study()
    out = tmp_path / "elsewhere"
    result = invoke(folder, "side", "--out-dir", out)
    assert result.exit_code == 0, result.output
    assert (out / "units.csv").is_file()
    assert (out / "sheets/sheet.xlsx").is_file()
    assert not (folder / "coding").exists()


def test_a_variable_of_ones_own(make_study: MakeStudy) -> None:
    folder = make_study()
    result = invoke(
        folder, "mood", "--label", "calm", "--label", "alarmed", "--question", "Which mood?",
        "--unit", "sentence", "--ordinal", "--n", 4,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    about = json.loads((folder / "coding/mood/sample.json").read_text("utf-8"))
    assert about["variable"]["labels"] == ["calm", "alarmed"]
    assert about["variable"]["ordinal"] and not about["variable"]["predicts"]
    assert "the tool has no labels of its own" in result.stderr
    text = (folder / "coding/mood/instructions.md").read_text("utf-8")
    assert "**Which mood?**" in text and "`calm`, `alarmed` (in this order)" in text


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "no variable; allowed: one of framing sample STUDY --list"),
        (["voyce"], "variable 'voyce'; allowed: voice"),
        (["voice", "--label", "a"], "'voice' has labels of its own"),
        (["mood", "--question", "Which?"], "allowed: at least two"),
        (["voice", "--by", "none", "--by", "outlet"], "--by none, outlet; allowed: none alone"),
        (["voice", "--coder", "a/b"], "coder 'a/b'; allowed: a pseudonym"),
        (["voice", "--outlet", "Alfa"], "--outlet 'Alfa'; allowed: Alpha, Beta, Gamma"),
        (["voice", "--out", "x.txt"], "x.txt: sheets end in .csv or .xlsx"),
        (["voice", "--name", "../../x"], "sample name '../../x'; allowed"),
        (["--after", "voice"], "sample 'voice'; allowed: a folder of coding/"),
        (["voice", "--after", "voice"], "variable 'voice' with --after"),
        (["--after", "voice", "--blind"], "--blind with --after: the design is that of voice"),
        (["voice", "--out", "articles/x.csv"], "would write over or into"),
    ],
)
def test_what_is_refused_writes_nothing(
    make_study: MakeStudy, args: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_study()
    monkeypatch.chdir(folder)
    result = invoke(folder, *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert not (folder / "coding").exists()


def test_articles_are_whole(make_study: MakeStudy) -> None:
    folder = make_study()
    own = ["mood", "--label", "a", "--label", "b", "--question", "Which?"]
    result = invoke(folder, *own, "--voice", "outlet")
    assert result.exit_code == 2
    assert "--voice: articles are coded whole" in result.stderr
    assert invoke(folder, *own, "--event", "talks", "--by", "none").exit_code == 0


def check(folder: Path) -> Result:
    return CliRunner().invoke(main, ["check", str(folder)])


def test_check_tells_samples_and_what_is_wrong_in_them(make_study: MakeStudy) -> None:
    folder = make_study()
    assert invoke(folder, "stance:north_owns", "--n", 6, "--blind", "--mask-names").exit_code == 0
    result = check(folder)
    assert result.exit_code == 0, result.output
    line = next(line for line in result.stdout.splitlines() if line.startswith("sample "))
    assert line.startswith("sample stance-north_owns: stance:north_owns; 6 of ")
    assert line.endswith("hidden: outlet, names; not coded yet")
    place = folder / "coding/stance-north_owns"
    units = pl.read_csv(place / "units.csv")["unit"].to_list()
    rows = [f"{units[0]},{name},{phase}" for name, phase in (("ana", ""), ("bo", "discussed"))]
    text = "unit,label,coder,phase\n" + "".join(r.replace(",", ",none,", 1) + "\n" for r in rows)
    (place / "codes").mkdir()
    (place / "codes/class.csv").write_text(text, "utf-8")
    assert "; 1 independent, 1 discussed labels of 2 coders" in check(folder).stdout
    assert invoke(folder, "--after", "stance-north_owns", "--n", 2).exit_code == 0
    place.rename(folder / "coding/moved")
    result = check(folder)
    assert result.exit_code == 1
    assert "drawn after 'stance-north_owns', which is not there" in result.stdout


def test_check_tells_variables_that_the_codebook_no_longer_makes(make_study: MakeStudy) -> None:
    folder = make_study()
    for variable in ("stance:north_owns", "name:islands", "voice"):
        assert invoke(folder, variable, "--n", 4).exit_code == 0
    book = folder / "codebook/codebook.yaml"
    text = book.read_text("utf-8").replace("north_owns", "south_owns").replace("blue:", "azure:")
    book.write_text(text, "utf-8")
    result = check(folder)
    assert "no variable stance:north_owns of sentences any more" in result.stdout
    assert "name:islands was coded with blue, green, none. Allowed: azure, green, none" in (
        result.stdout
    )
    assert "2 notes: usable" in result.stdout
