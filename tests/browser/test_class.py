"""A whole class in its browsers: three coders and a teacher, each in a context of their own.

Ana holds a phone, Ben uses nothing but the keyboard, Cleo's browser runs no scripts. They code four
sentences alone, disagree on one, discuss, change a label, and the teacher settles and exports.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

import framing
from framing.study.coding.samples import write_sample
from tests.browser.conftest import DESK, PHONE

expect.set_options(timeout=20_000)  # a machine with much to do is no reason to fail
N = 4
# What each says of the four sentences: they disagree on the last.
LABELS = {
    "ana": ("outlet", "source", "outlet", "outlet"),
    "ben": ("outlet", "source", "outlet", "source"),
    "cleo": ("outlet", "source", "outlet", "both"),
}
# Krippendorff's alpha by hand. Of 12 values 7 are outlet, 4 source, 1 both. Only the last sentence
# differs, in all its 6 ordered pairs, which count 1 / (3 - 1) each; expected are the pairs of
# unlike values of all 12 x 11.
ALPHA = 1 - (6 / 2 / 12) / ((12 * 12 - 7 * 7 - 4 * 4 - 1 * 1) / (12 * 11))


# Pages that nobody came by on the way.
REST = {
    "/teacher/wall": "Join the class",
    "/teacher/task/hidden/phase/coding": "Open for coding?",
    "/about-report": "The report",
    "/try": "Rewrite it",
    "/exercises": "Exercises",
}


@dataclass
class Served:
    """A class that ``framing serve`` runs."""

    folder: Path
    address: str
    code: str
    teacher: str


@dataclass
class Visitor:
    """Somebody's browser, and what went wrong in it."""

    page: Page
    context: BrowserContext
    said: list[str]


@pytest.fixture
def served(make_study: Callable[..., Path]) -> Iterator[Served]:
    """``framing serve`` on the tiny study with two samples."""
    folder = make_study()
    run = framing.open_study(folder)
    for name, is_blind in (("voice", False), ("hidden", True)):
        write_sample(framing.sample(run, "voice", n=N, name=name, blind=is_blind, seed=7))
    command = [sys.executable, "-m", "framing", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = ""
        while "Stop with" not in told:
            line = process.stdout.readline()
            assert line, told
            told += line
        teacher = re.search(r"(http://\S+)/teach/(\S+)", told)
        code = re.search(r"code (\d{4}) (\d{4})", told)
        assert teacher and code, told
        yield Served(folder, teacher[1], code[1] + code[2], teacher[0])
        process.terminate()
        process.wait(20)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """New contexts; at the end no page may have complained but of what a test expected."""
    made: list[Visitor] = []

    def go(address: str, **how: object) -> Visitor:
        context = browser.new_context(**how)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda problem: said.append(f"error: {problem}"))
        page.goto(address)
        made.append(Visitor(page, context, said))
        return made[-1]

    yield go
    for visitor in made:
        visitor.context.close()
        assert not visitor.said


def barriers(page: Page, *, rule: str = "") -> list[tuple[str, str]]:
    """What the checker finds on a page, by one rule or by all; and what is too small to touch."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rule:
        options["runOnly"] = {"type": "rule", "values": [rule]}
    found = Axe().run(page, options=options).response["violations"]
    small = page.evaluate(
        """() => Array.from(document.querySelectorAll("button, .button, nav a, input, select"))
        .filter((n) => n.type !== "hidden" && !n.closest(".choice") && !n.matches(".w"))
        .map((n) => [n.outerHTML.slice(0, 80), n.getBoundingClientRect()])
        .filter(([_, box]) => box.height && box.height < 43.5).map(([html]) => html)"""
    )
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found] + [
        *(("smaller than 44 px", html) for html in small),
        *([("wider than the screen", page.url)] if wide else []),
    ]


def look(page: Page, heading: str) -> None:
    """No barrier on the page of this heading; pale ink is looked for in the other light, too."""
    expect(page.locator("h1")).to_contain_text(heading)
    assert not barriers(page), page.url
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if dark else "dark")
    assert not barriers(page, rule="color-contrast"), page.url
    page.emulate_media(color_scheme="dark" if dark else "light")


def press(page: Page, *keys: str) -> None:
    page.wait_for_selector("html.has-script")  # a page that has just come listens a moment later
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Reach a control by the tab key alone."""
    for _ in range(40):
        press(page, "Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            return
    raise AssertionError(f"no way to {name!r} by the tab key at {page.url}")


def counts(page: Page, n: int) -> None:
    """The page says how many are coded."""
    expect(page.locator("#place")).to_have_text(f"{n} of {N} coded")


def join_all(served: Served, visit: Callable[..., Visitor]) -> dict[str, Visitor]:
    """Everybody comes in, each in their own way."""
    ana = visit(served.address, viewport=PHONE, has_touch=True, color_scheme="light")
    look(ana.page, "Join the class")
    ana.page.get_by_label("Class code").fill("0000 0000")
    ana.page.get_by_role("button", name="Join").tap()
    expect(ana.page.get_by_role("alert")).to_contain_text("not the class code")
    ana.said.clear()  # the browser notes that the answer was 403
    ana.page.get_by_label("Class code").fill(f"{served.code[:4]} {served.code[4:]}")
    ana.page.get_by_role("button", name="Join").tap()
    look(ana.page, "You are")
    assert ana.page.get_by_label("No, only for this class").is_checked()
    ana.page.get_by_label("Yes, also for research").check()
    ana.page.get_by_role("button", name="Go on").tap()

    ben = visit(served.address, viewport=DESK, color_scheme="dark")
    press(ben.page, "Tab", "Tab")
    ben.page.keyboard.type(served.code)
    press(ben.page, "Enter")
    expect(ben.page.locator("h1")).to_contain_text("You are")
    tab_to(ben.page, "Go on")
    press(ben.page, "Enter")

    cleo = visit(served.address, viewport=DESK, java_script_enabled=False)
    cleo.page.fill("#code", served.code)
    cleo.page.click("main button")
    cleo.page.click("text=Go on")
    for visitor in (ana, ben, cleo):
        expect(visitor.page.get_by_text("Not open yet")).to_have_count(2)
    teacher = visit(served.teacher, viewport=DESK, color_scheme="light")
    teacher.page.get_by_role("button", name="Go on as the teacher").click()
    look(teacher.page, "The class")
    return {"ana": ana, "ben": ben, "cleo": cleo, "teacher": teacher}


def set_turn(page: Page, words: str) -> None:
    page.get_by_role("link", name=f"{words} …").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.locator(".saying")).to_have_text("Done.")


