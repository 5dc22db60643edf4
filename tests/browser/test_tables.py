"""Tables: sorted by value, filtered, downloaded as they are shown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, Opened

Visit = Callable[..., Opened]


def cells(table: Locator, column: int) -> list[str]:
    """Texts of a column, as shown."""
    script = (
        "(t, k) => [...t.tBodies[0].rows].filter(r => !r.hidden).map(r => r.cells[k].innerText)"
    )
    found: list[str] = table.evaluate(script, column)
    return [text.strip() for text in found]


def unfolded(page: Page, id: str) -> Locator:
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    return page.locator(f"table#{id}")


def number(text: str) -> float:
    found = re.search(r"[−-]?\d[\d,]*(?:\.\d+)?", text)
    return float(found[0].replace("−", "-").replace(",", "")) if found else float("inf")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_numbers_are_sorted_by_value(visit: Visit, report_file: Path, size: dict[str, int]) -> None:
    page = visit(report_file, size=size).page
    table = unfolded(page, "t-style")
    head = table.locator("thead th.num").first
    column = int(head.evaluate("(th) => th.cellIndex"))
    before = cells(table, column)
    head.locator("button.sort").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    after = cells(table, column)
    assert after == sorted(before, key=number)  # stable: equal values keep their order
    assert after != before
    head.locator("button.sort").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    values = [number(text) for text in cells(table, column)]
    held = [v for v in values if v != float("inf")]
    assert held == sorted(held, reverse=True)
    assert values[: len(held)] == held  # what has no number stays last
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_what_is_shown_is_downloaded(visit: Visit, report_file: Path) -> None:
    page = visit(report_file).page
    table = unfolded(page, "t-articles")
    assert len(cells(table, 0)) == 18
    tools = page.locator(".tools:has(+ .scroll #t-articles)")
    tools.locator("select").select_option(label="Namuna Times")
    expect(tools.locator("[role=status]")).to_have_text("3 of 18 rows")
    table.locator("button.sort", has_text="Date").click()
    with page.expect_download() as waiting:
        tools.locator("button").click()
    download = waiting.value
    assert download.suggested_filename == "articles.csv"
    rows = list(csv.reader(io.StringIO(Path(download.path()).read_text("utf-8"))))
    assert rows[0][:3] == ["Article", "Outlet", "Date"]
    assert [row[2] for row in rows[1:]] == cells(table, 2) == sorted(cells(table, 2))
    assert {row[1] for row in rows[1:]} == {"Namuna Times"}


def test_a_formula_is_no_formula_in_a_download(visit: Visit, hostile_file: Path) -> None:
    page = visit(hostile_file).page
    unfolded(page, "t-articles")
    with page.expect_download() as waiting:
        page.locator(".tools:has(+ .scroll #t-articles) button").click()
    text = Path(waiting.value.path()).read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert "'=1+1" in {cell for row in rows for cell in row}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
