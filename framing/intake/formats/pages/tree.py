"""A page's markup as a tree, bounded, and without what is never the article's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from framing.intake.records import UnreadableError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ELEMENTS = 40_000  # the largest page tuned on has 1,500; extraction is not linear
_MAX_ATTRIBUTE = 4_000
_CAPTION = re.compile(
    r"\b(wp-caption-text|(image|photo|img|picture|media|figure|gallery|video)[-_]{0,2}"
    r"(caption|credits?|desc|description|copyright|info__text)|caption(-text)?)\b",
    re.IGNORECASE,
)
_POST = re.compile(r"\b(twitter-(tweet|video)|bluesky-embed|telegram-post)\b")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SPACE = re.compile(r"\s+")


def parse_page(html: str) -> HtmlElement:
    """The tree of a page; broken markup is mended as browsers do.

    Unlike ``markup.parse_html``, which reads exports of thousands of articles, this keeps the
    parser's own bounds, and gives the elements of ``lxml.html`` that extraction asks for.

    Raises
    ------
    UnreadableError
        Where there is no markup, more than 40,000 elements, or some nested deeper than 256.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # The bounds of libxml2 stay in force; what they cut off would be lost in silence.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    raw = html.encode("utf-8", errors="replace").replace(b"\0", b"")
    try:
        tree = document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("no HTML in it") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError(
            "markup nested deeper than 256 elements, or 10 MB of text in one piece: no article page"
        )
    n = 0
    for element in tree.iter():
        n += 1
        # Also from references such as &#1;. They are no XML, and make lxml refuse later on.
        if element.text and _CONTROL.search(element.text):
            element.text = _CONTROL.sub("", element.text)
        if element.tail and _CONTROL.search(element.tail):
            element.tail = _CONTROL.sub("", element.tail)
    if n > MAX_ELEMENTS:
        raise UnreadableError(f"{n:,} elements; at most {MAX_ELEMENTS:,} are read: no article page")
    return tree


def clean_tree(tree: HtmlElement) -> HtmlElement:
    """Take captions out, and the marks that make extraction drop quoted posts; in place.

    A post shown in the middle of an article is what the article quotes; a caption belongs to its
    picture. Both were seen on the half of the pages that is tuned on.
    """
    for element in list(tree.iter("*")):
        for name, value in element.items():
            if len(value) > _MAX_ATTRIBUTE:
                del element.attrib[name]
        mark = element.get("class") or ""
        if element.tag == "blockquote" and _POST.search(mark):
            _unmark(element)
        elif element.tag == "figcaption" or (mark and _is_caption(element, mark)):
            element.drop_tree()
    return tree


def _unmark(post: HtmlElement) -> None:
    """Let a quoted post pass for a quotation, and the boxes that hold nothing else."""
    length = len(node_text(post))
    for element in (post, *post.iterancestors()):
        if element.tag in ("body", "html") or len(node_text(element, length + 41)) > length + 40:
            break
        element.attrib.pop("class", None)
        element.attrib.pop("id", None)


def _is_caption(element: HtmlElement, mark: str) -> bool:
    if not _CAPTION.search(mark) or element.tag in ("html", "body", "article", "main"):
        return False
    return len(node_text(element, 600)) < 600 and len(element.findall(".//p")) < 3


def node_text(element: HtmlElement, limit: int = 10**9) -> str:
    """The text of an element in one line; it stops soon after ``limit`` characters.

    >>> from lxml.html import fragment_fromstring
    >>> node_text(fragment_fromstring("<p>It <b>rained</b>\\n all day.</p>"))
    'It rained all day.'
    """
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(" ".join(part.split()))
        if length > limit:
            break
    return _SPACE.sub(" ", "".join(parts)).strip()
