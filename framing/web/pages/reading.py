"""Reading: articles by event and outlet, one with what the tool found in it, search in context."""

from __future__ import annotations

from typing import Any

import polars as pl
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from framing.engine.verbs.kwic import WIDTH, Concordance, concordance
from framing.engine.verbs.show import describe_article, find_marks
from framing.errors import FramingError
from framing.web.doors.guard import Page, member
from framing.web.pages.markup import squeeze
from framing.web.pages.pieces import LOOKS, cut_article
from framing.web.pages.policy import check_articles
from framing.web.room import Room, render, room_of

_HITS = 200  # of a search; the counts are of all
_LONGEST = 200  # characters of a pattern
_SORTS = {"outlet": "by outlet", "left": "by the words before", "right": "by the words after",
          "date": "by date"}  # fmt: skip


def read(request: Request) -> Response:
    """All articles, by event and outlet."""
    reading, room = check_articles(request), room_of(request)
    events = room.desk.once("events", lambda: _by_event(room))
    n = sum(len(rows) for _, rows in events)
    return render(request, "read.html", events=events, n=n, note=reading.why)


def article(request: Request) -> Response:
    """One article; what was found in it, unless that would give answers away."""
    reading, room = check_articles(request), room_of(request)
    name = request.path_params["article"]
    if name not in set(room.run.study.articles["article"]):
        raise HTTPException(404, "no such article")
    row = describe_article(room.run, name)
    with room.desk.turn:
        marks = find_marks(room.run, name)
    there = [layer for layer in LOOKS if layer in set(marks["layer"])] if reading.labels else []
    asked = request.query_params.getlist("show")
    shown = [layer for layer in there if layer in asked] if asked else there
    found = marks.filter(pl.col("layer").is_in(shown))
    return render(
        request,
        "article.html",
        article={**row, "title": _title(row), "event": _event_names(room).get(row["event"], "")},
        note=reading.why,
        layers=[
            {"id": layer, "look": LOOKS[layer][0], "name": LOOKS[layer][1], "on": layer in shown}
            for layer in there
        ],
        paragraphs=cut_article(row["text"], marks, shown),
        marks=[
            {"layer": LOOKS[layer][1], "what": what, "text": squeeze(text)}
            for layer, what, text in found.select("layer", "what", "text").iter_rows()
        ],
    )


def search(request: Request) -> Response:
    """A word or pattern in context, with counts by outlet."""
    check_articles(request)
    room, params = room_of(request), request.query_params
    pattern = params.get("pattern", "").strip()
    sort = params.get("sort", "outlet")
    sort = sort if sort in _SORTS else "outlet"
    found, problem = _search(room, pattern, sort) if pattern else (None, "")
    return render(
        request,
        "search.html",
        status=400 if problem else 200,
        pattern=pattern[:_LONGEST],
        sort=sort,
        sorts=_SORTS.items(),
        problem=problem,
        counts=found.counts.rows(named=True) if found else [],
        hits=_in_words(room, found.rows) if found else [],
        n_hits=found.n_hits if found else 0,
    )


def _search(room: Room, pattern: str, sort: str) -> tuple[Concordance | None, str]:
    if len(pattern) > _LONGEST:
        return None, f"It has {len(pattern)} characters; allowed: up to {_LONGEST}."
    try:
        with room.desk.turn:
            found = concordance(room.run, pattern, sort=sort, by="outlet", sample=_HITS)
    except FramingError as error:
        return None, str(error)
    return found, ""


def _in_words(room: Room, hits: pl.DataFrame) -> list[dict[str, Any]]:
    """Hits with whole words around them, blanks and stops as they stand in the text."""
    wanted = room.run.study.articles.join(hits, on="article", how="semi")
    texts = dict(wanted.select("article", "text").iter_rows())
    rows = []
    for hit in hits.iter_rows(named=True):
        text, start, end = texts[hit["article"]], hit["start"], hit["end"]
        left, right = text[max(start - WIDTH, 0) : start], text[end : end + WIDTH]
        left = left if start <= WIDTH else left[left.find(" ") + 1 :]
        right = right if end + WIDTH >= len(text) else right[: right.rfind(" ")]
        rows.append({**hit, "left": left, "right": right})
    return rows


def _by_event(room: Room) -> list[tuple[str, list[dict[str, Any]]]]:
    """Articles under their events, in the study's order; those without one last."""
    names = _event_names(room)
    rows = room.run.study.articles.sort("outlet", "date", "article", nulls_last=True)
    groups: dict[str | None, list[dict[str, Any]]] = {event: [] for event in [*names, None]}
    for row in rows.iter_rows(named=True):
        groups.setdefault(row["event"], []).append({**row, "title": _title(row)})
    last = groups.pop(None)
    found = [(names.get(event or "", event or ""), rows) for event, rows in groups.items() if rows]
    return [*found, ("No event", last)] if last else found


def _event_names(room: Room) -> dict[str, str]:
    return {event.id: event.name or event.id for event in room.run.study.events}


def _title(row: dict[str, Any]) -> str:
    return row["title"] or squeeze(row["text"], most=90) or row["article"]


PAGES: tuple[Page, ...] = (
    member("/read", read),
    member("/read/{article:path}", article),
    member("/search", search),
)
