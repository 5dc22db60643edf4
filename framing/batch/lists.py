"""A list of reports (TOML): which studies, which events and groups of them, in which forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.batch.records import Job
from framing.errors import Problem, StudyError, UsageError, suggest
from framing.language.words import slug
from framing.reporting.forms import FORMS
from framing.study.settings import read_toml

_TEXTS = ("excerpts", "full")


def read_list(path: Path, *, forms: tuple[str, ...] = ()) -> list[Job]:
    """The reports of a list; paths in it are relative to the list.

    Parameters
    ----------
    path
        TOML with one ``[[report]]`` for each report.
    forms
        Of reports that do not say.

    Raises
    ------
    StudyError
        With everything that is wrong with the list: file, line, value.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file; allowed: a TOML file with [[report]] tables")
    tables = read_toml(path, named=str(path))
    page = _Page(path, path.read_text("utf-8").splitlines())
    for name in tables:
        if name != "report":
            page.refuse(page.line(name), f"unknown part {name!r}.", "[[report]].")
    rows = tables.get("report", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        page.refuse(page.line("report"), "no report.", "[[report]], once for each report.")
        rows = []
    jobs = [_job(row, page, k, forms) for k, row in enumerate(rows)]
    if page.problems:
        raise StudyError(page.problems)
    return jobs


@dataclass(slots=True)
class _Page:
    """A list as it was written, to say where things stand, and what is wrong with it."""

    path: Path
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def line(self, name: str) -> int:
        """Where a part of the file begins; 0 where TOML hides it."""
        start = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}[\"']?\s*[\].=]")
        return next((n for n, line in enumerate(self.lines, 1) if start.match(line)), 0)

    def line_of(self, report: int, key: str = "") -> int:
        """Where a report, or a key of it, stands."""
        heads = [n for n, x in enumerate(self.lines, 1) if re.match(r"\s*\[\[\s*report\s*\]\]", x)]
        if report >= len(heads):
            return 0
        last = heads[report + 1] - 1 if report + 1 < len(heads) else len(self.lines)
        start = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        found = (
            n for n in range(heads[report], last + 1) if key and start.match(self.lines[n - 1])
        )
        return next(found, heads[report])

    def refuse(self, line: int, found: str, allowed: str, step: str = "") -> None:
        """Note a mistake."""
        self.problems.append(Problem(str(self.path), line, found, allowed, step, fatal=True))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return _is_text(value) or (
        isinstance(value, list) and bool(value) and all(_is_text(v) for v in value)
    )


def _forms(value: Any) -> bool:
    return _are_texts(value) and set(_tuple(value)) <= FORMS.keys()


_ALLOWED: dict[str, tuple[Callable[[Any], bool], str]] = {
    "study": (_is_text, "the folder of a study, relative to the list."),
    "id": (
        lambda v: _is_text(v) and slug(v, len(v)) == v,
        "small letters a-z, digits and single hyphens: it names a folder.",
    ),
    "event": (_are_texts, "the id of an event, or several in a list."),
    "each": (lambda v: v == "event", '"event": one report an event.'),
    "groups": (_are_texts, "names of groups of the study."),
    "forms": (_forms, f"{', '.join(FORMS)}."),
    "texts": (lambda v: v in _TEXTS, f"{', '.join(_TEXTS)}."),
}


def _job(row: dict[str, Any], page: _Page, number: int, forms: tuple[str, ...]) -> Job:
    """One report of the list; what is wrong with it is noted."""
    for key, value in row.items():
        line = page.line_of(number, key)
        if key not in _ALLOWED:
            step = suggest(key, _ALLOWED)
            page.refuse(
                line, f"unknown key {key!r} in [[report]].", f"{', '.join(_ALLOWED)}.", step
            )
        elif not _ALLOWED[key][0](value):
            page.refuse(line, f"{key} = {value!r}.", _ALLOWED[key][1])
    line = page.line_of(number)
    if "study" not in row:
        page.refuse(line, "a report without study.", _ALLOWED["study"][1])
    if "event" in row and "each" in row:
        page.refuse(page.line_of(number, "each"), "event and each together.", "one of them.")
    study = row.get("study", "")
    return Job(
        study=page.path.parent / str(study),
        name=str(row.get("id", "")),
        events=_tuple(row.get("event", [])),
        groups=_tuple(row.get("groups", [])),
        forms=_tuple(row.get("forms", [])) or forms,
        texts=str(row.get("texts", "")),
        told=f"{page.path}:{line}",
        each_event="each" in row,
    )


def _tuple(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
