"""The document that a person can edit."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from framing.errors import MissingPackageError
from framing.reporting import Report, write_report
from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.docx import render
from framing.reporting.forms.print.notes import build_notes
from framing.reporting.forms.print.numbers import MOST_ROWS
from framing.reporting.forms.word.xml import run, xml_text
from framing.reporting.model import plain


@pytest.fixture(scope="module")
def kurils_docx(kurils_report: Report) -> bytes:
    return render(kurils_report, Drawings(kurils_report))


def _document(made: bytes):  # type: ignore[no-untyped-def]
    return Document(io.BytesIO(made))


def test_headings_findings_and_sections_stand_there(
    kurils_docx: bytes, kurils_report: Report
) -> None:
    document = _document(kurils_docx)
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles[kurils_report.title] == "Title"
    for section in kurils_report.sections:
        assert styles[section.title] == "Heading 1"
    numbered = [p for p in document.paragraphs if p.style.name == "List Number"]
    assert [re.sub(r"\[\d+\]", "", p.text) for p in numbered] == [
        plain(f.text) for f in kurils_report.findings
    ]


def test_tables_are_tables_with_heads_that_repeat(
    kurils_docx: bytes, kurils_report: Report
) -> None:
    document = _document(kurils_docx)
    wanted = [t for s in kurils_report.sections for t in s.tables]
    there = iter(document.tables)  # profiles and articles side by side stand among them
    for table in wanted:
        head = list(table.columns)
        found = next(t for t in there if [cell.text for cell in t.rows[0].cells] == head)
        assert found.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(found.rows) == 1 + min(len(table.rows), MOST_ROWS)
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    said = [f"Table {k}. {t.caption}" for k, t in enumerate(wanted, start=1)]
    assert [p.text for p in captions if p.text.startswith("Table")] == said
    codes = [p._p.xpath(".//w:instrText")[0].text.split()[:2] for p in captions]
    assert {tuple(code) for code in codes} == {("SEQ", "Table"), ("SEQ", "Figure")}


def test_figures_have_alt_text(kurils_docx: bytes, kurils_report: Report) -> None:
    figures = [f for s in kurils_report.sections for f in s.figures]
    shapes = _document(kurils_docx).inline_shapes
    assert [s._inline.docPr.get("descr") for s in shapes] == [" ".join(f.alt.split("\n"))
                                                              for f in figures]  # fmt: skip


def test_notes_lead_to_bookmarks(kurils_docx: bytes, kurils_report: Report) -> None:
    xml = zipfile.ZipFile(io.BytesIO(kurils_docx)).read("word/document.xml").decode()
    names = set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml))
    asked = set(re.findall(r'w:anchor="([^"]+)"', xml))
    assert asked <= names
    assert {f"note_{n.number}" for n in build_notes(kurils_report).notes} <= names


def test_the_same_bytes_without_a_clock(reading_report: Report) -> None:
    first = render(reading_report, Drawings(reading_report))
    assert render(reading_report, Drawings(reading_report)) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in package.read("docProps/core.xml")
    properties = _document(first).core_properties
    assert (properties.author, properties.language) == ("framing", "en")


def test_hostile_words_are_words(hostile_report: Report) -> None:
    document = _document(render(hostile_report, Drawings(hostile_report)))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "<script>alert(1)</script>" in text + "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def test_what_xml_forbids_is_made_visible() -> None:
    assert xml_text("a\x0b\ud800\uffff\u202eb&") == "a[U+000B][U+D800][U+FFFF][U+202E]b&amp;"
    assert run("x < y") == '<w:r><w:t xml:space="preserve">x &lt; y</w:t></w:r>'


def test_without_python_docx_one_line_says_so(
    reading_report: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingPackageError, match=r"framing\[docx\]"):
        write_report(reading_report, tmp_path / "out", forms=("docx", "markdown"))
    assert (tmp_path / "out/report.md").exists()
