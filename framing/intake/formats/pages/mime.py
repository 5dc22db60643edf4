"""MHTML: a page and its pictures in one MIME envelope, as browsers save them."""

from __future__ import annotations

import email
from email.message import Message
from email.policy import compat32

from framing.intake.records import UnreadableError


def open_envelope(raw: bytes) -> tuple[bytes, str, str]:
    """The page's bytes, the charset its part names, and its address.

    The page is the HTML part that the envelope calls its root or that stands at the page's
    address; else the first HTML part. Frames and advertisements are HTML parts, too.

    Raises
    ------
    UnreadableError
        Where there is no HTML part, or the parts are nested too deep.
    """
    try:
        message = email.message_from_bytes(raw, policy=compat32)
        parts = [part for part in message.walk() if part.get_content_type() in _HTML]
    except RecursionError as error:
        raise UnreadableError("its parts are nested too deep: no saved page") from error
    if not parts:
        raise UnreadableError("a MIME file without an HTML part: no saved page")
    address = _header(message, "Snapshot-Content-Location")
    root = str(message.get_param("start", "") or "").strip("<> ")
    best = max(
        parts,
        key=lambda part: (
            bool(root) and _header(part, "Content-ID").strip("<> ") == root,
            bool(address) and _header(part, "Content-Location") == address,
        ),
    )
    body = best.get_payload(decode=True)
    if not isinstance(body, bytes):
        raise UnreadableError("its HTML part cannot be decoded")
    return body, _charset(best), address or _header(best, "Content-Location")


_HTML = ("text/html", "application/xhtml+xml")


def _header(part: Message, name: str) -> str:
    return "".join(str(part.get(name, "")).split())


def _charset(part: Message) -> str:
    found = part.get_param("charset", "")
    return found if isinstance(found, str) else ""
