"""A saved page's bytes as HTML: unpacked, taken out of its MIME envelope, decoded."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from framing.intake.limits import read_bytes
from framing.intake.records import UnreadableError

MAX_PAGE = 64 * 2**20  # bytes unpacked; pictures inside a saved page make it large, text never
MAX_MARKUP = 16 * 2**20  # characters without embedded pictures and scripts
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|"""
    rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# What browsers read under these names.
_BROWSERS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-9": "cp1254",
    "x-mac-cyrillic": "mac-cyrillic",
}
_MAX_BROKEN = 0.02  # share of letters beyond ASCII that a named encoding may fail on: a slip, a cut
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
    html = decode_html(raw, charset=charset)
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
    head = raw[:2000].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    return re.match(rb"[a-z-]{2,40}:", head) is not None and b"content-type:" in raw[:20000].lower()


def decode_html(raw: bytes, *, charset: str = "") -> str:
    """Bytes of a page as text, without NUL characters.

    In this order: byte order mark; UTF-8 where it fits and is told or shows; the server's word;
    the page's own; a guess. A name that the bytes contradict is passed over.

    >>> decode_html("<p>Курилы".encode("cp1251") + b"<meta charset=windows-1251>")[:9]
    '<p>Курилы'

    Raises
    ------
    UnreadableError
        Where no encoding fits.
    """
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(name, errors="replace").replace("\0", "")
    nulls = raw[:4000].count(b"\0") / max(len(raw[:4000]), 1)
    if nulls > 0.05 and (wide := _wide(raw)) is not None:
        return wide
    if nulls > 0.2:
        raise UnreadableError("holds NUL bytes throughout: no HTML in an encoding that is read")
    raw = raw.replace(b"\0", b"")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    meta = _META.search(raw[:100_000])
    inner = (meta[1] or meta[2]).decode("ascii") if meta else ""
    outer = _browser_name(charset)
    # Latin-1 is what servers say when they do not know.
    for name in ("" if outer == "cp1252" else outer, _browser_name(inner), "utf-8"):
        text = raw.decode(name, errors="replace") if name else ""
        if text and _fits(text):
            return text.replace("\0", "")
    return _guess(raw)


def _fits(text: str) -> bool:
    letters = sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    return text.count("\ufffd") <= _MAX_BROKEN * letters


def _browser_name(name: str) -> str:
    name = _BROWSERS.get(name.strip().lower(), name.strip().lower())
    try:
        # "hex" and "zlib" are codecs, too, but not of text.
        return name if name and codecs.lookup(name)._is_text_encoding else ""
    except (LookupError, ValueError):
        return ""


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: letters of the markup have their zero byte first or second."""
    name = "utf-16-be" if raw[:200:2].count(b"\0") > raw[1:200:2].count(b"\0") else "utf-16-le"
    text = raw[: len(raw) // 2 * 2].decode(name, errors="replace")
    return text if "<" in text and "\0" not in text and _fits(text) else None


def _guess(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    # Letters tell an encoding, markup does not.
    text = re.sub(
        rb"<script\b.*?</script|<style\b.*?</style|<[^>]{0,2000}>",
        b" ",
        raw[: 2**20],
        flags=re.IGNORECASE | re.DOTALL,
    )
    best = from_bytes(text[: 2**17]).best()
    if best is None:
        raise UnreadableError("is no text in any known encoding")
    return raw.decode(best.encoding, errors="replace").replace("\0", "")


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
