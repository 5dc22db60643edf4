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
        is_read = False

        async def receive_and_see() -> Message:
            nonlocal is_read
            message = await receive()
            is_read = is_read or not message.get("more_body", False)
            return message

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not is_read and _has_body(scope):  # else the server would read on, to no end
                    headers["Connection"] = "close"
            await send(message)

        if _is_for(scope, hosts):
            await app(scope, receive_and_see, send_with_headers)
            return
        log.refused(
            "another host", method=scope["method"], path="(any)", who="",
            address=(scope.get("client") or ("",))[0],
        )  # fmt: skip
        answer = PlainTextResponse("This is not the server of that name.", status_code=421)
        await answer(scope, receive, send_with_headers)

    return wrapped


def _is_for(scope: Scope, hosts: frozenset[str]) -> bool:
    said = Headers(scope=scope).getlist("host")
    if len(said) != 1:
        return False
    name = re.sub(r":\d+\Z", "", said[0]).lower()
    own = (scope.get("server") or ("",))[0]
    return name in hosts or name.strip("[]") == own


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
