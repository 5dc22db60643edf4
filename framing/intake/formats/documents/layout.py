"""Lines of pages into paragraphs: by the room between them, indents, and where lines end short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

_EDGE = 3  # lines at the top and foot of a page that may be its furniture
_FEW = 8  # gaps of which the lower ones say nothing yet: single spacing is taken
_MARGIN = 0.12  # of a page's height within which they stand
_NUMBER = re.compile(
    r"\W*(?:page|p|seite|стр|страница|第)?\W*(\d{1,4})(?:\s*(?:of|/|von|из|页)\s*\d{0,4})?\W*", re.I
)
# Sizes and gaps are parts of the size of type, so that they hold for small print and large.
_SAME_SIZE = 0.15  # by which boxes differ with accents and descenders; headings differ by more
_LARGER = 1 + _SAME_SIZE  # a title beside the body
_SAME_TITLE = 0.97  # lines of one title beside its largest: there only rounding differs
_MIN_TITLE, _MAX_TITLE = 4, 300  # characters: fewer are an initial, more are large print
_STEP = 12  # points between places at which columns begin; an indent is about as wide
_SINGLE = 0.3  # the widest gap of single spacing
# More room than usual parts paragraphs: half a line where the text may have ended, nearly a whole
# one where the sentence goes on, which happens at formulas and footnote marks.
_ROOM_AT_END, _ROOM = 0.45, 0.9
_INDENT = 0.7  # the first line of a paragraph goes in by an em or more, ragged boxes by less
_SHARE_OF_PAGES = 2, 5  # on which a running head stands: some books have one left, another right
_LINK = re.compile(r"https?://\S+")
_ENDS = tuple('.!?…:;"”»’)。！？」')
HYPHEN = "\x02"  # what pdfium writes for a hyphen at the end of a line

_WORD = re.compile(r"\w+(?:-\w+)*")
_PARTED = re.compile("[^\\W\\d_][-\u00ad\u2010]\\Z")
_AT_HYPHEN = re.compile(rf"\b\w{{0,60}}{HYPHEN}+\w{{0,60}}|{HYPHEN}+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; lengths in points, ``top`` grows upwards, ``size`` is its height."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def find_title(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in the largest type of the first page, where it is larger than the body's."""
    lines = [line for line in lines if any(c.isalpha() for c in line.text)]
    if len(lines) < 2:
        return ()
    by_size = Counter[float]()
    for line in lines:
        by_size[round(line.size)] += len(line.text)
    body = by_size.most_common(1)[0][0]
    # A capital over several lines of text is no title.
    largest = max((line.size for line in lines if len(line.text) >= _MIN_TITLE), default=0)
    if largest < body * _LARGER:
        return ()
    start = next(
        at
        for at, line in enumerate(lines)
        if line.size >= largest * _SAME_TITLE and len(line.text) >= _MIN_TITLE
    )
    end = start
    while end < len(lines) and lines[end].size >= largest * _SAME_TITLE:
        end += 1
    found = tuple(lines[start:end])
    return found if sum(len(line.text) for line in found) <= _MAX_TITLE else ()


