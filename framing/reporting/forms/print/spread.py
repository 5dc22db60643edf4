"""One event side by side on paper: excerpts of the articles, or all of them where that is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from framing.reporting.forms.print.excerpts import CUT, MOST_WORDS
from framing.reporting.messages import _, n_
from framing.reporting.model import Column, Paragraph, Piece, Spread

MOST_COLUMNS = 6
MOST_PARAGRAPHS = 3  # excerpts of an article beside its title


@dataclass(frozen=True, slots=True)
class Head:
    """An article over its column: its outlet, its group and date."""

    outlet: str
    about: str


@dataclass(frozen=True, slots=True)
class PrintedSpread:
    """A table with an article a column; a row is a bundle of paragraphs of each."""

    title: str
    note: str
    columns: tuple[Head, ...]
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    told: str


def printed_spread(spreads: tuple[Spread, ...], is_full: bool) -> PrintedSpread:
    """The event that most outlets cover, as far as it fits beside each other on a page."""
    most = max(spreads, key=lambda spread: len({c.outlet for c in spread.columns}))
    columns = _one_an_outlet(most.columns)[:MOST_COLUMNS]
    texts = [c.paragraphs if is_full else _excerpts(c) for c in columns]
    longest = max((len(text) for text in texts), default=0)
    rows = tuple(tuple(text[k : k + 1] for text in texts) for k in range(longest))
    heads = tuple(Head(c.outlet, ", ".join(x for x in (c.group, c.date) if x)) for c in columns)
    return PrintedSpread(most.title, most.note, heads, rows, _told(most, spreads, is_full))


def _told(shown: Spread, spreads: tuple[Spread, ...], is_full: bool) -> str:
    """What is left out, and where it is."""
    parts = []
    if not is_full:
        parts.append(
            _("Title and up to {n} excerpts of an article, at most {words} words each.").format(
                n=MOST_PARAGRAPHS, words=MOST_WORDS
            )
        )
    n = sum(len(spread.columns) for spread in spreads)
    n -= min(len(_one_an_outlet(shown.columns)), MOST_COLUMNS)
    if n:
        parts.append(
            n_(
                "{n} more article stands side by side in the page (index.html).",
                "{n} more articles stand side by side in the page (index.html).",
                n,
            ).format(n=n)
        )
    return " ".join(parts)


def _one_an_outlet(columns: tuple[Column, ...]) -> list[Column]:
    """The first article of each outlet, then the others."""
    seen: set[str] = set()
    first: list[Column] = []
    others: list[Column] = []
    for column in columns:
        (others if column.outlet in seen else first).append(column)
        seen.add(column.outlet)
    return first + others


def _excerpts(column: Column) -> tuple[Paragraph, ...]:
    """The title, and the paragraphs with most marks in their order, cut to an excerpt each."""
    titles = [p for p in column.paragraphs if p.role == "title"][:1]
    marked = [
        (-sum(bool(piece.marks) for piece in p.pieces), k)
        for k, p in enumerate(column.paragraphs)
        if p.role not in ("title", "furniture") and any(piece.marks for piece in p.pieces)
    ]
    chosen = sorted(k for _n, k in sorted(marked)[:MOST_PARAGRAPHS])
    return tuple(cut(p, MOST_WORDS) for p in [*titles, *(column.paragraphs[k] for k in chosen)])


def cut(paragraph: Paragraph, most: int) -> Paragraph:
    """So many words of a paragraph, from a few before its first mark on.

    >>> p = Paragraph("body", (Piece("a b c d e "), Piece("X", ("word",)), Piece(" f g h")))
    >>> "".join(piece.text for piece in cut(p, 3).pieces)
    '… e X f …'
    """
    sizes = [len(piece.text.split()) for piece in paragraph.pieces]
    first = next((k for k, piece in enumerate(paragraph.pieces) if piece.marks), 0)
    start = max(0, min(sum(sizes[:first]) - most // 3, sum(sizes) - most))
    stop, at = start + most, 0
    kept: list[Piece] = []
    for piece, size in zip(paragraph.pieces, sizes, strict=True):
        low, high = max(start - at, 0), min(stop - at, size)
        if low < high or not size:
            kept.append(replace(piece, text=_words(piece.text, low, high)))
        at += size
    before = (Piece(f"{CUT} "),) if start else ()
    after = (Piece(f" {CUT}"),) if stop < sum(sizes) else ()
    return replace(paragraph, pieces=(*before, *kept, *after))


def _words(text: str, low: int, high: int) -> str:
    """Words ``low`` to ``high`` of a text; where nothing is cut off its spaces stay."""
    words = text.split()
    if not words:
        return text
    left = " " if not low and text[0].isspace() else ""
    right = " " if high >= len(words) and text[-1].isspace() else ""
    return f"{left}{' '.join(words[low:high])}{right}"
