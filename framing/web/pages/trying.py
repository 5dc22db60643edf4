"""Rewrite it neutrally, then measure it: a pasted text with everything that the tool finds."""

from __future__ import annotations

from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response

from framing.engine.verbs.trying import Tried, try_text
from framing.errors import UsageError
from framing.web.doors.guard import Page, member
from framing.web.pages.markup import squeeze
from framing.web.pages.pieces import LOOKS, cut_article
from framing.web.pages.policy import check_labels
from framing.web.room import form_of, render, room_of

_MOST = 12_000  # characters of a text: what a body limit of 64 KB holds twice in any letters
_NAMES = {
    "words": "Words",
    "names": "Names",
    "sources": "Who speaks",
    "cues": "Verbs of saying",
    "stance": "Positions",
    "facts": "Wordings of facts",
    "indicators": "Signs of frames",
    "tone": "Tone toward actors",
    "style": "Readability",
}


def ask(request: Request) -> Response:
    """The form."""
    check_labels(request)
    return _page(request)


def measure(request: Request) -> Response:
    """The text with its marks, counted beside its original; nothing is kept."""
    check_labels(request)
    form, room = form_of(request), room_of(request)
    text, original = form.get("text", ""), form.get("original", "")
    long = max(len(text), len(original))
    if long > _MOST:
        problem = f"The text has {long:,} characters; here up to {_MOST:,} can be read."
        return _page(request, text=text[:_MOST], original=original[:_MOST], problem=problem)
    try:
        with room.desk.turn:
            tried = try_text(room.run, text, original=original)
    except UsageError as error:
        return _page(request, text=text, original=original, problem=str(error))
    return _page(request, text=text, original=original, **_found(tried, text))


def _page(request: Request, *, problem: str = "", **values: Any) -> Response:
    blank = {"text": "", "original": "", "paragraphs": [], "marks": [], "parts_found": {}}
    return render(
        request,
        "try.html",
        status=400 if problem else 200,
        problem=problem,
        most=_MOST,
        looks=LOOKS.values(),
        **{**blank, **values},
    )


def _found(tried: Tried, text: str) -> dict[str, Any]:
    marks = tried.marks.filter(pl.col("layer").is_in(list(LOOKS)))
    parts: dict[str, list[dict[str, Any]]] = {}
    for row in tried.counts.iter_rows(named=True):
        parts.setdefault(_NAMES[row["measure"]], []).append(row)
    return {
        "paragraphs": cut_article(text, tried.marks, list(LOOKS)),
        "marks": [
            {"layer": LOOKS[layer][1], "what": what, "voice": voice or "", "text": squeeze(said)}
            for layer, what, voice, said in marks.select(
                "layer", "what", "voice", "text"
            ).iter_rows()
        ],
        "parts_found": parts,
    }


PAGES: tuple[Page, ...] = (
    member("/try", ask),
    member("/try", measure, methods=("POST",)),
)