def part_furniture(
    pages: Sequence[Sequence[Line]], title: Sequence[Line], *, heights: Sequence[float]
) -> tuple[list[list[Line]], list[Line]]:
    """Pages without running heads, feet and page numbers; and the lines that were taken out."""
    edges = [_edges(page, title, height) for page, height in zip(pages, heights, strict=True)]
    counts = Counter(key for page in edges for key in {key for key, _ in page})
    share, of = _SHARE_OF_PAGES
    needed = max(2, -(-len(pages) * share // of))
    gone = {
        id(line): line
        for number, page in enumerate(edges, start=1)
        for key, line in page
        if counts[key] >= needed or _is_number(line.text, number, len(pages))
    }
    kept = [[line for line in page if id(line) not in gone] for page in pages]
    return kept, list(gone.values())


def _edges(
    page: Sequence[Line], title: Sequence[Line], height: float
) -> list[tuple[tuple[bool, str], Line]]:
    kept = {id(line) for line in title}
    ordered = sorted(page, key=lambda line: -line.top)
    top = [line for line in ordered[:_EDGE] if line.bottom > height * (1 - _MARGIN)]
    foot = [line for line in ordered[-_EDGE:] if line.top < height * _MARGIN]
    return [
        ((at_top, re.sub(r"\d+", "#", line.text.casefold())), line)
        for at_top, lines in ((True, top), (False, foot))
        for line in lines
        if id(line) not in kept
    ]


def _is_number(text: str, number: int, n_pages: int) -> bool:
    match = _NUMBER.fullmatch(text.strip()) if len(text) < 40 else None
    if not match or int(match[1]) != number:
        return False
    return n_pages > 1 or not text.strip().isdigit()


def find_link(lines: Sequence[Line]) -> str:
    """The first address in running heads and feet: what a browser prints there."""
    found = (_LINK.search(line.text) for line in lines)
    return next((match[0] for match in found if match), "")


def join_paragraphs(lines: Sequence[Line]) -> list[str]:
    """Paragraphs of lines in reading order."""
    if not lines:
        return []
    rights = _column_ends(lines)
    usual = _usual_gap(lines)
    paragraphs = [[lines[0]]]
    for line, following in pairwise(lines):
        end = rights[line.page, round(line.left / _STEP)]
        if _is_break(line, following, end=end, usual=usual):
            paragraphs.append([])
        paragraphs[-1].append(following)
    words = {word for line in lines for word in _WORD.findall(line.text)}
    return [_join([line.text for line in paragraph], words) for paragraph in paragraphs]


def _column_ends(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """How far the lines of a page go to the right that begin near the same place."""
    ends: dict[tuple[int, int], float] = {}
    for line in lines:
        for near in (-1, 0, 1):
            key = (line.page, round(line.left / _STEP) + near)
            ends[key] = max(ends.get(key, 0.0), line.right)
    return ends


def _usual_gap(lines: Sequence[Line]) -> float:
    """The room between two lines of a paragraph, as a part of their size."""
    gaps = [
        (a.bottom - b.top) / a.size
        for a, b in pairwise(lines)
        if a.page == b.page and b.top < a.top and abs(a.size - b.size) < a.size * _SAME_SIZE
    ]
    # Low, since a text of one-line paragraphs has more wide gaps than narrow ones.
    usual = sorted(gaps)[len(gaps) // 4] if gaps else 0.0
    return usual if len(gaps) >= _FEW else min(usual, _SINGLE)


def _is_break(line: Line, following: Line, *, end: float, usual: float) -> bool:
    size = line.size
    if abs(following.size - size) > size * _SAME_SIZE:
        return True
    ended = line.text.rstrip().endswith(_ENDS)
    if following.page != line.page or following.top > line.bottom + size:
        return ended  # in another column: a sentence that goes on is one paragraph
    letter = (line.right - line.left) / max(len(line.text), 1)
    word = following.text.split(maxsplit=1)[0] if following.text.strip() else ""
    is_short = end - line.right > (len(word) + 2) * letter
    room = (line.bottom - following.top) / size - usual
    if room > (_ROOM_AT_END if ended or is_short else _ROOM):
        return True
    return following.left > line.left + size * _INDENT or (ended and is_short)


def _join(texts: Sequence[str], words: Collection[str]) -> str:
    """Lines of a paragraph as one; ``words`` are those of the whole document."""
    pieces: list[str] = []
    for text in texts:
        end = pieces[-1][-2:] if pieces else ""
        if _PARTED.search(end) and text[:1].islower():
            pieces[-1] = pieces[-1][:-1] + HYPHEN
        elif pieces and not (end[-1:] > "\u2e7f" and text[:1] > "\u2e7f"):
            pieces.append(" ")
        pieces.append(text)
    joined = "".join(pieces)
    if HYPHEN in joined:
        joined = _AT_HYPHEN.sub(lambda match: _mend(match[0], words), joined)
    return " ".join(joined.replace("\u00ad", "").split())


def _mend(word: str, words: Collection[str]) -> str:
    """A word parted at a line's end: whole again, or with its hyphen where that is its own."""
    before, _, after = word.partition(HYPHEN)
    after = after.replace(HYPHEN, "")
    own = f"{before}-{after}" in words and before + after not in words
    return before + after if before and after[:1].islower() and not own else f"{before}-{after}"
