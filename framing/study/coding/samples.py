"""Samples: folders ``coding/NAME`` with what was drawn, and what each coder said."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from framing.errors import Problem, UsageError
from framing.files import write_whole
from framing.records.coding import EVEN, Sample, Variable
from framing.records.formulas import guard_cell
from framing.records.tables import SAMPLE
from framing.study.coding.codes import read_codes
from framing.study.tables import Row, read_rows

FOLDER = "coding"
ABOUT, DRAWN, CODES_FOLDER = "sample.json", "units.csv", "codes"
# The rest of SAMPLE is read from the study: text and outlet of an article stand in one place.
_KEPT = ("unit", "kind", "article", "start", "end", "id", "weight", "predicted")
_COLUMNS = (*_KEPT, "stratum", "probability", "place")


def sample_files(folder: Path) -> list[Path]:
    """The files of a study's samples that results depend on, in a fixed order."""
    found = []
    for about in sorted((folder / FOLDER).glob(f"*/{ABOUT}")):
        found += [about, about.with_name(DRAWN), *_code_files(about.parent)]
    return [path for path in found if path.is_file()]


def read_samples(
    folder: Path, articles: pl.DataFrame, problems: list[Problem]
) -> tuple[Sample, ...]:
    """The samples of a study folder, by name.

    Parameters
    ----------
    folder
        The study's.
    articles
        Schema ``ARTICLES``.
    problems
        Receives what is wrong, with file and row; what cannot be read is left out.
    """
    abouts = sorted((folder / FOLDER).glob(f"*/{ABOUT}"))
    found = (_read_sample(about, articles, problems) for about in abouts)
    return tuple(sample for sample in found if sample is not None)


def write_sample(sample: Sample) -> list[Path]:
    """Write what was drawn into the sample's folder; codes are written by who collects them.

    Raises
    ------
    UsageError
        Where a sample lies there already, on which codes may hang, or nothing can be written.
    """
    check_free(sample.folder)
    about = {
        "id": sample.id,
        "variable": asdict(sample.variable),
        "n_frame": sample.n_frame,
        "blind": sample.blind,
        "masks": sample.masks,
        "seed": sample.seed,
        "scope": sample.scope,
        "by": sample.by,
        "allocation": sample.allocation,
        "after": sample.after,
    }
    rows = sample.units.sort("place").select(_COLUMNS)
    written = {
        sample.folder / DRAWN: rows_to_csv(_COLUMNS, rows.iter_rows()),
        sample.folder / ABOUT: json.dumps(about, indent=1, ensure_ascii=False) + "\n",
    }
    try:
        for path, text in written.items():
            write_whole(path, text)
    except OSError as error:
        raise UsageError(
            f"{sample.folder} cannot be written ({error.strerror}); allowed: a study that can be "
            "written into, or --out-dir DIR"
        ) from error
    return sorted(written)


def check_free(folder: Path) -> None:
    """Refuse a folder in which a sample lies, or codes of one.

    Raises
    ------
    UsageError
        With the next name that is free.
    """
    if not any((folder / part).exists() for part in (ABOUT, DRAWN, CODES_FOLDER)):
        return
    stem = re.sub(r"-\d+$", "", folder.name)
    k = 2
    while folder.with_name(f"{stem}-{k}").exists():
        k += 1
    raise UsageError(
        f"sample {folder.name!r} exists ({folder}) and codes may hang on it; allowed: another "
        f"name, such as --name {stem}-{k}"
    )


def rows_to_csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV that ``read_rows`` reads back: null is an empty cell, nothing runs in a sheet."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow("" if cell is None else guard_cell(str(cell)) for cell in row)
    return stream.getvalue()


def _code_files(folder: Path) -> list[Path]:
    place = folder / CODES_FOLDER
    found = sorted(place.iterdir()) if place.is_dir() else []
    # What begins so is a lock or a part of a file that a spreadsheet has open.
    return [path for path in found if path.is_file() and not path.name.startswith((".", "~$"))]


def _read_sample(about: Path, articles: pl.DataFrame, problems: list[Problem]) -> Sample | None:
    said = _read_about(about, problems)
    if said is None:
        return None
    folder = about.parent
    units = _read_units(folder / DRAWN, articles, problems)
    return Sample(
        id=folder.name,
        variable=(variable := _variable(said["variable"])),
        n_frame=int(said["n_frame"]),
        blind=bool(said["blind"]),
        masks=tuple(said["masks"]),
        seed=int(said["seed"]),
        scope=str(said["scope"]),
        by=tuple(said["by"]),
        allocation=str(said.get("allocation", EVEN)),
        after=str(said.get("after", "")),
        units=units,
        codes=read_codes(_code_files(folder), units, variable, problems),
        folder=folder,
    )


def _read_about(about: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """What was drawn and how; None where the file is not what ``write_sample`` wrote."""
    named = f"{FOLDER}/{about.parent.name}/{about.name}"
    step = "draw the sample again under another name; its codes stay readable."
    try:
        said: dict[str, Any] = json.loads(about.read_text("utf-8"))
        _variable(said["variable"])
        missing = {"n_frame", "blind", "masks", "seed", "scope", "by"} - set(said)
        found = f"no {', '.join(sorted(missing))}" if missing else ""
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        found = f"not readable ({error})"
    if not found:
        return said
    problems.append(Problem(named, 0, f"{found}.", "the file as framing sample wrote it.", step))
    return None


def _variable(said: dict[str, Any]) -> Variable:
    return Variable(**{**said, "labels": tuple(said["labels"])})


def _read_units(path: Path, articles: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """What was drawn, with text, outlet, group and event as the study has them now."""
    found: list[dict[str, object]] = []
    known = {row["article"]: row for row in articles.iter_rows(named=True)}
    for row in read_rows(path, _COLUMNS, _COLUMNS, problems):
        article = known.get(row.cells["article"])
        try:
            found.append(_unit(row, article) if article else {})
        except ValueError:
            found.append({})
        if not found[-1]:
            said = f"unit {row.cells['unit']!r} of article {row.cells['article']!r}"
            problems.append(
                Problem(
                    f"{FOLDER}/{path.parent.name}/{path.name}",
                    row.line,
                    f"{said} is not in the study, or a number in the row is none.",
                    "a row as framing sample wrote it.",
                    "the unit is left out; was the article changed? Then draw a new sample.",
                )
            )
    rows = [row for row in found if row]
    return pl.DataFrame(rows, schema=SAMPLE, orient="row").sort("place", "unit")


def _unit(row: Row, article: dict[str, Any]) -> dict[str, object]:
    cells = row.cells
    start, end = int(cells["start"]), int(cells["end"])
    return {
        **{name: cells[name] or None for name in ("unit", "kind", "id", "predicted", "stratum")},
        **{name: article[name] for name in ("article", "outlet", "group", "event")},
        "start": start,
        "end": end,
        "text": article["text"][start:end],
        "weight": float(cells["weight"]),
        "probability": float(cells["probability"]),
        "place": int(cells["place"]),
    }
