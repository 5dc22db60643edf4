"""Round everything: which names the server answers to, headers of every answer."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framing.web.doors.log import Log

# No script or style in a page itself, nothing from elsewhere, no frame round it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Referrer-Policy is same-origin, which tells other sites nothing. Under no-referrer browsers send
# "Origin: null" with forms, and Origin is all there is against forged ones in a LAN without HTTPS.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def shell(app: ASGIApp, *, hosts: frozenset[str], log: Log) -> ASGIApp:
    """Refuse what asks for another host; add the headers to every answer.

    ``hosts`` are names and addresses besides the one that the request came to. A page of another
    site whose name is made to lead here (DNS rebinding) asks for that name. A handler's own header
    of a name that stands in ``HEADERS`` stays.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        talk = _Talk(scope, receive, send)
        if _is_for(scope, hosts):
            try:
                await app(scope, talk.receive, talk.send)
            except Exception as error:
                _note(log, scope, f"error {type(error).__name__}")
                if not talk.is_answered:
                    await _plain("Something went wrong here, not with you.", 500)(
                        scope, talk.receive, talk.send
                    )
                raise  # to the terminal of who runs the server
            return
        _note(log, scope, "another host")
        await _plain("This is not the server of that name.", 421)(scope, talk.receive, talk.send)

    return wrapped


class _Talk:
    """One request and its answer: whether the one was read as a whole, and the other begun."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        self._is_read, self.is_answered = not has_body, False
        self._receive, self._send = receive, send

    async def receive(self) -> Message:
        message = await self._receive()
        self._is_read = self._is_read or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_answered = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not self._is_read:  # else the server would go on reading, to no end
                headers["Connection"] = "close"
        await self._send(message)


def _plain(said: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(f"{said}\n", status_code=status)


def _note(log: Log, scope: Scope, reason: str) -> None:
    address = (scope.get("client") or ("",))[0]
    route = scope.get("state", {}).get("route", "(any)")
    log.refused(reason, method=scope["method"], path=route, who="", address=address)


def _is_for(scope: Scope, hosts: frozenset[str]) -> bool:
    said = Headers(scope=scope).getlist("host")
    if len(said) != 1:
        return False
    name = re.sub(r":\d+\Z", "", said[0]).lower()
    own = (scope.get("server") or ("",))[0]
    return name in hosts or name.strip("[]") == own
