"""The ways in and out: class code, secret links, leaving."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.web.doors.guard import Page, anyone, enter, member, sender, too_often
from framing.web.doors.persons import Coder, Teacher
from framing.web.room import form_of, render, room_of


async def ask_code(request: Request) -> Response:
    """The page that asks for the class code."""
    if request.state.person is not None:
        return RedirectResponse("/", status_code=303)
    return render(request, "join.html", wrong=False)


async def join(request: Request) -> Response:
    """A new coder, for who knows the class code; who is one already stays it."""
    if request.state.person is not None:
        return RedirectResponse("/", status_code=303)
    room = room_of(request)
    _check_pause(request)
    if not room.keys.is_code(form_of(request).get("code", "")):
        _note_wrong(request, "wrong class code")
        return render(request, "join.html", status=403, wrong=True)
    joined = await run_in_threadpool(room.store.join)
    enter(request, Coder(joined.coder))
    return render(request, "joined.html", coder=joined.coder, link=f"/c/{joined.secret}")


async def ask_link(request: Request) -> Response:
    """What a secret link opens: a question, since a link may be followed unseen, or another's."""
    return render(request, "link.html", coder=_coder(request))


async def use_link(request: Request) -> Response:
    """Go on as the coder of the link."""
    enter(request, Coder(_coder(request)))
    return RedirectResponse("/", status_code=303)


async def ask_teacher(request: Request) -> Response:
    """What the teacher's link opens."""
    _check_teacher(request)
    return render(request, "link.html", coder="")


async def use_teacher(request: Request) -> Response:
    """Go on as the teacher."""
    _check_teacher(request)
    enter(request, Teacher())
    return RedirectResponse("/teacher", status_code=303)


async def leave(request: Request) -> Response:
    """This browser is nobody's."""
    enter(request, None)
    return RedirectResponse("/join", status_code=303)


def _coder(request: Request) -> str:
    _check_pause(request)
    found = room_of(request).store.coder_of(request.path_params["secret"])
    if found is None:
        _note_wrong(request, "")
        raise HTTPException(404, "no such link")
    return found


def _check_teacher(request: Request) -> None:
    _check_pause(request)
    if not room_of(request).keys.is_teacher(request.path_params["secret"]):
        _note_wrong(request, "")
        raise HTTPException(404, "no such link")


def _check_pause(request: Request) -> None:
    """Who guessed wrong has to wait; what is said meanwhile is not looked at.

    These handlers are async and wait for nothing between this and ``_note_wrong``, so that many
    guesses at once are no way round it.
    """
    limits, address = room_of(request).limits, sender(request)
    if wait := max(limits.pauses.wait(address), limits.guesses.wait("")):
        raise too_often("a pause after wrong codes", wait)


def _note_wrong(request: Request, reason: str) -> None:
    room, address = room_of(request), sender(request)
    room.limits.pauses.wrong(address)
    room.limits.guesses.take("")
    if reason:
        room.log.refused(reason, method="POST", path="/join", who="", address=address)


ENTRANCE: tuple[Page, ...] = (
    anyone("/join", ask_code),
    anyone("/join", join, methods=("POST",)),
    anyone("/c/{secret}", ask_link),
    anyone("/c/{secret}", use_link, methods=("POST",)),
    anyone("/teach/{secret}", ask_teacher),
    anyone("/teach/{secret}", use_teacher, methods=("POST",)),
    member("/leave", leave, methods=("POST",)),
)
