"""What a user names (files, folders, archives) into sources, one a file, in a fixed order."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from framing.files import walk_files
from framing.intake.limits import MAX_BYTES, open_zip, read_member
from framing.intake.records import Source, UnreadableError

MAX_DEPTH = 3  # archives within archives
_BESIDE = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is no source, and why."""

    name: str
    path: Path | None
    reason: str


def find_sources(
    paths: list[Path],
    *,
    unpacked: Path,
    columns: tuple[tuple[str, str], ...] = (),
    ours: Callable[[Path], bool] = lambda file: False,
) -> Iterator[Source | Refused]:
    """Every file in ``paths``: folders are walked by name, archives unpacked one after the other.

    Parameters
    ----------
    paths
        Files and folders, in the order that they are to be read.
    unpacked
        An empty folder for members of archives. They get numbers for names, so that a member
        called ``../../x`` is written nowhere else.
    columns
        Passed on to every source.
    ours
        Whether a file is the study's own: left out.
    """
    for number, (name, file) in enumerate(name_files(paths)):
        if ours(file):
            continue
        for found in _open(name, file, unpacked / f"{number:06d}", 0):
            if isinstance(found, Source):
                found = Source(found.name, found.path, columns)
            yield found


def name_files(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Every file in ``paths`` with the name that its source, and its copy in ``raw/``, bear."""
    for path, root in zip(paths, _name_roots(paths), strict=True):
        if path.is_dir():
            yield from ((_shown(root, file.relative_to(path)), file) for file in walk_files(path))
        else:
            yield root, path


def _name_roots(paths: Sequence[Path]) -> list[str]:
    """How each path is called: by its last part, with a number where another is called so.

    >>> _name_roots([Path("tass/pages"), Path("xinhua/pages"), Path("1/a.csv"), Path("2/a.csv")])
    ['pages', 'pages (2)', 'a.csv', 'a (2).csv']
    """
    named = [path.name or "root" for path in paths]
    names = []
    for k, name in enumerate(named):
        stem, dot, ending = name.partition(".")  # a format is told by the ending
        before = named[:k].count(name)
        names.append(f"{stem} ({before + 1}){dot}{ending}" if before else name)
    return names


def _shown(folder: str, inner: Path) -> str:
    return (PurePosixPath(folder) / inner.as_posix()).as_posix()


def _open(name: str, path: Path, unpacked: Path, depth: int) -> Iterator[Source | Refused]:
    base = PurePosixPath(name).name
    try:
        name.encode()
    except UnicodeEncodeError:
        yield Refused(name.encode(errors="replace").decode(), path, "the file's name is no UTF-8")
        return
    if base in _BESIDE or base.startswith(("~$", "._")) or "__MACOSX/" in name:
        yield Refused(name, path, "a file of the computer's, no article")
    elif not path.is_file():
        yield Refused(name, None, "no such file" if not path.exists() else "no ordinary file")
    elif not path.stat().st_size:
        yield Refused(name, path, "the file is empty")
    elif base.lower().endswith(".zip"):
        yield from _unpack(name, path, unpacked, depth)
    elif base.lower().endswith(".gz") and not base.lower().endswith((".html.gz", ".htm.gz")):
        yield from _gunzip(name, path, unpacked, depth)
    else:
        yield Source(name, path)


def _unpack(name: str, path: Path, unpacked: Path, depth: int) -> Iterator[Source | Refused]:
    if depth >= MAX_DEPTH:
        yield Refused(name, path, f"an archive within {MAX_DEPTH} archives; unpack it yourself")
        return
    try:
        archive = open_zip(path)
    except UnreadableError as error:
        yield Refused(name, path, str(error))
        return
    with archive:
        members = sorted(
            (m for m in archive.infolist() if not m.is_dir()), key=lambda member: member.filename
        )
        for number, member in enumerate(members):
            yield from _member(archive, member, name, unpacked / f"{number:06d}", depth)


def _member(
    archive: ZipFile, member: ZipInfo, name: str, target: Path, depth: int
) -> Iterator[Source | Refused]:
    inner_name = _harmless(member.filename)
    shown = f"{name}/{inner_name}"
    try:
        raw = read_member(archive, member)
    except UnreadableError as error:
        yield Refused(shown, None, str(error))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    suffix = "".join(PurePosixPath(inner_name).suffixes[-2:])[-16:]
    inner = target.with_name(target.name + suffix)
    inner.write_bytes(raw)
    yield from _open(shown, inner, target, depth + 1)


def _gunzip(name: str, path: Path, unpacked: Path, depth: int) -> Iterator[Source | Refused]:
    if depth >= MAX_DEPTH:
        yield Refused(name, path, f"compressed more than {MAX_DEPTH} times")
        return
    try:
        with gzip.open(path) as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        yield Refused(name, path, f"no readable gzip file ({error})")
        return
    if len(raw) > MAX_BYTES:
        yield Refused(name, path, f"unpacks to more than {MAX_BYTES >> 20} MB")
        return
    inner_name = name[:-3]
    unpacked.mkdir(parents=True, exist_ok=True)
    inner = unpacked / f"file{PurePosixPath(inner_name).suffix[:16]}"
    inner.write_bytes(raw)
    yield from _open(inner_name, inner, unpacked / "inner", depth + 1)


def _harmless(member: str) -> str:
    """A member's name to print: no way up, no root, no control characters."""
    parts = [p for p in member.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    return "".join(c if c.isprintable() else "?" for c in "/".join(parts)) or os.curdir
