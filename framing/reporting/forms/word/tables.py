"""Real tables: head rows that repeat, rows that do not break, widths by the words in them."""

from __future__ import annotations

from collections.abc import Sequence

from framing.reporting.forms.print.notes import Notes, has_notes
from framing.reporting.forms.print.numbers import printed_rows
from framing.reporting.forms.print.spread import PrintedSpread
from framing.reporting.forms.print.widths import column_shares, keep_together, type_size
from framing.reporting.forms.word.xml import paragraph, run, words
from framing.reporting.model import Paragraph, Profiles, Table, Text, plain

UPRIGHT, ASIDE = 9638, 14174  # width of the text in twentieths of a point: A4, margins of 2 cm
_LOOKS = {
    "name-a": '<w:u w:val="single"/>',
    "name-b": '<w:u w:val="double"/>',
    "name-c": '<w:u w:val="wave"/>',
    "name-n": '<w:u w:val="dash"/>',
    "word": '<w:u w:val="dotted"/>',
    "quote": '<w:shd w:val="clear" w:color="auto" w:fill="EAEAE8"/>',
}


def table_xml(table: Table, notes: Notes) -> str:
    """A table of the report."""
    size = type_size(table)
    style = "TableText" if not size else "TableTextSmall"
    width = ASIDE if size == "wide" else UPRIGHT
    widths = [round(share * width) for share in column_shares(table)]
    noted = has_notes(table)
    placed = [_placed(table, k) for k in range(len(table.columns))]
    head = [_cell(run(name, "<w:b/>"), style, placed[k]) for k, name in enumerate(table.columns)]
    rows = [
        [
            _cell(_cell_words(cell, notes if noted else None), style, placed[k])
            for k, cell in enumerate(row)
        ]
        for row in printed_rows(table)
    ]
    return grid([head, *rows], widths)


def _placed(table: Table, k: int) -> str:
    """Numbers stand at the right, and words beside them a little off."""
    if k in table.numeric:
        return '<w:jc w:val="right"/>'
    return '<w:ind w:left="110"/>' if k - 1 in table.numeric else ""


def _cell_words(cell: Text, notes: Notes | None) -> str:
    kept = tuple(keep_together(part) if isinstance(part, str) else part for part in cell)
    return words(kept, notes) if notes else run(plain(kept))


def _cell(inner: str, style: str, placed: str = "") -> str:
    return paragraph(inner, style, placed)


def profiles_xml(profiles: Profiles, notes: Notes, outlet: str) -> str:
    """The profiles as a table; the bars stand in the figure."""
    style = "TableTextSmall"
    head = [_cell(run(name, "<w:b/>"), style) for name in (outlet, *profiles.columns)]
    rows = [
        [
            _cell(run(f"{row.mark} {row.outlet}", "<w:b/>"), style) + _cell(run(row.group), style),
            *("".join(_cell(words(c.text, notes), style) for c in cells) for cells in row.cells),
        ]
        for row in profiles.rows
    ]
    shares = (0.14, *(0.86 / len(profiles.columns) for _ in profiles.columns))
    return grid([head, *rows], [round(share * UPRIGHT) for share in shares])


def spread_xml(spread: PrintedSpread) -> str:
    """Articles of an event side by side."""
    style = "TableTextSmall"
    head = [
        _cell(run(c.outlet, "<w:b/>"), style) + _cell(run(c.about), style) for c in spread.columns
    ]
    rows = [["".join(_article(p, style) for p in cell) for cell in row] for row in spread.rows]
    width = round(ASIDE / max(len(spread.columns), 1))
    return grid([head, *rows], [width] * len(spread.columns))


def _article(part: Paragraph, style: str) -> str:
    bold = "<w:b/>" if part.role == "title" else ""
    inner = run(f"{part.speaker}: ", "<w:i/>") if part.speaker else ""
    for piece in part.pieces:
        # The schema wants b before u before shd.
        looks = [_LOOKS[mark] for mark in sorted(piece.marks) if mark in _LOOKS]
        kinds = {look[:5]: look for look in looks}  # one underline, one shade
        if piece.speaker:
            inner += run(f"{piece.speaker}: ", "<w:i/>")
        inner += run(piece.text, bold + kinds.get("<w:u ", "") + kinds.get("<w:sh", ""))
    return _cell(inner, style)


def grid(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    style: str = "FramingTable",
    height: int = 0,
    head: bool = True,
) -> str:
    """A table of cells of paragraphs; the first row is the head, repeated on every page.

    ``height`` is the least of the other rows, in twentieths of a point; without ``head`` there is
    none, and all rows are alike.
    """
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = []
    for k, row in enumerate(rows):
        is_head = head and not k
        first = "<w:tblHeader/>" if is_head else ""
        tall = f'<w:trHeight w:val="{height}"/>' if height and not is_head else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{cell or paragraph('', 'TableText')}</w:tc>"
            for cell, width in zip(row, widths, strict=True)
        )
        lines.append(f"<w:tr><w:trPr><w:cantSplit/>{tall}{first}</w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"0020" if head else "0000"}" w:firstRow="{int(head)}" '
        'w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )
