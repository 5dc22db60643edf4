"""The study's report below /report/, and the offer to make it."""

from __future__ import annotations

import mimetypes
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from framing.reporting.folders import read_manifest
from framing.web.doors.guard import Page, member, teacher
from framing.web.pages.policy import check_labels
from framing.web.room import Room, render, room_of

# The page says itself, by hash, which script may run; this header must only not forbid it.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_NOW, _FAILED = "being made", "failed"
_MAKING = "report"  # its name on the desk
_SAID = 600  # characters of what a failed run said


def about_report(request: Request) -> Response:
    """Whether there is a report, and what can be done about it."""
    check_labels(request)
    room = room_of(request)
    state, problem = _state(room)
    is_there = _folder(room) is not None
    return render(request, "report.html", state=state, problem=problem, is_there=is_there, saved="")


def make_report(request: Request) -> Response:
    """Make the report in a process of its own, so that the class goes on."""
    room = room_of(request)
    with room.desk.turn:
        if _state(room)[0] != _NOW:
            study = room.run.study
            command = [sys.executable, "-m", "framing", "report", str(study.folder)]
            pool = ThreadPoolExecutor(1)
            making = pool.submit(
                subprocess.run,
                [*command, "--out-dir", str(_place(room))],
                capture_output=True,
                text=True,
            )
            pool.shutdown(wait=False)
            room.desk.keep(_MAKING, making)
    return RedirectResponse("/about-report", status_code=303)


def report_file(request: Request) -> Response:
    """A file of the report."""
    check_labels(request)
    folder = _folder(room_of(request))
    if folder is None:
        raise HTTPException(404, "there is no report yet")
    name = request.path_params["name"] or "index.html"
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise HTTPException(404, "no such file in the report")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return FileResponse(path, media_type=kind, headers={"Content-Security-Policy": _POLICY})


def _place(room: Room) -> Path:
    """Where ``framing report`` writes it, too."""
    return Path("reports") / room.run.study.id


def _folder(room: Room) -> Path | None:
    """The folder of this study's report; None where there is none."""
    manifest = read_manifest(_place(room))
    return _place(room) if manifest and manifest["study"] == room.run.study.id else None


def _state(room: Room) -> tuple[str, str]:
    making = room.desk.kept(_MAKING)
    if making is None:
        return "", ""
    if not making.done():
        return _NOW, ""
    made = making.result()
    return (_FAILED, made.stderr[-_SAID:]) if made.returncode else ("", "")


PAGES: tuple[Page, ...] = (
    member("/about-report", about_report),
    teacher("/about-report", make_report, methods=("POST",)),
    member("/report/{name:path}", report_file),
)
