"""What a page says about its article: title, outlet, date, byline, address, language, section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from framing.intake.formats.pages.linked import Linked, read_linked
from framing.intake.formats.pages.tree import node_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Names of <meta> (and itemprop) by field, best first.
_AUTHOR = (
    "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "citation_author", "cxenseparse:author",
)  # fmt: skip
_SECTION = ("article:section", "section", "parsely-section", "articlesection")
_DESCRIPTION = ("og:description", "description", "twitter:description", "dc.description")
_BYLINE = re.compile(r"\b(byline|author([-_]{1,2}name)?|article[-_]{1,2}author)\b", re.IGNORECASE)
_STANDFIRST = re.compile(
    r"\b(standfirst|dek|sub-?(title|head(ing|line)?)|(article|story|post|entry)[-_]{1,2}"
    r"(summary|lead|intro|desc|subtitle|excerpt)|synopsis)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|_]+\s*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Meta:
    """The fields of a page in the page's own spelling."""

    title: str = ""
    outlet: str = ""
    date: str = ""
    byline: str = ""
    url: str = ""
    language: str = ""
    section: str = ""
    standfirst: str = ""
    titles: tuple[str, ...] = ()  # every spelling of the title
    body: str = ""  # as JSON-LD gives it
    told: bool = False  # the page calls itself an article


def read_meta(tree: HtmlElement, *, url: str = "") -> Meta:
    """The fields of a page; ``url`` is where it was saved from, where that is known."""
    from framing.intake.formats.pages.published import find_date

    metas = meta_values(tree)
    linked = read_linked(tree, [*_headings(tree), _head_title(tree), metas.get("og:title", "")])
    told = linked is not None or metas.get("og:type", "").lower() == "article"
    linked = linked or Linked()
    address = _find_url(tree, metas, linked=linked, saved=url)
    outlet = metas.get("og:site_name", "").lstrip("@") or linked.outlet
    outlet = outlet or _domain(address) or _site_in_title(tree)
    return Meta(
        title=_find_title(tree, metas, linked=linked, outlet=outlet, url=address),
        outlet=outlet,
        date=find_date(tree, metas, linked=linked.date, url=address),
        byline=_find_byline(tree, metas, linked=linked),
        url=address,
        language=_find_language(tree, metas, linked=linked),
        section=first_of(metas, _SECTION) or linked.section,
        standfirst=_find_standfirst(tree, metas, linked=linked),
        titles=_find_titles(tree, metas, linked=linked),
        body=linked.body,
        told=told or "article:published_time" in metas,
    )


def meta_values(tree: HtmlElement) -> dict[str, str]:
    """The first content of each <meta>, by its name in small letters."""
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        name = element.get("property") or element.get("name") or element.get("itemprop")
        name = name or element.get("http-equiv") or ""
        if content:
            values.setdefault(name.strip().lower(), content)
    return values


def first_of(metas: Mapping[str, str], names: Iterable[str]) -> str:
    """The content of the first of some names that has any."""
    return next((metas[name] for name in names if metas.get(name)), "")


def _find_titles(tree: HtmlElement, metas: Mapping[str, str], *, linked: Linked) -> tuple[str, ...]:
    told = (_head_title(tree), metas.get("og:title", ""))
    found = [*_headings(tree), *told, linked.title, *(_without_site(title, ()) for title in told)]
    return tuple(dict.fromkeys(filter(None, found)))


def _headings(tree: HtmlElement) -> list[str]:
    return [text for h1 in tree.iter("h1") if 3 < len(text := node_text(h1)) < 400]


def _head_title(tree: HtmlElement) -> str:
    element = tree.find(".//head//title")
    return node_text(element, 1000)[:1000] if element is not None else ""


def _find_title(
    tree: HtmlElement, metas: Mapping[str, str], *, linked: Linked, outlet: str, url: str
) -> str:
    """The heading that readers saw, if it is what the page tells others; else what it tells."""
    sites = tuple(filter(None, (outlet, linked.outlet, _domain(url).partition(".")[0])))
    head = _without_site(_head_title(tree), sites)
    told = [metas.get("og:title", ""), linked.title, metas.get("headline", "")]
    told = [_without_site(title, sites) for title in told if title] or [head]
    for heading in _headings(tree):
        # "Games" is the section's heading; the site's name often is one, too.
        if _squeeze(heading) not in map(_squeeze, sites) and any(
            _overlap(heading, other) >= 0.5 and len(heading) > 0.4 * len(other)
            for other in [*told, head]
            if other
        ):
            return heading
    return told[0] or next(iter(_headings(tree)), "")


