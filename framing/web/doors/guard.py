"""Pages say who may see them; the guard checks it, and every form, before a handler runs."""

from __future__ import annotations

import asyncio
import hmac
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from framing.web.doors.keys import COOKIE_DAYS, csrf_token, new_session, read_cookie, write_cookie
from framing.web.doors.persons import Coder, Person, Teacher
from framing.web.room import room_of

if TYPE_CHECKING:
    from framing.web.doors.keys import Session

Handler = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]

ANYONE, MEMBER, CODER, TEACHER = "anyone", "member", "coder", "teacher"
_FIELDS = 40  # of a form
_PATIENCE = 60.0  # seconds for an answer
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Page:
    """A path, who may ask for it, and what answers. Made by the four functions below.

    A handler is a plain function (it runs in a thread) or an async one.
    """

    path: str
    handler: Handler
    who: str
    methods: tuple[str, ...] = ("GET",)


def anyone(path: str, handler: Handler, *, methods: tuple[str, ...] = ("GET",)) -> Page:
    """A page that is open without a code."""
    return Page(path, handler, ANYONE, methods)


def member(path: str, handler: Handler, *, methods: tuple[str, ...] = ("GET",)) -> Page:
    """A page for coders and the teacher."""
    return Page(path, handler, MEMBER, methods)


def coder(path: str, handler: Handler, *, methods: tuple[str, ...] = ("GET",)) -> Page:
    """A page for coders."""
    return Page(path, handler, CODER, methods)


def teacher(path: str, handler: Handler, *, methods: tuple[str, ...] = ("GET",)) -> Page:
    """A page for the teacher."""
    return Page(path, handler, TEACHER, methods)


def guarded(page: Page) -> Route:
    """A page as a route that nobody passes unchecked."""

    async def endpoint(request: Request) -> Response:
        request.state.route = page.path  # for the log: what stands in its places may be a secret
        session = open_session(request)
        _check_person(request, page.who)
        if (early := _to_join(request, page.who)) is not None:
            return _with_cookie(request, early, session)
        _check_rate(request)
        if request.method not in ("GET", "HEAD"):
            await _check_form(request)
        return _with_cookie(request, await _answer(page.handler, request), session)

    return Route(page.path, endpoint, methods=list(page.methods))


def open_session(request: Request) -> Session:
    """Read who asks from the cookie into ``request.state``."""
    room = room_of(request)
    session = read_cookie(room.keys, room.store, request.cookies.get(room.keys.cookie))
    session = session or new_session()
    request.state.session = session
    request.state.person = session.person
    request.state.csrf = csrf_token(room.keys, session)
    request.state.form = {}
    return session


def enter(request: Request, person: Person) -> None:
    """From now on this browser is this person's; a session that was is over."""
    request.state.session = new_session(person)
    request.state.person = person
    request.state.csrf = csrf_token(room_of(request).keys, request.state.session)


def too_often(reason: str, wait: float) -> HTTPException:
    """The refusal of who has to wait some seconds."""
    return HTTPException(429, reason, {"Retry-After": str(int(wait) + 1)})


def sender(request: Request) -> str:
    """The address that asks."""
    return request.client.host if request.client else ""


async def _answer(handler: Handler, request: Request) -> Response:
    """What the handler says, if it says it in time; a thread that is late ends by itself."""
    try:
        async with asyncio.timeout(_PATIENCE):
            if inspect.iscoroutinefunction(handler):
                found: Response = await handler(request)
                return found
            return await run_in_threadpool(handler, request)  # type: ignore[arg-type]
    except TimeoutError:
        raise HTTPException(503, "took too long") from None


def _check_person(request: Request, who: str) -> None:
    person: Person = request.state.person
    if who == TEACHER and isinstance(person, Coder):
        raise HTTPException(403, "only for the teacher")
    if who == CODER and isinstance(person, Teacher):
        raise HTTPException(403, "only for coders")
    if who != ANYONE and person is None and request.method not in ("GET", "HEAD"):
        raise HTTPException(403, "no class code")


def _to_join(request: Request, who: str) -> Response | None:
    """Who has no cookie is shown the way in, whatever was asked for."""
    if who == ANYONE or request.state.person is not None:
        return None
    return RedirectResponse("/join", status_code=303)


def _check_rate(request: Request) -> None:
    limits, person = room_of(request).limits, request.state.person
    bucket = limits.persons if person else limits.addresses
    if wait := bucket.take(person.name if person else sender(request)):
        raise too_often("too many requests", wait)


async def _check_form(request: Request) -> None:
    """Refuse what another site made the browser send; read the form."""
    if not is_from_here(request):
        raise HTTPException(403, "sent by another site")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _FORMS:
        raise HTTPException(415, "not a form")
    try:
        form = await request.form(max_files=0, max_fields=_FIELDS)
    except ClientDisconnect:
        raise HTTPException(400, "broken off") from None
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    said = fields.pop("csrf", "") or request.headers.get("x-csrf-token", "")
    if not hmac.compare_digest(said.encode(), request.state.csrf.encode()):
        raise HTTPException(403, "form without this session's token")
    request.state.form = fields


def is_from_here(request: Request) -> bool:
    """Whether a page of this server sent a form, by what no page can forge.

    Browsers send Sec-Fetch-Site only over HTTPS or to loopback, so that in a LAN Origin decides;
    a request that has neither is no browser's.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        return False
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return site in (None, "same-origin") and origin in (None, here)


def _with_cookie(request: Request, answer: Response, before: Session) -> Response:
    room, session = room_of(request), request.state.session
    if session is not before or room.keys.cookie not in request.cookies:
        answer.set_cookie(
            room.keys.cookie,
            write_cookie(room.keys, room.store, session),
            max_age=COOKIE_DAYS * 86400,
            httponly=True,
            samesite="strict",
        )
    return answer
