"""What every reader may count on: no barrier, no dead link, a light and a dark page, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Opened

Visit = Callable[..., Opened]


def barriers(page: Page, part: str | None = None) -> list[tuple[str, str]]:
    found = Axe().run(page, context=part).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_there_is_no_barrier(
    visit: Visit, report_file: Path, size: dict[str, int], scheme: Literal["light", "dark"]
) -> None:
    # The checker is a script of its own, which the page's policy would refuse.
    page = visit(report_file, size=size, color_scheme=scheme, bypass_csp=True).page
    assert not barriers(page)
    page.locator("#side-event").select_option(index=1)
    expect(page.locator("#side h3")).to_have_text("Investment forum in Yuzhno-Sakhalinsk")
    assert not barriers(page, "#side")
    page.locator(".what-long").first.click()
    assert not barriers(page, ".entry:popover-open")
    page.keyboard.press("Escape")
    page.locator(".findings a.ev").first.click()
    expect(page.locator("a.passage").first).to_be_visible()
    assert not barriers(page, "#panel")
    page.locator("a.passage").first.click()
    expect(page.locator("#panel-article mark").first).to_be_visible()
    assert not barriers(page, "#panel")


def test_links_lead_somewhere(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    script = "[...new Set(Array.from(document.links, (a) => a.getAttribute('href')))]"
    links = [link for link in page.evaluate(script) if link.startswith("#")]
    opened = [link for link in links if link.startswith(("#e-", "#a-"))]
    assert len(opened) > 50
    for link in links:
        if link not in opened:
            assert page.locator(f"[id='{link[1:]}']").count() == 1, link
    for link in [*opened[::12], *(o for o in opened if o.startswith("#a-"))]:
        page.evaluate("(hash) => { location.hash = hash; }", link)
        expect(page.locator("a.passage:visible, .text:visible").first).to_be_visible()
        expect(page.locator("#panel-status")).not_to_contain_text("no such passage")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def test_light_and_dark_can_be_switched(visit: Visit, report_file: Path) -> None:
    page = visit(report_file, color_scheme="dark").page
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    expect(page.locator("#theme")).to_have_text("Light")
    page.click("#theme")
    expect(page.locator("#theme")).to_have_text("Dark")
    assert page.evaluate(paper) != dark


def test_a_measure_is_explained(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    button = page.locator(".what-long").first
    term = button.inner_text().removeprefix("?").strip()
    button.click()
    entry = page.get_by_role("dialog", name=term)
    expect(entry).to_be_visible()
    expect(entry).to_contain_text("How to read it")
    page.keyboard.press("Escape")
    expect(entry).not_to_be_visible()


def test_paper_has_the_articles_and_no_controls(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    page.emulate_media(media="print")
    for control in ("nav", "#theme", ".tools", "#side-event", ".what-long"):
        assert page.locator(control).first.is_hidden(), control
    assert page.locator("#side .column").first.is_visible()
    assert page.pdf().startswith(b"%PDF")
