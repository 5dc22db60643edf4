"""The index of a batch in a browser: sorted by a click, wide or narrow, without a violation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from framing.batch.index import COLUMNS, render_index

from .conftest import DESK, PHONE, Opened


def row(name: str, **values: object) -> dict[str, object]:
    empty = {**dict.fromkeys(COLUMNS, ""), "articles": 0, "outlets": 0, "events": 0}
    return {**empty, "report": name, "state": "report", "page": f"{name}/index.html", **values}


@pytest.fixture
def index_file(tmp_path: Path) -> Path:
    rows = [
        row(
            "a", articles=9, tier="reading", finding="Alpha uses one name in 7 of 7 articles. " * 4
        ),
        row("b", articles=100, question="How do they write about a far-away place? " * 3),
        row(
            "c", state="failed", page="", reason="codebook/" + "long" * 40 + ".yaml:3: not readable"
        ),
    ]
    file = tmp_path / "index.html"
    file.write_text(render_index(rows), "utf-8")
    return file


def test_a_click_on_a_column_sorts_by_it(visit: Callable[..., Opened], index_file: Path) -> None:
    page = visit(index_file).page
    names = "#reports tbody tr th >> css=:scope"

    def order() -> list[str]:
        return [text.split("\n")[0] for text in page.locator(names).all_inner_texts()]

    assert order() == ["a", "b", "c"]
    head = page.get_by_role("button", name="Articles")
    head.click()
    assert order() == ["c", "a", "b"]  # as numbers: 9 before 100
    assert page.locator("thead [aria-sort]").get_attribute("aria-sort") == "ascending"
    head.press("Enter")
    assert order() == ["b", "a", "c"]
    page.get_by_role("button", name="State").click()
    assert order() == ["c", "b", "a"]


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken_and_nothing_is_cut(
    visit: Callable[..., Opened], index_file: Path, size: dict[str, int], scheme: str
) -> None:
    page = visit(index_file, size=size, color_scheme=scheme).page
    assert Axe().run(page).response["violations"] == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
