"""A study folder into a Study: everything read, everything wrong noted at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from framing.codebook.load import load_codebook
from framing.corpus.articles import build_articles, slug
from framing.corpus.readers import read_items
from framing.errors import Problem, StudyError
from framing.records.scope import ROLES
from framing.records.study import Event, Study
from framing.records.tables import OUTLETS
from framing.study.settings import (
    FILE,
    line_of,
    read_events,
    read_options,
    read_sampling,
    read_settings,
)
from framing.study.tables import Row, read_rows

_INDEX = ("file", "outlet", "group", "date", "title", "wire", "url", "language", "event")


def load_study(folder: Path) -> Study:
    """Read a study folder.

    Returns
    -------
    Study
        With ``problems`` sorted by file and line; those that are not fatal cost only what they
        name.

    Raises
    ------
    StudyError
        When it cannot run; carries every problem found, not only the first.
    """
    problems: list[Problem] = []
    folder = folder.resolve()
    settings = read_settings(folder, problems)
    part = settings.get("study", {})
    paths = {key: folder / str(part.get(key, default)) for key, default in _PLACES.items()}
    for key in ("index", "outlets", "events", "roles"):
        if key in part:
            _existing(paths[key], key, problems)
    index = read_rows(paths["index"], ("file",), _INDEX, problems)
    outlets = _read_outlets(paths["outlets"], index, problems)
    codebook = load_codebook(_existing(paths["codebook"], "codebook", problems), problems)
    files = _article_files(paths["articles"], paths["index"], problems)
    root = paths["articles"] if paths["articles"].is_dir() else paths["articles"].parent
    articles, ledger = build_articles(
        read_items(files, root, problems),
        outlets=outlets,
        index=_index(index, files, root, paths["index"], problems),
        language=str(part.get("language", "")),
        problems=problems,
    )
    for row in index:
        _check_event(row, paths["index"], read_events(settings), problems)
    articles = _with_events(articles, read_events(settings), paths["events"], problems)
    study = Study(
        id=slug(str(part.get("id", ""))) or slug(folder.name) or "study",
        question=str(part.get("question", "")),
        folder=folder,
        cache=_cache(folder),
        options=read_options(settings, folder / FILE, problems),
        sampling=read_sampling(settings, problems),
        outlets=outlets,
        articles=articles,
        events=_events(articles, read_events(settings)),
        ledger=ledger,
        corrections=_read_roles(paths["roles"], articles, problems),
        codebook=codebook,
        inputs=_hash_inputs(folder, [*files, *(p for p in paths.values() if p.is_file())]),
        problems=(),
    )
    _check_whole(study, problems)
    if any(problem.fatal for problem in problems):
        raise StudyError(sorted(problems))
    object.__setattr__(study, "problems", tuple(sorted(problems)))
    return study


_PLACES = {
    "articles": "articles",
    "index": "articles.csv",
    "outlets": "outlets.csv",
    "events": "events.csv",
    "roles": "roles.csv",
    "codebook": "codebook",
}


def _existing(path: Path, key: str, problems: list[Problem]) -> Path:
    if not path.exists():
        problems.append(
            Problem(
                FILE,
                0,
                f"{key} points to {path}, which is not there.",
                "a folder or a file.",
                f"make it, or set {key} in [study].",
                fatal=True,
            )
        )
    return path


def _article_files(place: Path, index: Path, problems: list[Problem]) -> list[Path]:
    _existing(place, "articles", problems)
    if place.is_file():
        return [place]
    if not place.is_dir():
        return []
    found = [p for p in place.rglob("*") if p.is_file()]
    files = [p for p in found if not any(n.startswith(".") for n in p.relative_to(place).parts)]
    return sorted(p for p in files if p.resolve() != index.resolve())


def _read_outlets(path: Path, index: list[Row], problems: list[Problem]) -> pl.DataFrame:
    """``outlets.csv``, or where it is absent the outlets and groups that ``articles.csv`` names."""
    columns = tuple(OUTLETS)
    rows = read_rows(path, ("outlet", "group"), columns, problems)
    if not path.is_file():
        pairs = {(r.cells.get("outlet", ""), r.cells.get("group", "")) for r in index}
        rows = [Row(0, {"outlet": o, "group": g}) for o, g in sorted(pairs) if o]
    if not rows and not any(problem.file == path.name for problem in problems):
        problems.append(
            Problem(
                path.name,
                0,
                "no outlets.",
                "outlet,group rows.",
                "list each outlet and the group it is compared in.",
                fatal=True,
            )
        )
    seen: dict[str, int] = {}
    for row in rows:
        name = row.cells["outlet"].casefold()
        if name in seen:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"outlet {row.cells['outlet']!r} stands twice"
                    + (f" (line {seen[name]})." if seen[name] else ", in two groups."),
                    "one row an outlet, one group each.",
                    fatal=True,
                )
            )
        if not name:
            problems.append(
                Problem(path.name, row.line, "the outlet has no name.", "a name.", fatal=True)
            )
        if not row.cells["group"]:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"outlet {row.cells['outlet']!r} has no group.",
                    "a group name.",
                    fatal=True,
                )
            )
        seen[name] = row.line
    filled = [
        {
            **{c: row.cells.get(c, "") for c in columns},
            "name": row.cells.get("name") or row.cells["outlet"],
        }
        for row in rows
    ]
    return pl.DataFrame(filled, schema=OUTLETS).sort("group", "outlet")


def _index(
    rows: list[Row], files: list[Path], root: Path, path: Path, problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """Fields by file name; a row without its file and a file listed twice are problems."""
    there = {f.relative_to(root).as_posix() for f in files}
    index: dict[str, dict[str, str]] = {}
    for row in rows:
        name = row.cells["file"]
        if name not in there:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"file {name!r} is not in {root.name}/.",
                    "a file of that folder.",
                    "remove the row or bring the file back.",
                )
            )
        elif name in index:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"file {name!r} is listed twice.",
                    "one row a file.",
                    "the first row is used.",
                )
            )
        index.setdefault(name, {k: v for k, v in row.cells.items() if v and k != "file"})
    return index


def _by_file(articles: pl.DataFrame) -> dict[str, str]:
    """Article ids by every way that a study's own tables may name them."""
    names = {row[0]: row[0] for row in articles.select("article").iter_rows()}
    for article, file, row in articles.select("article", "file", "row").iter_rows():
        names.setdefault(f"{file}:{row}" if row else file, article)
    return names


