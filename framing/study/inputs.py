"""The files that a study reads, found and hashed without loading it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.files import hash_file, walk_files
from framing.language.words import slug
from framing.study.coding.samples import sample_files
from framing.study.settings import FILE, find_places, read_settings

LEDGER_PLACE = "raw/ledger.csv"  # of imports


def study_id(folder: Path, settings: Mapping[str, Any]) -> str:
    """The id that ``study.toml`` gives, else one made of the folder's name."""
    said = str(settings.get("study", {}).get("id", ""))
    return slug(said) or slug(folder.name) or "study"


def find_article_files(place: Path, index: Path) -> list[Path]:
    """What lies where the articles of a study lie, without the list of them, in a fixed order."""
    if place.is_file():
        return [place]
    if not place.is_dir():
        return []
    return [p for p in walk_files(place) if p.resolve() != index.resolve()]


def is_named_in_utf8(path: Path) -> bool:
    """Whether a file can be named in tables; others are problems of the study."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return False
    return True


def hash_inputs(
    folder: Path, places: Mapping[str, Path], files: list[Path]
) -> tuple[tuple[str, str], ...]:
    """(name, hash) of every file that results depend on, sorted.

    Files elsewhere are named from the study where ``study.toml`` does so, else by where they lie
    below what it points to: two of one name are told apart, and no path of a machine is named.
    """
    every = {*files, *_tables(folder, places), folder / FILE}
    return tuple(sorted((_named(path, folder, places), hash_file(path)) for path in every))


def read_inputs(folder: Path) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The id of a study and its ``Study.inputs``, without loading it.

    Raises
    ------
    StudyError
        Where there is no ``study.toml`` that can be read.
    """
    folder = folder.resolve()
    settings = read_settings(folder, [])
    places = find_places(folder, settings)
    files = find_article_files(places["articles"], places["index"])
    readable = [path for path in files if is_named_in_utf8(path)]
    return study_id(folder, settings), hash_inputs(folder, places, readable)


def _tables(folder: Path, places: Mapping[str, Path]) -> list[Path]:
    """The files of a study that are no articles."""
    place = places["codebook"]
    books = sorted(place.glob("*.y*ml")) if place.is_dir() else []
    lists = (*places.values(), folder / LEDGER_PLACE)
    return [*books, *(path for path in lists if path.is_file()), *sample_files(folder)]


def _named(path: Path, folder: Path, places: Mapping[str, Path]) -> str:
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    above = [p for p in places.values() if p != path and path.is_relative_to(p)]
    return path.relative_to(above[0].parent).as_posix() if above else path.name
