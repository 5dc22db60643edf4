"""The application: every page behind the guard, in one list.

A page is made by ``anyone``, ``member`` (a coder or the teacher), ``coder`` or ``teacher`` of
``framing.web.doors.guard``, and handlers find what they need in ``framing.web.room``:

- ``room_of(request)``: study, store, samples by id; ``save()`` writes the codes into the study;
- ``request.state.person``: ``Coder(name)``, ``Teacher()`` or None; ``coder_of(request)``: the name;
- ``form_of(request)``: fields of a form that was sent, checked for its token;
- ``render(request, template, **values)``.

``UsageError`` and ``TurnError`` of the store may be left to fall through: they become an answer
with status 400 or 409 and their message. Files in ``web/static/open`` are for anyone, other static
files for members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response

from framing.errors import FramingError
from framing.records.coding import Sample
from framing.web.doors.entrance import ENTRANCE
from framing.web.doors.guard import Page, guarded, member, open_session, sender
from framing.web.doors.keys import Keys
from framing.web.doors.limits import Limits
from framing.web.doors.log import Log
from framing.web.doors.shell import shell
from framing.web.exports import EXPORTS
from framing.web.files import STATIC
from framing.web.pages import PAGES
from framing.web.room import Room, render
from framing.web.store import Store
from framing.web.store.marks import TurnError

if TYPE_CHECKING:
    from framing.engine.run import Run

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
BODY = 64 * 1024  # bytes of a request


def build_app(
    run: Run,
    store: Store,
    *,
    secrets: Keys,
    log: Log,
    samples: Mapping[str, Sample],
    limits: Limits | None = None,
    address: str = "",
    hosts: frozenset[str] = frozenset(),
    pages: Iterable[Page] = (),
) -> Starlette:
    """The web application of one class.

    Parameters
    ----------
    run
        Of the study.
    store
        What the class said.
    secrets
        Class code, teacher's secret, signing key.
    log
        Of what is refused.
    samples
        What the class codes, by id; each is a task of the store.
    limits
        How often somebody may ask; default: enough for forty coders behind one address.
    address
        What coders type into the browser, for the teacher's page.
    hosts
        Names by which browsers may ask for this server, besides loopback and its own address.
    pages
        More pages than those of the package.
    """
    routes = [guarded(page) for page in (*ENTRANCE, *STATIC, *EXPORTS, *PAGES, *pages, MISSING)]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(shell, hosts=LOOPBACK | hosts, log=log),
            Middleware(RequestBodyLimitMiddleware, max_body_size=BODY),
        ],
        exception_handlers={
            HTTPException: _refuse,
            FramingError: _explain,
        },
    )
    app.router.redirect_slashes = False
    app.state.room = Room(
        run=run,
        store=store,
        keys=secrets,
        limits=limits or Limits(),
        log=log,
        samples=samples,
        address=address,
    )
    return app


def _missing(request: Request) -> Response:
    raise HTTPException(404, "no such page")


# What there is is nobody's business without a code: all that is not there leads to the way in, too.
MISSING = member(
    "/{path:path}", _missing, methods=("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
)


def _refuse(request: Request, error: Exception, *, said: str = "") -> Response:
    """What was refused, in a page and in the log."""
    assert isinstance(error, HTTPException)
    if not hasattr(request.state, "person"):
        open_session(request)
    room, person = request.app.state.room, request.state.person
    room.log.refused(
        error.detail,
        method=request.method,
        path=getattr(request.state, "route", "(no page)"),
        who=person.name if person else "",
        address=sender(request),
    )
    reason = said or f"{error.detail[:1].upper()}{error.detail[1:]}."
    answer = render(request, "refused.html", status=error.status_code, reason=reason)
    answer.headers.update(error.headers or {})
    return answer


def _explain(request: Request, error: Exception) -> Response:
    """What was wrong with what somebody asked of the store; the log gets none of its words."""
    status, reason = (409, "not now") if isinstance(error, TurnError) else (400, "not allowed")
    return _refuse(request, HTTPException(status, reason), said=str(error))
