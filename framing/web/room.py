"""What every handler may use: the study, the store, who asks, and templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from framing.records.coding import Sample
from framing.web.desk import Desk
from framing.web.doors.keys import Keys
from framing.web.doors.limits import Limits
from framing.web.doors.log import Log
from framing.web.doors.persons import Coder, Teacher
from framing.web.store import Store

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import HTMLResponse

    from framing.engine.run import Run


@dataclass(frozen=True, slots=True)
class Room:
    """A class at work. ``samples`` are those that the class codes, by id."""

    run: Run
    store: Store
    keys: Keys
    limits: Limits
    log: Log
    samples: Mapping[str, Sample]
    address: str = ""  # what coders type, without path
    desk: Desk = field(default_factory=Desk)  # what pages have read from the study

    def save(self) -> None:
        """Write what was coded into the study's folder, now."""
        self.store.save()


def room_of(request: Request) -> Room:
    """The room that a request is for."""
    room: Room = request.app.state.room
    return room


def coder_of(request: Request) -> str:
    """The pseudonym of who asks, on a page for coders."""
    person = request.state.person
    assert isinstance(person, Coder)
    return person.name


def form_of(request: Request) -> dict[str, str]:
    """The fields of the form that was sent."""
    form: dict[str, str] = request.state.form
    return form


def render(request: Request, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template of ``web/templates`` as an answer.

    Every template also knows ``person``, ``csrf`` (to be sent back by every form, as field
    ``csrf`` or header ``X-CSRF-Token``), ``is_teacher``, ``path``, ``origin`` (what stands before
    it in the browser) and ``study``.
    """
    from starlette.responses import HTMLResponse

    known = {
        "person": request.state.person,
        "csrf": request.state.csrf,
        "is_teacher": isinstance(request.state.person, Teacher),
        "path": request.url.path,
        "origin": str(request.base_url).rstrip("/"),
        "study": room_of(request).run.study,
    }
    text = _environment().get_template(template).render({**known, **values})
    return HTMLResponse(text, status_code=status)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from framing.web.pages.markup import FILTERS
    from framing.web.pages.navigation import navigation

    made = Environment(
        loader=PackageLoader("framing.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals["navigation"] = navigation
    return made
