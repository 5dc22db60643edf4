"""A saved page's bytes as HTML: unpacked, taken out of its MIME envelope, decoded."""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from framing.intake.formats.encodings import decode_markup
from framing.intake.limits import find_bom, read_bytes
from framing.intake.records import UnreadableError

MAX_PAGE = 64 * 2**20  # bytes unpacked; pictures inside a saved page make it large, text never
MAX_MARKUP = 16 * 2**20  # characters without embedded pictures and scripts
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S{8,2000}?)\s*-->")
_PICTURE = re.compile(r"data:[\w.+/-]{0,60};base64,[A-Za-z0-9+/=\s]*")
_SCRIPT = re.compile(r"<(script|style|svg|noscript)\b", re.IGNORECASE)
_DATA_SCRIPT = re.compile(r"ld\+json", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's markup, without scripts and embedded pictures, and where it was saved from."""

    html: str
    url: str = ""


def load_page(path: Path, *, charset: str = "") -> Page:
    """The page in a file: plain, gzipped or MHTML, whatever its suffix says.

    Parameters
    ----------
    path
        The file; at most 64 MB, packed and unpacked.
    charset
        What the server called the encoding; empty where nobody knows.

    Raises
    ------
    UnreadableError
        For files that are too large, damaged, or no text in any encoding.
    """
    raw = _unpack(read_bytes(path, MAX_PAGE))
    url = ""
    if _is_mime(raw):
        from framing.intake.formats.pages.mime import open_envelope

        raw, charset, url = open_envelope(raw)
    html = decode_markup(raw, charset)
    saved = _SAVED_FROM.search(html[:5000])
    html = strip_scripts(_PICTURE.sub("data:,", html))
    if len(html) > MAX_MARKUP:
        raise UnreadableError(
            f"the page has {len(html) / 2**20:,.0f} MB of markup; at most "
            f"{MAX_MARKUP / 2**20:,.0f} MB are read"
        )
    return Page(html, url or (saved[1] if saved else ""))


def _unpack(raw: bytes) -> bytes:
    import io

    for _ in range(2):  # some servers pack what is packed already
        if not raw.startswith(b"\x1f\x8b"):
            break
        try:
            with gzip.open(io.BytesIO(raw)) as stream:
                raw = stream.read(MAX_PAGE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableError(f"the gzip file is damaged ({error})") from error
        if len(raw) > MAX_PAGE:
            raise UnreadableError(
                f"unpacks to more than {MAX_PAGE / 2**20:,.0f} MB: a gzip bomb, or no page"
            )
    return raw


def _is_mime(raw: bytes) -> bool:
    head = raw[find_bom(raw)[0] :][:2000].lstrip(b"\r\n\t ").lower()
    return re.match(rb"[a-z-]{2,40}:", head) is not None and b"content-type:" in raw[:20000].lower()


def strip_scripts(html: str) -> str:
    """Markup without scripts, styles and drawings, save those that hold data (JSON-LD).

    By hand, as a pattern over an unclosed tag would search the rest of the page for each of them.
    """
    lowered = html.lower()
    if len(lowered) != len(html):  # a few letters change length when lowered
        lowered = "".join(c.lower() if c.isascii() else c for c in html)
    kept: list[str] = []
    at = 0
    missing: set[str] = set()
    while found := _SCRIPT.search(lowered, at):
        name = found[1]
        end = -1 if name in missing else lowered.find(f"</{name}", found.end())
        if end < 0:
            missing.add(name)
            kept.append(html[at : found.end()])
            at = found.end()
            continue
        close = lowered.find(">", end)
        close = len(html) if close < 0 else close + 1
        opening = lowered[found.start() : found.start() + 300].partition(">")[0]
        keep = name == "script" and _DATA_SCRIPT.search(opening)
        kept.append(html[at : close if keep else found.start()])
        at = close
    kept.append(html[at:])
    return "".join(kept)
