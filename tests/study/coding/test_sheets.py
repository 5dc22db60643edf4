"""Sheets for coders: who gets what, as CSV and XLSX, and read back filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import framing
from framing.engine.coding.masks import shown_units
from framing.engine.coding.variables import own_variable
from framing.engine.run import Run
from framing.engine.verbs.sample import sample
from framing.errors import UsageError
from framing.records.coding import Sample
from framing.study.coding.samples import write_sample
from framing.study.coding.sheets import build_sheet, deal_units, write_sheets

MakeStudy = Callable[..., Path]
Drawn = tuple[Run, Sample]

HOSTILE = """\
Ferry sails

=HYPERLINK("http://x.example","click") is what the captain wrote.

It cost 5; then 6, he said. <b>Bold</b> & _x0041_ remain \u202etext.
"""


@pytest.fixture
def drawn(make_study: MakeStudy) -> Drawn:
    run = framing.open_study(make_study({"articles/beta_ferry.txt": HOSTILE}))
    return run, sample(run, "voice", n=100)


def test_everybody_codes_everything_in_an_order_of_their_own(drawn: Drawn) -> None:
    _, made = drawn
    dealt = deal_units(made, ["ana", "bo"])
    assert set(dealt["ana"]) == set(dealt["bo"]) == set(made.units["unit"])
    assert dealt["ana"] != dealt["bo"]
    assert dealt == deal_units(made, ["ana", "bo"])
    nobody = deal_units(made, [])
    assert nobody == {"sheet": made.units.sort("place")["unit"].to_list()}


@pytest.mark.parametrize("overlap", [0.0, 0.3, 1.0])
def test_some_units_are_coded_by_all_the_rest_by_one(drawn: Drawn, overlap: float) -> None:
    _, made = drawn
    n = made.units.height
    dealt = [set(units) for units in deal_units(made, ["a", "b", "c"], overlap).values()]
    everybody = set.intersection(*dealt)
    assert len(everybody) == -int(-overlap * n // 1)
    rest = [own - everybody for own in dealt]
    assert sum(map(len, rest)) + len(everybody) == n
    assert set.union(*dealt) == set(made.units["unit"])
    assert max(map(len, rest)) - min(map(len, rest)) <= 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"coders": ["a b"]}, "coder 'a b'; allowed: a pseudonym"),
        ({"coders": ["../a"]}, r"coder '\.\./a'; allowed: a pseudonym"),
        ({"coders": ["Ana", "ana"]}, "coders Ana, ana; allowed: each name once"),
        ({"overlap": 1.5}, "overlap 1.5; allowed: a share from 0 to 1"),
        ({"out": Path("a.ods")}, r"a.ods: sheets end in .csv or .xlsx"),
        ({"out": Path("a.csv"), "coders": ["a", "b"]}, "one sheet for 2 coders"),
        ({"out": Path(__file__).with_suffix(".csv")}, ""),
    ],
)
def test_what_no_sheet_is_written_for(drawn: Drawn, given: dict, message: str, tmp_path) -> None:
    run, made = drawn
    if not message:
        given, message = {"out": tmp_path / "a.csv"}, "exists and may be filled in"
        given["out"].write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=message):
        write_sheets(made, shown_units(run, made), **given)
    assert not made.folder.exists()


def test_a_blind_sheet_tells_no_outlet_event_stratum_or_label(drawn: Drawn) -> None:
    run, made = drawn
    blind = replace(made, blind=True)
    sheet = build_sheet(blind, shown_units(run, blind), deal_units(blind, [])["sheet"], "")
    assert sheet.columns == [
        "place", "before", "text", "after", "label", "note", "event", "unit", "variable", "coder",
    ]  # fmt: skip
    assert sheet["label"].null_count() == sheet.height
    text = "".join(map(str, sheet.drop("unit").rows()))
    assert not [name for name in ("Alpha", "Beta", "Gamma", "North |", "0.5") if name in text]


def test_the_workbook_is_text_with_a_list_of_labels(drawn: Drawn) -> None:
    run, made = drawn
    paths = write_sheets(made, shown_units(run, made), coders=["ana"])
    assert [path.name for path in paths] == ["ana.csv", "ana.xlsx", "instructions.md"]
    book = openpyxl.load_workbook(paths[1])
    assert book.sheetnames == ["Instructions", "Units", "Labels"]
    assert book["Labels"].sheet_state == "hidden"
    assert [cell.value for cell in book["Labels"]["A"]] == ["outlet", "source", "both"]
    assert book["Instructions"]["A1"].value == "Coding voice"
    sheet = book["Units"]
    header = [cell.value for cell in sheet[1]]
    (choice,) = sheet.data_validations.dataValidation
    label = "ABCDEFGHIJKLM"[header.index("label")]
    assert str(choice.sqref) == f"{label}2:{label}{made.units.height + 1}"
    assert choice.formula1 == "Labels!$A$1:$A$3"
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_the_csv_runs_nowhere_and_the_bytes_are_the_same(drawn: Drawn) -> None:
    run, made = drawn
    first = {p.name: p.read_bytes() for p in write_sheets(made, shown_units(run, made))}
    again = {p.name: p.read_bytes() for p in write_sheets(made, shown_units(run, made))}
    assert first == again
    text = first["sheet.csv"].decode("utf-8-sig")
    assert first["sheet.csv"].startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


def fill_csv(path: Path, label: str) -> bytes:
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    at = rows[0].index("label")
    for row in rows[1:]:
        row[at] = label
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def test_filled_sheets_come_back(drawn: Drawn) -> None:
    run, made = drawn
    write_sample(made)
    paths = write_sheets(made, shown_units(run, made), coders=["ana", "bo"])
    codes = made.folder / "codes"
    codes.mkdir()
    (codes / "ana.csv").write_bytes(fill_csv(paths[0], " Source "))
    book = openpyxl.load_workbook(paths[3])
    header = [cell.value for cell in book["Units"][1]]
    for row in book["Units"].iter_rows(min_row=2):
        row[header.index("label")].value = "outlet"
        row[header.index("text")].value = "somebody wrote over this"
    book.save(codes / "bo.xlsx")
    before = {path: path.read_bytes() for path in codes.iterdir()}
    study = framing.open_study(run.study.folder).study
    assert [p for p in study.problems if "coding" in p.file] == []
    (read,) = study.samples
    said = read.codes.group_by("coder").agg(pl.col("label").unique(), n=pl.len()).sort("coder")
    n = made.units.height
    assert said.rows() == [("ana", ["source"], n), ("bo", ["outlet"], n)]
    assert read.units.drop("text").equals(made.units.sort("place", "unit").drop("text"))
    places = read.codes.filter(pl.col("coder") == "ana").sort("place")["unit"].to_list()
    assert places == deal_units(made, ["ana", "bo"])["ana"]
    assert {path: path.read_bytes() for path in codes.iterdir()} == before


def test_labels_that_look_like_numbers_or_formulas(drawn: Drawn) -> None:
    run, _ = drawn
    variable = own_variable(
        run, "tone", labels=("-1", "0", "+1"), question="Tone?", unit="sentence", ordinal=True
    )
    made = sample(run, variable, n=6)
    write_sample(made)
    paths = write_sheets(made, shown_units(run, made), coders=["ana", "bo"])
    (made.folder / "codes").mkdir()
    (made.folder / "codes/ana.csv").write_bytes(fill_csv(paths[0], "'-1"))
    book = openpyxl.load_workbook(paths[3])
    header = [cell.value for cell in book["Units"][1]]
    for row, value in zip(
        book["Units"].iter_rows(min_row=2), (-1, 0.0, "+1", "0", None, ""), strict=True
    ):
        row[header.index("label")].value = value
        row[header.index("label")].data_type = "s" if isinstance(value, str) else "n"
    book.save(made.folder / "codes/bo.xlsx")
    study = framing.open_study(run.study.folder).study
    (read,) = study.samples
    assert read.variable == variable
    assert read.codes.filter(pl.col("coder") == "ana")["label"].to_list() == ["-1"] * 6
    labels = read.codes.filter(pl.col("coder") == "bo").sort("place")["label"].to_list()
    assert labels == ["-1", "0", "+1", "0"]
