"""Pairs of quotation marks: straight, curly, guillemets, low-high, single; also unbalanced ones."""

from __future__ import annotations

import re

from framing.annotate.attribution.records import Quote
from framing.annotate.documents import Document

_MARK = re.compile(r"[\"“”„‟«»‘’‚‹›]|''?|``")
_SINGLES = "'‘’‚‹›"
_CLOSERS = {
    "“": '”"“',
    "„": '“”‟"',
    "«": "»",
    "»": "«",
    '"': '"”',
    "``": "''\"”",
    "‟": "”",
    "''": "''",
}
_ELISION = re.compile(r"['‘’](?:\d0s\b|tis\b|twas\b|em\b|til\b|till\b|cause\b|n['’]|round\b)", re.I)
_OPENS_AFTER = " \t\xa0\n([{—–-/:\u2009\u200a\u202f"


def find_quotes(document: Document) -> list[Quote]:
    """All quotations of an article, in text order; marks inside double marks are not listed.

    An opening mark without its partner runs to the end of its paragraph (``closed`` is false).
    Single marks count only in pairs, and an apostrophe or a plural possessive ("countries’")
    is none.
    """
    text = document.text
    marks = [m for m in _MARK.finditer(text) if not _is_apostrophe(text, m.start(), m.group())]
    if not marks:
        return []
    quotes: list[Quote] = []
    at = 0
    for paragraph, start, end in _paragraphs(document):
        while at < len(marks) and marks[at].start() < start:
            at += 1
        first = at
        while at < len(marks) and marks[at].start() < end:
            at += 1
        here = [(m.group(), m.start(), m.end()) for m in marks[first:at]]
        if here:
            found = _pair(text, here, start, end, paragraph)
            quotes += _with_singles(text, here, found, end, paragraph)
    return quotes


def _is_apostrophe(text: str, at: int, mark: str) -> bool:
    """A single mark between two letters or digits: "Russia’s"."""
    if mark not in _SINGLES or at == 0 or at + 1 >= len(text):
        return False
    return text[at - 1].isalnum() and text[at + 1].isalnum()


def _paragraphs(document: Document) -> list[tuple[int, int, int]]:
    """(paragraph, start, end) of the runs of text; a dateline or credit is not in them."""
    spans: list[tuple[int, int, int]] = []
    for sentence in document.sentences:
        if spans and spans[-1][0] == sentence.paragraph:
            spans[-1] = (sentence.paragraph, spans[-1][1], sentence.end)
        else:
            spans.append((sentence.paragraph, sentence.start, sentence.end))
    return spans


def _pair(
    text: str, marks: list[tuple[str, int, int]], start: int, end: int, paragraph: int
) -> list[Quote]:
    """Double quotations of one paragraph."""
    quotes: list[Quote] = []
    opened: tuple[str, int] | None = None
    for mark, left, right in marks:
        if mark in _SINGLES:
            continue
        if opened is None:
            if _can_open(text, mark, left, right, start, end):
                opened = (mark, right)
        elif mark in _CLOSERS.get(opened[0], ()) and _can_close(text, mark, left, right, end):
            quotes.append(Quote(opened[1], left, opened[0], True, paragraph))
            opened = None
    if opened is not None and text[opened[1] : end].strip():
        quotes.append(Quote(opened[1], end, opened[0], False, paragraph))
    return [quote for quote in quotes if text[quote.start : quote.end].strip()]


def _can_open(text: str, mark: str, left: int, right: int, start: int, end: int) -> bool:
    if right >= end or text[right].isspace():
        return False
    if mark == "”":
        return False
    # A straight mark after a letter is a stray closing one, or inches: 5'10".
    return (
        mark != '"'
        or left == start
        or text[left - 1] in _OPENS_AFTER
        or not text[left - 1].isalnum()
    )


def _can_close(text: str, mark: str, left: int, right: int, end: int) -> bool:
    """A straight mark with a blank before and none behind opens again: it is a stray one."""
    if mark not in '"“':
        return True
    blank_before = text[left - 1].isspace()
    return not (blank_before and right < end and not text[right].isspace())


def _with_singles(
    text: str, marks: list[tuple[str, int, int]], found: list[Quote], end: int, paragraph: int
) -> list[Quote]:
    """Adds quotations in single marks that stand outside of all double ones."""
    singles = [m for m in marks if m[0] in _SINGLES]
    if len(singles) < 2:
        return found
    if found:
        inside = [(quote.start, quote.end) for quote in found]
        singles = [m for m in singles if not any(a <= m[1] < b for a, b in inside)]
    extra: list[Quote] = []
    k = 0
    while k < len(singles):
        mark, left, right = singles[k]
        k += 1
        if mark not in "'‘‚‹" or not _opens_single(text, left, right, end):
            continue
        closer = _find_closer(text, singles, k, end)
        if closer is None or not text[right : singles[closer][1]].strip():
            continue
        if not any(right <= q.start and q.end <= singles[closer][1] for q in found):
            extra.append(Quote(right, singles[closer][1], mark, True, paragraph))
            k = closer + 1
    return sorted(found + extra, key=lambda quote: quote.start) if extra else found


def _opens_single(text: str, left: int, right: int, end: int) -> bool:
    if right >= end or text[right].isspace() or _ELISION.match(text, left):
        return False
    return left == 0 or text[left - 1] in _OPENS_AFTER + '“"' or text[left - 1].isspace()


def _find_closer(text: str, singles: list[tuple[str, int, int]], k: int, end: int) -> int | None:
    """The first mark that can only close; else the first that may be a plural possessive."""
    doubtful: int | None = None
    while k < len(singles):
        mark, left, right = singles[k]
        if mark in "‘‚‹" and left and text[left - 1].isspace():
            break
        if mark in "'’›‘" and not text[left - 1].isspace():
            after = text[right : right + 2]
            possessive = text[left - 1] in "sS" and after[:1] == " " and after[1:].islower()
            if not possessive:
                return k
            doubtful = k if doubtful is None else doubtful
        k += 1
    return doubtful
