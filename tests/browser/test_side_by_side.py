"""Side by side: every event, shared sentences that lead to their twin, tabs on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Opened

Visit = Callable[..., Opened]


def test_every_event_can_be_chosen(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    select = page.locator("#side-event")
    expect(select.locator("option")).to_have_count(3)
    first = page.locator("#side .column").first.inner_text()
    select.select_option(index=1)
    expect(page.locator("#side h3")).to_have_text("Investment forum in Yuzhno-Sakhalinsk")
    expect(page.locator("#side .column")).to_have_count(6)
    assert page.locator("#side .column").first.inner_text() != first
    # Chosen again, the first event reads as it was printed.
    select.select_option(index=0)
    expect(page.locator("#side h3")).to_have_text("Peace treaty talks in Moscow")
    assert page.locator("#side .column").first.inner_text().split() == first.split()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_shared_sentence_leads_to_its_twin(
    visit: Visit, report_file: Path, size: dict[str, int]
) -> None:
    page = visit(report_file, size=size).page
    select = page.locator("#side-event")
    for k in range(select.locator("option").count()):
        select.select_option(index=k)
        expect(page.locator("#side-status")).not_to_have_text(re.compile("…$"))
        if page.locator("#side .column:not([hidden]) a.tieno").count():
            break
    tie = page.locator("#side .column:not([hidden]) a.tieno").first
    said, target = tie.inner_text(), str(tie.get_attribute("href"))
    tie.click()
    twin = page.locator(f"[id='{target[1:]}']")
    expect(twin).to_be_focused()
    expect(twin).to_be_in_viewport()
    assert twin.inner_text() == said
    expect(page.locator("p.twin")).to_have_count(1)


def test_columns_are_tabs_on_a_phone(visit: Visit, report_file: Path) -> None:
    page = visit(report_file, size=PHONE).page
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_count(6)
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_contain_text(tabs.nth(1).inner_text())
    page.set_viewport_size(DESK)
    expect(page.get_by_role("tab")).to_have_count(0)
    expect(page.locator("#side .column:visible")).to_have_count(6)
