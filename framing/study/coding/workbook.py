"""A coder's sheet as a workbook: instructions first, then the units with a list of labels."""

from __future__ import annotations

from collections.abc import Iterable
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
_FONT, _GUIDE, _LINE = "Calibri", 80, 15.0  # width in characters, height in points
_HIGHEST = 409.0  # that a row can be
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
    sheet.column_dimensions["A"].width = _GUIDE
    lines = [*plain_lines(write_guide(sample)), "", f"The units stand in the sheet {UNITS}."]
    for k, line in enumerate(lines, start=1):
        cell = _put(sheet, (k, 1), line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if k == 1 or line.startswith("How to "):
            cell.font = Font(name=_FONT, bold=True, size=14 if k == 1 else 12)
        sheet.row_dimensions[k].height = _height([(line, _GUIDE)], least=20 if k == 1 else _LINE)
    _fit_paper(sheet, "portrait")


def _write_units(sheet: Any, sample: Sample, rows: pl.DataFrame) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    top = Alignment(wrap_text=True, vertical="top")
    fill = PatternFill("solid", fgColor=_YELLOW)
    for k, column in enumerate(rows.columns, start=1):
        sheet.column_dimensions[get_column_letter(k)].width = _WIDTHS[column]
        _put(sheet, (1, k), column).font = Font(name=_FONT, bold=True)
        for line, value in enumerate(rows[column], start=2):
            cell = _put(sheet, (line, k), value)
            cell.alignment = top
            if column in _FILLED:
                cell.fill = fill
                cell.number_format = "@"  # "1-2" stays what it is and becomes no date
            if column == "text":
                cell.font = Font(name=_FONT, bold=sample.variable.unit != "article")
    for line, row in enumerate(rows.iter_rows(named=True), start=2):
        cells = [(str(row[name] or ""), _WIDTHS[name]) for name in rows.columns]
        sheet.row_dimensions[line].height = _height(cells)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _fit_paper(sheet, "landscape")
    where = get_column_letter(rows.columns.index("label") + 1)
    last = len(sample.variable.labels)
    choice = DataValidation(type="list", formula1=f"{LABELS}!$A$1:$A${last}", allow_blank=True)
    choice.errorTitle, choice.error = "Label", "One of the labels of the list, or nothing."
    choice.showErrorMessage = True
    sheet.add_data_validation(choice)
    choice.add(f"{where}2:{where}{max(rows.height + 1, 2)}")


def _height(cells: Iterable[tuple[str, int]], *, least: float = _LINE) -> float:
    """Points that the longest of some cells takes in its column: not every program sees to it."""
    lines = (
        sum(1 + len(line) * 11 // (width * 10) for line in text.split("\n"))
        for text, width in cells
    )
    return min(max(max(lines) * _LINE, least), _HIGHEST)


def _fit_paper(sheet: Any, orientation: str) -> None:
    """Printed on the width of a page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


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
