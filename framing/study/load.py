"""A study folder into a Study: everything read, everything wrong noted at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from framing.codebook.load import load_codebook
from framing.corpus.articles import NO_OUTLET, UNKNOWN_OUTLET, build_articles
from framing.corpus.readers import read_items
from framing.engine.parts.lost.notes import leave_out_lost
from framing.errors import Problem, StudyError
from framing.records.codebook import Codebook
from framing.records.study import Event, Study
from framing.records.tables import IMPORTS, LEDGER
from framing.scheduling.places import Folder
from framing.study.check import check_whole
from framing.study.coding.coded import read_coded
from framing.study.coding.samples import read_samples
from framing.study.inputs import (
    LEDGER_PLACE,
    find_article_files,
    hash_inputs,
    is_named_in_utf8,
    study_id,
)
from framing.study.ledger import read_imports
from framing.study.lists import (
    INDEX,
    NO_OUTLETS,
    all_events,
    build_index,
    check_event,
    read_outlets,
    read_roles,
    tell_twins,
    with_events,
)
from framing.study.phases import read_phases
from framing.study.settings import (
    FILE,
    find_places,
    read_events,
    read_options,
    read_sampling,
    read_settings,
)
from framing.study.tables import UNREADABLE, read_rows


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
    later: list[Problem] = []  # may only follow from what stands in problems
    folder = folder.resolve()
    settings = read_settings(folder, problems)
    part = settings.get("study", {})
    paths = find_places(folder, settings)
    for key in ("index", "outlets", "events", "roles", "coded"):
        if key in part:
            _existing(paths[key], key, str(part[key]), problems)
    index = read_rows(paths["index"], ("file",), INDEX, problems)
    outlets = read_outlets(
        paths["outlets"], index, problems if paths["outlets"].is_file() else later
    )
    codebook = _read_codebook(folder, paths["codebook"], problems)
    files = _article_files(folder, paths["articles"], paths["index"], problems)
    root = paths["articles"] if paths["articles"].is_dir() else paths["articles"].parent
    unread: list[Problem] = []
    articles, ledger = build_articles(
        read_items(files, root, unread),
        outlets=outlets,
        index=build_index(index, files, root, paths["index"], problems),
        language=str(part.get("language", "")),
        problems=later,
        listed={row.cells["file"]: (paths["index"].name, row.line) for row in reversed(index)},
    )
    problems += unread
    for row in index:
        check_event(row, paths["index"], read_events(settings), problems)
    articles = with_events(articles, read_events(settings), paths["events"], later)
    study = Study(
        id=study_id(folder, settings),
        question=str(part.get("question", "")),
        folder=folder,
        cache=_cache(folder),
        options=read_options(settings, folder / FILE, problems),
        sampling=read_sampling(settings, problems),
        outlets=outlets,
        articles=articles,
        events=all_events(articles, read_events(settings)),
        ledger=_with_unread(ledger, unread),
        imports=pl.DataFrame(read_imports(folder / LEDGER_PLACE, problems), schema=IMPORTS),
        corrections=read_roles(paths["roles"], articles, later),
        codebook=codebook,
        coded=read_coded(paths["coded"], articles, later),
        samples=read_samples(folder, articles, later),
        phases=read_phases(settings, folder / FILE, problems),
        inputs=hash_inputs(folder, paths, files),
        problems=(),
    )
    _tell_near_names(study, read_events(settings), paths, later)
    check_whole(study, later)
    problems += _without_consequences(later, [paths["index"], paths["outlets"]], problems)
    if any(problem.fatal for problem in problems):
        raise StudyError(_in_order(problems))
    object.__setattr__(study, "problems", tuple(_in_order(problems)))
    return leave_out_lost(study, Folder(study.cache) if study.cache else None)[0]


def _read_codebook(folder: Path, place: Path, problems: list[Problem]) -> Codebook:
    """The codebook; what is wrong is told with paths as seen from the study folder."""
    _existing(place, "codebook", _shown(place, folder), problems)
    found: list[Problem] = []
    codebook = load_codebook(place, found)
    problems += [replace(p, file=_shown(Path(p.file), folder)) for p in found]
    return codebook


def _tell_near_names(
    study: Study, known: tuple[Event, ...], paths: Mapping[str, Path], problems: list[Problem]
) -> None:
    """Groups, and events, whose names are likely two spellings of one."""
    tell_twins("group", set(study.outlets["group"]), paths["outlets"].name, problems)
    file = FILE if known else paths["index"].name
    tell_twins("event", {event.id for event in known or study.events}, file, problems)


def _shown(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


_FOLLOWS = (
    NO_OUTLET,
    UNKNOWN_OUTLET,
    "unknown article",
    "group ",
    "no article could be used",
    NO_OUTLETS,
)


def _without_consequences(
    later: list[Problem], lists: list[Path], problems: list[Problem]
) -> list[Problem]:
    """Where a list could not be read, one line instead of all that follows from it."""
    names = [path.name for path in lists]
    causes = [p for p in problems if p.fatal and p.file in names and p.found.startswith(UNREADABLE)]
    if not causes:
        return later
    cause = causes[0]
    n = sum(p.found.startswith((NO_OUTLET, UNKNOWN_OUTLET)) for p in later)
    kept = [p for p in later if not p.found.startswith(_FOLLOWS) and "outlets: " not in p.found]
    if n:
        files = "1 file has" if n == 1 else f"{n} files have"
        found = f"{cause.file} could not be read, so {files} no outlet."
        step = f"mend {cause.file} first."
        kept.append(Problem(cause.file, cause.line, found, "", step, note=True))
    return kept


def _in_order(problems: list[Problem]) -> list[Problem]:
    """By file and line; a cause before what follows from it."""
    return sorted(problems, key=lambda p: (p.file, p.line, not p.fatal, p))


def _existing(path: Path, key: str, shown: str, problems: list[Problem]) -> Path:
    if not path.exists():
        problems.append(
            Problem(
                FILE,
                0,
                f"{key} points to {shown}, which is not there.",
                "a folder or a file.",
                f"make it, or set {key} in [study].",
                fatal=True,
            )
        )
    return path


def _article_files(folder: Path, place: Path, index: Path, problems: list[Problem]) -> list[Path]:
    _existing(place, "articles", _shown(place, folder), problems)
    readable = []
    for path in find_article_files(place, index):
        if is_named_in_utf8(path):
            readable.append(path)
            continue
        shown = path.name.encode(errors="replace").decode()
        problems.append(
            Problem(shown, 0, "the file's name is no UTF-8.", "UTF-8.", "rename the file.")
        )
    return readable


def _with_unread(ledger: pl.DataFrame, unread: list[Problem]) -> pl.DataFrame:
    """The ledger with a row for every file or row that no reader could read."""
    rows = [(problem.file, problem.line, "skipped", None, problem.found) for problem in unread]
    return pl.concat([ledger, pl.DataFrame(rows, schema=LEDGER, orient="row")])


def _cache(folder: Path) -> Path:
    """``.framing`` in the study, or the user's cache folder when the study is read-only."""
    inside = folder / ".framing"
    if os.access(inside if inside.exists() else folder, os.W_OK):
        return inside
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "framing" / hashlib.sha256(str(folder).encode()).hexdigest()[:16]
