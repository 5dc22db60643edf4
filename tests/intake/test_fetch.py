"""Fetching from a server on loopback that fails, stalls, redirects, lies and sends too much."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from framing.errors import UsageError
from framing.intake.fetch import build_user_agent, fetch_links, fetched_fields
from framing.intake.fetch.connection import is_public
from framing.intake.fetch.log import LOG, Fetched, append_row, read_log, write_log
from framing.intake.formats.pages import read_page
from framing.intake.records import Source, UnreadableError

PAGE = (
    "<html><head><title>Rain on the harbour</title></head><body><h1>Rain on the harbour</h1>"
    + "".join(
        f"<p>On day {i} it rained on the harbour of Lakeport, and the ferry number {i * 7} stayed "
        "where it was until the wind had turned.</p>"
        for i in range(5)
    )
    + "</body></html>"
)


class Site(ThreadingHTTPServer):
    """A server whose paths are functions of the handler; remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.paths: dict[str, Callable[[Handler], None]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.release = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def n_asked(self, path: str) -> int:
        return self.asked.count(path)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what these tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers.get("User-Agent", ""))
        answer = self.server.paths.get(self.path)
        if answer is None:
            self.send(b"not here", status=404)
        else:
            answer(self)

    def send(self, body: bytes, *, status: int = 200, kind: str = "text/html", **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


def page(handler: Handler) -> None:
    handler.send(PAGE.encode())


def status(number: int, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.send(b"no", status=number, **headers)


def moved(target: str) -> Callable[[Handler], None]:
    return status(302, Location=target)


def text(content: str) -> Callable[[Handler], None]:
    return lambda handler: handler.send(content.encode(), kind="text/plain")


def in_turn(*answers: Callable[[Handler], None]) -> Callable[[Handler], None]:
    """One answer after the other; the last one stays."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def start_site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.release.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    yield from start_site()


@pytest.fixture
def other() -> Iterator[Site]:
    yield from start_site()


class Fetcher:
    """Runs with sleep that takes no time, and keeps what it was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "raw"
        self.list = folder / "links.csv"
        self.slept: list[float] = []
        self.said: list[str] = []

    def __call__(self, *urls: str, **more: Any) -> list[dict[str, Any]]:
        if urls:
            self.list.write_text("\n".join(["url", *urls, ""]), "utf-8")
        options: dict[str, Any] = {"pause": 0.0, "timeout": 5.0, "allow_local": True, **more}
        options.setdefault("progress", self.said.append)
        frame = fetch_links(self.list, self.folder, sleep=self.slept.append, **options)
        assert isinstance(frame, pl.DataFrame)
        return list(frame.iter_rows(named=True))


@pytest.fixture
def fetch(tmp_path: Path) -> Fetcher:
    return Fetcher(tmp_path)


def test_a_page_is_kept_as_it_came_with_its_record(site, fetch):
    body = PAGE.encode("cp1251") + b"\r\n\0 as it is"
    site.paths["/a"] = lambda h: h.send(body, kind="text/html; Charset=Windows-1251")
    (row,) = fetch(f"{site.url}/a")
    name = hashlib.sha256(f"{site.url}/a".encode()).hexdigest()[:12] + "-127-0-0-1.html.gz"
    assert (row["error"], row["status"], row["file"]) == ("", 200, name)
    raw = (fetch.folder / name).read_bytes()
    assert gzip.decompress(raw) == body
    assert raw == gzip.compress(body, mtime=0)
    assert (row["sha256"], row["bytes"]) == (hashlib.sha256(body).hexdigest(), len(body))
    assert (row["content_type"], row["charset"]) == ("text/html", "windows-1251")
    assert row["fetched_at"].endswith("+00:00")
    assert site.asked == ["/robots.txt", "/a"]
    assert {agent.split("/")[0] for agent in site.agents} == {"framing"}


def test_a_pdf_is_kept_as_pdf(site, fetch):
    site.paths["/p"] = lambda h: h.send(b"%PDF-1.7 ...", kind="application/pdf")
    (row,) = fetch(f"{site.url}/p")
    assert row["file"].endswith(".pdf")
    assert (fetch.folder / row["file"]).read_bytes() == b"%PDF-1.7 ..."


def test_other_types_are_recorded_and_not_kept(site, fetch):
    site.paths["/i"] = lambda h: h.send(b"\x89PNG", kind="image/png")
    (row,) = fetch(f"{site.url}/i")
    assert (row["file"], row["status"]) == ("", 200)
    assert row["error"] == "content type image/png: only HTML and PDF are kept"


def test_fails_twice_then_succeeds(site, fetch):
    site.paths["/a"] = in_turn(status(500), status(503), page)
    (row,) = fetch(f"{site.url}/a")
    assert (row["error"], site.n_asked("/a")) == ("", 3)
    assert len(fetch.slept) >= 1  # backoff


def test_fails_for_good_after_three_retries(site, fetch):
    site.paths["/a"] = status(502)
    (row,) = fetch(f"{site.url}/a")
    assert (row["error"], row["status"], row["file"]) == ("HTTP 502", 502, "")
    assert site.n_asked("/a") == 4


def test_not_found_is_not_tried_again_in_a_run(site, fetch):
    (row,) = fetch(f"{site.url}/gone")
    assert (row["error"], site.n_asked("/gone")) == ("HTTP 404", 1)


def test_retry_after_is_heeded(site, fetch):
    site.paths["/a"] = in_turn(status(429, Retry_After="17"), page)
    (row,) = fetch(f"{site.url}/a")
    assert row["error"] == ""
    assert 17 in fetch.slept


def test_a_server_that_asks_for_an_hour_is_left_for_the_next_run(site, fetch):
    site.paths["/a"] = status(429, Retry_After="3600")
    (row,) = fetch(f"{site.url}/a")
    assert row["error"] == "HTTP 429, and asks to wait 3600 s"
    assert site.n_asked("/a") == 1
    assert sum(fetch.slept) < 3600


def test_retry_after_that_is_no_time_is_passed_over(site, fetch):
    site.paths["/a"] = in_turn(status(503, Retry_After="soon"), page)
    assert fetch(f"{site.url}/a")[0]["error"] == ""


def stall(handler: Handler) -> None:
    handler.server.release.wait(20)


def drip(handler: Handler) -> None:
    """A byte now and then: each of them starts an ordinary timeout anew."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(400):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        if handler.server.release.wait(0.05):
            return


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for at in range(400):
        handler.wfile.write(b"X-%d: y\r\n" % at)
        if handler.server.release.wait(0.05):
            return


@pytest.mark.parametrize("slow", [stall, drip, drip_headers])
def test_a_stalling_server_costs_its_time_limit_and_no_more(site, fetch, slow):
    site.paths["/slow"] = slow
    site.paths["/b"] = page
    start = time.perf_counter()
    rows = fetch(f"{site.url}/slow", f"{site.url}/b", timeout=0.5)
    assert time.perf_counter() - start < 10
    assert "0.5 s" in rows[0]["error"] or "no answer in time" in rows[0]["error"]
    assert (rows[0]["file"], rows[1]["error"]) == ("", "")


def test_a_silent_site_is_given_up_and_tried_in_the_next_run(site, fetch):
    for at in range(6):
        site.paths[f"/{at}"] = stall
    urls = [f"{site.url}/{at}" for at in range(6)]
    rows = fetch(*urls, timeout=0.3)
    assert rows[5]["error"] == "127.0.0.1 failed 3 times in a row: not asked in this run"
    assert site.n_asked("/5") == 0
    site.paths = dict.fromkeys(site.paths, page)
    assert [row["error"] for row in fetch(*urls)] == [""] * 6


def test_a_site_that_fails_is_given_up_like_a_silent_one(site, fetch):
    for at in range(5):
        site.paths[f"/{at}"] = status(503)
    rows = fetch(*(f"{site.url}/{at}" for at in range(5)))
    assert [row["status"] for row in rows] == [503, 503, 503, 0, 0]
    assert len(site.asked) == 1 + 3 * 4


def test_redirects_are_followed_and_recorded(site, other, fetch):
    site.paths["/a"] = moved("/b#part")
    site.paths["/b"] = moved(f"{other.url}/c")
    other.paths["/c"] = page
    (row,) = fetch(f"{site.url}/a")
    assert (row["error"], row["url"], row["final_url"]) == (
        "", f"{site.url}/a", f"{other.url}/c",
    )  # fmt: skip
    assert other.asked == ["/robots.txt", "/c"]


def test_a_redirect_to_an_address_in_letters(site, fetch):
    site.paths["/a"] = moved("/дождь".encode().decode("latin-1"))
    site.paths["/%D0%B4%D0%BE%D0%B6%D0%B4%D1%8C"] = page
    assert fetch(f"{site.url}/a")[0]["error"] == ""


def test_a_loop_of_redirects_ends(site, fetch):
    site.paths["/a"] = moved("/b")
    site.paths["/b"] = moved("/a")
    (row,) = fetch(f"{site.url}/a")
    assert row["error"] == "more than 5 redirects"
    assert len(site.asked) == 7


def test_a_redirect_obeys_the_robots_of_where_it_leads(site, other, fetch):
    site.paths["/a"] = moved(f"{other.url}/private")
    other.paths["/robots.txt"] = text("User-agent: *\nDisallow: /private")
    (row,) = fetch(f"{site.url}/a")
    assert row["error"] == "robots.txt disallows it"
    assert other.asked == ["/robots.txt"]


@pytest.mark.parametrize("target", ["file:///etc/hosts", "ftp://post.example/a", "//[", "http://"])
def test_a_redirect_leads_to_the_web_or_nowhere(site, fetch, target):
    site.paths["/a"] = moved(target)
    (row,) = fetch(f"{site.url}/a")
    assert row["error"] != ""
    assert row["file"] == ""


def test_addresses_that_are_not_public_are_not_asked(site, fetch):
    site.paths["/a"] = page
    rows = fetch(f"{site.url}/a", f"http://localhost:{site.server_port}/a", allow_local=False)
    assert all("no public address" in row["error"] for row in rows)
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "fe80::1%eth0",
     "0.0.0.0", "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "fec0::1"],
)  # fmt: skip
def test_no_private_address_is_public(address):
    assert not is_public(address)


def test_robots_disallow(site, fetch):
    site.paths["/robots.txt"] = text("User-agent: framing\nDisallow: /\n\nUser-agent: *\nAllow: /")
    (row,) = fetch(f"{site.url}/a")
    assert row["error"] == "robots.txt disallows it"
    assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize(
    ("number", "asked"), [(500, False), (429, False), (404, True), (403, True)]
)
def test_robots_that_fails(site, fetch, number, asked):
    site.paths["/robots.txt"] = status(number)
    site.paths["/a"] = page
    rows = fetch(f"{site.url}/a", f"{site.url}/a2")
    assert (site.n_asked("/a") > 0) == asked
    if not asked:
        assert rows[0]["error"] == f"robots.txt is not to be had (HTTP {number}): not now"
        assert site.n_asked("/robots.txt") == 4  # once a run, with its retries


def test_robots_is_read_once_and_followed_where_it_moved(site, fetch):
    site.paths["/robots.txt"] = moved("/r.txt")
    site.paths["/r.txt"] = text("User-agent: *\nDisallow: /b")
    site.paths["/a"] = page
    rows = fetch(f"{site.url}/a", f"{site.url}/b")
    assert [row["error"] for row in rows] == ["", "robots.txt disallows it"]
    assert site.n_asked("/r.txt") == 1


def test_pauses_of_a_site_and_its_crawl_delay(site, fetch):
    site.paths.update({"/a": page, "/b": page})
    fetch(f"{site.url}/a", f"{site.url}/b", pause=3.0)
    assert [round(s) for s in fetch.slept] == [3, 3]  # robots, a, b
    site.paths["/robots.txt"] = text("User-agent: *\nCrawl-delay: 20")
    fetch.slept.clear()
    fetch(f"{site.url}/a?2", f"{site.url}/b?2", pause=3.0)
    assert [round(s) for s in fetch.slept] == [3, 20]


def test_sites_take_turns_so_that_pauses_do_not_add_up(site, fetch):
    paths = {f"/{at}": page for at in range(3)}
    site.paths.update(paths)
    port = site.server_port
    urls = [f"http://127.0.0.{host}:{port}/{at}" for host in (1,) for at in range(3)]
    urls += [f"http://localhost:{port}/{at}" for at in range(3)]
    rows = fetch(*urls, pause=10.0)
    assert [row["error"] for row in rows] == [""] * 6
    assert sum(fetch.slept) < 10 * 4  # one after the other it would be 60


def test_a_site_that_wants_ten_minutes_between_requests_is_left_alone(site, fetch):
    site.paths["/robots.txt"] = text("User-agent: *\nCrawl-delay: 86400")
    assert "86400 s between requests" in fetch(f"{site.url}/a")[0]["error"]


def endless(handler: Handler) -> None:
    """100 MB in chunks, without a length."""
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    for _ in range(1600):
        handler.wfile.write(chunk)
    handler.wfile.write(b"0\r\n\r\n")


def bomb(handler: Handler) -> None:
    handler.send(gzip.compress(bytes(100 * 2**20)), Content_Encoding="gzip")


@pytest.mark.parametrize("answer", [endless, bomb])
def test_a_hundred_megabytes_are_cut_off(site, fetch, answer):
    site.paths["/big"] = answer
    (row,) = fetch(f"{site.url}/big", timeout=30.0, max_bytes=2**20)
    assert row["error"] == "larger than 1,048,576 bytes: cut off, not kept"
    assert (row["file"], site.n_asked("/big")) == ("", 1)
    assert [p.name for p in fetch.folder.iterdir()] == [LOG]


def cut_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(PAGE.encode())


def test_a_cut_off_page_is_tried_again_and_never_kept(site, fetch):
    site.paths["/cut"] = cut_off
    site.paths["/late"] = in_turn(cut_off, page)
    rows = fetch(f"{site.url}/cut", f"{site.url}/late")
    assert rows[0]["error"].startswith("the page was cut off on its way")
    assert site.n_asked("/cut") == 4
    assert rows[1]["error"] == ""


def test_a_server_that_lies_about_the_encoding(site, fetch):
    russian = "<title>Дождь</title>" + "<p>Паром снова вышел в рейс после шторма в порту.</p>" * 9
    site.paths["/a"] = lambda h: h.send(russian.encode("utf-8"), kind="text/html; charset=koi8-r")
    site.paths["/b"] = lambda h: h.send(russian.encode("cp1251"), kind="text/html; charset=utf-8")
    site.paths["/c"] = lambda h: h.send(russian.encode("koi8-r"), kind="text/html; charset=koi8-r")
    for row in fetch(*(f"{site.url}/{name}" for name in "abc")):
        path = fetch.folder / row["file"]
        (found,) = read_page(Source(path.name, path))
        assert "Паром снова вышел в рейс" in found.body, row["url"]


def test_what_the_list_says_reaches_the_item(site, fetch):
    site.paths["/a"] = page
    fetch.list.write_text(
        "url,outlet,date,event,shelf\n" + f"{site.url}/a,Harbour Post,2019-05-06,rain,3\n", "utf-8"
    )
    (row,) = fetch()
    path = fetch.folder / row["file"]
    (found,) = read_page(Source(path.name, path))
    assert (found.outlet, found.date, found.event, found.title) == (
        "Harbour Post", "2019-05-06", "rain", "Rain on the harbour",
    )  # fmt: skip
    assert (found.url, found.saved, found.problem) == (f"{site.url}/a", row["fetched_at"][:10], "")
    fetch.list.write_text(f"url,outlet\n{site.url}/a,Other Post\n", "utf-8")
    fetch()
    assert fetched_fields(path)["outlet"] == "Other Post"
    assert fetched_fields(path.with_name("no.html")) == {}


def test_bad_rows_are_told_with_their_line(site, fetch):
    site.paths["/a"] = page
    rows = fetch(
        f"{site.url}/a", "post.example/a", f"{site.url}/a#top", "file:///etc/hosts", "http://",
        "https://user:word@post.example/",
    )  # fmt: skip
    assert [row["line"] for row in rows] == [2, 3, 4, 5, 6, 7]
    assert [row["error"] for row in rows] == [
        "",
        "no scheme: write https://post.example/a",
        "the same as line 2",
        "scheme file: only http and https are fetched",
        "no host in it, or a blank: an address like https://post.example/a is needed",
        "it carries a name or password: take them out",
    ]
    assert "line 4: the same as line 2" in fetch.said
    assert site.n_asked("/a") == 1


def test_a_list_without_a_column_url_is_told(fetch):
    fetch.list.write_text("link,outlet\nhttps://post.example/,Post\n", "utf-8")
    with pytest.raises(UnreadableError, match="has the columns link, outlet; needed: url"):
        fetch()


def test_an_invalid_certificate_is_an_error(site, fetch):
    site.paths["/a"] = page
    (row,) = fetch(f"https://127.0.0.1:{site.server_port}/a")
    assert "certificate or encryption" in row["error"]


def test_fetched_pages_are_not_asked_again_and_failures_are(site, fetch):
    site.paths["/a"] = page
    urls = (f"{site.url}/a", f"{site.url}/b")
    first = fetch(*urls)
    site.paths["/b"] = page
    second = fetch(*urls)
    assert [row["error"] for row in first] == ["", "HTTP 404"]
    assert [row["error"] for row in second] == ["", ""]
    assert (site.n_asked("/a"), site.n_asked("/b")) == (1, 2)
    assert first[0] == second[0]
    log = (fetch.folder / LOG).read_bytes()
    fetch(*urls)
    assert (fetch.folder / LOG).read_bytes() == log
    (fetch.folder / second[0]["file"]).unlink()
    assert fetch(*urls)[0]["error"] == ""
    assert site.n_asked("/a") == 2


class Killed(BaseException):
    """As a keyboard interrupt: nothing catches it."""


def test_killed_half_way_the_next_run_ends_in_the_same_state(site, fetch, tmp_path):
    site.paths.update({f"/{at}": page for at in range(4)})
    urls = [f"{site.url}/{at}" for at in range(4)]

    def kill(message: str) -> None:
        if message.startswith("2 of 4"):
            raise Killed(message)

    with pytest.raises(Killed, match="2 of 4"):
        fetch(*urls, progress=kill)
    assert len(read_log(fetch.folder)) == 2
    # As if it had died while writing a row and a page.
    with (fetch.folder / LOG).open("ab") as file:
        file.write(f"{site.url}/2,{site.url}/2,200,2026".encode())
    (fetch.folder / ".abc.html.gz.1.new").write_bytes(b"half")
    rows = fetch(*urls)
    assert [row["error"] for row in rows] == [""] * 4
    assert [site.n_asked(f"/{at}") for at in range(4)] == [1, 1, 1, 1]
    whole = Fetcher(tmp_path / "whole")
    whole.list.parent.mkdir()
    whole(*urls)
    names = sorted(path.name for path in fetch.folder.iterdir())
    assert names == sorted(path.name for path in whole.folder.iterdir())
    assert [r["sha256"] for r in rows] == [r.sha256 for r in read_log(whole.folder).values()]


def test_the_log_survives_any_content(tmp_path):
    row = Fetched("https://post.example/ä,b", error='said "no", then; more', title="«Дождь»")
    write_log(tmp_path, [Fetched("https://post.example/", status=200, bytes=7)])
    append_row(tmp_path, row)
    append_row(tmp_path, Fetched("https://post.example/", status=404))
    assert list(read_log(tmp_path).values()) == [Fetched("https://post.example/", status=404), row]


def test_a_table_of_the_same_name_is_neither_read_nor_overwritten(site, fetch):
    fetch.folder.mkdir()
    (fetch.folder / LOG).write_text("url,note\nhttps://post.example/,mine\n", "utf-8")
    kept = fetch.folder / "page.html"
    kept.write_text(PAGE, "utf-8")
    assert fetched_fields(kept) == {}
    with pytest.raises(UnreadableError, match="is no log of framing fetch"):
        fetch(f"{site.url}/a")
    assert (fetch.folder / LOG).read_text("utf-8").endswith("mine\n")


def test_limits_out_of_range_and_contacts_are_told(fetch):
    fetch.list.write_text("url\n", "utf-8")
    with pytest.raises(UsageError, match="pause of 0 or more"):
        fetch(pause=-1.0)
    with pytest.raises(UsageError, match="plain letters without brackets"):
        build_user_agent("me (at home)")
    assert "+mailto:desk@university.example;" in build_user_agent("mailto:desk@university.example")
