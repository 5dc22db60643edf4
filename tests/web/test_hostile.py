"""Somebody who does not play fair: whatever is tried is refused, and stands in the log."""

from __future__ import annotations

import csv
import io
import json
from base64 import urlsafe_b64encode

import pytest
from itsdangerous import URLSafeTimedSerializer

from framing.web.doors.keys import Session, new_session, write_cookie
from framing.web.doors.persons import Coder, Teacher
from framing.web.store import TEACHER, open_store
from tests.web.conftest import HERE, Class

EVIL = "https://evil.example"
SQL = "'); DROP TABLE marks; --"
HTML = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def with_cookie(room: Class, value: str):
    browser = room.browser()
    browser.http.headers["cookie"] = f"{room.keys.cookie}={value}"
    return browser


def is_out(room: Class, value: str) -> bool:
    """Whether who shows this cookie is nobody."""
    answer = with_cookie(room, value).get("/export/mine.csv")
    return (answer.status_code, answer.headers.get("location")) == (303, "/join")


# Cookies


def test_a_cookie_of_the_servers_own_is_believed_and_no_other(room):
    who = room.store.join().coder
    good = write_cookie(room.keys, room.store, new_session(Coder(who)))
    assert not is_out(room, good)
    payload, rest = good.split(".", 1)
    said = json.dumps(["teacher", "", "", "x"]).encode()
    forged = urlsafe_b64encode(said).decode().rstrip("=")
    other = URLSafeTimedSerializer("another key", salt="session")
    for value in (
        f"{forged}.{rest}",
        f"{payload}.{rest[:-2]}xx",
        other.dumps(["coder", who, room.store.serial(who), "x"]),
        other.dumps(["teacher", "", "", "x"]),
        payload,
        "",
        "a.b.c",
        "." * 500,
    ):
        assert is_out(room, value), value


def test_a_cookie_ends_with_its_coder_and_with_the_coders_old_link(room):
    browser, who = room.coder()
    assert browser.get("/export/mine.csv").status_code == 200
    room.store.renew(who)
    assert browser.get("/export/mine.csv").status_code == 303
    browser, who = room.coder()
    room.store.delete_coder(who)
    assert browser.get("/export/mine.csv").status_code == 303


def test_a_cookie_for_a_coder_named_like_the_teacher_opens_nothing(room):
    value = write_cookie(room.keys, room.store, Session(Coder(TEACHER), "x"))
    assert is_out(room, value)


def test_the_teachers_cookie_ends_with_the_start(room, store, tmp_path):
    from framing.web.doors.keys import load_keys, read_cookie

    value = write_cookie(room.keys, store, new_session(Teacher()))
    assert read_cookie(room.keys, store, value).person == Teacher()
    again = load_keys(store)
    assert again.signing == room.keys.signing
    assert read_cookie(again, store, value) is None
    assert again.code != room.keys.code or again.teacher != room.keys.teacher


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(room):
    said = room.browser().get("/join").headers["set-cookie"].lower()
    assert "httponly" in said and "samesite=strict" in said and "path=/" in said


def test_what_is_on_the_disk_opens_no_door(room, tmp_path):
    joined = room.store.join()
    left = b"".join(path.read_bytes() for path in tmp_path.glob("coding/class.*"))
    for secret in (joined.secret, room.keys.teacher, room.keys.code):
        assert secret.encode() not in left
    assert (tmp_path / "coding/class.sqlite").stat().st_mode & 0o077 == 0


# Links and codes


def test_a_link_of_another_coder_asks_before_it_takes_the_browser_over(room):
    browser, who = room.coder()
    other = room.store.join()
    page = browser.get(f"/c/{other.secret}")
    assert f"Go on as {other.coder}?" in page.text and f"This browser is {who} now" in page.text
    rows = list(csv.DictReader(io.StringIO(browser.get("/export/mine.csv").text)))
    assert rows == []  # still who it was
    answer = browser.send("POST", f"/c/{other.secret}", headers={"origin": EVIL})
    assert answer.status_code == 403


def test_a_pseudonym_is_no_link_and_neither_is_the_hash_on_the_disk(room):
    who = room.store.join().coder
    row = room.store.database.row("SELECT secret FROM coders WHERE coder = ?", who)
    for guess in (who, row["secret"], room.store.serial(who), TEACHER, "%00", "' OR 1=1 --"):
        assert room.browser().get(f"/c/{guess}").status_code == 404
    assert room.browser().get("/c/").status_code == 303


def test_guessing_codes_takes_ever_longer_and_the_right_one_waits_too(room, clock):
    browser = room.browser()
    for number in range(10):
        assert browser.post("/join", {"code": f"{number:08d}"}).status_code == 403
    right = {"code": room.keys.code}
    answer = browser.post("/join", right)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert room.browser().post(f"/teach/{room.keys.teacher}", form="/join").status_code == 429
    waits = []
    for _ in range(8):
        clock.now += 16
        assert browser.post("/join", {"code": "1"}).status_code == 403
        waits.append(room.app.state.room.limits.pauses.wait("127.0.0.1"))
    assert waits == [2, 4, 8, 15, 15, 15, 15, 15]
    assert room.store.coders() == ()
    clock.now += 16
    assert browser.post("/join", right).status_code == 200
    assert room.log().count("refused: wrong class code; POST /join; nobody") == 18
    assert "a pause after wrong codes; POST /join" in room.log()


