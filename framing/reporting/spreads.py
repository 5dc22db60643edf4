"""Side by side: articles cut into pieces that carry the same marks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import polars as pl

from framing.reporting.anchors import article_id, mention_id
from framing.reporting.desk import Desk
from framing.reporting.formats import number, visible
from framing.reporting.messages import _, n_
from framing.reporting.model import Column, Paragraph, Piece, Spread
from framing.reporting.store.marks import QUOTES


class Mark(NamedTuple):
    """A marked stretch of an article."""

    start: int
    end: int
    kind: str
    note: str
    anchor: str


class Kept(NamedTuple):
    """A stretch that the report holds; ``skipped`` words lie between it and the one before."""

    start: int
    end: int
    skipped: int


def build_spreads(desk: Desk) -> tuple[Spread, ...]:
    """One spread an event; without events the articles one after another."""
    marks, numbers = _marks(desk)
    kept = {
        key: [Kept(*row) for row in rows.select("start", "end", "skipped").iter_rows()]
        for key, rows in _by_article(desk, desk.store.kept)
    }
    meta = {row["article"]: row for row in desk.measured.iter_rows(named=True)}
    spreads: list[Spread] = []
    for event, articles in desk.shown:
        columns = tuple(
            _column(desk, meta[a], marks.get(a, []), numbers.get(a, {}), kept.get(a, []))
            for a in articles
        )
        title = desk.event_names.get(event, event) or _("Articles, one after another")
        about = next((visible(e.about) for e in desk.inputs.events if e.id == event), "")
        spreads.append(Spread(f"s-{len(spreads) + 1}", title, about, columns, not event))
    return tuple(spreads)


def _by_article(desk: Desk, rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """Rows of the store for each article shown, in the order in which they stand in the page."""
    order = [article for _event, articles in desk.shown for article in articles]
    places = dict(desk.store.articles.select("article", "at").iter_rows())
    return [(a, rows.filter(pl.col("at") == places[a])) for a in order]


def _marks(desk: Desk) -> tuple[dict[str, list[Mark]], dict[str, dict[int, int]]]:
    """Marks of the articles shown, and the numbers of the sentences that they share."""
    marks = {
        article: [
            Mark(start, end, kind, note, mention_id(id) if id else "")
            for start, end, kind, note, id in rows.select(
                "start", "end", "kind", "note", "id"
            ).iter_rows()
        ]
        for article, rows in _by_article(desk, desk.store.marks)
    }
    numbers: dict[str, dict[int, int]] = {}
    number: dict[int, int] = {}
    for article, rows in _by_article(desk, desk.store.ties):
        for start, end, tie in rows.select("start", "end", "tie").iter_rows():
            tied = number.setdefault(tie, len(number) + 1)
            note = _("the same sentence in another article")
            marks[article].append(Mark(start, end, "tie", note, ""))
            numbers.setdefault(article, {})[start] = tied
    return marks, numbers


def _is_whole(text: str, bounds: tuple[int, int], marks: list[Mark]) -> bool:
    """Whether nothing but the quotations of one speaker stands in a paragraph."""
    quotes = [m for m in marks if m.kind == "quote"]
    if len({m.note for m in quotes}) != 1:
        return False
    return all(
        any(m.start <= k < m.end for m in quotes)
        for k in range(*bounds)
        if not (text[k].isspace() or text[k] in QUOTES)
    )


def _column(
    desk: Desk, meta: dict[str, Any], marks: list[Mark], ties: dict[int, int], kept: list[Kept]
) -> Column:
    article = str(meta["article"])
    text = desk.texts[article]
    segments = desk.inputs.segments.filter(pl.col("article") == article).sort("start")
    paragraphs = []
    placed: set[str] = set()
    for part in segments.partition_by("paragraph", maintain_order=True):
        start, end = part["start"][0], part["end"][-1]
        held = [k for k in kept if k.start < end and k.end > start]
        if not any(text[max(k.start, start) : min(k.end, end)].strip() for k in held):
            continue
        # An inline dateline stands in the paragraph that it opens: the longest role is its role.
        role = part.sort(pl.col("end") - pl.col("start"), maintain_order=True)["role"][-1]
        inside = [m for m in marks if m.start < end and m.end > start]
        inside += [
            Mark(a, b, f"role-{r}", "", "")
            for r, a, b in part.select("role", "start", "end").iter_rows()
            if r != role
        ]
        whole = _is_whole(text, (start, end), inside)
        speaker = next((m.note for m in inside if m.kind == "quote"), "") if whole else ""
        tied = sorted({n for at, n in ties.items() if start <= at < end})
        paragraphs.append(
            Paragraph(
                role,
                _pieces(text, (start, end), inside, placed, is_whole=whole, kept=held),
                speaker,
                ", ".join(str(n) for n in tied),
            )
        )
    left_out = sum(k.skipped for k in kept if k.start == k.end)
    if left_out:
        paragraphs.append(Paragraph("gap", (_gap(left_out),)))
    note = _("text of the agency {agency}").format(agency=meta["wire"]) if meta["is_wire"] else ""
    return Column(
        article_id(article),
        visible(str(meta["outlet"])),
        str(meta["group"]),
        str(meta["date"] or _("no date")),
        safe_url(str(meta["url"] or "")),
        visible(note),
        tuple(paragraphs),
        str(meta["language"]),
    )


def _pieces(
    text: str, bounds: tuple[int, int], marks: list[Mark], placed: set[str],
    *, is_whole: bool, kept: list[Kept],
) -> tuple[Piece, ...]:  # fmt: skip
    """Cut a paragraph wherever a mark or a stretch kept begins or ends; an anchor stands once.

    A speaker stands before the first piece of each quotation, unless all of it is one.
    """
    start, end = bounds
    cuts = {start, end}
    for first, last in [(m.start, m.end) for m in marks] + [(k.start, k.end) for k in kept]:
        cuts |= {max(first, start), min(last, end)}
    pieces = []
    ordered = sorted(cuts)
    for a, b in pairwise(ordered):
        held = next((k for k in kept if k.start <= a and b <= k.end), None)
        if held is None:
            continue
        if held.skipped and max(held.start, start) == a == held.start:
            pieces.append(_gap(held.skipped))
        here = [m for m in marks if m.start <= a and b <= m.end]
        anchors = tuple(dict.fromkeys(m.anchor for m in here if m.anchor not in {"", *placed}))
        placed.update(anchors)
        kinds = tuple(sorted({m.kind for m in here}))
        notes = dict.fromkeys(m.note for m in here if m.kind != "tie" and m.note)
        begun = [m.note for m in here if m.kind == "quote" and max(m.start, start) == a]
        speaker = "" if is_whole else ", ".join(dict.fromkeys(begun))
        pieces.append(Piece(visible(text[a:b]), kinds, "; ".join(notes), anchors, speaker))
    return tuple(pieces)


def _gap(n: int) -> Piece:
    """What stands in place of words that an excerpt leaves out."""
    words = n_("{n} word", "{n} words", n).format(n=number(n))
    return Piece(f" … {words} … ", ("gap",))


def safe_url(url: str) -> str:
    """A link only where it leads to a page of the web; else nothing.

    >>> safe_url("https://x.example/a"), safe_url("javascript:alert(1)")
    ('https://x.example/a', '')
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
