"""A coder's sheet as a workbook: instructions first, then the units with a list of labels."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.records.coding import Sample
from framing.study.coding.guide import plain_lines, write_guide

FIRST, UNITS, LABELS = "Instructions", "Units", "Labels"
_WIDTHS = {
    "place": 7, "before": 38, "text": 60, "after": 38, "label": 16, "note": 28, "event": 18,
    "outlet": 18, "title": 30, "unit": 14, "variable": 18, "coder": 12,
}  # fmt: skip
_FILLED = ("label", "note")
_YELLOW = "FFF6CC"


def render_sheet(sample: Sample, sheet: pl.DataFrame) -> bytes:
    """The workbook as bytes, the same for the same sheet.

    Parameters
    ----------
    sample
        What was drawn.
    sheet
        From ``build_sheet``.
    """
    from openpyxl import Workbook

    from framing.reporting.forms.xlsx import save_fixed

    book = Workbook()
    _write_guide(book.active, sample)
    _write_units(book.create_sheet(UNITS), sample, sheet)
    labels = book.create_sheet(LABELS)
    for k, label in enumerate(sample.variable.labels, start=1):
        _put(labels, (k, 1), label)
    labels.sheet_state = "hidden"
    return save_fixed(book, title=f"Coding {sample.variable.id}")


def _write_guide(sheet: Any, sample: Sample) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = FIRST
    sheet.column_dimensions["A"].width = 100
    lines = [*plain_lines(write_guide(sample)), "", f"The units stand in the sheet {UNITS}."]
    for k, line in enumerate(lines, start=1):
        cell = _put(sheet, (k, 1), line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if k == 1 or line.startswith("How to "):
            cell.font = Font(bold=True, size=14 if k == 1 else 12)


def _write_units(sheet: Any, sample: Sample, rows: pl.DataFrame) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    top = Alignment(wrap_text=True, vertical="top")
    fill = PatternFill("solid", fgColor=_YELLOW)
    for k, column in enumerate(rows.columns, start=1):
        sheet.column_dimensions[get_column_letter(k)].width = _WIDTHS[column]
        _put(sheet, (1, k), column).font = Font(bold=True)
        for line, value in enumerate(rows[column], start=2):
            cell = _put(sheet, (line, k), value)
            cell.alignment = top
            if column in _FILLED:
                cell.fill = fill
                cell.number_format = "@"  # "1-2" stays what it is and becomes no date
            if column == "text":
                cell.font = Font(bold=sample.variable.unit != "article")
    sheet.freeze_panes = "A2"
    where = get_column_letter(rows.columns.index("label") + 1)
    last = len(sample.variable.labels)
    choice = DataValidation(type="list", formula1=f"{LABELS}!$A$1:$A${last}", allow_blank=True)
    choice.errorTitle, choice.error = "Label", "One of the labels of the list, or nothing."
    choice.showErrorMessage = True
    sheet.add_data_validation(choice)
    choice.add(f"{where}2:{where}{max(rows.height + 1, 2)}")


def _put(sheet: Any, place: tuple[int, int], value: object) -> Any:
    """A value in a cell: text is text and never a formula."""
    from framing.reporting.forms.xlsx import cell_text, runs

    cell = sheet.cell(*place)
    if not isinstance(value, str):
        cell.value = value
        return cell
    text = cell_text(value)
    cell.value = text
    if runs(text):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