def test_many_guesses_at_once_are_no_way_round_the_pause(room):
    import asyncio

    browser = room.browser()
    token = browser.csrf()

    async def guess(number: int) -> int:
        answer = await browser.http.post(
            "/join", data={"csrf": token, "code": f"{number:08d}"}, headers={"origin": HERE}
        )
        return answer.status_code

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(guess(number) for number in range(60)))

    found = browser.runner.run(all_at_once())
    assert (found.count(403), found.count(429)) == (10, 50)


def test_who_asks_without_end_is_slowed_down_and_nobody_else(room):
    one, _ = room.coder()
    other, _ = room.coder()
    found = [one.get("/test/form").status_code for _ in range(150)]
    while found[-1] == 200 and len(found) < 5000:  # a slow machine asks for long
        found.append(one.get("/test/form").status_code)
    assert found[:150] == [200] * 150 and found[-1] == 429
    assert other.get("/test/form").status_code == 200
    assert "too many requests; GET /test/form" in room.log()


def test_forty_coders_behind_one_address_all_get_in(room):
    for _ in range(40):
        room.coder()
    assert len(room.store.coders()) == 40


# Forged forms


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": EVIL},
        {"origin": "null"},
        {"origin": f"{HERE}.evil.example"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
        {"origin": HERE, "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"referer": f"{HERE}/code/voice"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_token(room, headers):
    browser, _ = room.coder()
    data = {"csrf": browser.csrf("/test/form"), "task": "voice", "unit": "u1", "label": "both"}
    answer = browser.send("POST", "/test/mark", data=data, headers=headers)
    assert answer.status_code == 403 and "another site" in answer.text
    assert room.store.codes("voice").is_empty()
    assert "refused: sent by another site; POST /test/mark" in room.log()


def test_a_form_needs_the_token_of_its_own_session(room):
    browser, _ = room.coder()
    other, _ = room.coder()
    before = room.browser().csrf()
    good = {"task": "voice", "unit": "u1", "label": "both"}
    for token in ("", "0" * 64, other.csrf("/test/form"), before, "\u00e9", "x" * 5000):
        answer = browser.send(
            "POST", "/test/mark", data={**good, "csrf": token}, headers={"origin": HERE}
        )
        assert answer.status_code == 403, token
    assert room.store.codes("voice").is_empty()
    assert "form without this session's token" in room.log()
    assert browser.post("/test/mark", good, form="/test/form").status_code == 200
    token = {"x-csrf-token": browser.csrf("/test/form"), "sec-fetch-site": "same-origin"}
    assert browser.send("POST", "/test/mark", data=good, headers=token).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"unit": "u1"}', "application/json"),
        (b"unit=u1", "text/plain"),
        (b"unit=u1", ""),
        (b"<unit/>", "application/xml"),
    ],
)
def test_what_is_no_form_is_not_read(room, body, kind):
    browser, _ = room.coder()
    headers = {"origin": HERE, "x-csrf-token": browser.csrf("/test/form"), "content-type": kind}
    answer = browser.send("POST", "/test/mark", content=body, headers=headers)
    assert answer.status_code == 415


def test_files_and_floods_of_fields_are_refused(room):
    browser, _ = room.coder()
    headers = {"origin": HERE, "x-csrf-token": browser.csrf("/test/form")}
    files = {"unit": ("unit.txt", b"u1")}
    assert browser.send("POST", "/test/mark", files=files, headers=headers).status_code == 400
    many = {f"field{number}": "1" for number in range(60)}
    assert browser.send("POST", "/test/mark", data=many, headers=headers).status_code == 400


def test_nothing_is_changed_by_a_get(room):
    browser, _ = room.coder()
    answer = browser.get("/test/mark?task=voice&unit=u1&label=both")
    assert answer.status_code in (404, 405)
    assert browser.get("/leave").status_code in (404, 405)
    assert room.store.codes("voice").is_empty()
    assert browser.get("/test/form").status_code == 200


# SQL and HTML in every field


@pytest.mark.parametrize("text", [SQL, HTML, "=HYPERLINK(1)", "a\x00b\u202ec", "\ud83d\ude00" * 9])
@pytest.mark.parametrize("field", ["task", "unit", "label", "note", "key"])
def test_text_in_any_field_stays_text(room, field, text):
    browser, _ = room.coder()
    data = {"task": "voice", "unit": "u1", "label": "both", "note": "n", "key": "k"}
    text = text.encode("utf-16", "surrogatepass").decode("utf-16")
    answer = browser.post("/test/mark", {**data, field: text}, form="/test/form")
    assert answer.status_code == (200 if field in ("note", "key") else 400)
    assert "<script>" not in answer.text and "<img" not in answer.text
    assert room.store.codes("voice").height == int(field in ("note", "key"))
    assert "script" not in room.log() and "DROP" not in room.log()
    if field == "note":
        shown = browser.get("/export/mine.csv").text
        (row,) = csv.DictReader(io.StringIO(shown))
        assert not row["note"].startswith("=")


