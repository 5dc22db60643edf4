"""The reader of saved web pages: one page, one item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from framing.intake.records import Found, Source

if TYPE_CHECKING:
    from framing.intake.formats.pages.body import Text
    from framing.intake.formats.pages.meta import Meta

_FEW = 30  # words: an article that does not call itself one has more
_SHORT = 150  # words: a wall or an error page has fewer
# Share of letters in links that few article pages have; the half tuned on: 0.04 to 0.65.
_LINKS = 0.6
_HEADLINES = 6  # pages of the half tuned on that have more call themselves articles
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def read_page(source: Source) -> Iterator[Found]:
    """The article of a saved page (.html, .htm, .xhtml, also .gz; .mhtml, .mht), as item 0.

    A page that ``framing fetch`` kept takes its address, the charset the server named and the
    fields of its row in the list of links from the log beside it.

    Raises
    ------
    UnreadableError
        For files that are too large, damaged, or hold no markup.
    """
    from framing.intake.fetch.log import fetched_fields
    from framing.intake.formats.pages.body import extract_text
    from framing.intake.formats.pages.load import load_page
    from framing.intake.formats.pages.meta import read_meta
    from framing.intake.formats.pages.tree import parse_page

    fetched = fetched_fields(source.path)
    page = load_page(source.path, charset=fetched.get("charset", ""))
    tree = parse_page(page.html)
    meta = read_meta(tree, url=fetched.get("url", "") or page.url)
    text = extract_text(tree, meta)
    yield _item(meta, text, fetched=fetched, seen=_visible(page.html))


def _visible(html: str) -> str:
    return re.sub(r"<[^<>]*>", " ", html)[:200_000]


def _item(meta: Meta, text: Text, *, fetched: Mapping[str, str], seen: str) -> Found:
    return Found(
        item=0,
        title=fetched.get("title", "") or meta.title,
        standfirst=_find_standfirst(meta, text),
        body="\n\n".join(text.paragraphs),
        outlet=fetched.get("outlet", "") or meta.outlet,
        date=fetched.get("date", "") or meta.date,
        byline=meta.byline,
        section=meta.section,
        url=meta.url or fetched.get("url", ""),
        language=meta.language,
        event=fetched.get("event", ""),
        saved=fetched.get("saved", ""),
        problem=_find_problem(meta, text, seen=seen),
    )


def _find_standfirst(meta: Meta, text: Text) -> str:
    """The line under the title, unless it is the title again or stands in the body."""
    from framing.intake.formats.pages.body import fold

    there = {fold(line) for line in (*meta.titles, *text.paragraphs)}
    return text.standfirst or ("" if fold(meta.standfirst) in there else meta.standfirst)


def _find_problem(meta: Meta, text: Text, *, seen: str) -> str:
    """Why a page is no article; empty where it is one."""
    from framing.intake.formats.pages.body import matches, speaks_of

    body = " ".join(text.paragraphs)
    n_words = _count_words(body)
    if n_words < _SHORT and matches("error_title", meta.title):
        return f"an error page ({meta.title[:60]!r}), no article"
    walled = speaks_of("wall", " ".join(text.extracted) or " ".join(seen.split()))
    if walled and n_words < _SHORT and not (meta.told and n_words > _FEW and meta.date):
        return "a login, cookie or security page, no article: save it again where you can read it"
    if n_words < _SHORT and text.link_share > _LINKS and not meta.told:
        return f"a page of links ({text.link_share:.0%} of its letters), no article"
    enough = max(_HEADLINES, len(text.paragraphs) * 3 // 4)
    if text.n_headlines >= enough and not (meta.told or meta.date):
        return f"a page of {text.n_headlines} headlines that lead elsewhere, no article"
    if not body:
        return "no article text found in the page"
    if not meta.told and _is_front(meta.url):
        return "the front page of a site, no article"
    if n_words < _FEW and not meta.told:
        return f"only {n_words} words of text, and nothing that says it is an article"
    return ""


def _count_words(text: str) -> int:
    """Words parted by blanks; two characters a word in Chinese and Japanese."""
    return len(_CJK.sub(" ", text).split()) + len(_CJK.findall(text)) // 2


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and parts.path.strip("/") in ("", "index.html", "index.htm")
