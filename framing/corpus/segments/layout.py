"""What a line is by its place: title and standfirst, lists of links, what comes after the end."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from framing.corpus.segments.furniture import find_photo_credit, is_caption, is_notice, pattern
from framing.corpus.segments.lines import LONG, Line
from framing.corpus.wire.datelines import find_dateline
from framing.language.words import letters

_LEAD_LINES = 7  # a dateline opens one of the first lines of text, or there is none
_MAX_STANDFIRST = 2
_LONGEST = 60  # words of a title, whatever it ends in
_LEAD = 30  # words; a first line this long that ends like a sentence is an untitled text's lead
_LABEL = 2  # words; what is shorter than a title, where there is something longer
_LABELS = 10  # lines of labels that may stand between title and text; more are a table
_LABEL_LENGTH = 50  # characters
_BEGINNING = 16  # characters that tell most lines from a title
_LINK = 20  # words of a link's headline
_LINKS = 12  # lines in a list of links amid the text
_CAPTION_DATE = re.compile(r"[A-Z][a-z]+\.? \d{1,2}, \d{4}\.$")
_QUOTES = '"“”'


def mark_captions(lines: list[Line]) -> list[Line]:
    """Lines that end in a photo credit or begin as captions do, and doubled lines."""
    last = max((k for k, line in enumerate(lines) if not line.role), default=-1)
    marked = list(lines)
    for k, line in enumerate(lines):
        if line.role:
            continue
        below = lines[k + 1 : k + 2]
        beside = [near.text for near in (*lines[k - 1 : k], *below)]
        is_dated = bool(_CAPTION_DATE.search(line.text)) and _is_credit(below)
        if is_dated or _is_caption(line, beside, has_more=k < last):
            marked[k] = replace(line, role="caption")
    return marked


def _is_credit(below: list[Line]) -> bool:
    """Whether the line below "..., March 18, 2019." is the photographer's alone."""
    return bool(below) and find_photo_credit(below[0].text, has_more=False) == 0


def _is_caption(line: Line, beside: list[str], *, has_more: bool) -> bool:
    is_doubled = line.n_words > 4 and line.text in beside
    credited = find_photo_credit(line.text, has_more=has_more) > 0
    return is_doubled or credited or is_caption(line.text)


def mark_head(lines: list[Line], title: str) -> list[Line]:
    """Title and standfirst, and the labels, names and dates that stand around them."""
    lines = list(lines)
    free = [k for k, line in enumerate(lines) if not line.role]
    head = _find_title(lines, free, title)
    if head < 0:
        return lines
    for k in free:
        if head - _LABELS <= k < head and _is_label(lines[k]):
            lines[k] = replace(lines[k], role="furniture")
    lines[head] = replace(lines[head], role="title")
    lead = next((k for k in free if k > head and _opens_text(lines[k])), -1)
    if lead <= head + _LABELS:
        lines = _mark_labels(lines, head, lead)
    rest = [k for k in free if k > head and not lines[k].role][:_LEAD_LINES]
    for k in _find_standfirst(lines, rest):
        lines[k] = replace(lines[k], role="standfirst")
    return lines


def _find_title(lines: list[Line], free: list[int], title: str) -> int:
    """The line of the title; -1 where the text has none.

    Where nobody says it, the first line of some words above the first sentence; names of sections
    are none.
    """
    # An index may spell quotation marks and blanks otherwise.
    wanted = letters(title)
    known = next((k for k, line in enumerate(lines) if _has_letters(line.text, wanted)), -1)
    if known >= 0:
        return known
    ends = (k for k, line in enumerate(lines) if _ends_head(line))
    end = next(ends, len(lines))
    head = [k for k in free if k < end and not pattern("section").fullmatch(lines[k].text)]
    if head:
        return next((k for k in head if _n_words(lines[k]) > _LABEL), head[0])
    first = lines[free[0]] if free else None
    is_lead = first and (
        (first.is_sentence and first.n_words > _LEAD)
        or first.n_words > _LONGEST
        or find_dateline(first.text)
    )
    if not first or is_lead:
        return -1
    return free[0]


