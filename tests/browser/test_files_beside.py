"""A report of many articles: their texts lie in files beside the page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import expect

from framing.reporting import Report, write_report
from framing.reporting.store.excerpts import keep_excerpts
from framing.reporting.store.letters import read_letters
from tests.browser.conftest import Opened

Visit = Callable[..., Opened]


@pytest.fixture(scope="module")
def apart_file(kurils_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as if it were large and in German: five articles a file, and little of each."""
    store = kurils_report.store
    articles = store.articles.with_columns(language=pl.lit("de"))
    names = store.passages.filter(layer="names").select("at", "start", "end")
    kept = keep_excerpts(read_letters(articles["text"]), names, whole=names.clear(), context=2)
    store = replace(store, articles=articles, kept=kept, most_inside=0, per_file=5)
    report = replace(kurils_report, store=store)
    return write_report(report, tmp_path_factory.mktemp("apart") / "report", forms=("html",))[0]


def words_of(report: Report, layer: str) -> list[str]:
    """The words of every passage of a layer."""
    texts = report.store.articles["text"].to_list()
    rows = report.store.passages.filter(layer=layer).select("at", "start", "end").iter_rows()
    return [texts[at][start:end] for at, start, end in rows]


def read_files(opened: Opened) -> list[str]:
    return [url.rsplit("/", 1)[1] for url in opened.asked if "/evidence/" in url]


def test_texts_are_read_from_files_beside_the_page(
    visit: Visit, apart_file: Path, kurils_report: Report
) -> None:
    files = sorted(path.name for path in (apart_file.parent / "evidence").iterdir())
    assert files == ["001.js", "002.js", "003.js", "004.js"]
    opened = visit(apart_file)
    page = opened.page
    assert page.locator("script[id^=page-part]").count() == 0
    assert not read_files(opened)
    names = words_of(kurils_report, "names")
    page.locator("#evidence a[href='#e-all-names']").click()
    expect(page.locator("#panel-status")).to_have_text(f"{len(names)} passages")
    expect(page.locator("a.passage mark").first).to_have_text(names[0])
    wanted = [words for words in names if "territories" in words.lower()]
    assert 0 < len(wanted) < len(names)
    page.get_by_role("searchbox", name="Word in the passage").fill("TERRITORIES")
    expect(page.locator("#panel-status")).to_have_text(f"{len(wanted)} of {len(names)} passages")
    assert page.locator("a.passage mark").all_inner_texts() == wanted
    page.locator("a.passage").first.click()
    expect(page.locator("#panel-article mark").first).to_have_text(wanted[0])
    page.keyboard.press("Escape")
    page.locator("#side-event").select_option(index=1)
    expect(page.locator("#side h3")).to_have_text("Investment forum in Yuzhno-Sakhalinsk")
    expect(page.locator("#side .column p[class^=role]").first).to_be_visible()
    assert sorted(read_files(opened)) == files  # each once


def test_a_page_without_its_folder_says_so_and_reads_it_when_it_is_there(
    visit: Visit, apart_file: Path, tmp_path: Path
) -> None:
    alone = Path(shutil.copy(apart_file, tmp_path / "index.html"))
    opened = visit(alone, hash="#e-all-names")
    page = opened.page
    status = page.locator("#panel-status")
    expect(status).to_contain_text("evidence/001.js cannot be read")
    expect(status).to_contain_text("copy the whole folder of the report")
    page.keyboard.press("Escape")
    page.locator("#side-event").select_option(index=1)
    expect(page.locator("#side-status")).to_contain_text("cannot be read")
    assert opened.said
    assert all("ERR_FILE_NOT_FOUND" in line for line in opened.said)
    opened.said.clear()
    shutil.copytree(apart_file.parent / "evidence", tmp_path / "evidence")
    page.locator("#evidence a[href='#e-all-names']").click()
    expect(page.locator("a.passage").first).to_be_visible()
    expect(status).to_have_text("99 passages")


def test_articles_are_read_out_in_their_own_language(visit: Visit, apart_file: Path) -> None:
    page = visit(apart_file, hash="#e-all-names").page
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("a.passage .words[lang=de]")).to_have_count(60)
    assert page.locator("a.passage .words:not([lang=de])").count() == 0
    page.locator("a.passage").first.click()
    expect(page.locator("#panel-article .text p[lang=de]").first).to_be_visible()
    # What is left out is said in the language of the report.
    gaps = page.locator("#panel-article .text p[lang=de] .gap")
    assert gaps.count() > 0
    assert page.locator("#panel-article .text p[lang=de] .gap[lang=en]").count() == gaps.count()
    page.keyboard.press("Escape")
    page.locator("#side-event").select_option(index=1)
    expect(page.locator("#side h3")).to_have_text("Investment forum in Yuzhno-Sakhalinsk")
    assert page.locator("#side .column p[class^=role]:not([lang=de]):not(.role-gap)").count() == 0
    assert page.locator("#side .column p[lang=de]").count() > 6
