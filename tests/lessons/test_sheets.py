"""Sheets in every form: pages, room to write, hostile articles, the command."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from docx import Document
from lxml import html
from markdown_it import MarkdownIt

import framing
from framing.cli import main
from framing.engine.run import Run
from framing.errors import MissingPackageError, UsageError
from framing.records.lessons import Lesson
from framing.reporting.forms import pdf
from framing.reporting.lessons import write
from framing.reporting.lessons.html import render_html
from framing.reporting.lessons.markdown import render_markdown
from framing.reporting.lessons.sheets import answer_key, foot, handout
from framing.reporting.lessons.word import build_sheet
from framing.reporting.lessons.write import write_lesson

HOSTILE = """\
<script>alert(1)</script> Blue Islands | & "quotes"

The **Blue Islands** <img src=x onerror=alert(2)> are \u202enot\u202c for | sale, [a](b) said.

"The Blue Islands are not for sale <b>ever</b>," Minister Ana <i>Norte</i> said in Lakeport.
"""


@pytest.mark.parametrize("number", range(1, 6))
def test_a_handout_has_two_or_three_pages(corpus_lessons: tuple[Lesson, ...], number: int) -> None:
    lesson = corpus_lessons[number - 1]
    made = pdf.print_page(lambda: render_html(handout(lesson), foot(lesson)), file="x.pdf")
    pages = pypdfium2.PdfDocument(made)
    assert 2 <= len(pages) <= 3
    assert pages[0].get_size() == pytest.approx((595.3, 841.9), abs=0.5)
    pages.close()


def test_the_same_lesson_gives_the_same_bytes(
    corpus_lessons: tuple[Lesson, ...], tmp_path: Path
) -> None:
    for form in write.ENDINGS:
        first = write_lesson(corpus_lessons[3], tmp_path / "a", form=form)
        second = write_lesson(corpus_lessons[3], tmp_path / "b", form=form)
        assert [p.name for p in first] == [f"4-noise-{x}.{write.ENDINGS[form]}"
                                           for x in ("handout", "key")]  # fmt: skip
        assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_answers_stand_in_the_key_alone(corpus_lessons: tuple[Lesson, ...]) -> None:
    for lesson in corpus_lessons:
        sheet, key = handout(lesson), answer_key(lesson)
        shown = render_markdown(sheet)
        for task in lesson.tasks:
            for block in task.answer:
                assert block in key.blocks and block not in sheet.blocks
        assert "The tool says" not in shown
        assert "your own reading counts" in render_markdown(key)
        assert "What may not be concluded" in render_markdown(key)


def test_a_word_document_has_the_same_words(corpus_lessons: tuple[Lesson, ...]) -> None:
    for lesson in corpus_lessons:
        sheet = handout(lesson)
        document = Document(io.BytesIO(build_sheet(sheet, foot(lesson))))
        cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
        said = "\n".join([p.text for p in document.paragraphs] + cells)
        page = html.fromstring(render_html(sheet, foot(lesson)))
        for node in page.xpath("//main//p | //li | //td"):
            words = " ".join(node.text_content().split())
            assert words in " ".join(said.split()) or node.get("class") == "foot", words


def test_hostile_articles_stay_text(make_study: Callable[..., Path]) -> None:
    outlets = 'outlet,group\n"<b>Alpha</b> | $x$",North\nBeta,North\nGamma,South\n'
    rows = (
        "file,outlet,date,event\nalpha_talks.txt,<b>Alpha</b> | $x$,2019-05-06,talks\n"
        "beta_ferry.txt,Beta,2019-05-07,ferry\ngamma_talks.txt,Gamma,2019-05-06,talks\n"
    )
    run = framing.open_study(make_study({
        "articles/alpha_talks.txt": HOSTILE, "outlets.csv": outlets, "articles.csv": rows,
    }))  # fmt: skip
    n = 0
    for number in range(1, 6):
        lesson = framing.lesson(run, number)
        for sheet in (handout(lesson), answer_key(lesson)):
            page = html.fromstring(render_html(sheet, foot(lesson)))
            assert page.xpath("//script | //img | //i | //main//a") == []
            read = MarkdownIt("commonmark", {"html": True}).enable("table")
            made = html.fromstring(read.render(render_markdown(sheet)))
            assert made.xpath("//script | //img | //i | //a") == []
            n += "onerror" in page.text_content()
            archive = zipfile.ZipFile(io.BytesIO(build_sheet(sheet, foot(lesson))))
            assert b"<script" not in archive.read("word/document.xml")
    assert n


def test_tables_of_markdown_keep_their_columns(corpus_lessons: tuple[Lesson, ...]) -> None:
    read = MarkdownIt("commonmark").enable("table")
    for lesson in corpus_lessons:
        made = html.fromstring(read.render(render_markdown(answer_key(lesson))))
        tables = made.xpath("//table")
        assert tables
        for table in tables:
            assert len({len(row.xpath("td|th")) for row in table.xpath(".//tr")}) == 1


def test_the_command_writes_both_sheets_and_says_what_the_study_cannot(
    make_study: Callable[..., Path], tmp_path: Path
) -> None:
    folder, out = make_study(), tmp_path / "out"
    options = ["--out-dir", str(out), "--form", "markdown"]
    result = CliRunner().invoke(main, ["lesson", str(folder), "4", *options])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        str(out / "4-noise-handout.md"), str(out / "4-noise-key.md")
    ]  # fmt: skip
    assert "lesson 4: No two outlets of this study have five distinct articles" in result.stderr
    assert sorted(p.name for p in out.iterdir()) == ["4-noise-handout.md", "4-noise-key.md"]
    every = CliRunner().invoke(main, ["lesson", str(folder), *options])
    assert len(every.stdout.splitlines()) == 10


def test_the_command_writes_nothing_into_what_the_study_reads(
    make_study: Callable[..., Path],
) -> None:
    folder = make_study()
    result = CliRunner().invoke(
        main, ["lesson", str(folder), "1", "--out-dir", str(folder / "articles")]
    )
    assert result.exit_code == 2 and "would write over or into" in result.stderr
    assert len(list((folder / "articles").iterdir())) == 3


def test_without_a_printer_nothing_is_written(
    tiny: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "has_weasyprint", lambda: False)
    monkeypatch.setattr(pdf, "find_chromium", lambda: "")
    with pytest.raises(MissingPackageError, match=r"1-names-handout\.pdf is not made"):
        write_lesson(framing.lesson(tiny, 1), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_form_that_is_none(tiny: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="form 'odt'; allowed: pdf, docx, html, markdown"):
        write_lesson(framing.lesson(tiny, 1), tmp_path, form="odt")
