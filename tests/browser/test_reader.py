"""What every reader may count on: no barrier, no dead link, a light and a dark page, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Opened

Visit = Callable[..., Opened]


def barriers(page: Page, part: str | None = None, *, rule: str = "") -> list[tuple[str, str]]:
    """What the checker finds in a part of the page, or in all of it, by one rule or by all."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rule:
        options["runOnly"] = {"type": "rule", "values": [rule]}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found]


def states(page: Page) -> Iterator[str]:
    """Opens one part of the page after another; gives where it is."""
    page.locator("#side-event").select_option(index=1)
    expect(page.locator("#side h3")).to_have_text("Investment forum in Yuzhno-Sakhalinsk")
    yield "#side"
    page.locator(".what-long").first.click()
    yield ".entry:popover-open"
    page.keyboard.press("Escape")
    page.locator(".findings a.ev").first.click()
    expect(page.locator("a.passage").first).to_be_visible()
    yield "#panel"
    page.locator("a.passage").first.click()
    expect(page.locator("#panel-article mark").first).to_be_visible()
    yield "#panel"


# The checker is a script of its own, which the page's policy would refuse.
def test_there_is_no_barrier(visit: Visit, report_file: Path) -> None:
    page = visit(report_file, color_scheme="light", bypass_csp=True).page
    assert not barriers(page)
    for part in states(page):
        assert not barriers(page, part), part


def test_no_ink_is_too_pale_in_the_dark(visit: Visit, report_file: Path) -> None:
    page = visit(report_file, color_scheme="dark", bypass_csp=True).page
    assert not barriers(page, rule="color-contrast")
    for part in states(page):
        assert not barriers(page, part, rule="color-contrast"), part


def test_there_is_no_barrier_on_a_phone(visit: Visit, report_file: Path) -> None:
    page = visit(report_file, size=PHONE, bypass_csp=True).page
    # Narrow, more of the page scrolls; its words and colours are those of a desk.
    assert not barriers(page, rule="scrollable-region-focusable")
    for part in states(page):
        assert not barriers(page, part), part


def test_links_lead_somewhere(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    script = """() => {
      const links = [...new Set(Array.from(document.links, (a) => a.getAttribute("href")))];
      const found = (link) => document.querySelectorAll("[id='" + link.slice(1) + "']").length;
      return links.filter((link) => link.startsWith("#")).map((link) => [link, found(link)]);
    }"""
    links = dict(page.evaluate(script))
    opened = [link for link in links if link.startswith(("#e-", "#a-"))]
    assert len(opened) > 50
    assert {n for link, n in links.items() if link not in opened} == {1}
    articles = [link for link in opened if link.startswith("#a-")]
    for link in [*opened[:: len(opened) // 8], *articles[:2]]:
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
