"""What coders said: the files of ``coding/NAME/codes/``, filled sheets and the class's store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from framing.errors import Problem, suggest
from framing.records.coding import INDEPENDENT, PHASES, Variable
from framing.records.tables import CODES
from framing.study.coding.filled import read_filled
from framing.study.tables import Row

_MOST = 10  # problems of a file told one by one


def read_codes(
    paths: Iterable[Path], units: pl.DataFrame, variable: Variable, problems: list[Problem]
) -> pl.DataFrame:
    """Codes of one sample from all of its files; nothing is written into them.

    A row without label is not coded yet and left out. Where no coder is named the file's name is
    the coder; where no phase is, it is ``independent``. Labels, phases and coders are the same in
    capitals and small letters. Of two rows of one coder for a unit in one phase the first counts;
    where the second says something else it is a problem.

    Returns
    -------
    DataFrame
        Schema ``CODES``, sorted by unit, coder, phase.
    """
    reader = _Reader(set(units["unit"]), variable)
    for path in paths:
        found: list[Problem] = []
        for number, row in enumerate(read_filled(path, _named(path), found), start=1):
            reader.take(row, path, number, found)
        problems += _told(found, path)
    return pl.DataFrame(reader.found, schema=CODES, orient="row").sort("unit", "coder", "phase")


class _Reader:
    """Rows of all files of a sample: what was said before decides what a row means."""

    def __init__(self, known: set[str], variable: Variable) -> None:
        self.found: list[dict[str, object]] = []
        self._known = known
        self._variable = variable
        self._labels = {label.casefold(): label for label in variable.labels}
        self._coders: dict[str, str] = {}
        self._seen: dict[tuple[str, str, str], tuple[str, str]] = {}

    def take(self, row: Row, path: Path, number: int, problems: list[Problem]) -> None:
        """Keep a row that says something, or note what is wrong with it."""
        cells = row.cells
        if not cells["label"]:
            return
        coder = cells.get("coder") or path.stem
        coder = self._coders.setdefault(coder.casefold(), coder)
        phase = cells.get("phase", "").casefold() or INDEPENDENT
        unit = cells["unit"].casefold()
        label = self._labels.get(cells["label"].casefold(), cells["label"])
        if wrong := self._wrong(cells, unit, label, phase):
            problems.append(_problem(path, row, *wrong))
            return
        key = (unit, coder, phase)
        if key in self._seen:
            before, where = self._seen[key]
            if before != label:
                said = f"{unit!r} is {label!r} here and {before!r} in {where}, both by {coder!r}"
                problems.append(_problem(path, row, said, "one label a unit, coder and phase"))
            return
        self._seen[key] = (label, f"{_named(path)}:{row.line}")
        whole = {name: _whole(cells.get(name, "")) for name in ("place", "start", "end")}
        self.found.append(
            {
                "unit": unit,
                "variable": self._variable.id,
                "label": label,
                "coder": coder,
                "phase": phase,
                **whole,
                "place": whole["place"] or number,
                "at": cells.get("at") or None,
                "note": cells.get("note") or None,
                "file": _named(path),
                "row": row.line,
            }
        )

    def _wrong(
        self, cells: dict[str, str], unit: str, label: str, phase: str
    ) -> tuple[str, str] | None:
        """What is wrong with a row, and what is allowed; None if nothing is."""
        if unit not in self._known:
            return f"unknown unit {cells['unit']!r}", "a unit of units.csv"
        if cells.get("variable", "").casefold() not in ("", self._variable.id.casefold()):
            said = f"the row is about {cells['variable']!r}"
            return said, f"{self._variable.id}, which the sample is about"
        if label not in self._variable.labels:
            near = suggest(label, self._variable.labels)
            return f"label {label!r}; {near}".rstrip("; "), ", ".join(self._variable.labels)
        if phase not in PHASES:
            near = suggest(phase, PHASES)
            return f"phase {phase!r}; {near}".rstrip("; "), ", ".join(PHASES)
        for column in ("place", "start", "end"):
            if cells.get(column) and _whole(cells[column]) is None:
                return f"{column} {cells[column]!r}", "a whole number, or nothing"
        return None


def _whole(cell: str) -> int | None:
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 16 else None


def _named(path: Path) -> str:
    return "/".join(path.parts[-4:])


def _problem(path: Path, row: Row, found: str, allowed: str) -> Problem:
    stop = "" if found.endswith("?") else "."
    return Problem(_named(path), row.line, f"{found}{stop}", f"{allowed}.")


def _told(found: list[Problem], path: Path) -> list[Problem]:
    """The first problems of a file, and how many more there are."""
    if len(found) <= _MOST:
        return found
    more = f"{len(found) - _MOST} more rows are wrong."
    step = "is it a sheet of another sample?"
    return [*found[:_MOST], Problem(_named(path), found[_MOST].line, more, "", step)]
