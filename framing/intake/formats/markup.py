"""Exports in HTML and XML: decoded, parsed within bounds, and read as paragraphs of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from framing.intake.limits import decode
from framing.intake.records import UnreadableError

MAX_MARKUP = 64 * 2**20  # bytes of a page: some 10,000 articles; takes about 1 GB
MAX_TAGS = 1_000_000  # three times what 10,000 articles have; each costs 200 bytes and 20 µs
_STRAY = re.compile("[\udc80-\udcff]")  # how surrogateescape shows a byte that is no UTF-8
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I
)
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|d[dlt]|div|figcaption|figure|footer|form|h[1-6r]"
    "|header|html|li|main|nav|[ou]l|p|paragraph|pre|section|table|t(?:body|[dhr])"
)
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "iframe", "object"))


def decode_markup(raw: bytes) -> str:
    """Bytes of a page as text: by byte order mark, as UTF-8, as declared, else as it mostly is.

    A page that says UTF-8 and has single bytes of windows-1252 (a browser's "save as" can do
    that) keeps both.

    Raises
    ------
    UnreadableError
        For NUL characters, and for bytes that are no text in any encoding.

    >>> decode_markup("877 Wörter, ©".encode("cp1252"))
    '877 Wörter, ©'
    >>> decode_markup("Ж ".encode() + "Wörter".encode("cp1252"))
    'Ж Wörter'
    """
    declared = _CHARSET.search(raw[:4096])
    name = declared[1].decode("ascii", "ignore").lower() if declared else ""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or b"\0" in raw:
        return decode(raw)
    if name not in ("", "utf-8", "utf8"):
        return decode(raw, encoding=name)
    mixed = raw.decode("utf-8", "surrogateescape")
    # Western letters stand alone among ASCII; Cyrillic or Chinese bytes stand in rows.
    n_in_rows = sum(map(len, re.findall("[\udc80-\udcff]{2,}", mixed)))
    if n_in_rows * 2 > len(_STRAY.findall(mixed)):
        return decode(raw)
    return _STRAY.sub(_read_stray, mixed)


def _read_stray(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace")


def parse_html(text: str) -> Any:
    """The root element of a page or a part of one; broken markup is mended as browsers do.

    Raises
    ------
    UnreadableError
        Where there is no element, or nesting so deep that the parser would drop the rest.
    """
    from lxml import etree

    check_size(text)
    # Without huge_tree libxml2 stops at 256 levels; with it at 2,048, or where bytes run out.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(_encode(text), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"no readable HTML ({_brief(error)})") from error
    # The parser mends what it can and says nothing of what it drops: only its log does.
    fatal = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.FATAL]
    if root is None or fatal:
        reason = _brief(fatal[0].message) if fatal else "no element in it"
        raise UnreadableError(f"no readable HTML ({reason})")
    return root


def parse_xml(text: str) -> Any:
    """The root element of an XML document without a document type, so without entities.

    Raises
    ------
    UnreadableError
        For XML that is not well-formed, has a document type, or is nested deeper than 256 levels.
    """
    from lxml import etree

    check_size(text)
    if re.search(r"<!(?:ENTITY|DOCTYPE)", text, re.I):
        raise UnreadableError(
            "the XML declares a document type or entities; only plain XML is read"
        )
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_encode(text.lstrip("\ufeff \t\r\n")), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"no readable XML ({_brief(error)})") from error


def read_line(element: Any) -> str:
    """The text of an element as one line; highlights inside words do not part them.

    >>> read_line(parse_html("<p>ter<b>ror</b>ism&nbsp;<br>here</p>"))
    'terrorism here'
    """
    return " ".join(" ".join(read_paragraphs(element)).split())


def read_paragraphs(element: Any) -> list[str]:
    """The paragraphs of an element: parted where a block begins or ends, or by two line breaks.

    ``<pre>`` keeps its lines; elsewhere white space is one blank, as in a browser.

    >>> read_paragraphs(parse_html("<div>One<p>Two<br>lines</p>Th<i>re</i>e<br><br>Four</div>"))
    ['One', 'Two lines', 'Three', 'Four']
    """
    if len(element) == 0 and element.tag == "p":  # most are, and walking takes ten times as long
        text = _clean(element.text or "", lines=False)
    else:
        text = "".join(_pieces(element))
    paragraphs = (part.strip() for part in text.split("\v"))
    return [part for part in paragraphs if part]


def unwrap(text: str) -> list[str]:
    """The paragraphs of plain text: parted by blank lines, indents and lines that end early.

    A line ends early when the next word had found room in it, by the length of the longest lines;
    text with lines beyond 120 characters is not wrapped, and each line a paragraph.

    >>> unwrap("  One goes on in a\\nsecond line.\\n  Two is short.\\n\\nThree")
    ['One goes on in a second line.', 'Two is short.', 'Three']
    """
    lines = [line.rstrip() for line in text.expandtabs().splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    # The longest tenth may stick out.
    width = lengths[-1 - len(lengths) // 10] if lengths and lengths[-1] <= 120 else 0
    paragraphs: list[list[str]] = []
    room = 10**6  # left in the line before
    for line in lines:
        words = line.split()
        if not words:
            room = 10**6
            continue
        # Short words are no sign: " a" may be tied to what follows it.
        if room > max(len(words[0]), 8) or line.startswith("  ") or not width:
            paragraphs.append([])
        paragraphs[-1].append(" ".join(words))
        room = width - len(line)
    return [" ".join(parts) for parts in paragraphs]


def _pieces(element: Any) -> Iterator[str]:
    """Text with a vertical tab between paragraphs, which markup cannot hold."""
    from lxml import etree

    skipped = n_pre = n_breaks = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = etree.QName(node).localname.lower()
        opens = event == "start"
        skipped += (1 if opens else -1) * (tag in _UNSEEN)
        n_pre += (1 if opens else -1) * (tag == "pre")
        if tag == "br" and opens:
            n_breaks += 1
            yield ("\n" if n_pre else " ") if n_breaks < 2 else "\v"
        elif _BLOCKS.fullmatch(tag):
            n_breaks = 0
            yield "\v"
        tail = node.text if opens else (node.tail if node is not element else "")
        if tail and not skipped:
            n_breaks = n_breaks if not tail.strip() else 0
            yield _clean(tail, lines=n_pre > 0)


def _clean(text: str, *, lines: bool) -> str:
    text = text.replace("\v", " ")
    return text.replace("\r\n", "\n") if lines else re.sub(r"[ \t\r\n\f\xa0]+", " ", text)


def check_size(text: str) -> None:
    """Raise :class:`UnreadableError` for markup with more tags than memory has room for."""
    n_tags = text.count("<")
    if n_tags > MAX_TAGS:
        raise UnreadableError(f"{n_tags:,} tags; at most {MAX_TAGS:,} are read")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _brief(error: object) -> str:
    return " ".join(str(error).split())[:120]
