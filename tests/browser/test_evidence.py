"""From a number to its passages, to one of them in its article, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Opened

Visit = Callable[..., Opened]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_number_opens_its_passages_and_an_article(
    visit: Visit, report_file: Path, size: dict[str, int]
) -> None:
    page = visit(report_file, size=size).page
    expect(page.locator("h1")).to_contain_text("How do six invented outlets")
    link = page.locator(".findings a.ev").first
    link.click()
    passages = page.locator("dialog a.passage")
    status = page.locator("#panel-status")
    expect(passages.first).to_be_visible()
    expect(status).to_have_text(re.compile(rf"^{passages.count()} passages?\b"))
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    link = page.locator("#evidence a[href='#e-all-names']")
    link.click()
    expect(status).to_have_text("99 passages")
    passages.nth(1).click()
    expect(page.locator("#panel-article mark").first).to_be_in_viewport()
    expect(status).to_have_text("Passage 2 of 99")
    page.keyboard.press("ArrowRight")
    expect(status).to_have_text("Passage 3 of 99")
    page.click("#panel-back")
    expect(passages.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(passages.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(link).to_be_focused()
    assert "#" not in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_filters_count_what_they_leave(visit: Visit, report_file: Path) -> None:
    page = visit(report_file, hash="#e-all-names").page
    status = page.locator("#panel-status")
    expect(status).to_have_text("99 passages")
    select = page.locator("#panel-outlet")
    options = select.locator("option").all_inner_texts()
    counts = [int(found[1]) for text in options if (found := re.search(r"\((\d+)\)$", text))]
    assert counts[0] == sum(counts[1:]) == 99
    select.select_option(label=options[1])
    expect(status).to_have_text(f"{counts[1]} of 99 passages")
    # The other outlets keep their counts: they are what a reader would get instead.
    assert select.locator("option").all_inner_texts() == options
    voices = page.locator("#panel-voice option").all_inner_texts()
    assert voices[0] == f"all ({counts[1]})"
    select.select_option(value="-1")
    page.fill("#panel-word", "SOUTHERN kurils")
    expect(status).not_to_have_text("99 passages")
    shown = page.locator("a.passage .words").all_inner_texts()
    assert shown
    assert all("southern kurils" in text.lower() for text in shown)


def test_a_shared_link_opens_its_passages(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    target = page.locator(".findings a.ev").first.get_attribute("href")
    again = visit(report_file, hash=f"{target}:2").page
    expect(again.locator("#panel-article mark").first).to_be_visible()
    again.click("#panel-back")
    expect(again.locator("a.passage").first).to_be_visible()
    nowhere = visit(report_file, hash="#e-000000000000").page
    expect(nowhere.locator("#panel-status")).to_have_text("This page has no such passage.")


def test_the_way_back_of_the_browser_closes(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    page.locator(".findings a.ev").first.click()
    expect(page.locator("a.passage").first).to_be_visible()
    page.go_back()
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_browser_that_cannot_unpack_says_so(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    page.evaluate("delete window.DecompressionStream")
    page.locator(".findings a.ev").first.click()
    expect(page.locator("#panel-status")).to_contain_text("cannot unpack")


def test_without_script_the_page_says_where_passages_are(visit: Visit, report_file: Path) -> None:
    page = visit(report_file, java_script_enabled=False).page
    expect(page.locator("noscript .note")).to_contain_text("report.md")


def test_hostile_articles_stay_text(visit: Visit, hostile_file: Path) -> None:
    page = visit(hostile_file, hash="#e-all-names").page
    expect(page.locator("a.passage").first).to_be_visible()
    page.locator("a.passage", has_text="for sale").first.click()
    text = page.locator("#panel-article .text")
    expect(text).to_contain_text("<img src=x onerror=alert(2)>")
    expect(text).to_contain_text("</script><!-- &amp;")
    expect(text).to_contain_text("[U+202E]not[U+202C]")
    expect(page.locator("#panel-article mark").first).to_have_text("Blue Islands")
    assert page.locator("dialog img, dialog b, dialog i, dialog script").count() == 0
    links = page.evaluate("Array.from(document.links, (a) => a.getAttribute('href'))")
    assert not [link for link in links if link.lower().startswith("javascript")]
