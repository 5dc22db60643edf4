"""A coder's own page: consent, another link, deleting everything."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.web.doors.guard import Page, coder, enter
from framing.web.doors.persons import Coder
from framing.web.pages.asking import ask_sure
from framing.web.room import coder_of, form_of, render, room_of

_SAVED = {
    "consent": "Saved. You can change it at any time.",
    "delete": "All your labels, notes and comments are deleted.",
}


def me(request: Request) -> Response:
    """What is known of a coder: a made-up name and a choice."""
    saved = _SAVED.get(request.query_params.get("done", ""), "")
    has = room_of(request).store.has_consent(coder_of(request))
    return render(request, "me.html", has_consent=has, saved=saved)


def consent(request: Request) -> Response:
    """Keep whether labels may be used for research: no, unless the answer is yes."""
    form = form_of(request)
    room_of(request).store.set_consent(coder_of(request), form.get("consent") == "yes")
    return RedirectResponse("/" if form.get("go") else "/me?done=consent", status_code=303)


def renew(request: Request) -> Response:
    """Another secret link; this browser goes on with it."""
    made = room_of(request).store.renew(coder_of(request))
    enter(request, Coder(made.coder))
    link = f"/c/{made.secret}"
    return render(request, "renewed.html", coder=made.coder, link=link, back="/me")


def ask_delete(request: Request) -> Response:
    """Sure?"""
    return ask_sure(
        request,
        "Delete all your labels?",
        lines=("Your labels, notes and comments of all tasks are removed.",
               "This cannot be undone. You stay in the class and may code anew."),
        yes="Yes, delete them",
        back="/me",
    )  # fmt: skip


def delete(request: Request) -> Response:
    """Delete what the coder said, from the store and from the study's files."""
    room_of(request).store.delete_labels(coder_of(request))
    return RedirectResponse("/me?done=delete", status_code=303)


PAGES: tuple[Page, ...] = (
    coder("/me", me),
    coder("/me/consent", consent, methods=("POST",)),
    coder("/me/link", renew, methods=("POST",)),
    coder("/me/delete", ask_delete),
    coder("/me/delete", delete, methods=("POST",)),
)