def _with_events(
    articles: pl.DataFrame, known: tuple[Event, ...], path: Path, problems: list[Problem]
) -> pl.DataFrame:
    """Events of ``events.csv``; where it says nothing, those that ``articles.csv`` seeded."""
    names = _by_file(articles)
    given: dict[str, str] = {}
    for row in read_rows(path, ("article", "event"), ("article", "event", "source"), problems):
        article, event = row.cells["article"], row.cells["event"]
        if article not in names:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"unknown article {article!r}.",
                    "an article id or the name of its file.",
                )
            )
        elif given.get(names[article], event) != event:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"article {article!r} has two events.",
                    "one event or none.",
                    "the first row is used.",
                )
            )
        else:
            given[names[article]] = event
        _check_event(row, path, known, problems)
    column = pl.col("article").replace_strict(
        given, default=pl.col("event"), return_dtype=pl.String
    )
    return articles.with_columns(event=column)


def _check_event(row: Row, path: Path, known: tuple[Event, ...], problems: list[Problem]) -> None:
    """Where study.toml names events, a row may name no other."""
    ids, event = sorted(e.id for e in known), row.cells.get("event", "")
    if ids and event and event not in ids:
        problems.append(
            Problem(
                path.name,
                row.line,
                f"unknown event {event!r}.",
                f"{', '.join(ids)}.",
                f"add [events.{event}] to {FILE}, or mend the spelling.",
            )
        )


def _events(articles: pl.DataFrame, known: tuple[Event, ...]) -> tuple[Event, ...]:
    ids = {event.id for event in known}
    unnamed = sorted(set(articles["event"].drop_nulls()) - ids)
    return (*known, *(Event(name, name) for name in unnamed))


def _read_roles(
    path: Path, articles: pl.DataFrame, problems: list[Problem]
) -> dict[tuple[str, str], str]:
    """Corrections of roles: (article or ``*``, line of text) -> role."""
    names = {"*": "*", **_by_file(articles)}
    found = {}
    for row in read_rows(path, ("article", "text", "role"), ("article", "text", "role"), problems):
        article, role = row.cells["article"], row.cells["role"]
        if article not in names or role not in ROLES:
            bad = f"article {article!r}" if article not in names else f"role {role!r}"
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"unknown {bad}.",
                    f"an article id, its file, or *; role one of {', '.join(ROLES)}.",
                )
            )
            continue
        found[names[article], row.cells["text"]] = role
    return found


def _check_whole(study: Study, problems: list[Problem]) -> None:
    if study.articles.is_empty():
        problems.append(
            Problem("articles", 0, "no article could be used.", "at least one.", fatal=True)
        )
    present = set(study.articles["group"])
    for group in sorted(set(study.outlets["group"]) - present):
        problems.append(
            Problem(
                "outlets.csv",
                0,
                f"group {group!r} has no articles.",
                "at least one article a group.",
                "add articles, or remove its outlets.",
            )
        )
    for article, language in study.articles.select("article", "language").iter_rows():
        if language != "en":
            problems.append(
                Problem(
                    article,
                    0,
                    f"language is {language!r}.",
                    "en is measured; others are only counted.",
                    "set language in articles.csv if that is wrong.",
                )
            )
    scope = study.options.scope
    for field, allowed in (
        ("events", {"shared", *(event.id for event in study.events)}),
        ("outlets", set(study.outlets["outlet"])),
    ):
        for value in getattr(scope, field):
            if value not in allowed:
                problems.append(
                    Problem(
                        FILE,
                        line_of(study.folder / FILE, "scope", field),
                        f"[scope] {field}: {value!r}.",
                        f"{', '.join(sorted(allowed))}.",
                        fatal=True,
                    )
                )


def _cache(folder: Path) -> Path:
    """``.framing`` in the study, or the user's cache folder when the study is read-only."""
    inside = folder / ".framing"
    if os.access(inside if inside.exists() else folder, os.W_OK):
        return inside
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "framing" / hashlib.sha256(str(folder).encode()).hexdigest()[:16]


def _hash_inputs(folder: Path, files: list[Path]) -> tuple[tuple[str, str], ...]:
    def name(path: Path) -> str:
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name

    every = {*files, folder / FILE}
    return tuple(sorted((name(p), hashlib.sha256(p.read_bytes()).hexdigest()[:16]) for p in every))


def settings_in_force(study: Study) -> Mapping[str, tuple[Any, str]]:
    """Every option in force: value, and where it comes from."""
    origin = dict(study.options.origin)
    values: dict[str, tuple[Any, str]] = {
        key: (getattr(study.options, key), origin[key]) for key in ("seed", "level", "replicates")
    }
    for key in ("voice", "role", "copies", "repeats", "events", "outlets"):
        values[key] = (getattr(study.options.scope, key), origin[key])
    return values
