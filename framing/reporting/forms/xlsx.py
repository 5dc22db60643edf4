"""The tables of a report as a workbook: a sheet a table, text that stays text, fixed bytes.

Written with openpyxl: it is there with every install, and as quick as XlsxWriter, which takes
text between ``<r>`` and ``</r>`` for markup. Neither gives the same bytes twice by itself, since
archives hold times and rights of files; so the parts are packed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from framing.records.formulas import is_formula
from framing.records.tables.columns import describe_columns, describe_table
from framing.reporting.figures.drawings import Drawings
from framing.reporting.formats import visible
from framing.reporting.messages import _
from framing.reporting.model import Report
from framing.reporting.tables import round_significant

MAX_ROWS = 1_048_576  # of a sheet, its head included
MAX_TEXT = 32_767  # of a cell, in units of UTF-16
MAX_NAME = 31
MAX_EXACT = 2**53  # integers beyond are not exact in a sheet
_WIDEST = 60
_SAMPLED = 200  # rows that say how wide a column is
_MADE = datetime(2000, 1, 1)  # no clock: the same report has the same bytes
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def render(report: Report, drawings: Drawings) -> bytes:
    """All tables of the report, after a sheet that says what they hold."""
    return render_tables(report)


def render_tables(report: Report, *, max_rows: int = MAX_ROWS) -> bytes:
    """The workbook as bytes; a table of more rows than a sheet holds goes on in the next one."""
    book = Workbook(write_only=True)
    tables = [table for table in report.tables if table[0] != "columns"]  # the first sheet has it
    parts = list(_parts(tables, max_rows - 1))
    contents, *names = sheet_names([_("Contents"), *(name for name, _rows in parts)])
    sheets = [(sheet, *part) for sheet, part in zip(names, parts, strict=True)]
    _write_contents(book.create_sheet(contents), report, sheets)
    for sheet, name, rows in sheets:
        _write_table(book.create_sheet(sheet), name, rows)
    return save_fixed(book, title=report.title)


def save_fixed(book: Workbook, *, title: str) -> bytes:
    """A workbook as bytes, the same whenever and wherever it is saved."""
    book.properties.creator = "framing"
    book.properties.title = safe_text(title)
    book.properties.created = _MADE
    made = BytesIO()
    book.save(made)
    book.properties.modified = _MADE
    return _packed(made, {"docProps/core.xml": tostring(book.properties.to_tree())})


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that sheets may have: at most 31 characters, none twice, whatever the capitals.

    >>> sheet_names(["words", "Words", "a/b", "x" * 40])
    ['words', 'Words 2', 'a b', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']
    """
    taken: set[str] = {"history"}  # Excel keeps it for itself
    out = []
    for name in names:
        clean = _NO_NAME.sub(" ", safe_text(name)).strip("' ") or "table"
        found, k = _cut(clean, MAX_NAME), 1
        while found.casefold() in taken:
            k += 1
            found = f"{_cut(clean, MAX_NAME - len(str(k)) - 1)} {k}"
        taken.add(found.casefold())
        out.append(found)
    return out


def safe_text(text: str) -> str:
    """Text that a cell can hold: what is hidden made visible, what XML forbids told by number.

    >>> safe_text("a\x07b\u202ec\ufffe"), safe_text("_x0041_")
    ('a[U+0007]b[U+202E]c[U+FFFE]', '_x005F_x0041_')
    """
    shown = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = _NO_XML.sub(lambda m: f"[U+{ord(m[0]):04X}]", shown)
    return _ESCAPED.sub("_x005F_", shown)  # else a sheet reads the escape


def cell_text(text: str, source: str = "") -> str:
    """The text of a cell, cut with a note where it is longer than a cell can be."""
    shown = safe_text(text)
    if _units(shown) <= MAX_TEXT:
        return shown
    where = f": {source}" if source else ""
    note = f" [… {_('cut, the whole is in the CSV')}{where}]"
    return _cut(shown, MAX_TEXT - _units(note)) + note


def runs(text: str) -> bool:
    """Whether a library or sheet would take a text for a formula or an error."""
    return is_formula(text) or text in ERROR_CODES


def _units(text: str) -> int:
    """Length as sheets count it: characters beyond the first 65,536 count twice."""
    return len(text) + sum(c > "\uffff" for c in text)


def _cut(text: str, most: int) -> str:
    """The longest beginning of at most so many units."""
    short = text[:most]
    while _units(short) > most:
        short = short[:-1]
    return short


def _parts(
    tables: Sequence[tuple[str, pl.DataFrame]], most: int
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Tables in slices that fit into a sheet; an empty table is one slice."""
    for name, frame in tables:
        for start in range(0, max(frame.height, 1), most):
            yield name, frame.slice(start, most)


def _write_contents(sheet: Any, report: Report, sheets: Sequence[tuple[str, str, Any]]) -> None:
    """What the workbook holds: the tier first, then sheets, then every column."""
    for letter, width in zip("ABCDEF", (24, 28, 16, 26, 60, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    tier = _("Tier {tier}: {sentence}").format(tier=report.tier, sentence=report.tier_sentence)
    head = (_("Sheet"), _("Table"), _("Rows"), _("Columns"), _("What it holds"), _("As CSV"))
    rows: list[Sequence[object]] = [(report.title,), (report.subtitle,), (tier,), (), head]
    bold = {0, len(rows) - 1}
    for name, table, frame in sheets:
        file = f"tables/{table}.csv"
        rows.append((name, table, frame.height, frame.width, describe_table(table), file))
    rows.append(())
    bold.add(len(rows))
    rows.append((_("Sheet"), _("Column"), _("Type"), _("Unit"), _("What it means")))
    for name, table, frame in sheets:
        rows += [(name, *note) for note in describe_columns(table, frame)]
    for k, row in enumerate(rows):
        sheet.append([_cell(sheet, value, is_bold=k in bold) for value in row])


def _write_table(sheet: Any, name: str, frame: pl.DataFrame) -> None:
    """One table: its head stays in sight and filters, columns are as wide as their words."""
    rounded = round_significant(frame)
    last = get_column_letter(max(frame.width, 1))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{frame.height + 1}"
    for k, column in enumerate(rounded.head(_SAMPLED).iter_columns(), start=1):
        widest = max((len(str(v)) for v in column.drop_nulls()), default=0)
        width = min(max(widest, len(column.name) + 3) + 1, _WIDEST)
        sheet.column_dimensions[get_column_letter(k)].width = width
    sheet.append([_cell(sheet, column, is_bold=True) for column in frame.columns])
    source = f"tables/{name}.csv"
    for row in rounded.iter_rows():
        sheet.append([_cell(sheet, value, source=source) for value in row])


def _cell(sheet: Any, value: object, *, source: str = "", is_bold: bool = False) -> object:
    """A value as a sheet takes it: numbers as numbers, text as text and never as a formula."""
    if isinstance(value, int) and abs(value) > MAX_EXACT:
        value = str(value)
    if not isinstance(value, str):
        return value
    text = cell_text(value, source)
    risky = runs(text)
    if not risky and not is_bold:
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
    # The apostrophe that sheets show in their line of input: text also after somebody edits it.
    cell.quotePrefix = risky
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _packed(made: BytesIO, instead: dict[str, bytes]) -> bytes:
    """The same parts in an archive without times and rights."""
    out = BytesIO()
    with ZipFile(made) as old, ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = ZipInfo(name, _ZIPPED)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            new.writestr(info, instead.get(name) or old.read(name))
    return out.getvalue()
