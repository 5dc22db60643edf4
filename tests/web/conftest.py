"""A class without a server: a store, two samples of four units, and browsers that talk to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from framing.engine.run import Run
from framing.records.coding import Sample, Variable
from framing.records.tables import CODES, SAMPLE, empty
from framing.study.load import load_study
from framing.web.app import build_app
from framing.web.doors.guard import coder
from framing.web.doors.keys import Keys, load_keys
from framing.web.doors.limits import Limits, Pauses
from framing.web.doors.log import Log
from framing.web.room import coder_of, form_of, render, room_of
from framing.web.store import Store, open_store
from tests.web.aside import Aside

MakeStudy = Callable[..., Path]
HERE = "http://127.0.0.1:8000"


def make_sample(folder: Path, name: str = "voice", n: int = 4) -> Sample:
    """``n`` units of ten characters each."""
    rows = [
        {
            "unit": f"u{place}",
            "kind": "sentence",
            "article": "alpha/talks",
            "outlet": "Alpha",
            "start": 10 * place,
            "end": 10 * place + 10,
            "text": "ten signs.",
            "weight": 1.0,
            "predicted": "outlet",
            "stratum": "all",
            "probability": 0.5,
            "place": place,
        }
        for place in range(1, n + 1)
    ]
    variable = Variable(
        id=name, unit="sentence", labels=("outlet", "source", "both"), question="Whose words?"
    )
    return Sample(
        id=name,
        variable=variable,
        n_frame=2 * n,
        blind=False,
        seed=1,
        scope="authored",
        by=("outlet",),
        units=pl.DataFrame(rows, schema=SAMPLE),
        codes=empty(CODES),
        folder=folder / "coding" / name,
    )


class Browser:
    """One browser: keeps its cookies, brings tokens back, says where a form was sent from."""

    def __init__(self, app: Starlette, runner: Aside) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=HERE)
        self.runner = runner

    def send(self, method: str, path: str, **how: Any) -> httpx.Response:
        """A request as it is."""
        return self.runner.run(self.http.request(method, path, **how))

    def get(self, path: str, **how: Any) -> httpx.Response:
        """A page."""
        return self.send("GET", path, **how)

    def csrf(self, path: str = "/join") -> str:
        """The token in the form of a page."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(path).text)
        assert found is not None, path
        return found[1]

    def post(self, path: str, data: dict[str, str] | None = None, **how: Any) -> httpx.Response:
        """A form as a page of this server sends it; ``form`` is where the token is taken from."""
        token = self.csrf(how.pop("form", path))
        headers = {"origin": HERE, **how.pop("headers", {})}
        return self.send("POST", path, data={"csrf": token, **(data or {})}, headers=headers, **how)


def mark(request: Request) -> Response:
    """A page of the tests: a label as a form gives it, with every field as it was sent."""
    form = form_of(request)
    said = room_of(request).store.put(
        form.get("task", ""), form.get("unit", ""), coder_of(request), form.get("label", ""),
        note=form.get("note", ""), key=form.get("key", ""),
    )  # fmt: skip
    return render(request, "refused.html", reason=f"{said.unit} {said.label} {said.note}")


def show(request: Request) -> Response:
    """A page of the tests with a token in it."""
    return render(request, "link.html", coder=coder_of(request))


def fail(request: Request) -> Response:
    """A page of the tests with a fault."""
    raise ValueError("a fault with a secret in it")


PAGES = (
    coder("/test/mark", mark, methods=("POST",)),
    coder("/test/form", show),
    coder("/test/broken", fail),
)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of the pauses after wrong codes."""
    return Clock()


@dataclass(frozen=True, slots=True)
class Class:
    """An application, its keys, and new browsers for it."""

    app: Starlette
    keys: Keys
    store: Store
    folder: Path
    browser: Callable[[], Browser]

    def coder(self) -> tuple[Browser, str]:
        """A browser that joined, and its pseudonym."""
        before, browser = set(self.store.coders()), self.browser()
        assert browser.post("/join", {"code": self.keys.code}).status_code == 200
        return browser, (set(self.store.coders()) - before).pop()

    def teacher(self) -> Browser:
        """A browser of the teacher's."""
        browser = self.browser()
        assert browser.post(f"/teach/{self.keys.teacher}").status_code == 303
        return browser

    def log(self) -> str:
        """What was logged."""
        path = self.folder / "coding/class.log"
        return path.read_text("utf-8") if path.exists() else ""


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """The sample that the store of the tests has as its task ``voice``."""
    return make_sample(tmp_path)


@pytest.fixture
def store(tmp_path: Path, sample: Sample) -> Iterator[Store]:
    """A store with one task, which is open for labels."""
    opened = open_store(tmp_path / "coding/class.sqlite")
    opened.add_task(sample)
    opened.set_phase("voice", "coding")
    yield opened
    opened.close()


@pytest.fixture
def room(
    tmp_path: Path, store: Store, sample: Sample, make_study: MakeStudy, clock: Clock
) -> Iterator[Class]:
    """A class with the store's task."""
    run, keys = Run(load_study(make_study())), load_keys(store)
    log = Log(tmp_path / "coding/class.log", keys.signing)
    app = build_app(
        run, store, secrets=keys, log=log, samples={"voice": sample},
        limits=Limits(pauses=Pauses(clock=clock)), pages=PAGES,
    )  # fmt: skip
    browsers: list[Browser] = []
    with Aside() as runner:

        def browser() -> Browser:
            browsers.append(Browser(app, runner))
            return browsers[-1]

        yield Class(app, keys, store, tmp_path, browser)
        for opened in browsers:
            runner.run(opened.http.aclose())
    log.close()


@contextmanager
def open_class(folder: Path, task: str) -> Iterator[Class]:
    """A class of a study, one of whose samples is open for labels."""
    run = Run(load_study(folder))
    store = open_store(folder / "coding/class.sqlite")
    samples = {sample.id: sample for sample in run.study.samples}
    store.add_task(samples[task])
    store.set_phase(task, "coding")
    keys = load_keys(store)
    log = Log(folder / "coding/class.log", keys.signing)
    app = build_app(run, store, secrets=keys, log=log, samples=samples)
    browsers: list[Browser] = []
    with Aside() as runner:

        def browser() -> Browser:
            browsers.append(Browser(app, runner))
            return browsers[-1]

        yield Class(app, keys, store, folder, browser)
        for opened in browsers:
            runner.run(opened.http.aclose())
    log.close()
    store.close()
