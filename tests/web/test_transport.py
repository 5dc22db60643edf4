"""What only a real connection shows: bodies without end, slow ones, crooked requests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from framing.web import server
from framing.web.doors.keys import csrf_token, new_session, write_cookie
from framing.web.doors.persons import Coder
from framing.web.server import make_server

Dial = Callable[[], socket.socket]


@pytest.fixture
def dial(room, monkeypatch) -> Iterator[Dial]:
    """Connections to the room's application, served on loopback by a thread."""
    monkeypatch.setattr(server, "_SLOWEST", 1.0)
    listener = socket.create_server(("127.0.0.1", 0))
    running = make_server(room.app)
    thread = threading.Thread(target=running.run, args=([listener],))
    thread.start()
    dialled: list[socket.socket] = []

    def connect() -> socket.socket:
        dialled.append(socket.create_connection(listener.getsockname(), timeout=20))
        return dialled[-1]

    yield connect
    for connection in dialled:
        connection.close()
    running.should_exit = True
    thread.join()


def ask(connection: socket.socket, *lines: str) -> str:
    """Send the head of a request; what comes until the other side hangs up or falls silent."""
    connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
    connection.settimeout(5)
    return hear(connection)


def hear(connection: socket.socket) -> str:
    found = b""
    with suppress(ConnectionError):
        while data := connection.recv(65536):
            found += data
    return found.decode("latin-1")


def head(connection: socket.socket, path: str, *more: str) -> list[str]:
    host = f"127.0.0.1:{connection.getpeername()[1]}"
    return [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *more]


def flood(connection: socket.socket, lines: list[str], *, chunked: bool) -> tuple[str, int]:
    """Post 100 MB, or what of it the other side takes; the answer, and how much was taken."""
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    block = b"a" * 65536
    piece = b"10000\r\n" + block + b"\r\n" if chunked else block
    sent = 0
    with suppress(ConnectionError):
        while sent < 10**8:
            connection.sendall(piece)
            sent += len(block)
    return hear(connection), sent


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_a_post_of_100_mb_is_cut_off_early(room, dial, chunked, known):
    session = new_session(Coder(room.store.join().coder))
    connection = dial()
    host = f"127.0.0.1:{connection.getpeername()[1]}"
    lines = [
        "POST /test/mark HTTP/1.1", f"Host: {host}", f"Origin: http://{host}",
        "Content-Type: application/x-www-form-urlencoded",
        "Transfer-Encoding: chunked" if chunked else f"Content-Length: {10**8}",
    ]  # fmt: skip
    if known:
        cookie = write_cookie(room.keys, room.store, session)
        lines += [
            f"Cookie: {room.keys.cookie}={cookie}",
            f"X-CSRF-Token: {csrf_token(room.keys, session)}",
        ]
    answer, sent = flood(connection, lines, chunked=chunked)
    assert sent < 10**7
    assert answer == "" or answer.split(" ")[1] in ("413", "403")
    said = "Content Too Large" if known else "no class code"
    assert f"refused: {said}; POST /test/mark" in room.log()
    again = dial()
    assert "HTTP/1.1 200" in ask(again, *head(again, "/join"))


def test_who_sends_too_slowly_is_hung_up_on(room, dial):
    silent, begun, slow = dial(), dial(), dial()
    begun.sendall(b"GET /join HTTP/1.1\r\nHost: 127")
    slow.sendall(
        f"POST /join HTTP/1.1\r\nHost: 127.0.0.1:{slow.getpeername()[1]}\r\n"
        "Content-Length: 100\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "\r\ncode".encode()
    )
    for connection in (silent, begun, slow):
        assert "HTTP/1.1 200" not in hear(connection)  # ends, else the socket's own time is up
    kept = dial()
    ask_twice = "\r\n".join([*head(kept, "/join")[:2], "", ""]).encode()
    kept.sendall(ask_twice)
    assert kept.recv(20).startswith(b"HTTP/1.1 200")
    time.sleep(1.5)  # a browser that thinks is not a slow one
    kept.sendall(ask_twice)
    kept.settimeout(5)
    assert kept.recv(65536)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../web/app.py",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/open/../../app.py",
        "/../../../../etc/passwd",
        "/static//etc/passwd",
        "/static/%00",
        "/%ff%fe",
        "http://evil.example/join",
    ],
)
def test_no_crooked_path_leads_out(dial, path):
    connection = dial()
    answer = ask(connection, *head(connection, path))
    assert answer.split(" ")[1] in ("303", "400", "404", "421")
    assert "import" not in answer and "root:" not in answer


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["GET /join HTTP/1.1"], "400"),
        (["GET /join HTTP/1.1", "Host: evil.example"], "421"),
        (["GET /join HTTP/1.1", "Host: 127.0.0.1", "Host: evil.example"], "400"),
        (["GET /join HTTP/1.0"], "421"),
        (["GET /join HTTP/1.1", "Host: 127.0.0.1", "X: " + "a" * 10**6], "400"),
        (["GET /join", "Host: 127.0.0.1"], "400"),
        (
            ["POST /join HTTP/1.1", "Host: 127.0.0.1", "Content-Length: -1"],
            "400",
        ),
        (
            ["POST /join HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 5", "Content-Length: 6"],
            "400",
        ),
        (["CONNECT evil.example:443 HTTP/1.1", "Host: 127.0.0.1"], "404"),
    ],
)
def test_a_crooked_request_is_refused(dial, lines, status):
    answer = ask(dial(), *lines, "Connection: close")
    assert answer.split(" ")[1] == status


def test_nothing_of_a_request_is_printed(room, dial, capfd):
    connection = dial()
    secret = room.store.join().secret
    assert "HTTP/1.1 200" in ask(connection, *head(connection, f"/c/{secret}"))
    assert "HTTP/1.1 400" in ask(dial(), "nonsense")
    connection = dial()
    assert "HTTP/1.1 404" in ask(connection, *head(connection, f"/c/{secret}x"))
    said = capfd.readouterr()
    assert secret not in said.out + said.err and said.out == ""
