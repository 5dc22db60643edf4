"""JSON-LD on a page: the node that describes the article, flattened."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.language.words import letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:[a-z]*article|blogposting|liveblogposting|report)$", re.IGNORECASE)
_MAX_DEPTH = 12
_MAX_NODES = 5_000
_TAG = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class Linked:
    """What JSON-LD says of the article; empty where it says nothing."""

    title: str = ""
    outlet: str = ""
    date: str = ""
    byline: str = ""
    url: str = ""
    language: str = ""
    section: str = ""
    description: str = ""
    body: str = ""


def read_linked(tree: HtmlElement, titles: Sequence[str] = ()) -> Linked | None:
    """The article among the page's JSON-LD nodes; None where there is none.

    Pages list other articles, too: the one that bears one of the page's ``titles`` goes first.
    """
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_walk(_parse(script.text or ""), 0))
    del nodes[_MAX_NODES:]
    articles = [node for node in nodes if _is_article(node)]
    if not articles:
        return None
    heads = " ".join(letters(title) for title in titles)
    named = (
        node
        for node in articles
        if (head := letters(_text(node.get("headline")))) in heads and head
    )
    found = next(named, articles[0])
    by_id = {n["@id"]: n for n in nodes if "name" in n and isinstance(n.get("@id"), str)}
    publisher = _names(found.get("publisher"), by_id)
    return Linked(
        title=_text(found.get("headline") or found.get("name")),
        outlet=publisher[0] if publisher else "",
        date=_text(found.get("datePublished") or found.get("dateCreated")),
        byline=", ".join(_names(found.get("author"), by_id)),
        url=_address(found),
        language=_text(found.get("inLanguage")),
        section=_text(found.get("articleSection")),
        description=_text(found.get("description")),
        body=_text(found.get("articleBody"), keep_lines=True),
    )


def _parse(text: str) -> Any:
    """JSON as pages carry it: with raw line breaks, in CDATA, ended by a semicolon."""
    text = re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$", "", text).strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None  # a broken block says nothing; the page's other fields do


def _walk(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(node, dict):
        yield node
        for value in node.values():
            if isinstance(value, dict | list):
                yield from _walk(value, depth + 1)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value, depth + 1)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    ) and ("headline" in node or "articleBody" in node or "datePublished" in node)


def _text(value: Any, *, keep_lines: bool = False) -> str:
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    if not isinstance(value, str):
        return ""
    value = value.encode("utf-8", errors="replace").decode("utf-8")  # half surrogates
    if keep_lines:
        value = re.sub(r"</(?:p|div|h\d|li)>|<br\s*/?>", "\n", html.unescape(value), flags=re.I)
        lines = (" ".join(_TAG.sub("", line).split()) for line in value.splitlines())
        return "\n\n".join(filter(None, lines))
    return " ".join(_TAG.sub("", html.unescape(value)).split())


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> list[str]:
    names: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and "name" not in one and isinstance(one.get("@id"), str):
            one = by_id.get(one["@id"], one)
        name = _text(one)
        if name and "://" not in name and name not in names:
            names.append(name)
    return names


def _address(node: dict[str, Any]) -> str:
    main = node.get("mainEntityOfPage")
    for value in (node.get("url"), main.get("@id") if isinstance(main, dict) else main):
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
    return ""
