"""Side by side: articles cut into pieces that carry the same marks."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import polars as pl

from framing.counts.tokens import MIN_RUN
from framing.records.codebook import NEUTRAL
from framing.records.scope import RUNNING_ROLES
from framing.reporting.desk import Desk, article_id, mention_id
from framing.reporting.formats import visible
from framing.reporting.model import Column, Paragraph, Piece, Spread

QUOTES = "\"“”„‟«»‘’'"


_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”“»]")


class Mark(NamedTuple):
    """A marked stretch of an article."""

    start: int
    end: int
    kind: str
    note: str
    anchor: str


def build_spreads(desk: Desk) -> tuple[Spread, ...]:
    """One spread an event; without events the articles one after another."""
    marks = _marks(desk)
    ties, numbers = _ties(desk)
    for article, found in ties.items():
        marks[article] += found
    meta = {row["article"]: row for row in desk.measured.iter_rows(named=True)}
    spreads: list[Spread] = []
    for event, articles in desk.shown:
        columns = tuple(
            _column(desk, meta[article], marks[article], numbers.get(article, {}))
            for article in articles
        )
        title = desk.event_names.get(event, event) or "Articles, one after another"
        about = next((visible(e.about) for e in desk.inputs.events if e.id == event), "")
        spreads.append(Spread(f"s-{len(spreads) + 1}", title, about, columns, not event))
    return tuple(spreads)


def _marks(desk: Desk) -> dict[str, list[Mark]]:
    """Names by side, loaded wordings and stances, quotations."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    labels = desk.labels
    inputs = desk.inputs
    for row in _here(desk, inputs.names.mentions):
        look = "n" if row["side"] == NEUTRAL else labels.look(row["side"])
        note = f"{labels.side(row['side'])}: {row['mode']}"
        marks[row["article"]].append(_mark(row, f"name-{look}", note))
    for row in _here(desk, inputs.facts):
        marks[row["article"]].append(_mark(row, "word", labels.facts.get(row["fact"], "")))
    for row in _here(desk, inputs.stances.mentions):
        note = f"{row['kind']}, {row['position']}: {row['holder']}"
        marks[row["article"]].append(_mark(row, "word", note))
    contents: dict[str, list[tuple[int, int]]] = defaultdict(list)
    rows = desk.inputs.spans.filter(pl.col("part") == "content").sort("article", "start")
    for key, start, end in rows.select("id", "start", "end").iter_rows():
        contents[key].append((start, end))
    for row in _here(desk, inputs.voices.mentions):
        kind = "said" if row["quotation"] == "indirect" else "quote"
        speaker = visible(str(row["speaker"] or "unnamed"))
        for k, (start, end) in enumerate(contents[row["id"]] or [(row["start"], row["end"])]):
            anchor = "" if k else mention_id(row["id"])
            text = desk.texts[row["article"]]
            if row["quotation"] == "mixed":
                # Only what stands in quotation marks is quoted; the rest is the outlet's account.
                marks[row["article"]] += [
                    Mark(start + m.start(), start + m.end(), "quote", speaker, "")
                    for m in _QUOTED.finditer(text[start:end])
                ]
                kind = "said"
            elif kind == "quote":
                start, end = _with_marks(text, start, end)
            marks[row["article"]].append(Mark(start, end, kind, speaker, anchor))
    return marks


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """A quotation with the quotation marks around it.

    >>> _with_marks('He: "No."', 5, 8)
    (4, 9)
    """
    if start and text[start - 1] in QUOTES:
        start -= 1
    if end < len(text) and text[end] in QUOTES:
        end += 1
    return start, end


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


def _here(desk: Desk, rows: pl.DataFrame) -> list[dict[str, Any]]:
    shown = pl.Series(sorted(desk.shown_articles)).implode()
    return list(rows.filter(pl.col("article").is_in(shown)).iter_rows(named=True))


def _mark(row: dict[str, Any], kind: str, note: str) -> Mark:
    return Mark(row["start"], row["end"], kind, visible(note), mention_id(row["id"]))


def _ties(desk: Desk) -> tuple[dict[str, list[Mark]], dict[str, dict[int, int]]]:
    """Sentences that stand in more than one article shown: the same number for the same words."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    numbers: dict[str, dict[int, int]] = defaultdict(dict)
    shown = pl.Series(sorted(desk.shown_articles)).implode()
    place = {a: k for k, a in enumerate(a for _, articles in desk.shown for a in articles)}
    running = desk.inputs.segments.filter(pl.col("role").is_in(RUNNING_ROLES))
    rows = (
        desk.inputs.repeats.filter(pl.col("article").is_in(shown))
        .filter(pl.col("n_tokens") >= MIN_RUN)  # a short line ("Background") is no sentence
        .join(running.select("article", "segment"), on=["article", "segment"], how="semi")
        .filter(pl.col("article").n_unique().over("hash", "n_tokens") > 1)
        .with_columns(place=pl.col("article").replace_strict(place, return_dtype=pl.Int64))
        .sort("place", "start")
    )
    number: dict[int, int] = {}
    for row in rows.iter_rows(named=True):
        tie = number.setdefault(row["hash"], len(number) + 1)
        note = "the same sentence in another article"
        marks[row["article"]].append(Mark(row["start"], row["end"], "tie", note, ""))
        numbers[row["article"]][row["start"]] = tie
    return marks, numbers


def _column(desk: Desk, meta: dict[str, Any], marks: list[Mark], ties: dict[int, int]) -> Column:
    article = str(meta["article"])
    text = desk.texts[article]
    segments = desk.inputs.segments.filter(pl.col("article") == article).sort("start")
    paragraphs = []
    placed: set[str] = set()
    for part in segments.partition_by("paragraph", maintain_order=True):
        start, end = part["start"][0], part["end"][-1]
        if not text[start:end].strip():
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
                _pieces(text, (start, end), inside, placed, is_whole=whole),
                speaker,
                ", ".join(str(n) for n in tied),
            )
        )
    note = f"text of the agency {meta['wire']}" if meta["is_wire"] else ""
    return Column(
        article_id(article),
        visible(str(meta["outlet"])),
        str(meta["group"]),
        str(meta["date"] or "no date"),
        safe_url(str(meta["url"] or "")),
        visible(note),
        tuple(paragraphs),
    )


def _pieces(
    text: str, bounds: tuple[int, int], marks: list[Mark], placed: set[str], *, is_whole: bool
) -> tuple[Piece, ...]:
    """Cut a paragraph wherever a mark begins or ends; an anchor stands once.

    A speaker stands before the first piece of each quotation, unless all of it is one.
    """
    start, end = bounds
    cuts = {start, end}
    for mark in marks:
        cuts |= {max(mark.start, start), min(mark.end, end)}
    pieces = []
    ordered = sorted(cuts)
    for a, b in pairwise(ordered):
        here = [m for m in marks if m.start <= a and b <= m.end]
        anchors = tuple(dict.fromkeys(m.anchor for m in here if m.anchor not in {"", *placed}))
        placed.update(anchors)
        kinds = tuple(sorted({m.kind for m in here}))
        notes = dict.fromkeys(m.note for m in here if m.kind != "tie" and m.note)
        begun = [m.note for m in here if m.kind == "quote" and max(m.start, start) == a]
        speaker = "" if is_whole else ", ".join(dict.fromkeys(begun))
        pieces.append(Piece(visible(text[a:b]), kinds, "; ".join(notes), anchors, speaker))
    return tuple(pieces)


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
