"""What coders said: ``coding/NAME/codes/*.csv``, filled sheets and what the class's store wrote."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from framing.errors import Problem, suggest
from framing.records.coding import INDEPENDENT, PHASES, Variable
from framing.records.tables import CODES
from framing.study.tables import Row, read_rows

_NEEDED = ("unit", "label")
# Columns that are read; a sheet has others beside them for who codes.
COLUMNS = ("unit", "variable", "label", "coder", "phase", "place", "at", "start", "end", "note")


def read_codes(
    paths: Iterable[Path], units: pl.DataFrame, variable: Variable, problems: list[Problem]
) -> pl.DataFrame:
    """Codes of one sample from all of its files.

    A row without label is not coded yet and left out. Where no coder is named the file's name is
    the coder; where no phase is, it is ``independent``. Of two rows of one coder for a unit in one
    phase the first counts, the second is a problem.

    Returns
    -------
    DataFrame
        Schema ``CODES``, sorted by unit, coder, phase.
    """
    known = set(units["unit"])
    seen: dict[tuple[str, str, str], str] = {}
    found: list[dict[str, object]] = []
    for path in paths:
        for number, row in enumerate(_rows(path, problems), start=1):
            cells = row.cells
            if not cells["label"]:
                continue
            coder = cells.get("coder") or path.stem
            phase = cells.get("phase") or INDEPENDENT
            said = _wrong(row, known, variable, phase)
            key = (cells["unit"], coder, phase)
            if not said and key in seen:
                said = (f"{cells['unit']!r} is coded twice by {coder!r} ({seen[key]})",
                        "one row a unit, coder and phase")  # fmt: skip
            if said:
                problems.append(Problem(_named(path), row.line, f"{said[0]}.", f"{said[1]}."))
                continue
            seen[key] = f"first in {_named(path)}:{row.line}"
            found.append(_code(row, path, variable, coder, phase, number))
    return pl.DataFrame(found, schema=CODES, orient="row").sort("unit", "coder", "phase")


def _rows(path: Path, problems: list[Problem]) -> list[Row]:
    return read_rows(path, _NEEDED, COLUMNS, problems, others=True)


def _named(path: Path) -> str:
    return "/".join(path.parts[-4:])


def _wrong(row: Row, known: set[str], variable: Variable, phase: str) -> tuple[str, str] | None:
    """What is wrong with a row, and what is allowed; None if nothing is."""
    cells = row.cells
    if cells["unit"] not in known:
        return f"unknown unit {cells['unit']!r}", "a unit of units.csv"
    if cells.get("variable") not in (None, "", variable.id):
        return f"variable {cells['variable']!r}", f"{variable.id}, which the sample is about"
    if cells["label"] not in variable.labels:
        near = suggest(cells["label"], variable.labels)
        return f"label {cells['label']!r}; {near}".rstrip("; "), ", ".join(variable.labels)
    if phase not in PHASES:
        return f"phase {phase!r}", ", ".join(PHASES)
    for column in ("place", "start", "end"):
        if cells.get(column) and not cells[column].isdecimal():
            return f"{column} {cells[column]!r}", "a whole number, or nothing"
    return None


def _code(
    row: Row, path: Path, variable: Variable, coder: str, phase: str, number: int
) -> dict[str, object]:
    cells = row.cells
    whole = {
        name: int(cells[name]) if cells.get(name) else None for name in ("place", "start", "end")
    }
    return {
        "unit": cells["unit"],
        "variable": variable.id,
        "label": cells["label"],
        "coder": coder,
        "phase": phase,
        **whole,
        "place": whole["place"] or number,
        "at": cells.get("at") or None,
        "note": cells.get("note") or None,
        "file": _named(path),
        "row": row.line,
    }
