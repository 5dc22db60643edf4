"""Exports in HTML and XML: parsed within bounds, and read as paragraphs or lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from framing.intake.limits import brief
from framing.intake.records import UnreadableError

MAX_MARKUP = 64 * 2**20  # bytes of a page: some 10,000 articles; takes about 1 GB
MAX_TAGS = 1_000_000  # three times what 10,000 articles have; each costs 200 bytes and 20 µs
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|d[dlt]|div|figcaption|figure|footer|form"
    "|h[1-6r]|header|html|li|main|nav|[ou]l|p|paragraph|pre|section|table|t(?:body|[dhr])"
)
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "iframe", "object")
)


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
        raise UnreadableError(f"no readable HTML ({brief(error)})") from error
    # The parser mends what it can and says nothing of what it drops: only its log does.
    fatal = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.FATAL]
    if root is None or fatal:
        reason = brief(fatal[0].message) if fatal else "no element in it"
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
        raise UnreadableError(f"no readable XML ({brief(error)})") from error


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


def markup_lines(text: str) -> list[str]:
    """The visible lines of a web page: one for each block, blank ones between blocks.

    For exports whose layout is lines, whatever marks them up; `read_paragraphs` reads one element.

    Raises
    ------
    UnreadableError
        Where the parser gives up.

    >>> markup_lines("<p>One<br>two</p><p>Three &amp; four</p>")
    ['One', 'two', '', 'Three & four']
    """
    from lxml import etree

    collector = _Collector()
    # A target instead of a tree: no depth is too deep, and nothing is held twice.
    parser = etree.HTMLParser(target=collector, huge_tree=True, encoding="utf-8")
    try:
        parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError as error:
        raise UnreadableError(f"the page is damaged ({brief(error)})") from error
    return collector.lines()


class _Collector:
    """Takes what the parser meets; keeps the text between the borders of blocks."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._unseen = 0

    def start(self, tag: str, _attributes: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "br" or _BLOCKS.fullmatch(tag):
            self._pieces.append("\n" if tag == "br" else "\n\n")

    def end(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if _BLOCKS.fullmatch(tag):
            self._pieces.append("\n\n")

    def data(self, text: str) -> None:
        if self._unseen <= 0:
            self._pieces.append(text.replace("\r", " ").replace("\n", " "))

    def comment(self, _text: str) -> None:
        """Comments hold no text."""

    def close(self) -> None:
        """What was kept is asked for by ``lines``."""

    def lines(self) -> list[str]:
        kept: list[str] = []
        for line in "".join(self._pieces).split("\n"):
            if line.strip() or (kept and kept[-1]):
                kept.append(line.strip())
        while kept and not kept[-1]:
            kept.pop()
        return kept


def _pieces(element: Any) -> Iterator[str]:
    """Text with a vertical tab between paragraphs, which markup cannot hold."""
    from lxml import etree

    skipped = n_pre = n_breaks = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = str(node.tag).rpartition("}")[2].lower()
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
    """Refuse markup with more tags than memory has room for.

    Raises
    ------
    UnreadableError
        Where it has more than 1,000,000.
    """
    n_tags = text.count("<")
    if n_tags > MAX_TAGS:
        raise UnreadableError(f"{n_tags:,} tags; at most {MAX_TAGS:,} are read")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")
