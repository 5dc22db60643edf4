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
from framing.records.coding import ALLOCATIONS, EVEN, UNIT_KINDS, Sample, Variable
from framing.records.formulas import guard_cell
from framing.study.coding.codes import read_codes
from framing.study.coding.drawn import COLUMNS, read_units

FOLDER = "coding"
ABOUT, DRAWN, CODES_FOLDER = "sample.json", "units.csv", "codes"


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
    rows = sample.units.sort("place").select(COLUMNS)
    written = {
        sample.folder / DRAWN: rows_to_csv(COLUMNS, rows.iter_rows()),
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
    units = read_units(about.with_name(DRAWN), articles, problems)
    codes = read_codes(_code_files(about.parent), units, said["variable"], problems)
    return Sample(id=about.parent.name, units=units, codes=codes, folder=about.parent, **said)


def _read_about(about: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """What was drawn and how; None where the file is not what ``write_sample`` wrote."""
    try:
        return _as_drawn(json.loads(about.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        found = f"not what framing sample wrote ({said})."
        step = "put the file back, or draw the sample again under another name."
        named = f"{FOLDER}/{about.parent.name}/{about.name}"
        problems.append(Problem(named, 0, found, "the file as it was written.", step))
        return None


def _as_drawn(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of a sample; whatever does not fit raises."""
    told = said["variable"]
    variable = Variable(**{**told, "labels": tuple(map(str, told["labels"]))})
    if variable.unit not in UNIT_KINDS or len(set(variable.labels)) < 2 or not variable.id:
        raise ValueError(f"variable {variable.id!r} of {variable.unit!r}")
    allocation = str(said.get("allocation", EVEN))
    if allocation not in ALLOCATIONS:
        raise ValueError(f"allocation {allocation!r}")
    return {
        "variable": variable,
        "n_frame": int(said["n_frame"]),
        "blind": bool(said["blind"]),
        "masks": tuple(map(str, said["masks"])),
        "seed": int(said["seed"]),
        "scope": str(said["scope"]),
        "by": tuple(map(str, said["by"])),
        "allocation": allocation,
        "after": str(said.get("after", "")),
    }
