"""The text of the article on a page: trafilatura's extraction, freed of what it lets through."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from framing.intake.formats.pages.tree import clean_tree, node_text

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

    from framing.intake.formats.pages.meta import Meta

# With less, the careful extraction has missed the article: ask the generous one, too.
_SHORT = 250
_HEAD_LINES = 6  # lines at the top that may be title, date or byline
_TAIL_LINES = 12  # lines at the end that may be furniture
_SILENT = logging.NullHandler()
_SENTENCE = 80  # characters that no headline has
_STOPS = (".", "。", "।", "!", "?", "”", '"', "»")
_ENDED = re.compile(r"\w{3}[.!?。।]$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Text:
    """The paragraphs of a body, and what the extraction gave before it was trimmed."""

    paragraphs: tuple[str, ...] = ()
    standfirst: str = ""
    extracted: tuple[str, ...] = ()
    n_headlines: int = 0  # headings of the page that lead elsewhere
    link_share: float = 0.0  # of the page's letters, those in links


def extract_text(tree: HtmlElement, meta: Meta) -> Text:
    """The article's paragraphs in a tree, which is changed.

    Without title, standfirst, captions, comments, and lines that point elsewhere. Settings were
    chosen on one half of the pages that ``scripts/scores/pages.py`` scores; see there.
    """
    anchors = [node_text(a) for a in tree.iter("a")]
    links = {fold(anchor) for anchor in anchors} - {""}
    share = _length(anchors) / max(len(node_text(tree)), 1)
    n_headlines = sum(_leads_elsewhere(heading) for heading in tree.iter("h2", "h3", "h4"))
    clean_tree(tree)
    careful = _extract(tree, careful=True, url=meta.url)
    generous = _extract(tree, careful=False, url=meta.url)
    lines = _merge(careful, generous) if _length(careful) >= _SHORT else generous
    told = [line for line in meta.body.split("\n\n") if line]
    if _length(told) > max(2 * _length(lines), _SHORT):
        lines = told  # the page shows its text by script only
    kept, standfirst = _trim(lines, meta, links=links)
    return Text(tuple(kept), standfirst, tuple(lines), n_headlines, share)


def _leads_elsewhere(heading: HtmlElement) -> bool:
    parent = heading.getparent()
    return heading.find(".//a") is not None or (parent is not None and parent.tag == "a")


def _merge(careful: Sequence[str], generous: Sequence[str]) -> list[str]:
    """The careful lines, and what only the generous extraction has between them.

    On the half tuned on, all that it adds between is of the article, nearly all that it adds after
    is furniture; before, headlines and labels are, sentences are not.
    """
    from difflib import SequenceMatcher

    lines: list[str] = []
    matcher = SequenceMatcher(None, careful, generous, autojunk=False)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        lines += careful[start:end]
        added = generous[other_start:other_end] if start == end else ()
        if 0 < start < len(careful):
            lines += added
        elif start == 0:
            lines += [line for line in added if len(line) > _SENTENCE and line.endswith(_STOPS)]
    return lines


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines))


def _extract(tree: HtmlElement, *, careful: bool, url: str) -> list[str]:
    """Paragraphs by trafilatura: ``careful`` prefers less text, and compares no other extractors.

    Mean token F1 on the half tuned on: .980 careful, .974 balanced (with comments or without), .968
    with recall favoured, .966 careful without tables. Comparing other extractors (``fast=False``)
    changes nothing there and takes twice as long.
    """
    from copy import deepcopy

    from trafilatura import bare_extraction

    # Its warnings about poor pages would go to the terminal; ours stand in the ledger.
    logging.getLogger("trafilatura").addHandler(_SILENT)
    document = bare_extraction(
        deepcopy(tree),
        url=url or None,
        fast=careful,
        favor_precision=careful,
        include_comments=False,
        include_formatting=False,
    )
    body = getattr(document, "body", None)
    if body is None:
        return []
    lines = (" ".join(line.split()) for line in _lines(body))
    return [line for line in lines if _WORD.search(line)]


def _lines(element: _Element) -> Iterator[str]:
    """Paragraphs of an extracted body: list items and rows of tables are one each."""
    held: list[str] = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in ("hi", "ref", "del", "code") and not len(child):
            held.append(child.text or "")
        elif tag == "lb":
            yield "".join(held)
            held = []
        elif tag == "row":
            yield "".join(held)
            held = []
            yield " | ".join(
                text for cell in child if (text := " ".join("".join(cell.itertext()).split()))
            )
        elif tag in ("hi", "ref", "del", "code"):
            held.append("".join(child.itertext()))
        else:
            yield "".join(held)
            held = []
            yield from _lines(child)
        held.append(child.tail or "")
    yield "".join(held)


def _trim(lines: Sequence[str], meta: Meta, *, links: set[str]) -> tuple[list[str], str]:
    """Lines without title, date and byline before them, pointers between them, furniture after."""
    titles = {fold(title) for title in meta.titles} - {""}
    dek = fold(meta.standfirst)
    standfirst = ""
    kept: list[str] = []
    for at, line in enumerate(lines):
        opening = at < _HEAD_LINES and not kept
        if opening and (fold(line) in titles or _is_head(line)):
            continue
        if opening and not standfirst and dek and fold(line) == dek:
            standfirst = line
        elif not matches("line", line):
            kept.append(line)
    if not kept and standfirst:
        return [standfirst], ""
    for _ in range(min(_TAIL_LINES, len(kept))):
        last = kept[-1]
        if not (matches("tail", last) or matches("line", last) or fold(last) in links):
            break
        kept.pop()
    return kept, standfirst


def _is_head(line: str) -> bool:
    return not _ENDED.search(line) and matches("head", line)


def fold(line: str) -> str:
    """Words alone, in small letters, to compare lines by.

    >>> fold("Rain, again!") == fold("rain again")
    True
    """
    return " ".join(_WORD.findall(line.lower()))


def matches(kind: str, line: str) -> bool:
    """Whether a whole line is furniture of a kind (see ``furniture.yaml``)."""
    return len(line) < 600 and _pattern(kind).fullmatch(line) is not None


def speaks_of(kind: str, text: str) -> bool:
    """Whether a short text says what a kind of furniture says."""
    return _pattern(kind).search(text[:5000]) is not None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    text = files(__package__).joinpath("furniture.yaml").read_text("utf-8")
    return re.compile("|".join(f"(?:{p})" for p in yaml.safe_load(text)[kind]), re.IGNORECASE)