def code_on_the_phone(ana: Visitor) -> None:
    """With marked words, an answer taken back, and one given while the line is down."""
    page = ana.page
    page.get_by_role("link", name="Start").tap()
    look(page, "Whose words")
    page.get_by_role("button", name="Mark words").tap()
    words = page.locator("#unit .w")
    words.nth(0).tap()
    words.nth(2).tap()
    expect(page.locator("#marked")).to_have_text(
        "Marked: " + " ".join(words.nth(k).text_content() or "" for k in range(3))
    )
    look(page, "Whose words")
    page.locator('.labels [value="outlet"]').tap()
    counts(page, 1)
    expect(page.locator("#status")).to_contain_text(f"Saved: outlet. 1 of {N} coded.")
    assert page.evaluate("document.activeElement.id") == "unit"
    page.locator('.labels [value="both"]').tap()
    counts(page, 2)
    page.get_by_role("button", name="Take back: both").tap()
    counts(page, 1)
    ana.context.set_offline(True)
    page.locator('.labels [value="source"]').tap()
    expect(page.locator("#status")).to_contain_text("Your answer is kept on this device")
    look(page, "Whose words")
    expect(page.locator('.labels [value="both"]')).to_be_disabled()  # one answer waits
    ana.context.set_offline(False)
    counts(page, 2)
    assert all("ERR_INTERNET_DISCONNECTED" in line for line in ana.said)
    ana.said.clear()
    page.locator('.labels [value="outlet"]').tap()
    counts(page, 3)
    page.locator('.labels [value="outlet"]').tap()
    look(page, "That was the last one")


def code_by_keyboard(ben: Visitor) -> None:
    """With help, a note in which digits are digits, a skip, and words marked by arrows."""
    page = ben.page
    page.reload()
    tab_to(page, "Start")
    press(page, "Enter")
    counts(page, 0)
    press(page, "?")
    expect(page.get_by_text("outlet: the outlet says it itself")).to_be_visible()
    look(page, "Whose words")
    press(page, "?", "n")
    page.keyboard.type("1 of 2")
    press(page, "Escape", "m", "Enter", "Shift+ArrowRight")
    expect(page.locator("#unit .picked")).to_have_count(2)
    press(page, "1")
    counts(page, 1)
    press(page, "s")
    expect(page.locator("#status")).to_contain_text("Saved: skipped")
    press(page, "1")
    counts(page, 2)
    press(page, "2")
    look(page, "Only skipped ones are left")
    tab_to(page, "Go through the skipped ones")
    press(page, "Enter")
    expect(page.get_by_text("You skipped this one before")).to_be_visible()
    press(page, "2")
    expect(page.locator("h1")).to_have_text("That was the last one")
    tab_to(page, "Look at your answers")
    press(page, "Enter")
    expect(page.locator("ol.answers li")).to_have_count(N)
    look(page, "Your answers")


