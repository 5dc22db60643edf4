"""A report as it lies in its folder: the manifest, and the tables as text."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import UsageError
from framing.reporting.folders import MANIFEST, find_differences, read_manifest

_LONGEST = 2**27  # characters of a cell: texts of articles stand in some


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was written; ``edited`` are files that were changed since."""

    folder: Path
    manifest: dict[str, Any]
    edited: tuple[str, ...] = ()

    def tables(self) -> dict[str, Path]:
        """The CSV files by name."""
        return {path.stem: path for path in sorted((self.folder / "tables").glob("*.csv"))}

    def article_files(self) -> set[str]:
        """Files of the articles, as the table of articles names them."""
        path = self.tables().get("articles")
        columns, rows = read_table(path) if path else ([], [])
        return {row[columns.index("file")] for row in rows} if "file" in columns else set()


def open_report(folder: Path) -> Written:
    """A report to compare.

    Raises
    ------
    UsageError
        Where the folder holds none, or one that does not list its articles.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        what = f"no {MANIFEST} of a report in it" if folder.is_dir() else "no such folder"
        raise UsageError(
            f"{folder}: {what}; allowed: a folder that `framing report` or `framing batch` wrote"
        )
    if not isinstance(manifest.get("articles"), dict):
        raise UsageError(f"{folder}: its manifest lists no articles; make the report again")
    found = find_differences(folder, manifest)
    return Written(folder, manifest, found.by_hand if found else ())


def read_table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Columns and rows of a CSV file, as text."""
    csv.field_size_limit(_LONGEST)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    return (rows[0], rows[1:]) if rows else ([], [])
