"""``raw/ledger.csv``: what became of every item of every source that was imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from framing.errors import Problem
from framing.records.tables import FATES, IMPORTS
from framing.study.tables import read_rows

PLACE = "raw/ledger.csv"


def read_imports(path: Path, problems: list[Problem]) -> list[dict[str, object]]:
    """Rows of the ledger of imports, in order; none where nothing was imported."""
    rows = read_rows(path, tuple(IMPORTS), tuple(IMPORTS), problems)
    out: list[dict[str, object]] = []
    for row in rows:
        item, fate = row.cells["item"], row.cells["fate"]
        if not item.isdecimal() or fate not in FATES:
            found = f"item {item!r}, fate {fate!r}."
            allowed = f"a number, and one of {', '.join(FATES)}."
            step = "take the ledger from a copy, or remove it and import again."
            problems.append(Problem(PLACE, row.line, found, allowed, step))
            continue
        out.append({**row.cells, "item": int(item)})
    return out


def render_imports(rows: Sequence[dict[str, object]]) -> str:
    """The ledger as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(IMPORTS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
