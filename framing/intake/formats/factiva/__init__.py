"""Factiva: pages saved from the interface in two layouts, and the XML of its retrieval service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.intake.formats.encodings import decode_markup
from framing.intake.formats.factiva.page import read_page
from framing.intake.formats.factiva.response import read_response
from framing.intake.formats.markup import MAX_MARKUP
from framing.intake.limits import read_bytes
from framing.intake.records import Found, Source

__all__ = ["is_factiva", "read_factiva"]

_HTML = re.compile(
    r"<title>\s*(?:Dow Jones\s+)?Factiva[®\s]*</title>|class=[\"']?factivalogo"
    r"|articleParagraph [a-z]{2}\w*articleParagraph|class=[\"']article [a-z]{2}\w{0,12}Article\b",
    re.I,
)
_XML = re.compile(r"<(?:\w+:)?(?:PPSResponse|pps[aA]rticle(?:Response|ResultSet)?)\b")


def is_factiva(head: str) -> bool:
    """Whether the beginning of a page or of an XML document is Factiva's.

    >>> is_factiva("<title>Factiva</title>"), is_factiva("<title>On Factiva</title>")
    (True, False)
    """
    return bool(_HTML.search(head) or _XML.search(head))


def read_factiva(source: Source) -> Iterator[Found]:
    """The articles of a saved page or an XML response, one by one.

    An article without text, or one that cannot be read, has a ``problem``; so has a last item
    where the export states another number of articles than it holds.

    Raises
    ------
    UnreadableError
        Where the file as a whole is no export of Factiva, or cannot be parsed.
    """
    text = decode_markup(read_bytes(source.path, MAX_MARKUP))
    yield from read_response(text) if _XML.search(text[:4096]) else read_page(text)
