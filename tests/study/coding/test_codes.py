"""Codes of a sample, from whatever coders and spreadsheets make of a sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import framing
from framing.engine.verbs.sample import sample
from framing.errors import Problem
from framing.records.coding import Sample
from framing.study.coding.samples import write_sample

MakeStudy = Callable[..., Path]
Read = Callable[..., tuple[list, list[Problem]]]


@pytest.fixture
def made(make_study: MakeStudy) -> Sample:
    drawn = sample(framing.open_study(make_study()), "voice", n=5)
    write_sample(drawn)
    (drawn.folder / "codes").mkdir()
    return drawn


def read(made: Sample, files: dict[str, str | bytes]) -> tuple[list, list[Problem]]:
    """(unit's number, label, coder, phase) of every code, and the problems of the codes."""
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (made.folder / "codes" / name).write_bytes(raw)
    study = framing.open_study(made.folder.parents[1]).study
    (found,) = study.samples
    number = {unit: k for k, unit in enumerate(made.units["unit"])}
    rows = found.codes.select("unit", "label", "coder", "phase").rows()
    told = [problem for problem in study.problems if problem.file.startswith("coding/")]
    return sorted((number[u], *rest) for u, *rest in rows), told


def filled(text: str, made: Sample) -> str:
    """Text in which u0, u1 ... are the units."""
    for k, unit in enumerate(made.units["unit"]):
        text = text.replace(f"u{k}", unit)
    return text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ana.csv", "unit,label\nu0,outlet\nu1,source\n"),
        ("ana.CSV", '\ufeffUnit;Text;Label;\r\nu0;a, b;Outlet ;\r\nu1;"c";  SOURCE;\r\n'),
        ("ana.csv", "sep=;\nlabel;unit\noutlet;u0\nsource;u1\n;u2\n"),
        ("ana.csv", "my sheet,,\n,,\nunit,label,note\nu0,outlet\n,,\nu1,source,,,\n"),
        ("ana.csv", "unit\tlabel\tcoder\nu0\toutlet\tana\nu1\tsource\tAna\n"),
        (
            "other.csv",
            "unit,label,coder,variable,phase\nu0,outlet,ana,VOICE,\nu1,source,ana,,Independent\n",
        ),
    ],
)
def test_what_a_spreadsheet_makes_of_a_sheet_is_read(made: Sample, name: str, text: str) -> None:
    codes, problems = read(made, {name: filled(text, made)})
    assert [(k, label, coder.casefold()) for k, label, coder, _ in codes] == [
        (0, "outlet", "ana"),
        (1, "source", "ana"),
    ]
    assert problems == []


def test_other_encodings_are_read(made: Sample) -> None:
    text = filled("unit\ttext\tlabel\nu0\t“Curly” – dash\toutlet\n", made)
    codes, problems = read(
        made, {"ana.csv": text.encode("utf-16"), "bo.csv": text.encode("cp1252")}
    )
    assert [row[1:3] for row in codes] == [("outlet", "ana"), ("outlet", "bo")]
    assert problems == []


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("u9999,outlet,,", "unknown unit 'u9999'. Allowed: a unit of units.csv"),
        ("u0,outlett,,", "label 'outlett'; did you mean 'outlet'? Allowed: outlet, source, both"),
        ("u0,=1+1,,", "label '=1+1'. Allowed"),
        ("u0,<script>,,", "label '<script>'. Allowed"),
        ("u0,outlet,stance:x,", "the row is about 'stance:x'. Allowed: voice, which"),
        ("u0,outlet,,freezing", "phase 'freezing'. Allowed: independent, discussed, adjudicated"),
        (
            "u1,source,,",
            "is 'source' here and 'both' in coding/voice/codes/ana.csv:2, both by 'ana'",
        ),
    ],
)
def test_a_bad_row_costs_itself_and_is_told_with_its_line(
    made: Sample, row: str, found: str
) -> None:
    text = filled(f"unit,label,variable,phase\nu1,both,,\n{row}\nu2,source,,\n", made)
    codes, problems = read(made, {"ana.csv": text})
    assert [(k, label) for k, label, _, _ in codes] == [(1, "both"), (2, "source")]
    (problem,) = problems
    assert (problem.file, problem.line) == ("coding/voice/codes/ana.csv", 3)
    assert found in str(problem)
    assert not problem.fatal


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("ana.csv", b"a,b\n1,2\n", "no column unit or no column label"),
        ("ana.csv", b"", "no column unit or no column label"),
        ("ana.csv", b'unit,label\nu1,"outlet\n', "broken in line 2"),
        ("ana.csv", b"unit,label,label\nu1,a,b\n", "column label stands twice"),
        ("ana.csv", b"\x00\x01\x02\xff" * 50, ""),
        ("ana.xlsx", b"not a workbook", ""),
        ("ana.ods", b"x", "file type '.ods' is not read"),
    ],
)
def test_a_broken_file_costs_itself_alone(
    made: Sample, name: str, content: bytes, found: str
) -> None:
    good = filled("unit,label\nu0,outlet\n", made)
    codes, problems = read(made, {name: content, "bo.csv": good})
    assert [row[1:3] for row in codes] == [("outlet", "bo")]
    (problem,) = problems
    assert problem.file == f"coding/voice/codes/{name}"
    assert found in str(problem)
    assert not problem.fatal


def test_locks_and_hidden_files_are_no_codes(made: Sample) -> None:
    codes, problems = read(made, {"~$ana.xlsx": b"lock", ".~lock.ana.csv#": b"lock"})
    assert (codes, problems) == ([], [])


def test_a_coder_twice_counts_once(made: Sample) -> None:
    """The same sheet as CSV and as XLSX: what it repeats is no problem."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("filled")
    sheet.append(["about", "this"])
    sheet.append(["unit", "label"])
    sheet.append([made.units["unit"][0], "OUTLET"])
    book.save(made.folder / "codes" / "ana.xlsx")
    codes, problems = read(made, {"ana.csv": filled("unit,label\nu0,outlet\n", made)})
    assert codes == [(0, "outlet", "ana", "independent")]
    assert problems == []


def test_phases_are_kept_apart(made: Sample) -> None:
    text = "unit,label,phase\nu0,outlet,\nu0,source,discussed\nu0,both,Adjudicated\n"
    codes, _ = read(made, {"ana.csv": filled(text, made)})
    assert [row[1::2] for row in codes] == [
        ("both", "adjudicated"),
        ("outlet", "independent"),
        ("source", "discussed"),
    ]


def test_a_sheet_of_another_sample_is_told_in_short(made: Sample) -> None:
    text = "unit,label\n" + "".join(f"x{k},outlet\n" for k in range(500))
    _, problems = read(made, {"ana.csv": text})
    assert len(problems) == 11
    assert str(problems[-1]).endswith(
        "490 more rows are wrong. Next: is it a sheet of another sample?"
    )