def _ends_head(line: Line) -> bool:
    """Whether a title stands above: any sentence that is no question, or a list of links."""
    if line.role:
        return bool(pattern("opener").fullmatch(line.text))
    return bool(find_dateline(line.text)) or (line.is_sentence and line.text[-1] not in "?!")


def _opens_text(line: Line) -> bool:
    """Whether running text has surely begun: a dateline, or a sentence that is no headline."""
    if find_dateline(line.text):
        return True
    return line.is_text and (line.text[-1] not in "?!" or line.n_words > _LINK)


def _n_words(line: Line) -> int:
    return sum(any(c.isalpha() for c in word) for word in line.text.split())


def _is_label(line: Line) -> bool:
    """Above a title: short, or the name of a section."""
    if line.is_text or len(line.text) > _LABEL_LENGTH or any(c.isdigit() for c in line.text):
        return False
    return _n_words(line) <= 4 or bool(pattern("section").match(line.text))


@cache
def _names() -> re.Pattern[str]:
    name = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}"
    place = name.replace("{1,3}", "{0,3}")
    return re.compile(rf"{name}(?:(?:, | and | & ){name}){{0,4}}(?:,? in {place})?")


def _mark_labels(lines: list[Line], head: int, lead: int) -> list[Line]:
    """Between title and text: names of authors are a credit, other labels furniture."""
    for k in range(head + 1, lead):
        line = lines[k]
        if line.role or line.is_sentence or find_dateline(line.text):
            continue
        if _names().fullmatch(line.text):
            lines[k] = replace(line, role="credit")
        elif _n_words(line) <= _LABEL and _is_label(line):
            lines[k] = replace(line, role="furniture")
    return lines


def _find_standfirst(lines: list[Line], rest: list[int]) -> list[int]:
    """Unmarked lines between the title and the dated paragraph, or short of the first sentence."""
    dated = [k for k in rest if find_dateline(lines[k].text)]
    if dated:
        between = [k for k in rest if k < dated[0]]
    else:
        between = [k for k in rest[:1] if len(rest) > 1 and not lines[k].is_sentence]
        between = [k for k in between if 4 <= lines[k].n_words <= 60 and lines[rest[1]].is_sentence]
    return between if len(between) <= _MAX_STANDFIRST else []


def _has_letters(text: str, wanted: str) -> bool:
    """Whether these are the letters of a text; most differ in the first ones."""
    if not wanted or not wanted.startswith(letters(text[:_BEGINNING])):
        return False
    return letters(text) == wanted


def mark_links(lines: list[Line]) -> list[Line]:
    """Headlines that follow "Read more:" or "Related stories" amid the text."""
    lines = list(lines)
    has_begun, left = False, 0
    for k, line in enumerate(lines):
        if line.role == "furniture" and pattern("opener").fullmatch(line.text):
            left = _LINKS if has_begun else 0
        elif line.is_text or line.n_words > _LINK or (line.role and line.role != "furniture"):
            left = 0
            has_begun = has_begun or (not line.role and line.is_text)
        elif left:
            left -= 1
            lines[k] = replace(line, role="furniture")
    return lines


def mark_closing(lines: list[Line]) -> list[Line]:
    """Lines after "Share it" or "Related Stories" are furniture unless text follows them."""
    lines = list(lines)
    last_text = max(
        (k for k, line in enumerate(lines) if not line.role and _may_be_text(line)), default=-1
    )
    after = range(last_text + 1, len(lines))
    ends = [k for k in after if lines[k].role == "furniture" and _closes(lines[k].text)]
    for k in range(ends[0] if ends else len(lines), len(lines)):
        if not lines[k].role:
            lines[k] = replace(lines[k], role="furniture")
    return lines


def _closes(text: str) -> bool:
    return any(pattern(kind).fullmatch(text) for kind in ("closer", "opener")) or is_notice(text)


def _may_be_text(line: Line) -> bool:
    if line.is_text:
        return True
    quoted = any(mark in line.text for mark in _QUOTES)
    return quoted and (line.is_sentence or (line.n_words >= LONG and line.text[-1] in _QUOTES))
