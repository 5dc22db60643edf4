"""The workbook: a sheet a table, numbers as numbers, text that no sheet runs, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.records.tables.columns import describe_columns, describe_table
from framing.reporting import Report
from framing.reporting.forms.xlsx import MAX_TEXT, cell_text, render_tables, sheet_names
from framing.reporting.tables import round_significant

HOSTILE = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "#N/A", "#REF!",
    '=HYPERLINK("http://x.example";"y")', "<r><t>raw</t></r>", "<is><t>x</t></is>", "&amp;",
    "http://x.example/", "mailto:a@x.example", "{=1}", "a\u202eb", "\x00\x1b[2J", "\ufffe",
    "_x0041_", "1e5", "2019-01-01", "TRUE", "\r\n=1",
)  # fmt: skip


def book(made: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made))


def only(report: Report, **frames: pl.DataFrame) -> Report:
    return replace(report, tables=tuple(frames.items()))


def parts(made: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_table_is_a_sheet_with_the_values_of_its_csv(kurils_report: Report) -> None:
    made = book(render_tables(kurils_report))
    frames = dict(kurils_report.tables)
    assert made.sheetnames == ["Contents", *(name for name in frames if name != "columns")]
    for name in made.sheetnames[1:]:
        sheet, frame = made[name], round_significant(frames[name])
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[0] == tuple(frame.columns)
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.endswith(str(frame.height + 1))
        assert len(rows) == frame.height + 1
        for row, values in zip(rows[1:], frame.iter_rows(), strict=True):
            # An empty text is an empty cell.
            assert row == tuple(None if v == "" else v for v in values)


def test_the_first_sheet_says_what_the_others_hold(kurils_report: Report) -> None:
    rows = list(book(render_tables(kurils_report))["Contents"].iter_rows(values_only=True))
    said = [str(row[0]) for row in rows[:3]]
    assert said[0] == kurils_report.title
    assert kurils_report.tier_sentence in said[2]
    listed = {row[0]: row for row in rows if row[-1] and str(row[-1]).startswith("tables/")}
    for name, frame in kurils_report.tables:
        if name != "columns":
            assert listed[name][2:5] == (frame.height, frame.width, describe_table(name))
    notes = [row for row in rows if row[:2] == ("words", "log_ratio")]
    assert notes[0][3:5] == ("log2", "Log ratio of the rates, 1 is twice as often")


def test_no_text_is_run_or_changed(kurils_report: Report) -> None:
    made = render_tables(only(kurils_report, hostile=pl.DataFrame({"term": list(HOSTILE)})))
    found = [cell for (cell,) in list(book(made)["hostile"].iter_rows())[1:]]
    assert {cell.data_type for cell in found} <= {"s", "inlineStr"}
    for cell, text in zip(found, HOSTILE, strict=True):
        if text.isprintable() and not re.match(r"_x|\ufffe", text):
            assert cell.value == text
        if text.lstrip().startswith(("=", "+", "-", "@", "＝")):
            assert cell.quotePrefix, text
    xml = "".join(parts(made).values())
    assert not re.search(r"<f[ >]|hyperlink|<is><r>|t=\"e\"", xml)
    assert "a[U+202E]b" in xml
    assert "_x005F_x0041_" in xml


def test_names_of_sheets_are_short_and_differ() -> None:
    names = [
        "a" * 40,
        "a" * 41,
        "A" * 31,
        "history",
        "[x]:*?/\\",
        "''",
        "",
        "\x07",
        "words",
        "WORDS",
    ]
    found = sheet_names(names)
    assert len({n.casefold() for n in found}) == len(names)
    for name in found:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
        assert name.casefold() != "history"


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(codec=None)), max_size=6))
def test_any_name_is_a_name_of_a_sheet(names: list[str]) -> None:
    made = openpyxl.Workbook()
    for name in sheet_names(names):
        assert made.create_sheet(name).title == name
        assert name.encode()


@settings(max_examples=60)
@given(st.text(st.characters(codec=None)))
def test_any_text_fits_into_a_cell(text: str) -> None:
    shown = cell_text(text)
    assert not openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(shown)
    assert len(shown.encode("utf-16-le")) <= 2 * MAX_TEXT


def test_a_long_text_is_cut_and_says_so(kurils_report: Report) -> None:
    long = "x" * 40_000
    frame = pl.DataFrame({"text": [long, "🏝" * 20_000, "y" * MAX_TEXT]})
    rows = list(book(render_tables(only(kurils_report, cut=frame)))["cut"].values)
    for (cell,) in rows[1:3]:
        assert cell.endswith("[… cut, the whole is in the CSV: tables/cut.csv]")
        assert len(cell.encode("utf-16-le")) <= 2 * MAX_TEXT
    assert rows[3][0] == "y" * MAX_TEXT


def test_a_table_that_is_too_long_goes_on(kurils_report: Report) -> None:
    frame = pl.DataFrame({"n": list(range(7)), "big": [2**60] * 7})
    made = book(render_tables(only(kurils_report, words=frame), max_rows=4))
    assert made.sheetnames == ["Contents", "words", "words 2", "words 3"]
    found = [row[0] for name in made.sheetnames[1:] for row in list(made[name].values)[1:]]
    assert found == list(range(7))
    assert made["words"]["B2"].value == str(2**60)  # a sheet would round it


def test_the_same_report_has_the_same_bytes(
    kurils_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render_tables(kurils_report)
    later = type(
        "Later", (datetime,), {"now": classmethod(lambda c, tz=None: datetime(2031, 5, 6))}
    )
    monkeypatch.setattr("openpyxl.writer.excel.datetime.datetime", later)
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    assert render_tables(kurils_report) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_column_of_every_table_is_described(
    kurils_report: Report, reading_report: Report
) -> None:
    for report in (kurils_report, reading_report):
        for name, frame in report.tables:
            assert describe_table(name), name
            bare = [c.column for c in describe_columns(name, frame) if not (c.unit and c.meaning)]
            assert not bare, (name, bare)
    columns = dict(kurils_report.tables)["columns"]
    said = {row[:2]: row[2:] for row in columns.iter_rows()}
    assert said["words", "log_ratio_low"][1:] == (
        "log2", "Lower bound of the interval of log_ratio",
    )  # fmt: skip
    assert said["words", "n_b"] == ("whole number", "count", "Uses as printed, side B")
