"""Labels to take away: a coder's own, all for the teacher, those for research."""

from __future__ import annotations

import hashlib
import hmac
import io
import zipfile
from collections.abc import Mapping

import polars as pl
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from framing.records.coding import Sample
from framing.study.coding.samples import ABOUT, DRAWN, rows_to_csv
from framing.web.doors.guard import Page, coder, teacher
from framing.web.room import Room, coder_of, room_of
from framing.web.store import TEACHER, Store
from framing.web.store.files import COLUMNS

_COMMENTS = ("unit", "coder", "text", "at")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # in every archive: same labels, same bytes
# For research: no free text, which may name somebody, and no times, by which one may be known.
_RESEARCH = ("unit", "variable", "label", "coder", "phase", "place", "start", "end")


def own_labels(request: Request) -> Response:
    """What who asks has said, in every phase."""
    room, who = room_of(request), coder_of(request)
    tables = [room.store.codes(sample).filter(pl.col("coder") == who) for sample in room.samples]
    rows = pl.concat(tables).select(COLUMNS).rows() if tables else []
    return _download("my-labels.csv", rows_to_csv(COLUMNS, rows))


def task_labels(request: Request) -> Response:
    """All labels of one task."""
    room, task = room_of(request), request.path_params["task"]
    if task not in room.samples:
        raise HTTPException(404, "no such task")
    room.save()
    return _download(f"{task}.csv", _codes(room.store.codes(task)))


def all_labels(request: Request) -> Response:
    """All labels, comments and samples of the class."""
    room = room_of(request)
    room.save()
    contents: dict[str, str] = {}
    for name, sample in room.samples.items():
        contents |= _drawn(sample)
        contents[f"{name}/codes.csv"] = _codes(room.store.codes(name))
        said = [
            (comment.unit, comment.coder, comment.text, comment.at)
            for unit in sample.units["unit"]
            for comment in room.store.comments(name, unit)
        ]
        contents[f"{name}/comments.csv"] = rows_to_csv(_COMMENTS, said)
    return _download("class.zip", _archive(contents))


def research_labels(request: Request) -> Response:
    """Labels of the coders who agreed, and what was adjudicated, under other numbers."""
    room = room_of(request)
    room.save()
    numbers = _numbers(room)
    everybody = len(room.store.coders())
    contents = {
        "README.txt": (
            f"{len(numbers)} of {everybody} coders agreed to be in this file. Their pseudonyms "
            "are replaced by numbers; notes, comments and times are left out.\n"
        )
    }
    for name, sample in room.samples.items():
        contents |= _drawn(sample)
        contents[f"{name}/codes.csv"] = research_codes(room.store, name, numbers)
    return _download("research.zip", _archive(contents))


def research_codes(store: Store, task: str, numbers: Mapping[str, str]) -> str:
    """Codes of a task by whom ``numbers`` names, as CSV."""
    known = {**numbers, TEACHER: TEACHER}
    rows = (
        store.codes(task)
        .filter(pl.col("coder").is_in(list(known)))
        .with_columns(pl.col("coder").replace_strict(known, return_dtype=pl.String))
        .sort("unit", "coder", "phase")
        .select(_RESEARCH)
    )
    return rows_to_csv(_RESEARCH, rows.iter_rows())


def _numbers(room: Room) -> dict[str, str]:
    """A number for each coder who agreed, in an order that says nothing of the pseudonyms."""
    agreed = [name for name in room.store.coders() if room.store.has_consent(name)]
    key = room.keys.signing
    mixed = sorted(agreed, key=lambda name: hmac.digest(key, name.encode(), hashlib.sha256))
    return {name: f"c{number:03d}" for number, name in enumerate(mixed, start=1)}


def _codes(codes: pl.DataFrame) -> str:
    return rows_to_csv(COLUMNS, codes.select(COLUMNS).iter_rows())


def _drawn(sample: Sample) -> dict[str, str]:
    """The files that say what was drawn and how; texts are not in them."""
    paths = [sample.folder / name for name in (ABOUT, DRAWN)]
    return {f"{sample.id}/{path.name}": path.read_text("utf-8") for path in paths if path.is_file()}


def _archive(contents: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(contents.items()):
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content)
    return stream.getvalue()


def _download(name: str, content: str | bytes) -> Response:
    kind = "application/zip" if name.endswith(".zip") else "text/csv; charset=utf-8"
    shown = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name[:-4])
    headers = {"Content-Disposition": f'attachment; filename="{shown}{name[-4:]}"'}
    return Response(content, media_type=kind, headers=headers)


EXPORTS: tuple[Page, ...] = (
    coder("/export/mine.csv", own_labels),
    teacher("/export/class.zip", all_labels),
    teacher("/export/research.zip", research_labels),
    teacher("/export/codes/{task}.csv", task_labels),
)
