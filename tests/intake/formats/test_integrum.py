"""Integrum: reports in HTML, whose texts are not escaped, and sheets."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.intake.formats import workbooks
from framing.intake.formats.integrum import is_integrum, is_integrum_columns, read_integrum
from framing.intake.records import Found, Source, UnreadableError

REPORT = Path(__file__).parent / "fixtures/integrum/report.html"
SHEET = REPORT.with_name("sheet.xlsx")
HEADER = ["Источник", "Дата", "Время", "Заголовок", "Анонс", "Оригинал", "Автор"]


def read(path: Path) -> list[Found]:
    return list(read_integrum(Source(path.name, path)))


def read_raw(raw: bytes, folder: Path) -> list[Found]:
    path = folder / "x.html"
    path.write_bytes(raw)
    return read(path)


def write_sheet(path: Path, rows: list[list[object]], header: list[str] | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in [header or HEADER, *rows]:
        book.active.append(row)
    book.save(path)
    return path


def test_a_report_is_known_by_its_beginning():
    assert is_integrum(REPORT.read_bytes()[:300].decode("cp1251"))
    assert is_integrum("<td>^ИС:\n  Озерный вестник\n<br>^ДТ:\n 09.02.1994")
    assert not is_integrum("<title>Report of the year</title> ^ИС: alone")


def test_a_report():
    first, second, third = read(REPORT)
    assert first == Found(
        item=1,
        title="ПАРОМ: СНОВА НА ОСТРОВА",
        body=(
            "Паром на Зеленые острова вышел в море впервые за три года, и на борту были сорок "
            "человеков и одна собака. Газеты <<Юг & Север>> молчали.\n\n"
            "Цены на паромы на прошлой неделе такие:\n\n"
            "1. Взрослый (1)\n\n2. Ребенок (2)\n\nCopyright - слово дня; a < b."
        ),
        outlet="Озерный вестник",
        date="09.02.1994",
        byline="Северная Анна Петровна",
        section="ОСТРОВА; № 6",
    )
    assert (second.title, second.byline, second.section) == ("ТОЛЬКО ЗАГОЛОВОК", "", "№ 5")
    assert second.problem.startswith("it has no text")
    # The same title again is another entry, given as it stands; its text repeats the title.
    assert (third.title, third.body) == (first.title, "Паром вышел в море.")


def test_a_report_cut_short_says_what_its_index_lists(tmp_path):
    raw = REPORT.read_bytes()
    cut = raw[: raw.index(b'<a name="3">')]
    *entries, last = read_raw(cut, tmp_path)
    assert entries == read(REPORT)[:2]
    assert (last.item, last.body) == (3, "")
    assert last.problem.startswith("the index lists 3 articles, the report holds 2")


def test_a_text_cut_in_the_middle_is_kept(tmp_path):
    raw = REPORT.read_bytes()
    cut = raw[: raw.index("Паром вышел".encode("cp1251")) + 5]
    assert read_raw(cut, tmp_path)[-1].body == "Паром"


def test_the_sheet_of_the_fixtures():
    first, second = read(SHEET)
    assert (first.item, first.title, first.date) == (2, "Паром: снова в море", "31.12.12")
    assert first.body == "Паром вышел в море.\n\nНа борту — сорок человек."
    assert second.problem.startswith("it has no text")


def test_a_sheet(tmp_path):
    rows: list[list[object]] = [
        [
            "ОТВ: Новости",
            "31.12.12",
            "12:59",
            "Паром: снова в море",
            "Паром: снова в море\n\nПаром вышел в море.\n\nНа борту — сорок человек.",
            "www.example.ru",
            "Анна Северная",
        ],
        [None] * 7,
        ["ОТВ: Новости", datetime(2012, 12, 30), 5, "Без текста", None, "", None],
        ["ОТВ: Новости", "29.12.12", None, "Без текста", "Без текста", None, None],
    ]
    first, second, third = read(write_sheet(tmp_path / "x.xlsx", rows))
    assert first == Found(
        item=2,
        title="Паром: снова в море",
        body="Паром вышел в море.\n\nНа борту — сорок человек.",
        outlet="ОТВ: Новости",
        date="31.12.12",
        byline="Анна Северная",
        url="www.example.ru",
    )
    assert (second.item, second.date) == (4, "2012-12-30")
    assert second.problem.startswith("it has no text")
    assert (third.item, third.body) == (5, "")
    assert third.problem.startswith("it has no text")


def test_a_second_sheet_counts_on_and_others_are_left(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Запрос", "паром"])
    for name in ("Январь", "Февраль"):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        sheet.append(["ОТВ", "31.12.12", "", f"Паром, {name}", "Паром вышел.", "", ""])
    book.save(tmp_path / "x.xlsx")
    assert [(one.item, one.title) for one in read(tmp_path / "x.xlsx")] == [
        (2, "Паром, Январь"),
        (4, "Паром, Февраль"),
    ]


def test_the_full_text_is_preferred_to_the_summary(tmp_path):
    header = ["Источник", "Дата", "Заголовок", "Анонс", "Текст"]
    rows: list[list[object]] = [["ОТВ", "1.1.13", "Паром", "Коротко.", "Долго и подробно."]]
    (one,) = read(write_sheet(tmp_path / "x.xlsx", rows, header))
    assert one.body == "Долго и подробно."
    assert is_integrum_columns(header)
    assert not is_integrum_columns(["Источник", "Дата", "Заголовок"])
    assert not is_integrum_columns(["source", "date", "title", "text"])


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is(tmp_path):
    path = write_sheet(tmp_path / "x.xlsx", [["ОТВ", "1.1.13", "", "Паром", "Паром вышел."]])
    path.write_bytes(
        change_member(
            path, lambda xml: re.sub(rb'ref="[^"]+"', b'ref="A1:XFD1048576"', xml, count=1)
        )
    )
    assert [one.item for one in read(path)] == [2]


def change_member(path: Path, change, name: str = "xl/worksheets/sheet1.xml") -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            raw = old.read(member)
            new.writestr(member, change(raw) if member == name else raw)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda xml: xml[: len(xml) // 2], "the workbook is damaged"),
        (lambda xml: b"", "the workbook is damaged"),
        (lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"'), "1,048,576 rows"),
        (
            lambda xml: (
                b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + xml.replace(b"<v>0</v>", b"<v>&a;</v>")
            ),
            r"sheet1\.xml declares XML entities",
        ),
        (lambda xml: re.sub(rb'r="[A-Z]+\d+"', b'r="?"', xml), "the workbook is damaged"),
    ],
)
def test_a_damaged_sheet_is_told(change, message, tmp_path):
    path = write_sheet(tmp_path / "x.xlsx", [["ОТВ", "1.1.13", "", "Паром", "Паром вышел."]])
    path.write_bytes(change_member(path, change))
    with pytest.raises(UnreadableError, match=message):
        read(path)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "no entry in the report"),
        (b"<title>Report 12.05.2021</title>", "no entry in the report"),
        (b"PK\x03\x04 and then nothing", "no readable zip archive"),
        (b"\0", "holds NUL"),
    ],
)
def test_what_is_no_export_says_so(raw, message, tmp_path):
    with pytest.raises(UnreadableError, match=message):
        read_raw(raw, tmp_path)


def test_another_workbook_or_archive_is_told(tmp_path, monkeypatch):
    path = write_sheet(tmp_path / "x.xlsx", [["a", "b"]], ["name", "text"])
    with pytest.raises(UnreadableError, match="no sheet with the columns Источник"):
        read(path)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "text")
    with pytest.raises(UnreadableError, match="the workbook is damaged"):
        read(tmp_path / "x.zip")
    monkeypatch.setattr(workbooks, "MAX_WORKBOOK", 100)
    with pytest.raises(UnreadableError, match="the workbook unpacks to"):
        read(path)


@given(data=st.data())
def test_mutated_reports_are_read_or_told(data, tmp_path_factory):
    raw = bytearray(REPORT.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 200))] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"<", b">", b"</pre>", b'<a name="9">', b"^"])
        )
    try:
        found = read_raw(bytes(raw), tmp_path_factory.getbasetemp())
    except UnreadableError:
        return
    assert [one.item for one in found] == list(range(1, len(found) + 1))
    assert all(one.body or one.problem for one in found)


@given(data=st.data())
def test_mutated_workbooks_are_read_or_told(data, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    raw = bytearray(SHEET.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    try:
        found = read_raw(bytes(raw), folder)
    except UnreadableError:
        return
    assert all(one.body or one.problem for one in found)


# The real exports, beside the repository.


def test_the_real_report_is_whole(shared):
    path = shared / "data/exports/integrum/moscow_1993-06-06_1994-09-02.html"
    found = read(path)
    assert len(found) == 27
    texts = re.findall(r"<pre>(.*?)</pre>", path.read_bytes().decode("cp1251"), re.S)
    for one, text in zip(found, texts, strict=True):
        assert one.outlet and one.title and not one.problem
        assert re.fullmatch(r"\d\d\.\d\d\.199[34]", one.date)
        assert "№ " in one.section
        assert "^" not in one.body and "font" not in one.body
        plain = re.sub(r"</?(?:font|b)\b[^>]*>", "", text)
        assert "".join(one.body.split()) == "".join(plain.split())
    # The report lists nine articles three times over.
    assert len({(one.title, one.body) for one in found}) == 9


def test_the_real_sheet_is_whole(shared):
    path = shared / "data/exports/integrum/ntv_20121201-20121231_0001-0100_0190.xlsx"
    found = read(path)
    assert [one.item for one in found] == list(range(2, 102))
    for one in found:
        assert one.outlet and one.title and one.body and not one.problem
        assert re.fullmatch(r"\d\d\.12\.12", one.date)
        assert one.body.split("\n\n")[0] != one.title