def _overlap(a: str, b: str) -> float:
    """Share of the shorter one's words that stand in the other; of letters where there are few."""
    one, other = (set(_WORD.findall(text.lower())) for text in (a, b))
    if min(len(one), len(other)) < 4:  # also Chinese, which has no blanks
        one, other = (set("".join(_WORD.findall(text.lower()))) for text in (a, b))
    return len(one & other) / max(min(len(one), len(other)), 1) if one and other else 0.0


def _without_site(title: str, sites: Iterable[str]) -> str:
    """A title without the site's name before or after it.

    >>> _without_site("Ferry sails again - Harbour Post", ("The Harbour Post", "harbourpost"))
    'Ferry sails again'
    >>> _without_site("North - South talks open", ("Harbour Post",))
    'North - South talks open'
    """
    for site in filter(None, sites):
        bare = title.removesuffix(site)
        if bare != title and (end := re.search(r"\s*[|–—·•»:_-]+\s*$", bare)):
            title = bare[: end.start()]
    known = {_squeeze(site) for site in sites} - {""}
    any_site = not known
    for _ in range(3):
        breaks = list(_SUFFIX.finditer(title))
        if not breaks:
            break
        first, last = breaks[0], breaks[-1]
        before, after = title[: first.start()], title[last.end() :]
        if _is_site(after, known) or (any_site and len(after) < len(title[: last.start()])):
            title = title[: last.start()]
        elif _is_site(before, known):
            title = title[first.end() :]
        else:
            break
    return title.strip()


def _squeeze(name: str) -> str:
    return "".join(_WORD.findall(name.lower().removeprefix("the ").removeprefix("www.")))


def _is_site(part: str, known: set[str]) -> bool:
    name = _squeeze(part)
    return len(name) > 1 and any(
        name == site or (min(len(name), len(site)) > 3 and (name in site or site in name))
        for site in known
    )


def _site_in_title(tree: HtmlElement) -> str:
    """What <title> has after the article's heading."""
    head = _head_title(tree)
    for heading in _headings(tree):
        rest = head.removeprefix(heading)
        if rest != head and (separator := _SUFFIX.match(rest)):
            return rest[separator.end() :].strip()
    return ""


def _find_url(tree: HtmlElement, metas: Mapping[str, str], *, linked: Linked, saved: str) -> str:
    """The canonical address; one that names only the site gives way to one that names a page."""
    canonical = next(
        (
            link.get("href") or ""
            for link in tree.iter("link")
            if "canonical" in (link.get("rel") or "").lower().split()
        ),
        "",
    )
    found: list[str] = []
    for address in (canonical, metas.get("og:url", ""), linked.url, saved):
        try:
            full = urljoin(saved, address.strip())
            parts = urlsplit(full)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            found.append(full)
    return next((a for a in found if len(urlsplit(a).path) > 1), found[0] if found else "")


def _domain(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.", "", host)


def _find_byline(tree: HtmlElement, metas: Mapping[str, str], *, linked: Linked) -> str:
    names = [linked.byline, *(metas.get(name, "") for name in _AUTHOR)]
    for element in tree.iter("a", "span", "div", "p", "address"):
        mark = " ".join(element.get(name) or "" for name in ("class", "rel", "itemprop"))
        if len(mark) > 2 and _BYLINE.search(mark):
            names.append(node_text(element, 200))
    for name in names:
        name = re.sub(r"^(?:by|von|автор)\b:?\s+", "", name, flags=re.IGNORECASE)
        name = re.sub(r"\s*[|,·•]?\s*(?:\w+ )?\d.*$", "", name).strip(" |,;·•")
        if 1 < len(name) < 100 and "://" not in name and name[0] != "@" and name[-1] not in "!?":
            return name
    return ""


def _find_language(tree: HtmlElement, metas: Mapping[str, str], *, linked: Linked) -> str:
    """Two or three letters, as the page says."""
    root = tree.getroottree().getroot()
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    said = said or root.get("xml:lang") or linked.language or metas.get("og:locale", "")
    said = said or metas.get("content-language", "") or metas.get("language", "")
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", said.strip())
    return found[0].lower() if found else ""


def _find_standfirst(tree: HtmlElement, metas: Mapping[str, str], *, linked: Linked) -> str:
    """The line under the title: marked as such, or the page's description standing in a heading.

    A description that readers did not see is none, nor is one that opens the text itself: whoever
    calls compares it with the first paragraph.
    """
    told = {_squeeze(text)[:80] for text in (first_of(metas, _DESCRIPTION), linked.description)}
    told.discard("")
    for element in tree.iter("h2", "h3", "p", "div", "span", "strong"):
        mark = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        heading = element.tag in ("h2", "h3")
        if not heading and not _STANDFIRST.search(mark):
            continue
        text = node_text(element, 700)
        if 20 < len(text) < 700 and (
            (heading and _squeeze(text)[:80] in told) or (not heading and len(element) < 4)
        ):
            return text
    return ""
