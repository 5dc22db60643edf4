"""The ways in and out: class code, secret links, leaving."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from framing.web.doors.guard import Page, anyone, enter, member, sender
from framing.web.doors.persons import Coder, Teacher
from framing.web.room import form_of, render, room_of


def ask_code(request: Request) -> Response:
    """The page that asks for the class code."""
    if request.state.person is not None:
        return RedirectResponse("/", status_code=303)
    return render(request, "join.html", wrong=False)


def join(request: Request) -> Response:
    """A new coder, for who knows the class code; who is one already stays it."""
    if request.state.person is not None:
        return RedirectResponse("/", status_code=303)
    room, address = room_of(request), sender(request)
    _check_pause(request)
    if not room.keys.is_code(form_of(request).get("code", "")):
        room.limits.pauses.wrong(address)
        if wait := room.limits.guesses.wait(""):
            raise HTTPException(429, "wrong codes", {"Retry-After": str(int(wait) + 1)})
        room.log.refused("wrong class code", method="POST", path="/join", who="", address=address)
        return render(request, "join.html", status=403, wrong=True)
    joined = room.store.join()
    enter(request, Coder(joined.coder))
    request.state.person = Coder(joined.coder)
    return render(request, "joined.html", coder=joined.coder, link=f"/c/{joined.secret}")


def ask_link(request: Request) -> Response:
    """What a secret link opens: a question, since a link may be followed unseen, or another's."""
    return render(request, "link.html", coder=_coder(request))


def use_link(request: Request) -> Response:
    """Go on as the coder of the link."""
    enter(request, Coder(_coder(request)))
    return RedirectResponse("/", status_code=303)


def ask_teacher(request: Request) -> Response:
    """What the teacher's link opens."""
    _check_teacher(request)
    return render(request, "link.html", coder="")


def use_teacher(request: Request) -> Response:
    """Go on as the teacher."""
    _check_teacher(request)
    enter(request, Teacher())
    return RedirectResponse("/teacher", status_code=303)


def leave(request: Request) -> Response:
    """This browser is nobody's."""
    enter(request, None)
    return RedirectResponse("/join", status_code=303)


def _check_pause(request: Request) -> None:
    room, address = room_of(request), sender(request)
    if wait := room.limits.pauses.wait(address):
        raise HTTPException(429, "wrong codes", {"Retry-After": str(int(wait) + 1)})


def _coder(request: Request) -> str:
    _check_pause(request)
    found = room_of(request).store.coder_of(request.path_params["secret"])
    if found is None or found == "teacher":
        room_of(request).limits.pauses.wrong(sender(request))
        raise HTTPException(404, "no such link")
    return found


def _check_teacher(request: Request) -> None:
    _check_pause(request)
    if not room_of(request).keys.is_teacher(request.path_params["secret"]):
        room_of(request).limits.pauses.wrong(sender(request))
        raise HTTPException(404, "no such link")


ENTRANCE: tuple[Page, ...] = (
    anyone("/join", ask_code),
    anyone("/join", join, methods=("POST",)),
    anyone("/c/{secret}", ask_link),
    anyone("/c/{secret}", use_link, methods=("POST",)),
    anyone("/teach/{secret}", ask_teacher),
    anyone("/teach/{secret}", use_teacher, methods=("POST",)),
    member("/leave", leave, methods=("POST",)),
)
