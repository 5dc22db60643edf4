"""What a class sees: handlers of the pages, asked as browsers ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from framing.engine.run import Run
from framing.engine.verbs.sample import sample as draw
from framing.study.coding.samples import write_sample
from framing.study.load import load_study
from tests.web.conftest import Browser, Class, open_class

N = 5


@pytest.fixture(params=[False], ids=["open"])
def classroom(request: pytest.FixtureRequest, make_study: Callable[..., Path]) -> Iterator[Class]:
    """A class that codes five sentences of the tiny study; blind where the test asks for it."""
    folder = make_study()
    run = Run(load_study(folder))
    drawn = draw(run, "voice", n=N, blind=request.param, seed=7)
    write_sample(drawn)
    with open_class(folder, "voice") as opened:
        yield opened


blind = pytest.mark.parametrize("classroom", [True], ids=["blind"], indirect=True)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def answer(browser: Browser, label: str, **more: str) -> str:
    """Answer the unit that the page shows; the next page."""
    page = browser.get("/code/voice").text
    data = {"unit": hidden(page, "unit"), "key": hidden(page, "key"), "label": label, **more}
    sent = browser.post("/code/voice", data)
    assert (sent.status_code, sent.headers.get("location")) == (303, "/code/voice"), sent.text
    return browser.get("/code/voice").text


def test_a_coder_codes_all_units_and_is_told_so(classroom):
    browser, coder = classroom.coder()
    for k in range(1, N):
        assert f"<strong>{k}</strong> of {N} coded" in answer(browser, "outlet")
    page = answer(browser, "source")
    assert "That was the last one" in page and f"coded {N} of {N}" in page
    labels = [mark.label for mark in classroom.store.own_marks("voice", coder)]
    assert labels == ["outlet"] * (N - 1) + ["source"]


def test_the_same_form_sent_twice_is_one_answer_and_a_changed_one_another(classroom):
    browser, coder = classroom.coder()
    page = browser.get("/code/voice").text
    form = {"unit": hidden(page, "unit"), "key": hidden(page, "key"), "label": "outlet"}
    for label in ("outlet", "outlet", "both"):
        browser.post("/code/voice", {**form, "label": label}, form="/code/voice")
    rows = classroom.store.database.rows("SELECT label FROM marks ORDER BY seq")
    assert [row["label"] for row in rows] == ["outlet", "both"]
    assert classroom.store.own_progress("voice", coder).done == 1


def test_undo_shows_the_unit_again_without_the_answer(classroom):
    browser, coder = classroom.coder()
    first = hidden(browser.get("/code/voice").text, "unit")
    page = answer(browser, "both", note="said & done")
    assert "Take back: both" in page
    key = hidden(page, "key")
    sent = browser.post("/code/voice/undo", {"key": key}, form="/code/voice")
    assert sent.headers["location"] == f"/code/voice?unit={first}"
    page = browser.get(sent.headers["location"]).text
    assert hidden(page, "unit") == first and "You said" not in page
    assert classroom.store.own_progress("voice", coder).done == 0


def test_an_answer_of_before_is_shown_and_can_be_changed(classroom):
    browser, coder = classroom.coder()
    first = hidden(browser.get("/code/voice").text, "unit")
    answer(browser, "both", note="said & done")
    page = browser.get(f"/code/voice?unit={first}").text
    assert "You said <strong>both</strong>" in page and "said &amp; done</textarea>" in page
    browser.post(
        "/code/voice", {"unit": first, "key": hidden(page, "key"), "label": "source"},
        form="/code/voice",
    )  # fmt: skip
    assert classroom.store.own_code("voice", coder, first).label == "source"
    assert "<strong>source</strong>" in browser.get("/code/voice/answers").text


def test_skipped_units_come_back_when_asked_for(classroom):
    browser, _ = classroom.coder()
    first = hidden(browser.get("/code/voice").text, "unit")
    answer(browser, "", skip="1")
    for _ in range(N - 1):
        page = answer(browser, "outlet")
    assert "Only skipped ones are left" in page
    page = browser.get("/code/voice?skipped=1").text
    assert hidden(page, "unit") == first and "You skipped this one before" in page


def test_marked_words_are_characters_of_the_article(classroom):
    browser, coder = classroom.coder()
    page = browser.get("/code/voice").text
    sample = classroom.app.state.room.samples["voice"]
    unit = sample.units.row(by_predicate=pl.col("unit") == hidden(page, "unit"), named=True)
    words = unit["text"].split()
    answer(browser, "outlet", words=" ".join(words[1:3]))
    mark = classroom.store.own_marks("voice", coder)[-1]
    text = classroom.app.state.room.run.study.articles.row(
        by_predicate=pl.col("article") == unit["article"], named=True
    )["text"]
    assert text[mark.start : mark.end] == " ".join(words[1:3])
    answer(browser, "outlet", start="0", end="3")
    mark = classroom.store.own_marks("voice", coder)[-1]
    assert mark.end - mark.start == 3


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"label": "outlet", "words": "no such words"}, "do not stand in the passage"),
        ({"label": "outlet", "start": "-1", "end": "2"}, "are no numbers"),
        ({"label": "outlet", "start": "5", "end": "99999"}, "inside of the unit"),
        ({"label": "<b>none</b>"}, "&lt;b&gt;none&lt;/b&gt;"),
        ({}, "no label was chosen"),
        ({"label": "outlet", "unit": "u1"}, "no longer in the task"),
    ],
)
def test_what_cannot_be_kept_is_explained(classroom, form, said):
    browser, coder = classroom.coder()
    page = browser.get("/code/voice").text
    sent = browser.post(
        "/code/voice", {"unit": hidden(page, "unit"), "key": "k", **form}, form="/code/voice"
    )
    assert sent.status_code == 400 and said in sent.text
    assert classroom.store.own_marks("voice", coder) == []


def test_nobody_sees_others_labels_before_the_discussion(classroom):
    first, _ = classroom.coder()
    second, _ = classroom.coder()
    answer(first, "both", note="quite so")
    for path in ("/", "/code/voice", "/code/voice/answers"):
        assert "quite so" not in second.get(path).text
    unit = classroom.store.marks("voice")[0].unit
    for path in ("/discuss/voice", f"/discuss/voice/{unit}"):
        assert second.get(path).status_code == 409


def test_the_discussion_tells_how_many_not_who(classroom):
    (first, name), (second, other) = classroom.coder(), classroom.coder()
    unit = hidden(first.get("/code/voice").text, "unit")
    answer(first, "both")
    answer(second, "outlet")
    classroom.store.set_phase("voice", "discussion")
    assert first.get("/code/voice").status_code == 409
    page = first.get(f"/discuss/voice/{unit}").text
    assert "both (yours)" in page and page.count("1 of 2") == 2
    assert other not in page
    sent = first.post(
        f"/discuss/voice/{unit}/say", {"comment": "<i>I</i> heard a quote"},
        form=f"/discuss/voice/{unit}",
    )  # fmt: skip
    assert sent.status_code == 303
    page = second.get(f"/discuss/voice/{unit}").text
    assert "&lt;i&gt;I&lt;/i&gt; heard a quote" in page and "A coder:" in page and name not in page
    first.post(f"/discuss/voice/{unit}/label", {"label": "outlet"}, form=f"/discuss/voice/{unit}")
    page = first.get(f"/discuss/voice/{unit}").text
    assert "Now: <strong>outlet</strong> (at first: both)" in page and "2 of 2" in page


def test_the_teacher_settles_and_all_read_it(classroom):
    (coder, _), teacher = classroom.coder(), classroom.teacher()
    unit = hidden(coder.get("/code/voice").text, "unit")
    answer(coder, "both")
    for phase in ("discussion", "adjudicated"):
        path = f"/teacher/task/voice/phase/{phase}"
        assert "Yes: " in teacher.get(path).text
        assert teacher.post(path).headers["location"] == "/teacher/task/voice?done=phase"
    path = f"/discuss/voice/{unit}"
    teacher.post(f"{path}/settle", {"label": "source", "reason": "a verb of saying"}, form=path)
    page = coder.get(path).text
    assert "Settled: <strong>source</strong>. a verb of saying" in page
    assert "Choose" not in page and "/settle" not in page
    codes = (classroom.folder / "coding/voice/codes/class.csv").read_text("utf-8")
    assert codes.count("\n") == 2  # written when the phase was set: one label


def test_turns_go_only_where_they_may(classroom):
    teacher = classroom.teacher()
    assert teacher.get("/teacher/task/voice/phase/adjudicated").status_code == 409
    assert teacher.get("/teacher/task/none").status_code == 404
    sent = teacher.post("/teacher/task/voice/phase/adjudicated", form="/teacher/task/voice")
    assert sent.status_code == 409 and classroom.store.phase("voice") == "coding"


def test_the_teacher_sees_agreement_and_disputes_by_pseudonym(classroom):
    (first, a), (second, b), teacher = classroom.coder(), classroom.coder(), classroom.teacher()
    assert "No figure yet: nobody has coded" in teacher.get("/teacher/task/voice").text
    for label, other in (("outlet", "outlet"), ("source", "outlet"), ("both", "both")):
        answer(first, label)
        answer(second, other)
    page = teacher.get("/teacher/task/voice").text
    # By hand: pairs of values o-o, s-o, b-b: observed disagreement 2 of 6, expected
    # 2 (3 + 6 + 2) / 30 of the six values 3 o, 1 s, 2 b.
    alpha = 1 - (2 / 6) / (2 * (3 * 1 + 3 * 2 + 1 * 2) / 30)
    assert f'alpha is <strong class="num">{alpha:.2f}</strong>' in page
    names = re.findall(r'<th scope="row">([a-z-]+)</th>', page)
    assert names == sorted([a, b])
    assert page.count('<p class="said">') == 1


def test_labels_are_taken_away_and_consent_is_kept(classroom):
    (first, a), (second, b), teacher = classroom.coder(), classroom.coder(), classroom.teacher()
    first.post("/me/consent", {"consent": "yes"}, form="/me")
    answer(first, "both")
    answer(second, "outlet")
    everybody = teacher.get("/export/codes/voice.csv").text
    assert a in everybody and b in everybody
    store = classroom.store
    assert (store.has_consent(a), store.has_consent(b)) == (True, False)
    for link in re.findall(r'href="(/export/[^"]+)"', teacher.get("/teacher/task/voice").text):
        assert teacher.get(link).status_code == 200
    assert a in first.get("/export/mine.csv").text
    teacher.post("/teacher/task/voice/write", form="/teacher/task/voice")
    assert (classroom.folder / "coding/voice/codes/class.csv").read_text("utf-8") == everybody


def test_labels_are_deleted_by_their_coder_or_by_the_teacher(classroom):
    (first, a), (second, b), teacher = classroom.coder(), classroom.coder(), classroom.teacher()
    answer(first, "both")
    answer(second, "outlet")
    teacher.post("/teacher/task/voice/write", form="/teacher/task/voice")
    assert "cannot be undone" in first.get("/me/delete").text
    first.post("/me/delete")
    codes = (classroom.folder / "coding/voice/codes/class.csv").read_text("utf-8")
    assert a not in codes and b in codes
    teacher.post(f"/teacher/coders/{b}/delete")
    assert classroom.store.marks("voice") == []


def test_another_link_ends_the_one_before(classroom):
    browser, coder = classroom.coder()
    answered = browser.post("/me/link", form="/me")
    assert f"A new link for “{coder}”" in answered.text
    link = re.search(r'href="(/c/[^"]+)"', answered.text)[1]
    assert browser.get("/").status_code == 200  # this browser goes on
    other = classroom.browser()
    assert f"Go on as {coder}?" in other.get(link).text


def test_while_a_task_is_coded_the_tool_says_nothing_of_it(classroom):
    browser, _ = classroom.coder()
    page = browser.get("/read").text
    article = re.search(r'href="(/read/[^"]+)"', page)[1]
    assert "is not shown while a task is coded" in page
    page = browser.get(article).text
    assert "Show what the tool found" not in page and 'class="quote"' not in page
    assert browser.get("/search?pattern=islands").status_code == 200
    assert browser.get("/about-report").status_code == 403
    assert browser.get("/report/").status_code == 403
    assert "Show what the tool found" in classroom.teacher().get(article).text
    classroom.store.set_phase("voice", "discussion")
    assert "Show what the tool found" in browser.get(article).text


@blind
def test_while_a_blind_task_is_coded_nothing_is_read(classroom):
    browser, _ = classroom.coder()
    for path in ("/read", "/search?pattern=islands", "/about-report", "/report/index.html"):
        answered = browser.get(path)
        assert answered.status_code == 403 and "which outlet wrote" in answered.text
    teacher = classroom.teacher()
    assert teacher.get("/read").status_code == 200
    teacher.post("/teacher/reading", {"reading": "open"}, form="/teacher")
    assert browser.get("/read").status_code == 200
    classroom.store.set_phase("voice", "discussion")
    teacher.post("/teacher/reading", {"reading": "closed"}, form="/teacher")
    assert browser.get("/read").status_code == 403
    sent = teacher.post("/teacher/reading", {"reading": "sometimes"}, form="/teacher")
    assert sent.status_code == 400


@blind
def test_a_blind_unit_names_no_outlet(classroom):
    browser, _ = classroom.coder()
    sample = classroom.app.state.room.samples["voice"]
    for _ in range(N):
        page = browser.get("/code/voice").text
        assert not [o for o in sample.units["outlet"].unique() if o in page.split("<main")[1]]
        answer(browser, "outlet")


def test_search_counts_by_outlet_and_explains_what_it_cannot_read(classroom):
    teacher = classroom.teacher()
    page = teacher.get("/search?pattern=islands").text
    run = classroom.app.state.room.run
    n = sum(len(re.findall(r"\bislands\b", text, re.I)) for text in run.measured["text"])
    assert f"<h2>{n} places</h2>" in page and page.count("<mark>") == n
    for bad in ("((", "x" * 201):
        answered = teacher.get("/search", params={"pattern": bad})
        assert answered.status_code == 400 and "cannot be searched" in answered.text


def test_a_report_is_served_from_its_folder_only(classroom, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    teacher = classroom.teacher()
    assert "no report of this study yet" in teacher.get("/about-report").text
    assert teacher.get("/report/").status_code == 404
    study = classroom.app.state.room.run.study.id
    folder = tmp_path / "reports" / study
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(f'{{"study": "{study}"}}')
    (folder / "index.html").write_text("<p>the report</p>")
    (tmp_path / "secret.txt").write_text("secret")
    answered = teacher.get("/report/")
    assert answered.text == "<p>the report</p>"
    assert "form-action 'none'" in answered.headers["content-security-policy"]
    assert "Open the report" in teacher.get("/about-report").text
    for path in ("../../secret.txt", "%2e%2e/%2e%2e/secret.txt", "/etc/passwd", "none.html"):
        assert teacher.get(f"/report/{path}").status_code == 404
