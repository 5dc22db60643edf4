#!/usr/bin/env python3
"""How fast the page of a report opens and answers: scripts/benchmark_page.py REPORT/index.html.

Needs Playwright (pip install playwright) and the command chromium. A figure is the median of
several loads from disk; each load begins with nothing of the page's data unpacked.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_LOADED = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
# Timed in the page, so that no round trip counts: from a deed to the frame that shows it done.
_TIMED = """([deed, done]) => new Promise((resolve, fail) => {
  const isDone = new Function("return " + done);
  const began = performance.now();
  new Function(deed)();
  const look = () => {
    if (isDone()) { requestAnimationFrame(() => resolve(performance.now() - began)); }
    else if (performance.now() - began > 15000) { fail(Error("not done within 15 s: " + deed)); }
    else { setTimeout(look, 0); }
  };
  look();
})"""
_STATUS = "document.querySelector('#panel-status').textContent"
_LISTED = f"/\\d/.test({_STATUS}) && document.querySelector('#panel-list a.passage')"
_CHANGED = f"{_STATUS} !== window.before && /\\d/.test({_STATUS})"
_CHOSEN = "!document.querySelector('#side-status').textContent.endsWith('…')"


def main() -> None:
    """Print the figures of one page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, help="index.html of a report")
    parser.add_argument("--loads", type=int, default=5, help="loads of the page (default 5)")
    chosen = parser.parse_args()
    page: Path = chosen.page.resolve()
    beside = sum(file.stat().st_size for file in (page.parent / "evidence").glob("*.js"))
    print(f"{page.stat().st_size / 1e6:.1f} MB, beside it {beside / 1e6:.1f} MB of texts")
    command = shutil.which("chromium")
    if command is None:
        raise SystemExit("the command chromium is not there; install it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=command, args=["--no-sandbox"])
        found = [measure(browser, page.as_uri()) for _ in range(chosen.loads)]
        browser.close()
    for name in found[0]:
        values = [times[name] for times in found]
        print(f"{name:<44}{statistics.median(values):>7.0f} ms   (slowest {max(values):.0f})")


def measure(browser: Browser, address: str) -> dict[str, float]:
    """Milliseconds of one load and of what a reader does then."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.goto(address)
    page.wait_for_function(_PAINT)
    times = {
        "first contentful paint": page.evaluate(_PAINT),
        "page read (DOMContentLoaded)": page.evaluate(_LOADED),
    }
    ask(page, times, "panel opened, the first number", {
        "document.querySelector(\"main a.ev[href^='#e-']\").click()": _LISTED,
    })  # fmt: skip
    close = "document.querySelector('#panel').close(); document.querySelector('#panel-status')"
    page.evaluate(f"{close}.textContent = ''")
    ask(page, times, "panel opened, all names", {"location.hash = '#e-all-names'": _LISTED})
    names = str(page.text_content("#panel-status"))
    ask(page, times, "one passage in its article", {
        "document.querySelector('#panel-list a.passage:last-child').click()":
            "document.querySelector('#panel-article mark')",
    })  # fmt: skip
    ask(page, times, "back to the list", {
        "document.querySelector('#panel-back').click()":
            "!document.querySelector('#panel-list').hidden",
    })  # fmt: skip
    for facet in ("outlet", "event", "voice"):
        ask(page, times, f"filter: {facet}", {choice(facet, 2): _CHANGED})
        page.evaluate(choice(facet, 0))
        page.wait_for_function(f"{_STATUS} === {names!r}")
    ask(page, times, "filter: a word (120 ms of it a wait for typing)", {
        "const box = document.querySelector('#panel-word'); window.before = " + _STATUS + ";"
        "box.value = 'is'; box.dispatchEvent(new Event('input'))": _CHANGED,
    })  # fmt: skip
    page.evaluate("document.querySelector('#panel').close()")
    for k in (1, 2):
        ask(page, times, f"event picker, choice {k}", {
            f"const side = document.querySelector('#side-event'); side.selectedIndex = {k};"
            "side.dispatchEvent(new Event('change'))": _CHOSEN,
        })  # fmt: skip
    context.close()
    return times


def choice(facet: str, k: int) -> str:
    """Choose an option of a filter."""
    return (
        f"window.before = {_STATUS}; const facet = document.querySelector('#panel-{facet}');"
        f"facet.selectedIndex = Math.min({k}, facet.options.length - 1);"
        "facet.dispatchEvent(new Event('change'))"
    )


def ask(page: Page, times: dict[str, float], name: str, step: dict[str, str]) -> None:
    """Time one deed: script, and what is true when it is done."""
    ((deed, done),) = step.items()
    times[name] = page.evaluate(_TIMED, [deed, done])


if __name__ == "__main__":
    main()
