"""The lines of an export, whichever kind of file it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from framing.intake.formats.office import docx_paragraphs, rtf_text
from framing.intake.limits import decode, read_bytes
from framing.intake.records import UnreadableError

# fmt: off
_BLOCKS = frozenset([
    "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
    "table", "td", "th", "tr", "ul",
])
# fmt: on
_UNSEEN = frozenset(["script", "style", "head", "title", "template"])
_WRAP = 100  # letters; no line of a hard-wrapped text is longer


@dataclass(frozen=True, slots=True)
class Lines:
    """``wrapped``: paragraphs go over several lines and are parted by blank ones."""

    lines: list[str]
    wrapped: bool


def read_lines(path: Path) -> Lines:
    """The lines of a .docx, .rtf, .html or text file, told apart by what stands in it.

    Raises
    ------
    UnreadableError
        For files that are damaged or of another type.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(1024).lstrip()
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror})") from error
    if head.startswith(b"PK"):
        text = "\n".join(paragraph.text for paragraph in docx_paragraphs(path))
        return Lines(text.split("\n"), wrapped=False)
    if head.startswith(b"{\\rtf"):
        return Lines(rtf_text(path).split("\n"), wrapped=False)
    text = decode(read_bytes(path))
    if is_markup(text[:4096]):
        return Lines(markup_lines(text), wrapped=False)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return Lines(lines, wrapped=max(map(len, lines)) <= _WRAP)


def is_markup(head: str) -> bool:
    """Whether a text begins as a web page.

    >>> is_markup(" <!DOCTYPE html>"), is_markup("The <HTML> tag")
    (True, False)
    """
    head = head.lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype", "<html", "<head", "<body", "<div", "<p", "<!--", "<?xml"))


def markup_lines(text: str) -> list[str]:
    """The visible lines of a web page: one for each block, blank ones between blocks.

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
        raise UnreadableError(f"the page is damaged ({str(error)[:120]})") from error
    return collector.lines()


class _Collector:
    """Takes what the parser meets; keeps the text between the borders of blocks."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._unseen = 0

    def start(self, tag: str, _attributes: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self._pieces.append("\n" if tag == "br" else "\n\n")

    def end(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag in _BLOCKS and tag != "br":
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
