"""Sheets for coders: which units each of them gets, in which order, as CSV and XLSX."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from framing.errors import UsageError
from framing.files import write_whole
from framing.records.coding import Sample
from framing.study.coding.guide import write_guide
from framing.study.coding.samples import rows_to_csv
from framing.study.coding.workbook import render_sheet

FOLDER, GUIDE = "sheets", "instructions.md"
ENDINGS = (".csv", ".xlsx")
# First what coders read and fill in, then what tells where it belongs.
_SHEET = ("place", "before", "text", "after", "label", "note")
_TOLD = ("event", "outlet", "title")
_KEYS = ("unit", "variable", "coder")
NOBODY = "sheet"  # the file of a coder without a name


def deal_units(sample: Sample, coders: Sequence[str], overlap: float = 1.0) -> dict[str, list[str]]:
    """The units of each coder in an order of their own; without coders those of one without name.

    Parameters
    ----------
    sample
        What was drawn.
    coders
        Their names.
    overlap
        The share of units that all of them code, at random; the others are dealt out in turn.
    """
    units = sample.units.sort("place")["unit"].to_list()
    n_all = math.ceil(overlap * len(units))
    everybody, rest = units[:n_all], units[n_all:]
    names = list(coders) or [NOBODY]
    dealt = {}
    for k, name in enumerate(names):
        own = everybody + rest[k :: len(names)]
        dealt[name] = sorted(own, key=lambda unit: _lot(sample, name, unit))
    return dealt if coders else {NOBODY: units}


def _lot(sample: Sample, coder: str, unit: str) -> bytes:
    said = f"{sample.seed}\0{sample.id}\0{coder}\0{unit}".encode()
    return hashlib.blake2b(said, digest_size=8).digest()


def check_sheets(
    *, coders: Sequence[str] = (), overlap: float = 1.0, out: Path | None = None
) -> None:
    """Refuse what no sheets can be written for.

    Raises
    ------
    UsageError
        For names of coders that are none or twice, a share outside 0 to 1, an ``out`` that is no
        sheet or one of several coders.
    """
    if not 0 <= overlap <= 1:
        raise UsageError(f"overlap {overlap}; allowed: a share from 0 to 1")
    for name in coders:
        if not name or not all(c.isalnum() or c in "-_" for c in name) or len(name) > 60:
            raise UsageError(
                f"coder {name!r}; allowed: a pseudonym of letters, digits, '-' and '_'"
            )
    if len({name.casefold() for name in coders}) < len(coders):
        raise UsageError(f"coders {', '.join(coders)}; allowed: each name once")
    if out and out.suffix.lower() not in ENDINGS:
        raise UsageError(f"--out {out}: sheets end in {' or '.join(ENDINGS)}")
    if out and len(coders) > 1:
        raise UsageError(f"--out {out} is one sheet for {len(coders)} coders; allowed: --out-dir")
    if out and out.exists():
        raise UsageError(f"--out {out} exists and may be filled in; allowed: a new file")


def build_sheet(
    sample: Sample, shown: pl.DataFrame, units: Sequence[str], coder: str
) -> pl.DataFrame:
    """A coder's sheet: one row a unit, in the coder's order, ``label`` and ``note`` empty.

    Parameters
    ----------
    sample
        What was drawn.
    shown
        From ``shown_units``.
    units, coder
        Which units, and the coder's name, empty for nobody's.
    """
    order = pl.DataFrame({"unit": list(units), "place": range(1, len(units) + 1)})
    told = [name for name in _TOLD if shown[name].null_count() < shown.height]
    empty = pl.lit(None, dtype=pl.String)
    return (
        order.join(shown, on="unit", how="left", maintain_order="left")
        .with_columns(
            pl.col("before", "after").str.strip_chars(),
            label=empty,
            note=empty,
            variable=pl.lit(sample.variable.id),
            coder=pl.lit(coder),
        )
        .select(*_SHEET, *told, *_KEYS)
    )


def write_sheets(
    sample: Sample,
    shown: pl.DataFrame,
    *,
    coders: Sequence[str] = (),
    overlap: float = 1.0,
    out: Path | None = None,
) -> list[Path]:
    """Write a CSV and an XLSX file a coder into ``sheets/`` of the sample, and instructions.

    With ``out`` the one sheet goes to this file instead.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    UsageError
        For what ``check_sheets`` refuses.
    """
    check_sheets(coders=coders, overlap=overlap, out=out)
    guide = write_guide(sample)
    written: dict[Path, str | bytes] = {}
    for name, units in deal_units(sample, coders, overlap).items():
        sheet = build_sheet(sample, shown, units, name if coders else "")
        places = [out] if out else [sample.folder / FOLDER / f"{name}{end}" for end in ENDINGS]
        for place in places:
            is_csv = place.suffix.lower() == ".csv"
            written[place] = _as_csv(sheet) if is_csv else render_sheet(sample, sheet)
    beside = out.with_name(f"{out.stem}-{GUIDE}") if out else sample.folder / GUIDE
    written[beside] = guide
    for path, content in written.items():
        write_whole(path, content)
    return list(written)


def _as_csv(sheet: pl.DataFrame) -> str:
    """The mark in front tells spreadsheets that it is UTF-8."""
    return "\ufeff" + rows_to_csv(sheet.columns, sheet.iter_rows())
