"""The XML of Factiva's retrieval service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from framing.intake.formats.factiva.values import (
    TEXT,
    Values,
    build,
    compare_counts,
    outermost,
    read_count,
)
from framing.intake.formats.markup import parse_xml, read_line
from framing.intake.formats.wrapping import unwrap
from framing.intake.records import Found, UnreadableError

# The elements of the XML that hold what the codes hold.
_ELEMENTS = {
    "headline": "HD",
    "byline": "BY",
    "credit": "CR",
    "wordCount": "WC",
    "publicationDate": "PD",
    "sourceName": "SN",
    "baseLanguage": "LA",
    "copyright": "CY",
    "sectionName": "SE",
    "columnName": "CLM",
    "accessionNo": "AN",
    "leadParagraph": "LP",
    "tailParagraphs": "TD",
}


def read_response(text: str) -> Iterator[Found]:
    """The articles of an XML response, and an item that says so where their number is wrong.

    Raises
    ------
    UnreadableError
        Where it is no plain, well-formed XML, or there is no article in it.
    """
    root = parse_xml(text)
    articles = list(outermost(root, lambda node: _name(node) in ("ppsarticle", "article")))
    if not articles:
        raise UnreadableError("no article in the XML; in Factiva, ask for full articles")
    for item, node in enumerate(articles, 1):
        values: Values = {}
        body: list[str] = []
        for field in outermost(node, lambda node: _name(node) in _ELEMENTS):
            code = _ELEMENTS[_name(field)]
            if code in TEXT:
                body += _read_elements(field)
            else:
                values.setdefault(code, read_line(field))
        yield build(item, values, body=body)
    sets = [node for node in root.iter() if _name(node).lower() == "ppsarticleresultset"]
    yield from compare_counts(
        sum(read_count(node.get("count", "")) for node in sets), len(articles)
    )


def _read_elements(field: Any) -> list[str]:
    paragraphs: list[str] = []
    for node in outermost(field, lambda node: _name(node) == "paragraph"):
        text = "".join(node.itertext())
        fixed = (node.get("display") or "").lower() == "fixed"
        paragraphs += unwrap(text) if fixed else [" ".join(text.split())]
    return [paragraph for paragraph in paragraphs if paragraph]


def _name(node: Any) -> str:
    from lxml import etree

    return str(etree.QName(node).localname)
