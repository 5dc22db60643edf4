"""Forms for paper: numbered notes, bounded excerpts, PDF by WeasyPrint or Chromium."""

from __future__ import annotations

import ctypes
import os
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from framing.errors import MissingPackageError
from framing.reporting import Report, write_report
from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms import pdf
from framing.reporting.forms.print.chromium import find_chromium, print_with_chromium
from framing.reporting.forms.print.html import render_print_html
from framing.reporting.forms.print.notes import OF_A_FINDING, build_notes
from framing.reporting.forms.print.weasy import has_weasyprint, print_with_weasyprint
from framing.reporting.forms.print.widths import column_shares, type_size
from framing.reporting.model import Evidence, Finding, Link, Passage, plain

pytestmark = pytest.mark.skipif(
    not has_weasyprint() and os.environ.get("CI") != "true",
    reason="WeasyPrint cannot be loaded: Pango is not here (scripts/test says what brings it)",
)


def _text_of(made: bytes) -> str:
    """The words of all pages, one space between them; soft ends of lines taken out."""
    document = pdfium.PdfDocument(made)
    pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).replace("\ufffe", "").split())


def _squeezed(text: str) -> str:
    """Letters without blanks and hyphens, which ends of lines add and take."""
    return re.sub(r"[\s-]", "", text)


def _language(document: pdfium.PdfDocument) -> str:
    size = pdfium.raw.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.raw.FPDFCatalog_GetLanguage(
        document, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    return buffer.raw.decode("utf-16-le").rstrip("\0")


@pytest.fixture(scope="module")
def kurils_page(kurils_report: Report) -> str:
    return render_print_html(kurils_report, Drawings(kurils_report))


@pytest.fixture(scope="module")
def kurils_pdf(kurils_report: Report) -> bytes:
    """The first sections: enough of every kind of thing, in a third of the time."""
    part = replace(kurils_report, sections=kurils_report.sections[:4])
    return print_with_weasyprint(render_print_html(part, Drawings(part)))


def test_findings_stand_first_with_notes_that_are_there(
    kurils_page: str, kurils_report: Report
) -> None:
    body = kurils_page[kurils_page.index("<body") :]
    assert body.index('id="answer"') < body.index('class="contents"') < body.index('class="part"')
    ids = set(re.findall(r'id="(note-\d+)"', body))
    asked = set(re.findall(r'href="#(note-\d+)"', body))
    assert asked == ids
    assert len(ids) == len(build_notes(kurils_report).notes) > 100


def test_no_excerpt_is_longer_than_fifty_words(kurils_report: Report) -> None:
    notes = build_notes(kurils_report).notes
    for note in notes:
        assert 0 < len(note.passages) <= OF_A_FINDING
        for quoted in note.passages:
            assert len("".join(quoted.words).split()) <= 52  # with a mark of cutting at each end


def test_a_note_says_how_many_passages_are_left_out(reading_report: Report) -> None:
    passages = tuple(Passage(f"a{k}", "A", "", "", "", "", f"m{k}", "") for k in range(9))
    finding = Finding("names", ("A writes it ", Link("9 times", "e-1"), "."), "these_outlets")
    evidence = (Evidence("e-1", "Nine", passages, 3),)
    report = replace(reading_report, findings=(finding,), sections=(), evidence=evidence)
    (note,) = build_notes(report).notes
    assert [q.words[1] for q in note.passages] == ["m0", "m2", "m4", "m6"]
    assert note.n_more == 8


def test_the_pdf_has_title_language_tags_and_bookmarks(
    kurils_pdf: bytes, kurils_report: Report
) -> None:
    document = pdfium.PdfDocument(kurils_pdf)
    assert document.get_metadata_value("Title") == kurils_report.title
    assert document.get_metadata_value("CreationDate") == ""
    assert document.is_tagged()
    assert _language(document) == "en"
    marks = [mark.get_title() for mark in document.get_toc()]
    assert marks[0] == kurils_report.title
    for section in kurils_report.sections[:4]:
        assert section.title in marks
    sizes = {tuple(round(x) for x in page.get_size()) for page in document}
    assert sizes <= {(595, 842), (842, 595)}


def test_the_pdf_says_what_the_report_says(kurils_pdf: bytes, kurils_report: Report) -> None:
    text = _squeezed(re.sub(r"\[\d+\]", "", _text_of(kurils_pdf)))
    for finding in kurils_report.findings:
        assert _squeezed(plain(finding.text)) in text
    for section in kurils_report.sections[:4]:
        assert _squeezed(plain(section.lead)) in text
        for table in section.tables:
            assert _squeezed(table.caption) in text


def test_pages_are_numbered_and_contents_name_them(kurils_pdf: bytes) -> None:
    document = pdfium.PdfDocument(kurils_pdf)
    n = len(document)
    first = document[0].get_textpage().get_text_range()
    assert f"1 / {n}" in first
    contents = first[first.index("Contents") :]
    pages = [int(k) for k in re.findall(r"\. ?(\d+)\s", contents)]
    assert pages == sorted(pages)
    assert len(pages) >= 2
    assert pages[-1] <= n


def test_the_same_bytes_twice(reading_report: Report) -> None:
    part = replace(reading_report, sections=reading_report.sections[:3])
    assert pdf.render(part, Drawings(part)) == pdf.render(part, Drawings(part))


def test_hostile_words_are_text_on_paper(hostile_report: Report) -> None:
    page = render_print_html(hostile_report, Drawings(hostile_report))
    assert "<script" not in page
    assert "<img src=x" not in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    assert "<script>alert(1)</script>" in _text_of(print_with_weasyprint(page))


def test_nothing_is_loaded(reading_report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(
        "weasyprint.urls.URLFetcher.fetch", lambda _self, url, *_: asked.append(url) or 1 / 0
    )
    page = render_print_html(reading_report, Drawings(reading_report))
    print_with_weasyprint(page.replace("</body>", '<img src="file:///etc/hosts" alt=""></body>'))
    assert [url[:10] for url in asked if not url.startswith("data:")] == ["file:///et"]


def test_widths_hold_the_longest_words(kurils_report: Report) -> None:
    sizes = set()
    for section in kurils_report.sections:
        for table in section.tables:
            shares = column_shares(table)
            assert sum(shares) == pytest.approx(1)
            assert min(shares) > 0.015, table.id
            sizes.add(type_size(table))
    assert "" in sizes


def test_chromium_prints_where_weasyprint_is_missing(
    reading_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not find_chromium():
        pytest.skip("no Chromium here")
    monkeypatch.setattr(pdf, "has_weasyprint", lambda: False)
    made = pdf.render(reading_report, Drawings(reading_report))
    document = pdfium.PdfDocument(made)
    assert document.get_metadata_value("Title") == reading_report.title
    assert document.get_metadata_value("CreationDate") == "D:20000101000000+00'00'"
    assert _squeezed(plain(reading_report.findings[0].text))[:60] in _squeezed(_text_of(made))


def test_without_both_one_line_says_what_to_install_and_the_rest_is_written(
    reading_report: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "has_weasyprint", lambda: False)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(MissingPackageError, match=r"framing\[pdf\].*Chromium"):
        write_report(reading_report, tmp_path / "out", forms=("pdf", "markdown"))
    assert not (tmp_path / "out/report.pdf").exists()
    assert (tmp_path / "out/report.md").stat().st_size > 1000
    assert (tmp_path / "out/manifest.json").exists()


def test_a_browser_that_prints_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingPackageError, match="false printed nothing"):
        print_with_chromium("<p>x</p>", program="false")
