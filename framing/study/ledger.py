"""``raw/ledger.csv``: what became of every item of every source that was imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from framing.errors import Problem
from framing.records.formulas import guard_cell
from framing.records.tables import FATES, IMPORTS
from framing.study.inputs import LEDGER_PLACE
from framing.study.tables import read_rows


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
            problems.append(Problem(LEDGER_PLACE, row.line, found, allowed, step))
            continue
        out.append({**row.cells, "item": int(item)})
    return out


def render_imports(rows: Sequence[dict[str, object]]) -> str:
    """The ledger as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(IMPORTS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {k: guard_cell(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows
    )
    return stream.getvalue()


def merge_imports(
    old: Sequence[dict[str, object]], new: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """The ledger with new rows: what was skipped and is decided on now stands at its old place.

    That is the row of the same item of the same source; or, where the source came under another
    name, the only one with its bytes.
    """
    fresh = {id(row): row for row in new}
    by_name = {(row["hash"], row["item"], row["source"]): row for row in new}
    by_hash: dict[tuple[object, object], list[dict[str, object]]] = {}
    for row in new:
        by_hash.setdefault((row["hash"], row["item"]), []).append(row)
    merged = []
    for row in old:
        if row["fate"] != "skipped":
            merged.append(row)
            continue
        others = by_hash.get((row["hash"], row["item"]), []) if row["hash"] else []
        alone = others[0] if len(others) == 1 else row
        choice = by_name.get((row["hash"], row["item"], row["source"]), alone)
        merged.append(fresh.pop(id(choice), row))
    return merged + list(fresh.values())
