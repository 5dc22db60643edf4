"""Reports in the system's Chromium: from disk, without network, as wide as a desk or a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import framing
from framing.engine.verbs.report import gather
from framing.reporting import Report, build_report, write_report

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser wanted, everything of this folder is skipped."""
    if os.environ.get("FRAMING_NO_BROWSER") == "1":
        skip = pytest.mark.skip(reason="FRAMING_NO_BROWSER=1: no browser wanted")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


@dataclass
class Opened:
    """A page, and everything that it said to the console or asked of the network."""

    page: Page
    said: list[str] = field(default_factory=list)  # a test that expects a complaint empties it
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    command = shutil.which("chromium")
    assert command, "the command chromium is not there; install it, or set FRAMING_NO_BROWSER=1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=command, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Open a file of a report with the network off; at the end, nothing may have gone wrong."""
    made: list[tuple[Any, Opened]] = []

    def go(file: Path, *, hash: str = "", size: dict[str, int] | None = None, **how: Any) -> Opened:
        context = browser.new_context(offline=True, viewport=size or DESK, **how)
        opened = Opened(context.new_page())
        page = opened.page
        page.set_default_timeout(20_000)
        page.on("console", lambda message: opened.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda problem: opened.said.append(f"error: {problem}"))
        page.on("request", lambda request: opened.asked.append(request.url))
        page.goto(file.as_uri() + hash)
        made.append((context, opened))
        return opened

    yield go
    for context, opened in made:
        context.close()
        assert not opened.said
        assert not [url for url in opened.asked if not url.startswith(("file:", "blob:", "data:"))]


@pytest.fixture(scope="session")
def report_file(kurils_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the teaching corpus."""
    return write_report(
        kurils_report, tmp_path_factory.mktemp("browser") / "report", forms=("html",)
    )[0]


_HOSTILE = """\
<script>alert(1)</script> Blue Islands & "quotes" </script><!-- &amp;

The Blue Islands <img src=x onerror=alert(2)> are \u202enot\u202c for sale, \U0001f41f$x^2$ said.

"The Blue Islands are not for sale <b onclick=alert(3)>ever</b>," Minister Ana <i>Norte</i> said.
"""


@pytest.fixture
def hostile_file(make_study: Callable[..., Path], tmp_path: Path) -> Path:
    """A page of articles that try to break out of it."""
    folder = make_study(
        {
            "articles/alpha_talks.txt": _HOSTILE,
            "outlets.csv": 'outlet,group\n"<b>Alpha</b>",North\nBeta,North\nGamma,South\n',
            "articles.csv": (
                "file,outlet,date,event,url,title\n"
                "alpha_talks.txt,<b>Alpha</b>,2019-05-06,talks,javascript:alert(3),=1+1\n"
                "beta_ferry.txt,Beta,2019-05-07,ferry,https://beta.example/,\n"
                "gamma_talks.txt,Gamma,2019-05-06,talks,,\n"
            ),
        }
    )
    report = build_report(gather(framing.open_study(folder)))
    return write_report(report, tmp_path / "hostile", forms=("html",))[0]