def test_a_note_is_cut_and_a_long_key_refused(room):
    browser, _ = room.coder()
    data = {"task": "voice", "unit": "u1", "label": "both", "note": "n" * 5000}
    assert browser.post("/test/mark", data, form="/test/form").status_code == 200
    assert len(room.store.codes("voice")["note"][0]) == 2000
    long = {**data, "key": "k" * 500}
    assert browser.post("/test/mark", long, form="/test/form").status_code == 400


# Other hosts, paths out of the site, bodies without end


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "127.0.0.2", "[::2]"],
)
def test_a_name_that_is_made_to_lead_here_is_refused(room, host):
    browser, _ = room.coder()
    answer = browser.get("/export/mine.csv", headers={"host": host})
    assert answer.status_code == 421
    assert "refused: another host" in room.log()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST"])
def test_its_own_names_are_answered(room, host):
    assert room.browser().get("/join", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/open/../../app.py",
        "/static/open/..%2f..%2fapp.py",
        "/static/open/%2e%2e%5capp.py",
        "/static/class.css%00.txt",
        "/export/codes/..%2f..%2fstudy.toml.csv",
        "/export/codes/%2e%2e.csv",
        "/coding/class.sqlite",
        "/../coding/class.sqlite",
        "/.//evil.example/",
        "/.git/config",
    ],
)
def test_no_path_leads_out(room, path):
    browser = room.teacher()
    answer = browser.get(path)
    assert answer.status_code == 404
    nobody = room.browser().get(path)
    assert (nobody.status_code, nobody.text) in ((303, ""), (404, nobody.text))
    assert "import" not in nobody.text and "import" not in answer.text


def test_a_body_without_end_is_cut_off(room):
    browser, _ = room.coder()
    headers = {
        "origin": HERE, "x-csrf-token": browser.csrf("/test/form"),
        "content-type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    sent = 0

    async def chunks():
        nonlocal sent
        for _ in range(10_000):
            sent += 10_000
            yield b"a" * 10_000

    answer = browser.send("POST", "/test/mark", content=chunks(), headers=headers)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    said = {**headers, "content-length": str(10**8)}
    answer = browser.send("POST", "/test/mark", content=b"a" * 100, headers=said)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert "POST /test/mark" in room.log()
    fits = browser.send("POST", "/test/mark", content=b"note=" + b"a" * 65_000, headers=headers)
    assert fits.status_code == 400  # read, and no unit in it
    assert sent >= 64 * 1024


# What every answer says


@pytest.mark.parametrize(
    "path", ["/join", "/", "/export/mine.csv", "/nothing", "/static/open/class.css"]
)
def test_every_answer_forbids_what_pages_do_not_need(room, path):
    browser, _ = room.coder()
    for asked in (browser, room.browser()):
        headers = asked.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers and "access-control-allow-origin" not in headers


def test_the_log_stays_small_and_tells_no_secret(room):
    browser = room.browser()
    log = room.app.state.room.log
    for number in range(4000):
        log.refused(
            f"reason {number}\nx", method="GET\r", path="/", who="a\x1b[31m" * 90, address=""
        )
    folder = room.folder / "coding"
    sizes = [path.stat().st_size for path in folder.glob("class.log*")]
    assert len(sizes) == 2 and max(sizes) <= 256 * 1024
    assert all(line.count("refused: ") == 1 for line in room.log().splitlines())
    assert "\x1b" not in room.log()
    secret = room.store.join().secret
    browser.get(f"/c/{secret}x")
    browser.get(f"/teach/{room.keys.teacher[:-1]}")
    assert secret not in room.log() and room.keys.teacher[:-1] not in room.log()
    assert "127.0.0.1" not in room.log()


def test_somebody_with_a_class_code_cannot_fill_the_store_with_coders(room, monkeypatch):
    from framing.web.store import people

    monkeypatch.setattr(people, "_MOST", 2)
    room.coder()
    room.coder()
    answer = room.browser().post("/join", {"code": room.keys.code})
    assert answer.status_code == 400 and "2 coders have joined" in answer.text
    assert len(room.store.coders()) == 2
    assert open_store(room.folder / "coding/class.sqlite").coders() == room.store.coders()


def test_a_fault_of_a_page_tells_nothing_of_itself(room):
    browser, _ = room.coder()
    answer = browser.get("/test/broken")
    assert (answer.status_code, answer.text) == (500, "Something went wrong here, not with you.\n")
    assert "error ValueError; GET /test/broken" in room.log() and "secret" not in room.log()
