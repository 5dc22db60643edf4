"""An article as paragraphs of pieces, each with the looks of what was found there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

# Layer -> (its look in the stylesheet, what readers call it).
LOOKS = {
    "names": ("name", "names"),
    "attributions": ("quote", "quotations and reported speech"),
    "facts": ("word", "wordings of facts"),
    "stances": ("stance", "positions"),
    "indicators": ("indicator", "signs of frames"),
}
_SEGMENT = "segment"

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters with the same marks: classes, and what they mean."""

    text: str
    looks: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces with the role of most of them."""

    role: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    look: str
    note: str


def cut_article(text: str, marks: pl.DataFrame, shown: Collection[str]) -> list[Paragraph]:
    """Paragraphs of an article.

    Parameters
    ----------
    text
        Of the article.
    marks
        From ``engine.verbs.show.find_marks``.
    shown
        Layers that are marked.
    """
    segments = list(_spans(marks.filter(pl.col("layer") == _SEGMENT), role=True))
    found = marks.filter(pl.col("layer").is_in(list(shown)))
    spans = list(_spans(found, role=False))
    return [_cut(text, group, spans) for group in _paragraphs(text, segments)]


def _spans(rows: pl.DataFrame, *, role: bool) -> Iterator[_Span]:
    for layer, what, start, end in rows.select("layer", "what", "start", "end").iter_rows():
        look = f"role-{what}" if role else LOOKS[layer][0]
        yield _Span(start, end, look, what or "")


def _paragraphs(text: str, segments: list[_Span]) -> Iterator[list[_Span]]:
    """Segments that stand in one line, blank ones left out."""
    group: list[_Span] = []
    for segment in segments:
        if group and "\n" in text[group[-1].end - 1 : segment.start + 1]:
            yield group
            group = []
        if text[segment.start : segment.end].strip():
            group.append(segment)
    if group:
        yield group


def _cut(text: str, segments: list[_Span], spans: list[_Span]) -> Paragraph:
    start, end = segments[0].start, segments[-1].end
    end = start + len(text[start:end].rstrip())
    start = end - len(text[start:end].lstrip())
    role = max(segments, key=lambda s: s.end - s.start).look
    inside = [s for s in spans if s.start < end and s.end > start]
    inside += [s for s in segments if s.look != role]
    bounds = {start, end, *(s.start for s in inside), *(s.end for s in inside)}
    places = sorted(place for place in bounds if start <= place <= end)
    pieces = []
    for a, b in pairwise(places):
        here = [s for s in inside if s.start <= a and b <= s.end]
        looks = " ".join(dict.fromkeys(s.look for s in here))
        notes = "; ".join(dict.fromkeys(s.note for s in here if s not in segments))
        pieces.append(Piece(text[a:b], looks, notes))
    return Paragraph(role.removeprefix("role-"), tuple(pieces))
