"""``framing import``: sources into a study folder, with a ledger of what became of every item."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from framing.corpus.readers import find_delimiter
from framing.errors import Problem, StudyError, UsageError
from framing.files import tidy_files, write_whole
from framing.intake.detect import FORMATS
from framing.intake.fates import IMPORTED, SKIPPED, Arrival, Fates, settle
from framing.intake.outlets import Lookup, build_lookup, load_registry, outlet_row
from framing.records.formulas import guard_cell
from framing.records.imports import count_fates
from framing.records.tables import IMPORTS, OUTLETS
from framing.study.inputs import LEDGER_PLACE
from framing.study.ledger import merge_imports, read_imports, render_imports
from framing.study.lists import INDEX, NO_OUTLETS, read_outlets
from framing.study.lock import study_lock
from framing.study.raw import keep_raw
from framing.study.reading import Workers, read_all
from framing.study.rows import append_rows
from framing.study.settings import FILE, check_folder, find_places, read_settings
from framing.study.tables import read_rows


@dataclass(frozen=True, slots=True)
class Unknown:
    """An outlet as the sources spell it, with a row for ``outlets.csv`` that lacks its group."""

    name: str
    n_articles: int
    nearest: str
    row: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    ``rows`` (schema ``IMPORTS``) are those of this import; ``n_known`` items of its sources were
    decided on earlier. ``added`` are rows of the registry written to ``outlets.csv``; ``unknown``
    are the outlets that neither the study nor the registry knows.
    """

    rows: pl.DataFrame
    n_known: int
    added: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    ledger: Path

    @property
    def counts(self) -> dict[str, int]:
        """See ``framing.records.imports.count_fates``."""
        return count_fates(self.rows)


def import_sources(
    folder: str | Path,
    sources: Sequence[str | Path],
    *,
    as_format: str = "",
    columns: Mapping[str, str] | None = None,
    outlet: str = "",
    day_first: bool | None = None,
    again: bool = False,
    keep: bool = True,
    jobs: int | None = None,
    cluster: str = "",
    memory: str | int | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> Imported:
    """Bring articles of database exports, saved pages, tables and archives into a study.

    Each file is read in a process of its own that is bounded in memory and time.

    Parameters
    ----------
    folder
        A study. Texts go to ``articles/``, what is known of them to ``articles.csv``, copies of
        the sources and the ledger to ``raw/``. Nothing that is there is altered: rows are added.
    sources
        Files, folders or zip archives; the first of equal texts of an outlet is the article.
    as_format
        One of ``framing.intake.detect.FORMATS``; empty: found for each file.
    columns
        For tables: our field -> their column.
    outlet
        For items that name none.
    day_first
        Whether 03/04/2019 is a day in April; None: other dates and the language tell, or it stays
        unread.
    again
        Bring back what was removed from ``articles/`` or ``articles.csv``.
    keep
        Copy the sources from which articles came to ``raw/``.
    jobs, cluster, memory
        Who reads, as in ``framing.open_study``; a cluster has to see the sources, and for archives
        the study, under the same paths. What comes in does not depend on it.
    progress
        Told the name of each source that was read.

    Raises
    ------
    UsageError
        For a folder that is no study, a source that is not there, an unknown format.
    StudyError
        Where ``articles.csv``, ``outlets.csv`` or the ledger cannot be read.
    """
    folder = Path(folder).resolve()
    # Absolute without following links: "." and ".." have no name, a link has its own.
    paths = [Path(os.path.abspath(source)) for source in sources]  # noqa: PTH100
    _check(folder, paths, as_format)
    workers = Workers(jobs, cluster, memory)
    with study_lock(folder):
        tidy_files(folder)
        places, outlets, problems = _lists(folder)
        old = read_imports(folder / LEDGER_PLACE, problems)
        if problems:
            raise StudyError(problems)
        _check_places(folder, places["articles"], paths)
        kept = [row for row in old if row["fate"] != SKIPPED]
        if again:
            there = {row.cells["file"] for row in read_rows(places["index"], ("file",), INDEX, [])}
            kept = [row for row in kept if _is_there(row, there, places["articles"])]
        settled = {(row["hash"], row["item"], row["text"]) for row in kept}
        known = {
            (str(row["outlet"]), str(row["text"])): str(row["file"])
            for row in kept
            if row["fate"] == IMPORTED
        }
        reads = read_all(
            folder, paths, workers, columns=columns or {}, as_format=as_format, progress=progress
        )
        lookup = build_lookup(load_registry(), outlets)
        fates = settle(
            reads,
            lookup=lookup,
            known=known,
            outlet=outlet,
            day_first=day_first,
            is_settled=lambda *key: key in settled,
        )
        added = _write(places, outlets, lookup, fates)
        if keep:
            used = {str(row["source"]) for row in fates.rows if row["fate"] != SKIPPED}
            keep_raw(folder / "raw", paths, used=used)
        write_whole(folder / LEDGER_PLACE, render_imports(merge_imports(old, fates.rows)))
    return Imported(
        rows=pl.DataFrame(fates.rows, schema=IMPORTS),
        n_known=fates.n_settled,
        added=added,
        unknown=_unknown(fates, places["outlets"]),
        ledger=folder / LEDGER_PLACE,
    )


def _is_there(row: Mapping[str, object], listed: set[str], articles: Path) -> bool:
    """Whether an article that was imported is still in its folder and in its list."""
    file = str(row["file"])
    return not file or (file in listed and (articles / file).is_file())


def _check(folder: Path, paths: Sequence[Path], as_format: str) -> None:
    check_folder(folder)
    if as_format and as_format not in FORMATS:
        raise UsageError(f"format {as_format!r}; allowed: {', '.join(FORMATS)}")
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} is not there; nothing was imported")
        if path.resolve() == folder:
            raise UsageError(f"{path} is the study itself; give what is to come in")


