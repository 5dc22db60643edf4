"""``study.toml``: read, check, and say where each value in force comes from."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Problem, StudyError
from framing.records.scope import Scope
from framing.records.study import Event, Options, Sampling

FILE = "study.toml"
_STUDY = (
    "id",
    "question",
    "articles",
    "index",
    "outlets",
    "events",
    "roles",
    "codebook",
    "language",
)
_OPTIONS = ("seed", "level", "replicates")
_SCOPE = tuple(f.name for f in fields(Scope))
_TABLES = ("study", "sampling", "options", "scope", "events")


def read_settings(folder: Path, problems: list[Problem]) -> dict[str, Any]:
    """The tables of ``study.toml``; a missing or broken file cannot run."""
    path = folder / FILE
    if not path.is_file():
        what = "no such folder." if not folder.is_dir() else f"no {FILE} in {folder}."
        raise StudyError(
            [Problem(str(folder), 0, what, "a study folder.", f"framing new {folder}", fatal=True)]
        )
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError(
            [
                Problem(
                    FILE,
                    0,
                    f"not readable as TOML: {error}.",
                    'lines like key = "value".',
                    fatal=True,
                )
            ]
        ) from None
    allowed = {
        "study": _STUDY,
        "options": _OPTIONS,
        "scope": _SCOPE,
        "sampling": tuple(f.name for f in fields(Sampling)),
    }
    for table, values in settings.items():
        if table not in _TABLES or not isinstance(values, dict):
            problems.append(
                Problem(
                    FILE,
                    line_of(path, table),
                    f"unknown part {table!r}.",
                    f"[{'], ['.join(_TABLES)}].",
                )
            )
            continue
        for key in values:
            if table in allowed and key not in allowed[table]:
                problems.append(
                    Problem(
                        FILE,
                        line_of(path, table, key),
                        f"unknown key {key!r} in [{table}].",
                        f"{', '.join(allowed[table])}.",
                    )
                )
    return {t: v if isinstance(v, dict) else {} for t, v in settings.items() if t in _TABLES}


def line_of(path: Path, table: str, key: str = "") -> int:
    """The line that a table, or a key of it, stands in; 0 where TOML hides it."""
    inside, wanted = not key, key or table
    start = re.compile(rf"\[*\s*[\"']?{re.escape(wanted)}[\"']?\s*[\].=]")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        line = line.strip()
        if inside and start.match(line):
            return number
        if key and line.startswith("["):
            inside = re.match(rf"\[\s*{re.escape(table)}\b", line) is not None
    return 0


def read_sampling(settings: dict[str, Any], problems: list[Problem]) -> Sampling:
    """The ``[sampling]`` table; its absence is a problem, since absence then means nothing."""
    table = settings.get("sampling", {})
    known = {f.name for f in fields(Sampling)}
    sampling = Sampling(**{k: str(v) for k, v in table.items() if k in known})
    if not table:
        problems.append(
            Problem(
                FILE,
                0,
                "no [sampling]: how were the articles drawn?",
                'database, query, dates, retrieval, inclusion, kind = "complete" or "convenience".',
                "until then the report says: convenience sample; absence cannot be interpreted.",
            )
        )
    elif sampling.kind not in ("complete", "convenience"):
        problems.append(
            Problem(
                FILE,
                0,
                f"[sampling] kind is {sampling.kind!r}.",
                "complete, convenience.",
                "it is taken as convenience.",
            )
        )
    return sampling


def read_options(settings: dict[str, Any], path: Path, problems: list[Problem]) -> Options:
    """Scope and numbers, defaults where the study says nothing; ``path`` is that of the file."""
    options = Options()
    origin = []
    for key in _OPTIONS:
        default = getattr(options, key)
        value = settings.get("options", {}).get(key, default)
        if not _is_allowed(key, value):
            problems.append(
                Problem(
                    FILE,
                    line_of(path, "options", key),
                    f"[options] {key} = {value!r}.",
                    _RANGES[key],
                    fatal=True,
                )
            )
            value = default
        options = replace(options, **{key: type(default)(value)})
        origin.append((key, FILE if key in settings.get("options", {}) else "default"))
    scope = Scope()
    for key in _SCOPE:
        if key in settings.get("scope", {}):
            value = settings["scope"][key]
            value = (
                value if isinstance(value, str) and key in ("copies", "repeats") else _tuple(value)
            )
            changed: dict[str, Any] = {key: value}
            if key == "copies" and value == "published":
                changed["repeats"] = "all"  # every appearance, unless repeats says otherwise
            try:
                scope = replace(scope, **changed)
            except FramingError as error:
                line = line_of(path, "scope", key)
                problems.append(Problem(FILE, line, f"[scope] {error}.", "see above.", fatal=True))
        origin.append((key, FILE if key in settings.get("scope", {}) else "default"))
    return replace(options, scope=scope, origin=tuple(origin))


_RANGES = {
    "seed": "a whole number from 0.",
    "level": "a share between 0.5 and 0.999.",
    "replicates": "a whole number from 200 to 100000.",
}


def _is_allowed(key: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if key == "level":
        return 0.5 <= value <= 0.999
    low, high = (0, 2**63) if key == "seed" else (200, 100_000)
    return isinstance(value, int) and low <= value <= high


def _tuple(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def read_events(settings: dict[str, Any]) -> tuple[Event, ...]:
    """The ``[events.ID]`` tables: name, date and what happened."""
    return tuple(
        Event(name, str(v.get("name", name)), str(v.get("date", "")), str(v.get("about", "")))
        for name, v in settings.get("events", {}).items()
        if isinstance(v, dict)
    )