def code_without_script(cleo: Visitor) -> None:
    """Plain forms: marked words are copied, what does not stand there is refused and explained."""
    page = cleo.page
    page.goto(page.url)
    page.click("text=Start")
    page.click("text=Add a note")
    page.fill("#words", "words that are not there")
    page.click('.labels button[value="outlet"]')
    expect(page.locator("main")).to_contain_text("do not stand in the passage")
    cleo.said.clear()  # the browser notes that the answer was 400
    page.go_back()
    words = " ".join((page.text_content(".said") or "").split()[:2])
    page.click("text=Add a note")
    page.fill("#words", words)
    for k, label in enumerate(LABELS["cleo"]):
        page.click(f'.labels button[value="{label}"]')
        if k < N - 1:
            counts(page, k + 1)
    expect(page.locator("h1")).to_have_text("That was the last one")


def read_while_coding(page: Page) -> None:
    """Articles without what the tool found, as long as a task is coded."""
    page.get_by_role("link", name="Articles").click()
    look(page, "Articles")
    page.locator("main table a").first.click()
    expect(page.get_by_text("is not shown while a task is coded")).to_be_visible()
    look(page, "")
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Word or pattern").fill("islands")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("main mark").first).to_be_visible()
    look(page, "Search in context")
    page.get_by_role("link", name="Exercises").click()
    look(page, "Exercises")
    page.get_by_role("link", name="About you").click()
    look(page, "About you")


def discuss(class_: dict[str, Visitor]) -> None:
    """The disputed sentence comes first; nobody is told who chose what."""
    ana, ben = class_["ana"].page, class_["ben"].page
    ana.get_by_role("link", name="Tasks").click()
    ana.get_by_role("link", name="Discuss").tap()
    look(ana, "Whose words")
    ana.locator("ol.answers a.button").first.tap()
    expect(ana.locator(".split li")).to_have_text(
        ["outlet (yours) 1 of 3", "source 1 of 3", "both 1 of 3"]
    )
    ana.get_by_label("Say something").fill("<b>No</b> verb of saying")
    ana.get_by_role("button", name="Say it").tap()
    expect(ana.locator(".talk li")).to_have_text("You: <b>No</b> verb of saying")
    look(ana, "Whose words")
    ben.goto(ana.url.partition("?")[0])
    expect(ben.locator(".talk li")).to_have_text("A coder: <b>No</b> verb of saying")
    ben.locator('.labels [value="outlet"]').press("Enter")
    expect(ben.locator("main")).to_contain_text("Now: outlet (at first: source)")
    expect(ben.locator(".split li").first).to_have_text("outlet (yours) 2 of 3")


def settle(page: Page) -> None:
    page.get_by_role("link", name="Discuss and settle").click()
    look(page, "Whose words")
    page.locator("ol.answers a.button").first.click()
    page.get_by_label("Reason").fill("no verb of saying")
    page.locator('.labels [value="outlet"]').click()
    expect(page.locator("main")).to_contain_text("Settled: outlet. no verb of saying")
    look(page, "Whose words")


def test_a_class_codes_discusses_and_settles(
    served: Served, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    class_ = join_all(served, visit)
    wall = class_["teacher"].page
    wall.locator('main a[href="/teacher/task/voice"]').click()
    look(wall, "Whose words")
    set_turn(wall, "Open for coding")
    for name in ("ana", "ben"):
        class_[name].page.reload()
    code_on_the_phone(class_["ana"])
    # The wall follows by itself.
    expect(wall.locator("#live")).to_contain_text(f"{N} labels of 1 coder;")
    code_by_keyboard(class_["ben"])
    code_without_script(class_["cleo"])
    read_while_coding(class_["ana"].page)
    expect(wall.locator("#live .lead").last).to_contain_text(f"{ALPHA:.2f}")
    names = wall.locator("#live tbody th").all_text_contents()
    assert names == sorted(names) and len(names) == 3
    look(wall, "Whose words")
    set_turn(wall, "Open the discussion")
    discuss(class_)
    settle(wall)
    wall.go_back()
    wall.goto(f"{served.address}/teacher/task/voice")
    with wall.expect_download() as download:
        wall.get_by_role("link", name="This task (CSV)").click()
    exported = Path(download.value.path()).read_text("utf-8")
    set_turn(wall, "Finish: settled")
    for path, heading in REST.items():
        wall.goto(served.address + path)
        look(wall, heading)
    assert exported == (served.folder / "coding/voice/codes/class.csv").read_text("utf-8")
    found = framing.agree(framing.open_study(served.folder), "voice")
    alpha = found.row(0, named=True)
    assert (alpha["statistic"], alpha["n"]) == ("alpha", N)
    assert alpha["estimate"] == pytest.approx(ALPHA, abs=1e-9)
    phases = [line.split(",")[4] for line in exported.splitlines()[1:]]
    assert [phases.count(p) for p in ("independent", "discussed", "adjudicated")] == [12, 1, 1]
