"""The CSV files of a study folder: rows with their line numbers, columns checked."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.errors import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file: its line and its cells, stripped."""

    line: int
    cells: dict[str, str]


def read_rows(
    path: Path, needed: Sequence[str], allowed: Sequence[str], problems: list[Problem]
) -> list[Row]:
    """Rows of a CSV file; no file, no rows. Wrong columns and short rows are problems."""
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            missing = [name for name in needed if name not in header]
            unknown = [name for name in header if name not in allowed]
            twice = sorted({name for name in header if header.count(name) > 1})
            if missing or unknown or twice:
                said = [f"no column {name!r}" for name in missing]
                said += [f"unknown column {name!r}" for name in unknown]
                said += [f"column {name!r} stands twice" for name in twice]
                problems.append(
                    Problem(
                        path.name,
                        1,
                        f"{', '.join(said)}.",
                        f"{', '.join(allowed)}.",
                        "rename or add the column.",
                        fatal=bool(missing or twice),
                    )
                )
            if missing:
                return []
            rows = []
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(header):
                    problems.append(
                        Problem(
                            path.name,
                            reader.line_num,
                            f"{len(cells)} cells.",
                            f"{len(header)} cells, as the header has.",
                            "quote cells with commas.",
                        )
                    )
                    continue
                stripped = (cell.strip() for cell in cells)
                rows.append(Row(reader.line_num, dict(zip(header, stripped, strict=True))))
            return rows
    except (csv.Error, UnicodeDecodeError) as error:
        problems.append(
            Problem(path.name, 0, f"not readable: {error}.", "a CSV file in UTF-8.", fatal=True)
        )
        return []
