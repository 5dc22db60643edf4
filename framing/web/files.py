"""Static files of the package: a list made at the start, so that no path leads out of it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from framing.web.doors.guard import Page, anyone, member

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
}
OPEN = "open/"


def open_file(request: Request) -> Response:
    """A file for anyone: what the way in needs."""
    return _file(OPEN + request.path_params["name"])


def closed_file(request: Request) -> Response:
    """A file for members."""
    return _file(request.path_params["name"])


def _file(name: str) -> Response:
    found = _contents().get(name)
    if found is None:
        raise HTTPException(404, "no such file")
    return Response(found, media_type=_TYPES[name.rpartition(".")[2]])


@cache
def _contents() -> dict[str, bytes]:
    return dict(_walk(files("framing.web") / "static", ""))


def _walk(folder: Traversable, before: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _walk(entry, f"{before}{entry.name}/")
        elif entry.name.rpartition(".")[2] in _TYPES:
            found.append((before + entry.name, entry.read_bytes()))
    return found


STATIC: tuple[Page, ...] = (
    anyone("/static/open/{name}", open_file),
    member("/static/{name:path}", closed_file),
)