def _check_places(folder: Path, articles: Path, paths: Sequence[Path]) -> None:
    own = (articles.resolve(), (folder / ".framing").resolve())
    for path in paths:
        if any(place == path.resolve() or place in path.resolve().parents for place in own):
            raise UsageError(f"{path} belongs to the study itself; give what is to come in")


def _lists(folder: Path) -> tuple[dict[str, Path], pl.DataFrame, list[Problem]]:
    """Where a study's lists stand, its outlets, and what makes a list unreadable."""
    problems: list[Problem] = []
    places = find_places(folder, read_settings(folder, problems))
    if places["articles"].exists() and not places["articles"].is_dir():
        said = f"articles is the file {places['articles'].name}"
        raise UsageError(f"{said}; an import writes into a folder: change it in {FILE}")
    index = read_rows(places["index"], ("file",), INDEX, problems)
    broken = [problem for problem in problems if problem.fatal]
    outlets = read_outlets(places["outlets"], index, problems)
    # An empty list is filled by the import; one that cannot be read must be mended first.
    broken += [p for p in problems if p.fatal and p.found != NO_OUTLETS and p not in broken]
    return places, outlets, broken


def _write(
    places: Mapping[str, Path], outlets: pl.DataFrame, lookup: Lookup, fates: Fates
) -> tuple[str, ...]:
    """Texts first, then the lists that name them: killed in between, nothing is lost."""
    for arrival in fates.arrivals:
        target = places["articles"] / arrival.file
        if not target.exists():
            write_whole(target, arrival.text, durable=False)
    append_rows(places["index"], [_index_row(arrival) for arrival in fates.arrivals], key="file")
    there = {name.casefold() for name in outlets["outlet"]}
    rows = [
        outlet_row(lookup.entries[match.outlet])
        for name, match in sorted(fates.matches.items())
        if match.how in ("name", "domain") and name.casefold() not in there
    ]
    append_rows(places["outlets"], rows, key="outlet")
    return tuple(row["outlet"] for row in rows)


def _index_row(arrival: Arrival) -> dict[str, str]:
    return {"file": arrival.file, **arrival.fields}


def _unknown(fates: Fates, path: Path) -> tuple[Unknown, ...]:
    """Outlets to add; their rows have the columns and the delimiter of the study's own list."""
    n_articles = Counter(arrival.fields["outlet"] for arrival in fates.arrivals)
    raw = path.read_bytes().decode("utf-8-sig") if path.is_file() else ",".join(OUTLETS)
    delimiter = find_delimiter(raw, tuple(OUTLETS))
    header = next(csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter), [])
    unknown = []
    for name, match in sorted(fates.matches.items()):
        if name and not match.outlet:
            cells = dict(zip(OUTLETS, next(csv.reader([match.row])), strict=True))
            cells |= {"outlet": name, "group": "GROUP"}
            stream = io.StringIO()
            row = [guard_cell(cells.get(column.strip(), "")) for column in header]
            csv.writer(stream, delimiter=delimiter, lineterminator="").writerow(row)
            unknown.append(Unknown(name, n_articles[name], match.nearest, stream.getvalue()))
    return tuple(unknown)
