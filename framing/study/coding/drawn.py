"""What was drawn for a sample: ``units.csv``, checked row by row against the study as it is."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from framing.errors import Problem
from framing.records.tables import SAMPLE
from framing.study.tables import Row, read_rows

# The rest of SAMPLE is read from the study: text and outlet of an article stand in one place.
_KEPT = ("unit", "kind", "article", "start", "end", "id", "weight", "predicted")
COLUMNS = (*_KEPT, "stratum", "probability", "place")


def read_units(path: Path, articles: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """What was drawn, with text, outlet, group and event as the study has them now.

    A row that fits no article, or holds a number that cannot be, is a problem and costs its unit;
    a file that cannot be read costs the sample's units, never the study.

    Returns
    -------
    DataFrame
        Schema ``SAMPLE``, sorted by place.
    """
    named = "/".join(path.parts[-3:])
    found: list[Problem] = []
    if not path.is_file():
        step = "put it back, or draw the sample again under another name."
        found.append(Problem(named, 0, "the file is not there.", "a list of units.", step))
    known = {row["article"]: row for row in articles.iter_rows(named=True)}
    units: dict[str, dict[str, object]] = {}
    for row in read_rows(path, COLUMNS, COLUMNS, found):
        said = _wrong(row, known, units)
        if said:
            step = "the unit is left out; where the article changed, draw a new sample."
            allowed = "a row as framing sample wrote it."
            found.append(Problem(named, row.line, f"{said}.", allowed, step))
            continue
        units[row.cells["unit"]] = _unit(row, known[row.cells["article"]])
    problems += [replace(problem, file=named, fatal=False) for problem in found]
    return pl.DataFrame(list(units.values()), schema=SAMPLE, orient="row").sort("place", "unit")


def _wrong(row: Row, known: dict[str, Any], units: dict[str, dict[str, object]]) -> str:
    """What is wrong with a row; empty if nothing is."""
    cells = row.cells
    if cells["article"] not in known:
        return f"unit {cells['unit']!r} of article {cells['article']!r}, which is not in the study"
    if cells["unit"] in units or not cells["unit"]:
        return f"unit {cells['unit']!r} stands twice" if cells["unit"] else "a unit without a name"
    try:
        unit = _unit(row, known[cells["article"]])
    except ValueError as error:
        return f"unit {cells['unit']!r} has a number that is none ({error})"
    start, end = unit["start"], unit["end"]
    if not 0 <= start < end <= len(known[cells["article"]]["text"]):
        return f"unit {cells['unit']!r} is characters {start} to {end}, which its article has not"
    if not 0 < unit["probability"] <= 1:
        return f"unit {cells['unit']!r} has probability {cells['probability']}, not above 0 up to 1"
    if not (math.isfinite(unit["weight"]) and unit["weight"] > 0):
        return f"unit {cells['unit']!r} has weight {cells['weight']}, not above 0"
    return ""


def _unit(row: Row, article: dict[str, Any]) -> dict[str, Any]:
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
