"""When an article was published, as its page says: never today, never from a copyright line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

from framing.intake.formats.pages.tree import node_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_METAS = (
    "article:published_time", "og:article:published_time", "article.published", "datepublished",
    "publishdate", "publish-date", "publish_date", "published_date", "pubdate", "publication_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued",
    "dcterms.created", "dcterms.date", "dc.date", "citation_publication_date",
    "article_date_original", "originalpublicationdate", "apub:time", "weibo:article:create_at",
    "date",
)  # fmt: skip
# Class names and ids: sure ones first, boxes that hold a date among other things after them.
_SURE = re.compile(
    r"\b((pub(lish(ed)?)?|post(ed)?|article|news|entry|story|header|info|created?|meta|byline)"
    r"[-_]{0,2})?(date(time|line)?|time(stamp)?|published|pubtime)\b",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\b((article|news|post|entry|story)[-_]{1,2})?(info|meta|byline)\b", re.IGNORECASE
)
_NOT = re.compile(
    r"updat|modifi|copyright|©|\(c\)|footer|comment|related|sidebar|обновлено|изменено|更新|अपडेट",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"footer|comment|related|sidebar|most[-_]|popular|latest|recommend|teaser", re.IGNORECASE
)
_ISO = re.compile(r"(?:19|20)\d\d-?[01]\d-?[0-3]\d")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_URL = re.compile(r"/((?:19|20)\d\d)([/-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\D)")
# Day, month and year as they are written, with a time that follows.
_WRITTEN = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th|-?го)?\.?,?\s+[^\W\d_][^\s\d,.:]{1,11}\.?,?\s+\d{4}"
    r"|[^\W\d_][^\s\d,.:]{1,11}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
    r"(?:(?:,|\s|\bat\b|в\b|г\.|T)*\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?)?",
    re.IGNORECASE,
)


def find_date(
    tree: HtmlElement, metas: Mapping[str, str], *, linked: str = "", url: str = ""
) -> str:
    """The date of publication as the page spells it; empty where it says none.

    In this order: JSON-LD, <meta>, the first marked time of the article, its address, the text of
    what is marked as its date.
    """
    told = [linked, *(metas.get(name, "") for name in _METAS)]
    for date in told:
        if _YEAR.search(date) or _ISO.search(date):
            return date
    return (
        _marked_time(tree)
        or _from_url(url)
        or _marked_text(tree, _SURE)
        or _marked_text(tree, _BOX)
    )


_MOST = 200  # candidates looked at: an article's date stands near its top


def _marked_time(tree: HtmlElement) -> str:
    """What stands in <time datetime> or under itemprop="datePublished"."""
    best = ""
    n_times = 0
    for element in tree.iter("time", "span", "div", "p", "meta", "abbr"):
        prop = (element.get("itemprop") or element.get("property") or "").lower()
        value = element.get("datetime") or element.get("content") or ""
        if "datepublished" in prop:
            value = value or node_text(element)
            if _YEAR.search(value):
                return value.strip()
        if element.tag != "time" or best or n_times == _MOST or not _ISO.search(value):
            continue
        n_times += 1
        if not _NOT.search(_around(element)) and not _is_beside(element):
            best = value.strip()
    return best


def _around(element: HtmlElement) -> str:
    """An element's marks and text, and the label just before it."""
    before = element.getprevious()
    label = (before.tail if before is not None else None) or ""
    parent = element.getparent()
    if before is None and parent is not None:
        label = parent.text or ""
    marks = (
        f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    )
    return f"{marks} {label[-40:]} {node_text(element, 80)[:80]}"


def _is_beside(element: HtmlElement) -> bool:
    return any(
        parent.tag in ("footer", "aside", "nav")
        or _BESIDE.search(f"{parent.get('class') or ''} {parent.get('id') or ''}")
        for parent in element.iterancestors()
        if parent.tag not in ("html", "body")
    )


def _from_url(url: str) -> str:
    found = _URL.search(url)
    return f"{found[1]}-{found[3]}-{found[4]}" if found else ""


def _marked_text(tree: HtmlElement, mark: re.Pattern[str]) -> str:
    """The first date written in full under a mark, in a short text, beside nothing else."""
    n_marked = 0
    for element in tree.iter("time", "span", "div", "p", "li", "em", "i", "small", "td"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not mark.search(marks) and (element.tag != "time" or mark is not _SURE):
            continue
        n_marked += 1
        if n_marked > _MOST:
            break
        text = " ".join(" ".join(islice(element.itertext(), 40)).split())
        if not 6 <= len(text) <= 160 or _NOT.search(_around(element)):
            continue
        written = next((m for m in _WRITTEN.finditer(text) if _YEAR.search(m[0])), None)
        if written and not _is_beside(element):
            return written[0]
    return ""
