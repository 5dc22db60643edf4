"""Who is let in, page by page, without a server."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Route

from framing.web.app import MISSING
from framing.web.doors.entrance import ENTRANCE
from framing.web.doors.guard import ANYONE, CODER, TEACHER
from framing.web.exports import EXPORTS
from framing.web.files import STATIC
from framing.web.pages import PAGES

ALL = (*ENTRANCE, *STATIC, *EXPORTS, *PAGES)
CLOSED = [page for page in ALL if page.who != ANYONE]


def filled(path: str) -> str:
    """A path of a route with something in its places."""
    return re.sub(r"\{[^}]*\}", "voice", path)


@pytest.mark.parametrize("page", CLOSED, ids=lambda page: f"{page.methods[0]} {page.path}")
def test_nobody_sees_a_page_without_a_code(room, page):
    for method in page.methods:
        answer = room.browser().send(method, filled(page.path), headers={"origin": "null"})
        if method == "GET":
            assert (answer.status_code, answer.headers["location"]) == (303, "/join")
            assert answer.text == ""
        else:
            assert answer.status_code == 403
            assert "No class code" in answer.text


def test_there_is_no_page_but_those_behind_the_guard(room):
    routes = [route for route in room.app.routes if not route.path.startswith("/test/")]
    assert [route.path for route in routes] == [page.path for page in (*ALL, MISSING)]
    assert {type(route) for route in routes} == {Route}
    assert all(route.endpoint.__qualname__ == "guarded.<locals>.endpoint" for route in routes)


def test_who_leaves_is_nobody_and_who_comes_back_is_somebody_new(room):
    browser, who = room.coder()
    answer = browser.post("/leave", form="/test/form")
    assert (answer.status_code, answer.headers["location"]) == (303, "/join")
    assert browser.get("/export/mine.csv").status_code == 303
    assert browser.post("/join", {"code": room.keys.code}).status_code == 200
    assert len(room.store.coders()) == 2 and who in room.store.coders()


def test_only_the_way_in_is_open():
    assert {page.path for page in ALL if page.who == ANYONE} == {
        "/join", "/c/{secret}", "/teach/{secret}", "/static/open/{name}",
    }  # fmt: skip


@pytest.mark.parametrize(
    "page", [page for page in ALL if page.who == TEACHER], ids=lambda page: page.path
)
def test_no_coder_sees_a_page_of_the_teacher(room, page):
    browser, _ = room.coder()
    for method in page.methods:
        assert browser.send(method, filled(page.path)).status_code == 403


@pytest.mark.parametrize(
    "page", [page for page in ALL if page.who == CODER], ids=lambda page: page.path
)
def test_the_teacher_codes_nothing(room, page):
    browser = room.teacher()
    for method in page.methods:
        assert browser.send(method, filled(page.path)).status_code == 403


def test_the_class_code_makes_a_coder_whose_link_works_elsewhere(room):
    browser = room.browser()
    spoken = room.keys.spoken
    answer = browser.post("/join", {"code": spoken})
    coder = room.store.coders()[0]
    assert f"You are {coder}" in answer.text
    link = answer.text.split('href="/c/')[1].split('"')[0]
    assert room.store.coder_of(link) == coder
    again = browser.get("/join")
    assert (again.status_code, again.headers["location"]) == (303, "/")
    other = room.browser()
    assert f"Go on as {coder}?" in other.get(f"/c/{link}").text
    assert other.post(f"/c/{link}").headers["location"] == "/"
    assert room.store.coders() == (coder,)


def test_a_wrong_code_lets_nobody_in(room):
    browser = room.browser()
    answer = browser.post("/join", {"code": "0000 000"})
    assert answer.status_code == 403 and "not the class code" in answer.text
    assert room.store.coders() == ()
    assert "wrong class code; POST /join; nobody" in room.log()
    assert browser.get("/teach/guess").status_code == 404
    assert "guess" not in room.log()
