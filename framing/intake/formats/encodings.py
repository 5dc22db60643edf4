"""The encoding of HTML and XML: what is said of it, weighed against what the bytes show."""

from __future__ import annotations

import codecs
import re

from framing.intake.limits import find_bom, guess_encoding, is_mostly_utf8
from framing.intake.records import UnreadableError

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|"""
    rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_DECLARING = 100_000  # bytes among which the declaration stands; scripts may stand before it
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
    # Bytes in which a declaration could be read are no UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
# Codecs of Python that no page is in; some take endless time, or read markup as commands.
_NO_PAGES = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7")
)
_MAX_BROKEN = 0.02  # share of letters beyond ASCII that a named encoding may fail on: a slip, a cut
_WIDE_NULS, _MAX_NULS = 0.05, 0.2  # share of NULs of UTF-16 with few Latin letters; of no page
_STRAYS = re.compile("[\udc80-\udcff]+")  # how surrogateescape shows bytes that are no UTF-8
_LETTERS = re.compile("[^\0-\x7f\udc80-\udcff]+")
_FAR = re.compile("[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufaff]")  # letters that are not Latin
_MARKUP = re.compile(
    rb"<script\b.*?</script|<style\b.*?</style|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL
)


def decode_markup(raw: bytes, charset: str = "") -> str:
    """Bytes of a page or an export as text, without NUL characters.

    In this order: byte order mark; UTF-8 where all but a few bytes are (a declaration that says
    otherwise is wrong); ``charset``; what the page declares; UTF-8 with single bytes of
    windows-1252, where some of it or the declaration is UTF-8 (a browser's "save as" can mix the
    two, pages of Factiva do); a guess. A name that the bytes contradict is passed over.

    Parameters
    ----------
    raw
        The bytes, at most some 64 MB.
    charset
        What the server, or the envelope around the page, calls the encoding; empty where
        nothing does.

    Raises
    ------
    UnreadableError
        For NUL bytes throughout, and for bytes that are no text in any encoding.

    >>> decode_markup("<meta charset=iso-8859-2>Łódź".encode("iso-8859-2"))
    '<meta charset=iso-8859-2>Łódź'
    >>> decode_markup("Ж ".encode() + "Wörter".encode("cp1252"))
    'Ж Wörter'
    """
    n_bom, told = find_bom(raw)
    raw = raw[n_bom:]
    if told not in ("", "utf-8"):
        return raw.decode(told, errors="replace").replace("\0", "")
    nulls = raw[:4000].count(b"\0") / max(len(raw[:4000]), 1)
    if nulls > _WIDE_NULS and (wide := _read_wide(raw)) is not None:
        return wide
    if nulls > _MAX_NULS:
        raise UnreadableError("holds NUL bytes throughout: no page in an encoding that is read")
    raw = raw.replace(b"\0", b"")
    mixed = raw.decode("utf-8", "surrogateescape")
    n_strays, n_letters = _length(_STRAYS, mixed), _length(_LETTERS, mixed)
    if is_mostly_utf8(n_strays, n_letters):
        return _mend(mixed)
    names = _names(charset, raw)
    for name in names:
        if name != "utf-8" and (text := raw.decode(name, errors="replace")) and _fits(text):
            return text.replace("\0", "")
    # Western letters stand alone among ASCII; bytes of other alphabets stand in rows.
    n_in_rows = sum(len(row) for row in _STRAYS.findall(mixed) if len(row) > 1)
    if (n_letters or told or "utf-8" in names) and n_in_rows * 2 <= n_strays:
        return _mend(mixed)
    # Letters tell an encoding, markup does not.
    text_only = _MARKUP.sub(b" ", raw[: 2**20])
    guess = guess_encoding(raw if text_only.isascii() else text_only)
    return raw.decode(guess, errors="replace").replace("\0", "")


def _length(pattern: re.Pattern[str], text: str) -> int:
    return 0 if text.isascii() else sum(map(len, pattern.findall(text)))


def _names(charset: str, raw: bytes) -> list[str]:
    """Encodings that are named, in the order in which they are believed."""
    found = _DECLARED.search(raw[:_DECLARING])
    declared = (found[1] or found[2]).decode("ascii", "ignore") if found else ""
    given = _browser_name(charset)
    # Latin-1 is what servers say when they do not know.
    names = ["" if given == "cp1252" else given, _browser_name(declared)]
    return [name for name in names if name]


def _browser_name(name: str) -> str:
    """The codec that browsers read under a name; empty where there is none."""
    name = name.strip().lower()
    try:
        codec = codecs.lookup(_BROWSERS.get(name, name)).name
        b"page".decode(codec)  # "hex" and "zlib" are codecs, too, but not of text
    except (LookupError, ValueError):
        return ""
    return "" if codec in _NO_PAGES else codec


def _fits(text: str) -> bool:
    n_letters = sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    return text.count("\ufffd") <= _MAX_BROKEN * n_letters


def _read_wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: letters of the markup have their zero byte first or second."""
    name = "utf-16-be" if raw[:200:2].count(b"\0") > raw[1:200:2].count(b"\0") else "utf-16-le"
    text = raw[: len(raw) // 2 * 2].decode(name, errors="replace")
    return text if "<" in text and "\0" not in text and _fits(text) else None


def _mend(mixed: str) -> str:
    """Strays as windows-1252; beside a letter that is not Latin they are what is left of one."""

    def read(match: re.Match[str]) -> str:
        around = mixed[max(match.start() - 1, 0) : match.start()] + mixed[match.end() :][:1]
        if _FAR.search(around):
            return "\ufffd"
        return match[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")

    return _STRAYS.sub(read, mixed)
