"""``study.toml``: read, check, and say where each value in force comes from."""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from framing.codebook.yamlfile import CURLY
from framing.errors import FramingError, Problem, StudyError, UsageError, suggest
from framing.records.scope import Scope
from framing.records.study import Event, Options, Sampling
from framing.reporting.messages import languages

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
    "coded",
    "language",
)
_CHOICES = {
    "syntax": ("rules", "spacy"),
    "interval": ("t", "percentile", "bca"),
    "claim": ("these_outlets", "group"),
    "outlet_weights": ("equal", "pooled"),
    "share": ("pooled", "articles"),
    "texts": ("excerpts", "full"),
    "report_language": languages(),
}
OPTIONS = ("seed", "level", "replicates", *_CHOICES)
_SCOPE = tuple(f.name for f in fields(Scope))
_STEPS = {"phases": "write [[phases]], once for each phase."}
# Where the parts of a study stand, unless [study] says otherwise.
_PLACES = {
    "articles": "articles",
    "index": "articles.csv",
    "outlets": "outlets.csv",
    "events": "events.csv",
    "roles": "roles.csv",
    "codebook": "codebook",
    "coded": "coding/coded.csv",
}
_TABLES = ("study", "sampling", "options", "scope", "events", "phases")


def read_settings(folder: Path, problems: list[Problem]) -> dict[str, Any]:
    """The tables of ``study.toml``; a missing or broken file cannot run."""
    path = folder / FILE
    if not path.is_file():
        what = "no such folder." if not folder.is_dir() else f"no {FILE} in {folder}."
        step = f"framing new {shlex.quote(str(folder))}"
        raise StudyError([Problem(str(folder), 0, what, "a study folder.", step, fatal=True)])
    settings = read_toml(path, named=FILE)
    _check_keys(settings, path, problems)
    return {t: v if _fits(t, v) else {} for t, v in settings.items() if t in _TABLES}


def read_toml(path: Path, *, named: str) -> dict[str, Any]:
    """A TOML file; one that cannot be read is an error with its line, ``named`` as given."""
    raw = path.read_bytes()
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError([_unreadable(error, raw, named)]) from None


def _fits(table: str, values: Any) -> bool:
    """Whether a part of the file is the kind of table that it must be."""
    if table != "phases":
        return isinstance(values, dict)
    return isinstance(values, list) and all(isinstance(row, dict) for row in values)


def check_folder(folder: Path) -> None:
    """An error for a folder that is no study."""
    if not (folder / FILE).is_file():
        raise UsageError(f"{folder} has no {FILE}; `framing new` makes a study")


def find_places(folder: Path, settings: dict[str, Any]) -> dict[str, Path]:
    """Where the articles, the lists and the codebook of a study stand."""
    part = settings.get("study", {})
    return {key: folder / str(part.get(key, default)) for key, default in _PLACES.items()}


def _unreadable(error: ValueError, raw: bytes, named: str) -> Problem:
    """What TOML cannot read, with the line it stands in."""
    said, text = str(error), raw.decode("utf-8", "replace")
    if isinstance(error, UnicodeDecodeError):
        line = raw[: error.start].count(b"\n") + 1
    else:
        place = re.search(r"\(at line (\d+), column \d+\)|\(at end of document\)", said)
        line = int(place[1]) if place and place[1] else 0
        said = said[: place.start()].strip() if place else said
    there = text.split("\n")[line - 1].strip() if line else ""
    return Problem(
        named,
        line,
        f"not readable as TOML ({said})" + (f" in the line `{there}`." if there else "."),
        'lines like key = "value".',
        'the line has curly quotes; write straight ones, ".'
        if any(mark in there for mark in CURLY)
        else "",
        fatal=True,
    )


def _check_keys(settings: dict[str, Any], path: Path, problems: list[Problem]) -> None:
    """Note every table and key that means nothing."""
    allowed = {
        "study": _STUDY,
        "options": OPTIONS,
        "scope": _SCOPE,
        "sampling": tuple(f.name for f in fields(Sampling)),
    }
    for table, values in settings.items():
        if table not in _TABLES or not _fits(table, values):
            problems.append(
                Problem(
                    FILE,
                    line_of(path, table),
                    f"unknown part {table!r}.",
                    f"[{'], ['.join(_TABLES)}].",
                    _STEPS.get(table)
                    or (suggest(table, _TABLES) if isinstance(values, dict) else ""),
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
                        suggest(key, allowed[table]),
                    )
                )


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
    """The ``[sampling]`` table; its absence is a note: an article not there then means nothing."""
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
                note=True,
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
    for key in OPTIONS:
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
    **{key: f"{', '.join(allowed)}." for key, allowed in _CHOICES.items()},
}


def _is_allowed(key: str, value: Any) -> bool:
    if key in _CHOICES:
        return value in _CHOICES[key]
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
